/* 办理用时: who needs how long for what, in the open. */
#include "base/vec.h"
#include "page/batch_page.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/pace.h"

struct asked {
	const struct procedure *procedure;
	int64_t year;
	struct q_agency_by_code body;
	struct str code;
};

/* Which programme, year and body: of the address, else the first programme in force, this year, the
 * body that runs it. */
static enum rc asked_of(struct ctx *c, struct db *db, struct asked *out, struct err *e)
{
	struct str edition = str_trim(form_get(&c->query, "edition"));
	const struct procedure **all;
	size_t n = public_procedures(c, &all);

	*out = (struct asked){0};
	out->procedure = edition.n ? public_procedure(c, edition) : n ? all[0] : NULL;
	if (!out->procedure)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!str_to_i64(form_get(&c->query, "year"), &out->year) || out->year < 2000 || out->year > 2198)
		out->year = date_of_instant(c->now).y;
	out->code = str_trim(form_get(&c->query, "body"));
	if (!out->code.n)
		out->code = out->procedure->body;
	return q_agency_by_code(
		db, &(struct q_agency_by_code_in){.code = out->code}, &out->body, e);
}

static struct str href_of(struct ctx *c, const struct asked *q, struct str code)
{
	return str_fmt(c->a, "/pace?edition=%.*s&year=%lld&body=%.*s", STR_ARG(q->procedure->id),
		(long long)q->year, STR_ARG(code));
}

static void filters(struct ctx *c, const struct asked *q, struct view_filters *out)
{
	struct view_choices *editions = VEC_ADD(c->a, &out->selects);
	struct view_field *year = VEC_ADD(c->a, &out->fields);
	const struct procedure **all;
	size_t n = public_procedures(c, &all);
	bool listed = false;

	out->action = STR("/pace");
	*editions = (struct view_choices){.id = STR("edition"), .label = STR("事项")};
	for (size_t i = 0; i < n; i++) {
		bool on = all[i] == q->procedure;
		listed |= on;
		VEC_PUSH(c->a, &editions->options,
			((struct view_choice){
				.value = all[i]->id, .label = all[i]->title, .checked = on}));
	}
	if (!listed) /* one that is no longer in force, by its address */
		VEC_PUSH(c->a, &editions->options,
			((struct view_choice){.value = q->procedure->id,
				.label = q->procedure->title,
				.checked = true}));
	*year = (struct view_field){.id = STR("year"),
		.label = STR("年度"),
		.value = str_i64(c->a, q->year),
		.width = "w4",
		.inputmode = "numeric"};
}

static struct str term_of(struct ctx *c, const struct asked *q, enum state state)
{
	const struct stage *stage = procedure_stage_of(q->procedure, state);
	bool termed = stage && stage->has_term && stage->kind != STAGE_PUBLICITY
		      && state_holder(state) != HOLDER_ENTERPRISE;

	return termed ? batch_term_text(c, &stage->term) : STR("文件未规定");
}

/* What the body itself handles. */
static void own_table(struct ctx *c, const struct asked *q, const struct pace_lines *lines, struct view_table *t)
{
	static const char *const heads[] = {
		"环节", "由谁办理", "规定时限", "办结#件", "中位数#工作日", "九成不超过#工作日"};

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->caption = str_cat(c->a, q->body.name, STR("办理的环节"));
	for (size_t i = 0; i < lines->n; i++) {
		const struct pace_line *x = &lines->v[i];
		if (!x->self)
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_c(state_word(x->state)));
		batch_cell(c, t, r, str_c(holder_word(state_holder(x->state))));
		batch_cell(c, t, r, term_of(c, q, x->state));
		batch_cell(c, t, r, str_i64(c->a, x->s.n));
		batch_cell(c, t, r, str_i64(c->a, x->s.median));
		batch_cell(c, t, r, str_i64(c->a, x->s.p90));
	}
}

/* The bodies right below it, a row each, so that one step can be compared down its column. */
static void below_table(struct ctx *c, const struct asked *q, const struct pace_lines *lines, struct view_table *t)
{
	bool there[STATE__MAX] = {false};
	struct view_cells *r = NULL;

	for (size_t i = 0; i < lines->n; i++)
		there[lines->v[i].state] = there[lines->v[i].state] || !lines->v[i].self;
	*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = STR("机构")};
	for (size_t s = 0; s < STATE__MAX; s++)
		if (there[s])
			*VEC_ADD(c->a, &t->heads) = (struct view_head){
				.text = str_c(state_word((enum state)s)), .unit = term_of(c, q, (enum state)s)};
	t->scrolls = true;
	t->caption = STR("下级机构：中位数 / 九成不超过（工作日），括号内为办结件数");
	for (size_t i = 0; i < lines->n; i++) {
		const struct pace_line *x = &lines->v[i];
		if (x->self)
			continue;
		if (i == 0 || !str_eq(x->code, lines->v[i - 1].code)) {
			r = batch_row(c, t);
			struct view_cell *body = batch_cell(c, t, r, x->name);
			body->href = x->below ? href_of(c, q, x->code) : str_none();
			for (size_t s = 0; s < STATE__MAX; s++)
				if (there[s])
					batch_cell(c, t, r, STR("—"))->label = str_c(state_word((enum state)s));
		}
		size_t at = 1;
		for (size_t s = 0; s < (size_t)x->state; s++)
			at += there[s];
		r->v[at].text = str_fmt(c->a, "%lld / %lld（%lld 件）", (long long)x->s.median, (long long)x->s.p90,
			(long long)x->s.n);
	}
}

static enum rc tables(struct ctx *c, struct db *db, const struct asked *q, struct view_pace *v, struct err *e)
{
	struct date today = date_of_instant(c->now);
	struct pace_lines lines;

	TRY(pace_of_year(db, q->body.id, q->procedure->id, q->year, &lines, e));
	own_table(c, q, &lines, &v->own);
	below_table(c, q, &lines, &v->below);
	v->title = str_fmt(c->a, "%.*s，%lld 年", STR_ARG(q->procedure->title), (long long)q->year);
	if (q->year == today.y) {
		struct str day = date_str(c->a, today);
		v->title = str_fmt(c->a, "%.*s（截至 %.*s）", STR_ARG(v->title), STR_ARG(day));
	}
	if (lines.n == 0)
		v->none = STR("这一年还没有办结的环节。可以换一个年度或事项查看。");
	return RC_OK;
}

enum rc page_pace(struct ctx *c, struct err *e)
{
	struct view_pace v = {0};
	struct asked q;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(asked_of(c, db, &q, e));
	page_view(c, "办理用时", &v.page);
	v.page.column = STR("办理用时");
	bool below = !str_eq(q.code, q.procedure->body);
	page_crumb(c, &v.page, STR("办理用时"), below ? href_of(c, &q, q.procedure->body) : str_none());
	if (below)
		page_crumb(c, &v.page, q.body.name, str_none());
	v.body = q.body.name;
	filters(c, &q, &v.filters);
	TRY(tables(c, db, &q, &v, e));
	tmpl_public_pace(respond_html(c, 200), &v);
	return RC_OK;
}
