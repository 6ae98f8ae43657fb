/* The calendar decides every term, so it is judged before it is believed. */
#include "service/admin.h"

#include "base/vec.h"
#include "domain/workday.h"
#include "service/audit.h"
#include "store/q.h"

static enum rc admin_only(const struct tx *tx, struct err *e)
{
	return actor_is(tx->who, ROLE_ADMIN) ? RC_OK : err_set(e, RC_FORBIDDEN, MSG_ADMIN_ONLY);
}

enum rc agency_save(struct tx *tx, struct agency_save *uc, struct err *e)
{
	int64_t changed;

	TRY(admin_only(tx, e));
	TRY(q_admin_agency_save(tx->db,
		&(struct q_admin_agency_save_in){.id = uc->id, .name = uc->name,
			.short_name = uc->short_name, .phone = uc->phone, .address = uc->address,
			.active = uc->active},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_NOT_FOUND, MSG_STORE_NOT_FOUND);
	return audit_append(tx,
		&(struct audit_event){
			.action = "agency_saved", .object_kind = "agency", .object_id = uc->id},
		e);
}

/* --- the calendar of a year --------------------------------------------------------------------- */

static bool kind_of(struct str s, bool *works)
{
	bool off = str_eqc(s, "holiday") || str_eqc(s, "休") || str_eqc(s, "放假");

	*works = str_eqc(s, "makeup") || str_eqc(s, "班") || str_eqc(s, "上班");
	return off || *works;
}

/* Columns of the file by name: -1 where there is none. */
struct columns {
	int date, type, name;
};

static bool header_of(struct str line, struct columns *out)
{
	struct str rest = line, cell;

	*out = (struct columns){-1, -1, -1};
	for (int i = 0; str_cut(&rest, ',', &cell); i++) {
		cell = str_trim(cell);
		if (str_eqc(cell, "date") || str_eqc(cell, "日期"))
			out->date = i;
		else if (str_eqc(cell, "type") || str_eqc(cell, "类型"))
			out->type = i;
		else if (str_eqc(cell, "name") || str_eqc(cell, "名称"))
			out->name = i;
	}
	return out->date >= 0 && out->type >= 0 && out->name >= 0;
}

static struct str cell_at(struct str line, int column)
{
	struct str rest = line, cell = {0};

	for (int i = 0; i <= column; i++)
		if (!str_cut(&rest, ',', &cell))
			return str_none();
	return str_trim(cell);
}

static void refuse(struct arena *a, struct calendar_plan *p, size_t line, const char *why)
{
	VEC_PUSH(a, &p->refusals, str_fmt(a, "第 %zu 行：%s", line, why));
}

static void read_line(struct arena *a, struct str line, const struct columns *at, size_t number,
	struct calendar_plan *p)
{
	struct calendar_import_day d = {.name = cell_at(line, at->name)};

	if (!date_parse_loose(cell_at(line, at->date), &d.date)) {
		refuse(a, p, number, "日期不正确，应为 2027-01-01 的格式");
		return;
	}
	if (!kind_of(cell_at(line, at->type), &d.works)) {
		refuse(a, p, number, "类型应为 holiday（休）或 makeup（班）");
		return;
	}
	if (d.name.n == 0 || d.name.n > 60)
		refuse(a, p, number, "名称不能为空，也不超过 20 个字");
	if (d.works && date_weekday(d.date) < 6)
		refuse(a, p, number, "调休上班日应当是周六或周日，请核对日期");
	for (size_t i = 0; i < p->n; i++)
		if (date_cmp(p->v[i].date, d.date) == 0) {
			refuse(a, p, number, "日期重复");
			return;
		}
	VEC_PUSH(a, p, d);
}

/* The notice of a year may name days at the end of the year before: the year is that of most days. */
static void judge_year(const struct rules *rules, struct arena *a, struct calendar_plan *p)
{
	int64_t off = 0, others = 0;

	if (p->n == 0) {
		VEC_PUSH(a, &p->refusals, STR("没有读到任何日期"));
		return;
	}
	p->year = p->v[p->n / 2].date.y;
	for (size_t i = 0; i < p->n; i++) {
		struct date d = p->v[i].date;
		bool before = d.y == p->year - 1 && d.m == 12;

		off += !p->v[i].works;
		others += d.y != p->year && !before;
	}
	if (others)
		VEC_PUSH(a, &p->refusals,
			STR("含有不止一年的日期；一次只导入一年的安排（可含上一年 12 月底的日期）"));
	if (off < 5)
		VEC_PUSH(a, &p->refusals, STR("放假日少于 5 天，不像一整年的安排，请核对是否完整"));
	if (calendar_knows(rules_calendar(rules), (int)p->year))
		VEC_PUSH(a, &p->refusals,
			str_fmt(a, "%lld 年的安排已经导入，期限已按它计算，不能再改", (long long)p->year));
}

enum rc calendar_plan_read(const struct rules *rules, struct arena *a, struct str csv,
	struct calendar_plan *out, struct err *e)
{
	struct calendar_plan p = {0};
	struct columns at;
	struct str rest = csv, line;
	size_t number = 0;

	if (csv.n > CALENDAR_MAX_BYTES)
		return err_field(e, RC_INVALID, MSG_FILE_TOO_LARGE, "csv");
	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = str_sub(rest, 3, rest.n);
	if (!str_cut(&rest, '\n', &line) || !header_of(line, &at))
		return err_field(e, RC_INVALID, MSG_CALENDAR_HEAD, "csv");
	for (number = 2; str_cut(&rest, '\n', &line); number++) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (number > CALENDAR_MAX_ROWS) {
			refuse(a, &p, number, "行数过多，一年的安排不会超过 120 行");
			break;
		}
		read_line(a, line, &at, number, &p);
	}
	judge_year(rules, a, &p);
	*out = p;
	return RC_OK;
}

enum rc calendar_import(struct tx *tx, struct calendar_import *uc, struct err *e)
{
	struct calendar_plan p;

	TRY(admin_only(tx, e));
	TRY(calendar_plan_read(tx->sv->rules, tx->a, uc->csv, &p, e));
	if (p.refusals.n) {
		err_field(e, RC_INVALID, MSG_CALENDAR_REFUSED, "csv");
		return err_arg(e, 0, p.refusals.v[0]);
	}
	enum rc rc = q_calendar_year_put(tx->db,
		&(struct q_calendar_year_put_in){
			.year = p.year, .source = uc->source, .recorded_at = tx->now},
		NULL, e);
	for (size_t i = 0; rc == RC_OK && i < p.n; i++)
		rc = q_calendar_day_put(tx->db,
			&(struct q_calendar_day_put_in){.on_date = date_str(tx->a, p.v[i].date),
				.year = p.year,
				.kind = p.v[i].works ? STR("makeup") : STR("holiday"),
				.name = p.v[i].name},
			NULL, e);
	if (rc == RC_CONFLICT) {
		err_field(e, RC_INVALID, MSG_CALENDAR_REFUSED, "csv");
		return err_arg(e, 0, STR("其中有日期已在别的年份导入"));
	}
	TRY(rc);
	uc->year = p.year;
	uc->days = (int64_t)p.n;
	return audit_append(tx,
		&(struct audit_event){.action = "calendar_imported", .object_kind = "calendar",
			.object_id = p.year, .reason = uc->source},
		e);
}

enum rc calendar_take(const struct services *sv, struct arena *a, struct err *e)
{
	struct db *db;

	TRY(store_read(sv->store, a, &db, e));
	enum rc rc = rules_calendar_reload(sv->rules, db, e);
	store_read_end(db);
	return rc;
}
