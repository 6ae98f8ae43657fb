/* What several pages of officers say alike: the filter in the address, the head, the record. */
#include "page/officer.h"

#include "domain/decimal.h"
#include "service/audit.h"
#include "service/flow.h"
#include "web/html.h"

#define POINTS_MAX 10000

static int64_t number_of(const struct form *f, const char *name)
{
	int64_t v;

	return str_to_i64(str_trim(form_get(f, name)), &v) && v > 0 ? v : 0;
}

/* Whole points typed into the filter, as micro-points. */
static int64_t points_of(const struct form *f, const char *name)
{
	return MIN_OF(number_of(f, name), POINTS_MAX) * DECIMAL_ONE;
}

/* "after=DUE.ID" or "before=DUE.ID". */
static bool key_of(const struct form *query, const char *name, struct queue_filter *f)
{
	struct str rest = form_get(query, name), due;
	int64_t at, id;

	if (!rest.n || !str_cut(&rest, '.', &due) || !str_to_i64(due, &at) ||
	        !str_to_i64(rest, &id))
		return false;
	f->key_due = at;
	f->key_id = id;
	return true;
}

struct queue_filter o_filter(const struct form *query)
{
	struct queue_filter f = {.state = STATE__MAX, .limit = QUEUE_PAGE};
	struct str route = form_get(query, "route");
	struct date d;

	(void)!state_parse(form_get(query, "state"), &f.state);
	f.batch_id = number_of(query, "batch");
	f.county = number_of(query, "county");
	f.city = number_of(query, "city");
	f.score_from = points_of(query, "from");
	f.score_to = points_of(query, "to");
	if (str_eqc(route, "direct") || str_eqc(route, "score"))
		f.route = route;
	f.text = str_trim(form_get(query, "q"));
	if (date_parse_loose(str_trim(form_get(query, "due")), &d))
		f.due_before = instant_day_end(d) + 1;
	f.back = !key_of(query, "after", &f) && key_of(query, "before", &f);
	int64_t n = number_of(query, "n");
	if (n == 50 || n == 100)
		f.limit = n;
	return f;
}

void o_filter_check(struct ctx *c, struct form_errors *errors)
{
	static const char *const points[] = {"from", "to"};
	struct date due;

	filter_day(c, "due", errors, &due);
	for (size_t i = 0; i < ARRAY_LEN(points); i++) {
		struct str typed = str_trim(form_get(&c->query, points[i]));
		int64_t v;
		if (typed.n && (!str_to_i64(typed, &v) || v < 0))
			form_error_add(c->a, errors, points[i], STR("请填写 0 以上的整数"));
	}
}

struct queue_filter o_filter_of(struct ctx *c, struct str query)
{
	struct form form = {0};

	if (form_parse_query(c->a, query, &form, NULL) != RC_OK)
		form = (struct form){0};
	return o_filter(&form);
}

struct str o_query(struct ctx *c, const struct queue_filter *f)
{
	struct buf b;

	buf_init(&b, c->a, HTTP_MAX_TARGET * 3);
	buf_lit(&b, "state=");
	buf_c(&b, f->state < STATE__MAX ? state_code(f->state) : "all");
	if (f->batch_id)
		buf_printf(&b, "&batch=%lld", (long long)f->batch_id);
	if (f->county)
		buf_printf(&b, "&county=%lld", (long long)f->county);
	if (f->city)
		buf_printf(&b, "&city=%lld", (long long)f->city);
	if (f->score_from)
		buf_printf(&b, "&from=%lld", (long long)(f->score_from / DECIMAL_ONE));
	if (f->score_to)
		buf_printf(&b, "&to=%lld", (long long)(f->score_to / DECIMAL_ONE));
	if (f->route.n)
		buf_printf(&b, "&route=%.*s", STR_ARG(f->route));
	if (f->due_before)
		buf_printf(&b, "&due=%.*s",
		        STR_ARG(date_str(c->a, date_of_instant(f->due_before - 2))));
	if (f->limit != QUEUE_PAGE)
		buf_printf(&b, "&n=%lld", (long long)f->limit);
	if (f->text.n) {
		buf_lit(&b, "&q=");
		html_query(&b, f->text);
	}
	return buf_view(&b);
}

struct str o_href(struct ctx *c, struct str public_id, const char *rest, struct str query)
{
	return STR_JOIN(c->a, STR("/o/app/"), public_id, str_c(rest),
	        query.n ? STR("?") : STR(""), query);
}

enum state o_first_state(const struct actor *who)
{
	if (actor_is(who, ROLE_COUNTY))
		return STATE_COUNTY;
	return actor_is(who, ROLE_CITY) ? STATE_CITY : STATE_PROV;
}

enum state o_first_held(const struct actor *who, const struct queue_counts *counts)
{
	enum state mine = o_first_state(who);

	for (size_t i = 0; i < STATE__MAX && !counts->n[mine]; i++)
		if (counts->n[i] && state_holder((enum state)i) == actor_holder(who))
			return (enum state)i;
	return mine;
}

void o_case(struct ctx *c, const struct review *r, struct view_case *out)
{
	const struct application_file *f = &r->file;

	*out = (struct view_case){.name = f->enterprise_name,
	        .uscc = f->uscc,
	        .tier = f->procedure->tier_name,
	        .batch = f->kind == FILING_FIRST ? f->batch_title
	                                         : str_fmt(c->a, "%.*s　%s", STR_ARG(f->batch_title),
	                                                   filing_kind_word(f->kind)),
	        .number = f->no,
	        .holder = str_fmt(c->a, "%s", holder_word(f->holder)),
	        .state = state_tag(f->state)};
	if (f->due_at >= FLOW_NO_TERM)
		return;
	out->due = deadline_text(c->a, f->due_at);
	out->left = left_text(c->a, f->due_at, c->now);
}

enum rc o_timeline(struct ctx *c, struct db *db, int64_t application_id, struct view_timeline *out,
        struct err *e)
{
	struct q_audit_of_object_list rows;

	TRY(q_audit_of_object(db,
	        &(struct q_audit_of_object_in){.object_kind = STR("application"),
	                .object_id = application_id,
	                .only_shown = 0},
	        &rows, e));
	out->title = STR("办理记录");
	for (size_t i = 0; i < rows.n; i++)
		VEC_PUSH(c->a, &out->events,
		        ((struct view_event){.at = instant_human(c->a, rows.v[i].at),
		                .who = STR_JOIN(
		                        c->a, rows.v[i].body, STR(" "), rows.v[i].actor),
		                .act = audit_word(rows.v[i].action),
		                .reason = rows.v[i].reason,
		                .kind = ""}));
	return RC_OK;
}

enum rc o_read(struct ctx *c, struct review *out, struct db **db, struct err *e)
{
	TRY(ctx_db(c, db, e));
	return review_read(*db, ctx_services(c)->rules, &c->who, c->params[0], out, e);
}

enum rc o_load(struct ctx *c, struct review *out, struct db **db, struct err *e)
{
	TRY(ctx_db(c, db, e));
	return review_load(*db, ctx_services(c)->rules, &c->who, c->params[0], out, e);
}
