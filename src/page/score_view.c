/* From exact numbers to what a person reads: each line of points with the words of the rule, the facts,
 * the value as a fraction and as per cent, the band, and what would bring more.
 */
#include "page/score_view.h"

#include "domain/decimal.h"

/* The N of "total >= N" in a rule; depth is bounded by the parser (EXPR_MAX_DEPTH). */
static bool mark_in(const struct expr *x, int depth, int64_t *mark)
{
	if (!x || depth > EXPR_MAX_DEPTH)
		return false;
	if (x->op == EXPR_GE && x->a->op == EXPR_TOTAL && x->b->op == EXPR_CONST)
		return ratio_to_decimal_down(x->b->k, mark);
	if (x->op != EXPR_AND && x->op != EXPR_OR)
		return false;
	return mark_in(x->a, depth + 1, mark) || mark_in(x->b, depth + 1, mark);
}

int64_t score_pass_mark(const struct standard *s)
{
	int64_t mark = 0;

	for (size_t i = 0; i < s->routes.n; i++)
		if (s->routes.v[i].id == ROUTE_SCORE && mark_in(s->routes.v[i].when, 0, &mark))
			return mark;
	return 0;
}

static struct str interval_text(struct ctx *c, struct expr_interval v)
{
	struct buf b;

	buf_init(&b, c->a, 64);
	decimal_put(&b, v.lo);
	if (v.hi != v.lo) {
		buf_lit(&b, "–");
		decimal_put(&b, v.hi);
	}
	return buf_view(&b);
}

static int whole(int64_t decimal)
{
	return (int)(decimal / DECIMAL_ONE);
}

struct str score_sentence(struct ctx *c, const struct score_result *r)
{
	switch (r->verdict) {
	case SCORE_PASS:
		return str_fmt(c->a, "按目前填报的数据，符合通过条件（%.*s）。",
			STR_ARG(route_label(r->route)));
	case SCORE_FAIL:
		return STR("按目前填报的数据，未达到通过条件；下面列出还差什么。");
	case SCORE_ERROR:
		return str_fmt(c->a, "有 %zu 处填写互相矛盾或不可能，请先更正。", r->errors.n);
	case SCORE_OPEN:
		break;
	}
	if (r->missing.n)
		return str_fmt(c->a, "还有 %zu 项影响结果的数据未填，填完后结果才能确定。", r->missing.n);
	return STR("有的指标按规则不能自动计算，需由主管部门认定。");
}

static struct view_tag verdict_tag(const struct score_result *r)
{
	static const char *const kinds[] = {[SCORE_PASS] = "green", [SCORE_FAIL] = "red",
		[SCORE_OPEN] = "blue", [SCORE_ERROR] = "red"};

	return tag_of(kinds[r->verdict], score_verdict_label(r->verdict));
}

static void parts_fill(struct ctx *c, const struct score_result *r, struct view_score *out)
{
	const struct standard *s = r->standard;

	for (size_t i = 0; r->groups && i < s->groups.n; i++) {
		struct view_part *p = VEC_ADD(c->a, &out->parts);
		p->label = s->groups.v[i].min
			? str_fmt(c->a, "%.*s（需 %.*s）", STR_ARG(s->groups.v[i].name),
				  STR_ARG(decimal_str(c->a, s->groups.v[i].min)))
			: s->groups.v[i].name;
		p->value = str_fmt(c->a, "%.*s / %.*s", STR_ARG(interval_text(c, r->groups[i])),
			STR_ARG(decimal_str(c->a, s->groups.v[i].max)));
	}
	for (size_t i = 0; r->conditions && i < s->conditions.n; i++) {
		static const char *const words[] = {
			[TRI_FALSE] = "不符合", [TRI_TRUE] = "符合", [TRI_UNKNOWN] = "待填"};
		struct view_part *p = VEC_ADD(c->a, &out->parts);
		p->label = s->conditions.v[i].name;
		p->value = str_c(words[r->conditions[i].holds]);
	}
	for (size_t i = 0; r->direct && i < s->direct.n; i++) {
		if (r->direct[i].holds != TRI_TRUE)
			continue;
		struct view_part *p = VEC_ADD(c->a, &out->parts);
		p->label = STR("直通条件");
		p->value = s->direct.v[i].name;
	}
}

/* A standard without points: so many of its conditions hold. */
static void conditions_panel(struct ctx *c, const struct score_result *r, struct view_score *out)
{
	int n = (int)r->standard->conditions.n, yes = 0, open = 0;

	for (size_t i = 0; r->conditions && i < r->standard->conditions.n; i++) {
		yes += r->conditions[i].holds == TRI_TRUE;
		open += r->conditions[i].holds == TRI_UNKNOWN;
	}
	out->title = STR("条件符合情况");
	out->total = str_i64(c->a, yes);
	out->of = str_fmt(c->a, "项符合，共 %d 项，须全部符合", n);
	out->meter = meter_of(c, yes, yes + open, n, MAX_OF(n, 1));
	out->meter.text = str_fmt(c->a, "%d 项条件中 %d 项符合，%d 项待填", n, yes, open);
}

