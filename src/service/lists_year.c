/* What is listed for an accounting year: R&D projects, staff of each quarter, main products. */
#include "service/lists.h"

#include "domain/decimal.h"
#include "service/audit.h"
#include "service/lists_change.h"

#define PROJECTS_MOST 200
#define NAME_MOST 600
#define PERSONS_MOST 9999999

bool list_year_ok(int year, int64_t now)
{
	int this_year = date_of_instant(now).y;

	return year < this_year && year >= this_year - LIST_YEARS;
}

struct str quarter_field(struct arena *a, size_t quarter, size_t figure)
{
	static const char *const figures[] = {"staff-begin", "staff-end", "tech-begin", "tech-end"};

	return str_fmt(a, "q%zu-%s", quarter + 1, figures[figure]);
}

static enum rc enter(const struct tx *tx, int year, struct err *e)
{
	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	return list_year_ok(year, tx->now) ? RC_OK : err_set(e, RC_INVALID, MSG_LIST_YEAR);
}

static enum rc note(struct tx *tx, const char *action, struct str payload, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "enterprise",
			.object_id = tx->who->enterprise_id, .payload = payload},
		e);
}

static enum rc note_project(struct tx *tx, const char *action, int64_t year, struct str name,
	struct str expense, struct err *e)
{
	struct buf b;

	buf_init(&b, tx->a, 4096);
	buf_lit(&b, "{\"expense\":");
	json_put_str(&b, expense);
	buf_lit(&b, ",\"name\":");
	json_put_str(&b, name);
	buf_printf(&b, ",\"year\":%lld}", (long long)year);
	return note(tx, action, buf_view(&b), e);
}

static enum rc project_room(struct tx *tx, int64_t year, struct err *e)
{
	struct lists l;
	size_t n = 0;

	TRY(lists_load(tx->db, tx->who->enterprise_id, &l, e));
	for (size_t i = 0; i < l.projects.n; i++)
		n += l.projects.v[i].year == year;
	if (n < PROJECTS_MOST)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_LIST_FULL);
	return err_argf(e, "%d", PROJECTS_MOST);
}

enum rc project_add(struct tx *tx, struct project_add *uc, struct err *e)
{
	struct q_rd_project_put row;
	struct fact_value v;
	struct str id, expense;

	TRY(enter(tx, uc->year, e));
	if (uc->name.n == 0 || uc->name.n > NAME_MOST)
		return err_field(e, RC_INVALID, MSG_PROJECT_NAME, "name");
	if (fact_parse_typed(tx->a, FACT_RD_EXPENSE, uc->expense, &v, e) != RC_OK ||
		v.state != FACT_KNOWN)
		return err_field(e, RC_INVALID, MSG_PROJECT_EXPENSE, "expense");
	TRY(project_room(tx, uc->year, e));
	expense = decimal_str(tx->a, v.v);
	TRY(random_token(tx->a, 12, &id, e));
	TRY(q_rd_project_put(tx->db,
		&(struct q_rd_project_put_in){.public_id = id,
			.enterprise_id = tx->who->enterprise_id, .year = uc->year, .name = uc->name,
			.expense = expense, .now = tx->now},
		&row, e));
	TRY(q_list_none_remove(tx->db,
		&(struct q_list_none_remove_in){.enterprise_id = tx->who->enterprise_id,
			.list = count_list_name(COUNT_PROJECTS), .year = uc->year},
		NULL, e));
	TRY(lists_changed(tx, COUNT_PROJECTS, e));
	return note_project(tx, "project_added", uc->year, uc->name, expense, e);
}

enum rc project_remove(struct tx *tx, struct project_remove *uc, struct err *e)
{
	struct q_rd_project_of old;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(q_rd_project_of(tx->db,
		&(struct q_rd_project_of_in){
			.public_id = uc->project, .enterprise_id = tx->who->enterprise_id},
		&old, e));
	if (old.removed_at.has != uc->back)
		return err_set(e, RC_NOT_FOUND, MSG_LIST_GONE);
	if (uc->back)
		TRY(project_room(tx, old.year, e));
	TRY(q_rd_project_removed(tx->db,
		&(struct q_rd_project_removed_in){.public_id = uc->project,
			.enterprise_id = tx->who->enterprise_id,
			.removed_at = uc->back ? none_i64() : some_i64(tx->now)},
		NULL, e));
	TRY(lists_changed(tx, COUNT_PROJECTS, e));
	return note_project(tx, uc->back ? "project_restored" : "project_removed", old.year, old.name,
		old.expense, e);
}

