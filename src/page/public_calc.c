/* The calculator: the sections, the engine and the explanation of the real thing, without an account and
 * without keeping anything. Its POST has no effect on any session, so it needs no token to be safe
 * (ROUTE_NO_CSRF); a page saved yesterday still calculates.
 */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "domain/decimal.h"

/* The standard of a tier on a day: its procedure's, else the newest one in force. */
static const struct standard *tier_standard(struct ctx *c, struct str tier, struct str *title)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct date today = date_of_instant(c->now);
	const struct rules_list *list = rules_list(rules, today);
	struct str today_text = date_str(c->a, today);
	const struct procedure *p = NULL;
	const struct standard *s = NULL;

	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *x = list->procedures[i];
		if (str_eq(x->programme, tier) && str_cmp(x->legal_from, today_text) <= 0 &&
			(!p || str_cmp(x->legal_from, p->legal_from) > 0))
			p = x;
	}
	*title = p ? p->tier_name : str_none();
	if (p)
		return rules_standard(rules, p->standard, p->body, today);
	for (size_t i = 0; i < list->standards_n; i++) {
		const struct standard *x = list->standards[i];
		if (str_eq(x->tier, tier) && date_cmp(x->legal_from, today) <= 0 &&
			(!s || date_cmp(x->legal_from, s->legal_from) > 0))
			s = x;
	}
	if (s)
		*title = s->brief;
	return s;
}

enum rc page_calc_tiers(struct ctx *c, struct err *e)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct view_calc_tiers v = {0};
	struct strs seen = {0};

	(void)e;
	page_view(c, "自评试算", &v.page);
	v.page.column = STR("自评试算");
	page_crumb(c, &v.page, STR("自评试算"), str_none());
	for (size_t i = 0; i < list->standards_n; i++) {
		struct str tier = list->standards[i]->tier, title;
		const struct standard *s = tier_standard(c, tier, &title);
		bool known = !s;

		for (size_t k = 0; k < seen.n; k++)
			known = known || str_eq(seen.v[k], tier);
		if (known)
			continue;
		VEC_PUSH(c->a, &seen, tier);
		*VEC_ADD(c->a, &v.tiers) = (struct view_link){.text = title,
			.href = str_cat(c->a, STR("/calc/"), tier),
			.count = s->title};
	}
	tmpl_public_calc_tiers(respond_html(c, 200), &v);
	return RC_OK;
}

struct calc {
	const struct standard *standard;
	struct str tier, title;
	struct facts facts;
	struct score_result score;
	struct form_errors errors;
};

/* Reads every section; what cannot be read is named and left out. */
static void answers_read(struct ctx *c, struct calc *x)
{
	const struct standard *s = x->standard;

	for (size_t i = 0; i < s->sections.n; i++) {
		struct answer *answers;
		size_t n;

		facts_form_read(c, s, i, x->facts.year, &answers, &n);
		for (size_t k = 0; k < n; k++) {
			struct answer *a = &answers[k];
			struct err why;

			if (fact_parse_typed(c->a, a->fact, a->typed, &a->value, &why) != RC_OK)
				form_error_add(c->a, &x->errors,
					str_cstr(c->a, fact_field(c->a, a->fact, a->year)),
					str_fmt(c->a, "%.*s：%.*s",
						STR_ARG(fact_label(c->a, a->fact, a->year)),
						STR_ARG(err_text(c->a, &why))));
			else if (a->value.state == FACT_KNOWN)
				facts_put(&x->facts, a->fact, a->year, a->value.v);
		}
	}
}

static void sections_fill(struct ctx *c, const struct calc *x, struct view_calc *v)
{
	struct facts_form form = {
		.standard = x->standard, .facts = &x->facts, .errors = &x->errors};

	for (size_t i = 0; i < x->standard->sections.n; i++) {
		const struct standard_section *s = &x->standard->sections.v[i];
		struct view_calc_section *out = VEC_ADD(c->a, &v->sections);

		out->title = s->title;
		out->hint = s->hint;
		out->id = str_cat(c->a, STR("s-"), s->id);
		facts_form_section(c, &form, i, &out->facts);
	}
}

static void result_fill(struct ctx *c, const struct calc *x, struct view_calc *v)
{
	v->answered = true;
	v->points = x->standard->max > 0;
	v->sentence = score_sentence(c, &x->score);
	v->hash = hash_hex(c->a, score_explain_hash(c->a, &x->score));
	score_panel(c, &x->score, str_none(), &v->score);
	score_ways(c, &x->score, &v->ways);
	score_steps(c, &x->score, &v->steps);
	score_fact_rows(c, &x->score, &x->score.missing, &v->missing);
	score_explains(c, &x->score, &v->explains);
}

static void calc_page(struct ctx *c, const struct calc *x, bool answered)
{
	struct view_calc v = {0};

	page_view_str(c, str_cat(c->a, x->title, STR("自评试算")), &v.page);
	v.page.column = STR("自评试算");
	page_crumb(c, &v.page, STR("自评试算"), STR("/calc"));
	page_crumb(c, &v.page, x->title, str_none());
	v.page.errors = x->errors;
	v.title = v.page.title;
	v.lead = str_fmt(c->a, "按《%.*s》计算，规则与正式申报相同。", STR_ARG(x->standard->title));
	v.action = str_cat(c->a, STR("/calc/"), x->tier);
	v.year_text = str_fmt(
		c->a, "按 %d 年申报填写，上年度为 %d 年；", x->facts.year, x->facts.year - 1);
	sections_fill(c, x, &v);
	if (answered)
		result_fill(c, x, &v);
	tmpl_public_calc(respond_html(c, x->errors.n ? 422 : 200), &v);
}

static enum rc calc_begin(struct ctx *c, struct calc *x, struct err *e)
{
	x->tier = c->params[0];
	x->standard = tier_standard(c, x->tier, &x->title);
	if (!x->standard)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	facts_init(&x->facts, c->a, date_of_instant(c->now).y);
	return RC_OK;
}

enum rc page_calc(struct ctx *c, struct err *e)
{
	struct calc *x = ARENA_NEW(c->a, struct calc);

	TRY(calc_begin(c, x, e));
	calc_page(c, x, false);
	return RC_OK;
}

enum rc page_calc_post(struct ctx *c, struct err *e)
{
	struct calc *x = ARENA_NEW(c->a, struct calc);

	TRY(calc_begin(c, x, e));
	answers_read(c, x);
	score_evaluate(x->standard, &x->facts, SCORE_APPLICATION, c->a, &x->score);
	for (size_t i = 0; i < x->standard->sections.n; i++)
		facts_form_errors(c, NULL, 0, &x->score, i, &x->errors);
	calc_page(c, x, true);
	return RC_OK;
}

/* The explanation as bytes, for whoever wants to compare it with a file's. */
enum rc page_calc_json(struct ctx *c, struct err *e)
{
	struct calc *x = ARENA_NEW(c->a, struct calc);
	struct buf b;

	TRY(calc_begin(c, x, e));
	answers_read(c, x);
	if (x->errors.n)
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	score_evaluate(x->standard, &x->facts, SCORE_APPLICATION, c->a, &x->score);
	buf_init(&b, c->a, (size_t)4 << 20);
	score_explain_json(&b, &x->score);
	return respond_json(c, 200, buf_view(&b));
}