void score_panel(
	struct ctx *c, const struct score_result *r, struct str href, struct view_score *out)
{
	const struct standard *s = r->standard;
	int64_t need = score_pass_mark(s);
	bool error = r->verdict == SCORE_ERROR;
	int lo = error ? 0 : whole(r->total.lo), hi = error ? whole(s->max) : whole(r->total.hi);

	*out = (struct view_score){
		.title = STR("当前得分"), .href = href, .state = verdict_tag(r)};
	out->verdict = score_sentence(c, r);
	if (!error)
		parts_fill(c, r, out);
	if (s->indicators.n == 0) {
		conditions_panel(c, r, out);
		return;
	}
	out->total = error ? STR("—") : interval_text(c, r->total);
	out->of = need ? str_fmt(c->a, "分，满分 %d，需 %d", whole(s->max), whole(need))
		       : str_fmt(c->a, "分，满分 %d", whole(s->max));
	out->meter = meter_of(c, lo, hi, whole(need), MAX_OF(whole(s->max), 1));
}

/* --- explained --------------------------------------------------------------------------------- */

void score_fact_rows(struct ctx *c, const struct score_result *r, const struct fact_refs *refs,
	struct view_row_list *out)
{
	for (size_t i = 0; i < refs->n; i++) {
		const struct fact fact = standard_fact(r->standard, refs->v[i].fact), *f = &fact;
		struct fact_value v = facts_get(r->facts, refs->v[i].fact, refs->v[i].back);
		struct view_row *row = VEC_ADD(c->a, out);

		row->label = f->yearly ? STR_JOIN(c->a, f->name, STR("（"),
						 str_i64(c->a, r->facts->year - refs->v[i].back),
						 STR("年）"))
				       : f->name;
		row->value = v.state == FACT_UNKNOWN ? str_none()
						     : fact_show(c->a, refs->v[i].fact, v);
	}
}

/* 上年度研发费用总额 ÷ 上年度营业收入总额 ＝ 3/100 ＝ 3.00% */
static struct str formula_text(
	struct ctx *c, const struct standard_indicator *x, const struct score_indicator *s)
{
	struct buf b;

	buf_init(&b, c->a, 4096);
	buf_str(&b, x->formula);
	if (!s->has_value)
		return buf_view(&b);
	buf_lit(&b, " ＝ ");
	ratio_put(&b, s->value);
	if (x->percent) {
		buf_lit(&b, " ＝ ");
		ratio_put_percent(&b, s->value);
		buf_lit(&b, "%");
	}
	return buf_view(&b);
}

static struct str basis_text(struct ctx *c, const struct standard *s, enum confidence confidence)
{
	struct buf b;

	buf_init(&b, c->a, 2048);
	for (size_t i = 0; i < s->basis.n; i++) {
		if (i)
			buf_lit(&b, "；");
		buf_str(&b, s->basis.v[i].name);
		buf_str(&b, s->basis.v[i].number);
		buf_lit(&b, "　");
		buf_str(&b, s->basis.v[i].article);
	}
	if (confidence != CONFIDENCE_TEXT) {
		buf_lit(&b, "（");
		buf_str(&b, confidence_label(confidence));
		buf_lit(&b, "）");
	}
	return buf_view(&b);
}

/* Steps of the gap that raise this line, one a line. */
static struct str advice_text(
	struct ctx *c, const struct score_result *r, enum score_step_kind kind, size_t of)
{
	struct buf b;

	buf_init(&b, c->a, 4096);
	for (size_t i = 0; i < r->gap.n; i++) {
		if (r->gap.v[i].kind != kind || r->gap.v[i].of != of)
			continue;
		if (b.n)
			buf_ch(&b, '\n');
		score_step_text(&b, r, &r->gap.v[i]);
	}
	return b.n ? buf_view(&b) : str_none();
}

static void bands_fill(struct ctx *c, const struct standard_indicator *x,
	const struct score_indicator *s, struct view_explain *out)
{
	for (size_t i = 0; i < x->bands_n; i++) {
		struct view_band *b = VEC_ADD(c->a, &out->bands);
		b->text = STR_JOIN(c->a, x->bands[i].label, STR("　"), x->bands[i].text, STR("　"),
			decimal_str(c->a, x->bands[i].points), STR(" 分"));
		b->hit = s->status == SCORE_SCORED && s->band == (int)i;
	}
}