/* --- staff ------------------------------------------------------------------------------------- */

static enum rc read_persons(
	struct tx *tx, struct str typed, size_t quarter, size_t figure, struct opt_i64 *out, struct err *e)
{
	struct fact_value v;

	*out = none_i64();
	if (typed.n == 0)
		return RC_OK;
	if (fact_parse_typed(tx->a, FACT_STAFF, typed, &v, e) == RC_OK && v.state == FACT_KNOWN &&
		v.v % DECIMAL_ONE == 0 && v.v / DECIMAL_ONE <= PERSONS_MOST) {
		*out = some_i64(v.v / DECIMAL_ONE);
		return RC_OK;
	}
	return err_field(e, RC_INVALID, MSG_QUARTER_NUMBER,
		str_cstr(tx->a, quarter_field(tx->a, quarter, figure)));
}

static enum rc quarter_save(
	struct tx *tx, const struct quarters_save *uc, size_t quarter, struct err *e)
{
	struct opt_i64 v[4];

	for (size_t i = 0; i < 4; i++)
		TRY(read_persons(tx, uc->typed[quarter][i], quarter, i, &v[i], e));
	for (size_t i = 0; i < 2; i++)
		if (v[i].has && v[i + 2].has && v[i + 2].v > v[i].v)
			return err_field(e, RC_INVALID, MSG_QUARTER_TECH,
				str_cstr(tx->a, quarter_field(tx->a, quarter, i + 2)));
	return q_staff_quarter_put(tx->db,
		&(struct q_staff_quarter_put_in){.enterprise_id = tx->who->enterprise_id,
			.year = uc->year, .quarter = (int64_t)quarter + 1, .staff_begin = v[0],
			.staff_end = v[1], .tech_begin = v[2], .tech_end = v[3], .now = tx->now},
		NULL, e);
}

enum rc quarters_save(struct tx *tx, struct quarters_save *uc, struct err *e)
{
	TRY(enter(tx, uc->year, e));
	for (size_t i = 0; i < 4; i++)
		TRY(quarter_save(tx, uc, i, e));
	TRY(lists_changed(tx, COUNT_QUARTERS, e));
	return note(tx, "quarters_saved", str_fmt(tx->a, "{\"year\":%d}", uc->year), e);
}

/* --- products ---------------------------------------------------------------------------------- */

/* 技术领域 is named: 无 is no answer. */
static enum rc product_save(
	struct tx *tx, const struct products_save *uc, size_t i, struct err *e)
{
	struct str name = uc->name[i], field = uc->field[i];
	int64_t no = (int64_t)i + 1;

	if (name.n == 0 && field.n == 0)
		return q_main_product_remove(tx->db,
			&(struct q_main_product_remove_in){.enterprise_id = tx->who->enterprise_id,
				.year = uc->year, .no = no},
			NULL, e);
	if (name.n == 0 || name.n > NAME_MOST)
		return err_field(e, RC_INVALID, MSG_PRODUCT_NAME,
			str_cstr(tx->a, str_fmt(tx->a, "name%zu", i + 1)));
	if (field.n == 0 || field.n > NAME_MOST || str_eqc(field, "无"))
		return err_field(e, RC_INVALID, MSG_PRODUCT_FIELD,
			str_cstr(tx->a, str_fmt(tx->a, "field%zu", i + 1)));
	return q_main_product_put(tx->db,
		&(struct q_main_product_put_in){.enterprise_id = tx->who->enterprise_id,
			.year = uc->year, .no = no, .name = name, .field = field, .now = tx->now},
		NULL, e);
}

enum rc products_save(struct tx *tx, struct products_save *uc, struct err *e)
{
	TRY(enter(tx, uc->year, e));
	for (size_t i = 0; i < PRODUCTS_MOST; i++)
		TRY(product_save(tx, uc, i, e));
	return note(tx, "products_saved", str_fmt(tx->a, "{\"year\":%d}", uc->year), e);
}
