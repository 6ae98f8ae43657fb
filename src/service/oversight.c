/* Computed again, for whoever oversees: nothing here believes a stored result. */
#include "service/oversight.h"

#include "base/vec.h"
#include "domain/workflow.h"

enum rc oversight_acts(struct db *db, const struct rules *rules, const struct actor *who, struct date since,
	struct oversight_acts *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_oversight_acts_list rows;
	struct q_oversight_day day = {0};
	bool found;

	TRY(q_oversight_day(db, &(struct q_oversight_day_in){.on_date = date_str(a, since)}, &day, &found, e));
	TRY(q_oversight_acts(db,
		&(struct q_oversight_acts_in){
			.agency_id = who->agency_id, .after = day.last_seq, .limit = OVERSIGHT_ACTS},
		&rows, e));
	struct unusual_act *v = ARENA_NEW_N(a, struct unusual_act, rows.n + 1);
	*out = (struct oversight_acts){
		.v = rows.v, .marks = ARENA_NEW_N(a, unsigned, rows.n + 1), .n = rows.n, .after = day.last_seq};
	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct unusual_act){.at = rows.v[i].at, .account_id = rows.v[i].account_id,
			.came_at = rows.v[i].came_at, .judged = rows.v[i].judged != 0};
	unusual_mark(a, rules_calendar(rules), v, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		out->marks[i] = v[i].marks;
	return RC_OK;
}

size_t oversight_count(const struct oversight_acts *acts, unsigned marks)
{
	size_t n = 0;

	for (size_t i = 0; i < acts->n; i++)
		n += (acts->marks[i] & marks) != 0;
	return n;
}

/* --- publicity ----------------------------------------------------------------------------------- */

static void fault(struct arena *a, struct strs *out, const char *what, struct str stored, struct str now)
{
	if (!str_eq(stored, now))
		VEC_PUSH(a, out, str_fmt(a, "%s：存档 %.*s，重算 %.*s", what, STR_ARG(stored), STR_ARG(now)));
}

static enum rc window_check(struct arena *a, const struct calendar *cal, const struct publicity *p,
	struct strs *faults, struct err *e)
{
	struct window w;
	struct date posted;

	if (!date_parse(p->head.posted_on, &posted)) {
		VEC_PUSH(a, faults, STR("没有公示开始的日期"));
		return RC_OK;
	}
	TRY(workday_window(cal, posted, &p->term, true, &w, e));
	fault(a, faults, "公示第一天", p->head.first_on, date_str(a, w.first));
	fault(a, faults, "公示最后一天", p->head.last_on, date_str(a, w.last));
	fault(a, faults, "截止", instant_human(a, p->head.ends_at), instant_human(a, w.closes));
	if (p->head.closed_at.has && p->head.closed_at.v < p->head.ends_at)
		VEC_PUSH(a, faults, str_fmt(a, "提前结束：%.*s", STR_ARG(instant_human(a, p->head.closed_at.v))));
	return RC_OK;
}

enum rc oversight_publicity(
	struct db *db, const struct rules *rules, const struct publicity *p, struct strs *faults, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_publicity_items_list rows;
	struct list_entries list;
	struct term printed;
	bool is_printed;

	TRY(publicity_list(db, p->head.id, &rows, &list, e));
	fault(a, faults, "名单校验码", p->head.list_hash, hash_hex(a, list_hash(a, LIST_PUBLIC, list.v, list.n)));
	if (publicity_term(p->procedure, p->level, &printed, &is_printed, e) == RC_OK && is_printed &&
		(printed.n != p->term.n || printed.kind != p->term.kind))
		VEC_PUSH(a, faults,
			str_fmt(a, "期限：规程规定 %lld 个%s，公示 %lld 个%s", (long long)printed.n,
				printed.kind == TERM_WORKING ? "工作日" : "日历日", (long long)p->term.n,
				p->term.kind == TERM_WORKING ? "工作日" : "日历日"));
	return window_check(a, rules_calendar(rules), p, faults, e);
}

/* --- terms --------------------------------------------------------------------------------------- */

bool oversight_holds(const struct q_oversight_overdue *r)
{
	enum state s;

	if (!state_parse(r->state, &s))
		return false;
	switch (state_holder(s)) {
	case HOLDER_COUNTY:
		return str_eqc(r->level, "county") || (str_eqc(r->level, "city") && r->both);
	case HOLDER_CITY:
		return str_eqc(r->level, "city");
	case HOLDER_PROVINCE:
		return str_eqc(r->level, "province");
	case HOLDER_ENTERPRISE:
	case HOLDER_NONE:
	case HOLDER_SYSTEM:
	case HOLDER__MAX:
		break;
	}
	return false;
}