static struct view_tag indicator_tag(struct ctx *c, const struct standard_indicator *x,
	const struct score_indicator *s)
{
	switch (s->status) {
	case SCORE_SCORED:
		break;
	case SCORE_MISSING:
		return tag_of("blue", STR("数据未填全"));
	case SCORE_MANUAL:
		return tag_of("amber", STR("需认定"));
	}
	if (s->band >= 0)
		return tag_of("grey", str_cat(c->a, x->bands[s->band].label, STR(" 档")));
	return tag_of("grey", STR("已计分"));
}

void score_explain_indicator(
	struct ctx *c, const struct score_result *r, size_t i, struct view_explain *out)
{
	const struct standard_indicator *x = &r->standard->indicators.v[i];
	const struct score_indicator *s = &r->indicators[i];

	*out = (struct view_explain){.id = str_cat(c->a, STR("i-"), x->id), .title = x->name};
	out->points = STR_JOIN(
		c->a, interval_text(c, s->points), STR(" / "), decimal_str(c->a, x->max));
	out->state = indicator_tag(c, x, s);
	out->rule = x->rule;
	out->source = basis_text(c, r->standard, x->confidence);
	score_fact_rows(c, r, &x->facts, &out->facts);
	out->formula = formula_text(c, x, s);
	bands_fill(c, x, s, out);
	out->advice = s->status == SCORE_MANUAL ? s->reason : advice_text(c, r, STEP_INDICATOR, i);
}

static void explain_item(struct ctx *c, const struct score_result *r,
	const struct standard_item *x, const struct score_item *s, enum score_step_kind kind,
	size_t i, struct view_explain *out)
{
	static const char *const kinds[] = {
		[TRI_FALSE] = "grey", [TRI_TRUE] = "green", [TRI_UNKNOWN] = "blue"};
	static const struct str words[] = {[TRI_FALSE] = STR_INIT("不满足"),
		[TRI_TRUE] = STR_INIT("满足"), [TRI_UNKNOWN] = STR_INIT("尚不能判定")};

	*out = (struct view_explain){.id = str_cat(c->a, STR("c-"), x->id), .title = x->name};
	out->state = tag_of(kinds[s->holds], words[s->holds]);
	out->rule = x->text;
	out->source = basis_text(c, r->standard, x->confidence);
	score_fact_rows(c, r, &x->facts, &out->facts);
	out->advice = s->manual ? s->reason : advice_text(c, r, kind, i);
}

void score_explains(struct ctx *c, const struct score_result *r, struct view_explains *out)
{
	const struct standard *s = r->standard;

	if (r->verdict == SCORE_ERROR)
		return;
	for (size_t i = 0; i < s->indicators.n; i++)
		score_explain_indicator(c, r, i, VEC_ADD(c->a, out));
	for (size_t i = 0; i < s->conditions.n; i++)
		explain_item(c, r, &s->conditions.v[i], &r->conditions[i], STEP_CONDITION, i,
			VEC_ADD(c->a, out));
	for (size_t i = 0; i < s->direct.n; i++)
		explain_item(c, r, &s->direct.v[i], &r->direct[i], STEP_DIRECT, i,
			VEC_ADD(c->a, out));
}

/* --- the gap ----------------------------------------------------------------------------------- */

static void step_row(struct ctx *c, const struct score_result *r, const struct score_step *step,
	struct view_row_list *out)
{
	const struct standard *s = r->standard;
	struct view_row *row = VEC_ADD(c->a, out);
	struct buf b;

	buf_init(&b, c->a, 4096);
	score_step_text(&b, r, step);
	row->value = buf_view(&b);
	switch (step->kind) {
	case STEP_INDICATOR:
		row->label = s->indicators.v[step->of].name;
		break;
	case STEP_CONDITION:
		row->label = s->conditions.v[step->of].name;
		break;
	case STEP_DIRECT:
		row->label = str_cat(c->a, STR("直通条件："), s->direct.v[step->of].name);
		break;
	}
}

void score_ways(struct ctx *c, const struct score_result *r, struct view_ways *out)
{
	for (size_t i = 0; i < r->sets_n; i++) {
		struct view_way *w = VEC_ADD(c->a, out);
		w->title = r->sets[i].points
			? str_fmt(c->a, "办法%zu：共需提高 %.*s 分", i + 1,
				  STR_ARG(decimal_str(c->a, r->sets[i].points)))
			: str_fmt(c->a, "办法%zu", i + 1);
		for (size_t k = 0; k < r->sets[i].n; k++)
			step_row(c, r, &r->sets[i].step[k], &w->steps);
	}
}

void score_steps(struct ctx *c, const struct score_result *r, struct view_row_list *out)
{
	for (size_t i = 0; i < r->gap.n; i++)
		step_row(c, r, &r->gap.v[i], out);
}
