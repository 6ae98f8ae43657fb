/* One counter up and one row for each stay that ends; quantiles are read off the counters. */
#include "service/pace.h"

#include "base/vec.h"

/* Whose time it was; 0: nobody's that is counted. */
static int64_t body_of(const struct q_application_core *app, enum state s)
{
	switch (state_holder(s)) {
	case HOLDER_COUNTY:
		return app->county_agency_id.has ? app->county_agency_id.v : 0;
	case HOLDER_CITY:
		return app->city_agency_id;
	case HOLDER_PROVINCE:
		return app->province_agency_id;
	case HOLDER_ENTERPRISE:
		return s == STATE_RETURNED ? app->city_agency_id : 0;
	case HOLDER_NONE:
	case HOLDER_SYSTEM:
	case HOLDER__MAX:
		break;
	}
	return 0;
}

static int64_t month_of(struct date d)
{
	return d.y * 100 + d.m;
}

enum rc pace_leave(
	struct tx *tx, const struct q_application_core *app, enum state from, struct err *e)
{
	int64_t body = body_of(app, from), days;

	if (body == 0)
		return RC_OK;
	TRY(pace_days(rules_calendar(tx->sv->rules), app->state_at, tx->now, &days, e));
	TRY(q_stay_put(tx->db,
		&(struct q_stay_put_in){.application_id = app->id, .seq = app->version,
			.state = str_c(state_code(from)), .agency_id = body, .arrived_at = app->state_at,
			.left_at = tx->now, .due_at = app->due_at, .days = days},
		NULL, e));
	return q_pace_add(tx->db,
		&(struct q_pace_add_in){.agency_id = body, .edition = app->edition,
			.month = month_of(date_of_instant(tx->now)),
			.state = str_c(state_code(from)), .days = days},
		NULL, e);
}

static struct pace_summary summary_of(const struct pace_count *v, size_t n)
{
	struct pace_summary s = {
		.median = pace_quantile(v, n, 50), .p90 = pace_quantile(v, n, 90)};

	for (size_t i = 0; i < n; i++)
		s.n += v[i].n;
	return s;
}

static int by_body_and_state(const void *x, const void *y)
{
	const struct pace_line *a = x, *b = y;

	return a->state < b->state ? -1 : a->state > b->state;
}

/* Rows come by body; the states of a body are put into the order of the workflow. */
static void sort_states(struct pace_lines *out)
{
	for (size_t i = 0, j; i < out->n; i = j) {
		for (j = i + 1; j < out->n && str_eq(out->v[j].code, out->v[i].code);)
			j++;
		qsort(out->v + i, j - i, sizeof *out->v, by_body_and_state);
	}
}

static enum rc of_months(struct db *db, int64_t agency_id, struct str edition, int64_t from_month, int64_t to_month,
	struct pace_lines *out, struct err *e)
{
	struct q_pace_of_bodies_list rows;
	struct arena *a = db_arena(db);

	*out = (struct pace_lines){0};
	TRY(q_pace_of_bodies(db,
		&(struct q_pace_of_bodies_in){.agency_id = agency_id, .edition = edition,
			.from_month = from_month, .to_month = to_month},
		&rows, e));
	struct pace_count *counts = ARENA_NEW_N(a, struct pace_count, rows.n + 1);
	for (size_t i = 0, j; i < rows.n; i = j) {
		const struct q_pace_of_bodies *r = &rows.v[i];
		struct pace_line line = {
			.code = r->code, .name = r->name, .self = r->self, .below = r->below};
		if (!state_parse(r->state, &line.state))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "state '%.*s'", STR_ARG(r->state));
		for (j = i; j < rows.n && str_eq(rows.v[j].code, r->code)
			    && str_eq(rows.v[j].state, r->state);
			j++)
			counts[j - i] = (struct pace_count){rows.v[j].days, rows.v[j].n};
		line.s = summary_of(counts, j - i);
		VEC_PUSH(a, out, line);
	}
	sort_states(out);
	return RC_OK;
}

enum rc pace_of_year(struct db *db, int64_t agency_id, struct str edition, int64_t year, struct pace_lines *out,
	struct err *e)
{
	return of_months(db, agency_id, edition, year * 100 + 1, year * 100 + 12, out, e);
}

enum rc pace_between(struct db *db, int64_t agency_id, struct str edition, int64_t from_at, int64_t to_at,
	struct pace_lines *out, struct err *e)
{
	return of_months(db, agency_id, edition, month_of(date_of_instant(from_at)), month_of(date_of_instant(to_at - 1)),
		out, e);
}

enum rc pace_lately(struct db *db, int64_t agency_id, struct str edition, enum state state,
	int64_t now, struct pace_summary *out, struct err *e)
{
	struct q_pace_of_state_list rows;
	struct date today = date_of_instant(now);

	TRY(q_pace_of_state(db,
		&(struct q_pace_of_state_in){.agency_id = agency_id, .edition = edition,
			.from_month = month_of(date_add_months(today, -3)),
			.to_month = month_of(today), .state = str_c(state_code(state))},
		&rows, e));
	struct pace_count *counts = ARENA_NEW_N(db_arena(db), struct pace_count, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		counts[i] = (struct pace_count){rows.v[i].days, rows.v[i].n};
	*out = summary_of(counts, rows.n);
	return RC_OK;
}
