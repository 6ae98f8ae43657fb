/* The engine: facts through a standard to points, conditions and a verdict. */
#include "domain/score.h"

#include "domain/decimal.h"
#include "domain/score_engine.h"

void score_env(const struct score_result *r, struct expr_env *env)
{
	*env = (struct expr_env){.facts = r->facts};
}

static enum score_status status_of(enum expr_status s)
{
	return s == EXPR_MISSING ? SCORE_MISSING : SCORE_MANUAL;
}

/* The first band whose condition holds; undetermined as soon as a better one may still hold. */
static bool band_find(
        const struct standard_indicator *x, struct expr_env *env, struct score_indicator *out)
{
	for (size_t b = 0; b < x->bands_n; b++) {
		struct expr_value v = {.status = EXPR_KNOWN, .tri = TRI_TRUE};
		if (x->bands[b].when)
			expr_eval(env, x->bands[b].when, &v);
		if (v.tri == TRI_UNKNOWN) {
			out->status = status_of(v.status);
			return false;
		}
		if (v.tri == TRI_TRUE) {
			out->band = (int)b;
			out->points.lo = out->points.hi = x->bands[b].points;
			return true;
		}
	}
	return false;
}

static bool points_find(
        const struct standard_indicator *x, struct expr_env *env, struct score_indicator *out)
{
	struct expr_value v;
	int64_t points;

	expr_eval(env, x->points, &v);
	if (v.status != EXPR_KNOWN) {
		out->status = status_of(v.status);
		return false;
	}
	if (!ratio_to_decimal_down(v.lo, &points))
		points = 0;
	out->points.lo = out->points.hi = MAX_OF(0, MIN_OF(points, x->max));
	return true;
}

static bool needs_met(const struct standard_indicator *x, const struct facts *f)
{
	for (size_t i = 0; i < x->needs.n; i++)
		if (facts_get(f, x->needs.v[i].fact, x->needs.v[i].back).state != FACT_KNOWN)
			return false;
	return true;
}

void score_indicator_eval(
        const struct score_result *r, size_t i, struct score_indicator *out, struct expr_env *env)
{
	const struct standard_indicator *x = &r->standard->indicators.v[i];
	struct expr_value v;

	*out = (struct score_indicator){.status = SCORE_MISSING, .band = -1};
	env->cause = NULL;
	env->value = x->value;
	env->value_now = NULL;
	if (x->value) {
		expr_eval(env, x->value, &v);
		env->value_now = &v;
	}
	bool scored = needs_met(x, r->facts) &&
	              (x->points ? points_find(x, env, out) : band_find(x, env, out));
	env->value_now = NULL;
	if (scored)
		out->status = SCORE_SCORED;
	else
		out->points = (struct expr_interval){0, x->max};
	if (scored && x->value) {
		out->has_value = v.status == EXPR_KNOWN;
		out->value = v.lo;
	}
}

/* What was evaluated on facts that have not changed need not be evaluated again. */
static bool unchanged(
        const struct score_result *r, const struct score_result *base, const struct fact_refs *refs)
{
	if (!base)
		return false;
	for (size_t i = 0; i < refs->n; i++) {
		struct fact_value x = facts_get(r->facts, refs->v[i].fact, refs->v[i].back);
		struct fact_value y = facts_get(base->facts, refs->v[i].fact, refs->v[i].back);
		if (x.v != y.v || x.state != y.state)
			return false;
	}
	return true;
}

static void indicators_eval(struct score_result *r, const struct score_result *base,
        struct arena *a, struct expr_env *env)
{
	bool full = !base;

	for (size_t i = 0; i < r->standard->indicators.n; i++) {
		struct score_indicator *s = &r->indicators[i];
		size_t g = r->standard->indicators.v[i].group;
		if (unchanged(r, base, &r->standard->indicators.v[i].facts))
			*s = base->indicators[i];
		else
			score_indicator_eval(r, i, s, env);
		if (full && s->status == SCORE_MANUAL)
			s->reason = expr_reason(a, env);
		r->groups[g].lo += s->points.lo;
		r->groups[g].hi += s->points.hi;
		r->total.lo += s->points.lo;
		r->total.hi += s->points.hi;
	}
}

static enum tri tri_and(enum tri a, enum tri b)
{
	if (a == TRI_FALSE || b == TRI_FALSE)
		return TRI_FALSE;
	return a == TRI_TRUE && b == TRI_TRUE ? TRI_TRUE : TRI_UNKNOWN;
}

static enum tri tri_or(enum tri a, enum tri b)
{
	if (a == TRI_TRUE || b == TRI_TRUE)
		return TRI_TRUE;
	return a == TRI_FALSE && b == TRI_FALSE ? TRI_FALSE : TRI_UNKNOWN;
}

static void item_eval(const struct standard_item *x, struct arena *a, struct expr_env *env,
        bool full, struct score_item *out)
{
	struct expr_value v;

	env->cause = NULL;
	env->value = NULL;
	expr_eval(env, x->when, &v);
	*out = (struct score_item){.holds = v.tri};
	if (v.tri == TRI_UNKNOWN && v.status == EXPR_MANUAL) {
		out->manual = true;
		if (full)
			out->reason = expr_reason(a, env);
	}
}

static void items_eval(struct score_result *r, const struct score_result *base, struct arena *a,
        struct expr_env *env)
{
	const struct standard *s = r->standard;
	uint8_t *direct = arena_zalloc(a, s->direct.n + 1);
	uint8_t *conditions = arena_zalloc(a, s->conditions.n + 1);

	struct expr_interval *points = ARENA_NEW_N(a, struct expr_interval, s->indicators.n + 1);
	for (size_t i = 0; i < s->indicators.n; i++)
		points[i] = r->indicators[i].points;
	env->points = points;
	env->groups = r->groups;
	env->total = r->total;
	env->any_direct = TRI_FALSE;
	for (size_t i = 0; i < s->direct.n; i++) {
		if (unchanged(r, base, &s->direct.v[i].facts))
			r->direct[i] = base->direct[i];
		else
			item_eval(&s->direct.v[i], a, env, !base, &r->direct[i]);
		direct[i] = (uint8_t)r->direct[i].holds;
		env->any_direct = tri_or(env->any_direct, r->direct[i].holds);
	}
	env->directs = direct;
	env->all_conditions = TRI_TRUE;
	for (size_t i = 0; i < s->conditions.n; i++) {
		if (r->mode == SCORE_RECHECK && !s->conditions.v[i].recheck)
			r->conditions[i] = (struct score_item){.holds = TRI_TRUE};
		else
			item_eval(&s->conditions.v[i], a, env, !base, &r->conditions[i]);
		conditions[i] = (uint8_t)r->conditions[i].holds;
		env->all_conditions = tri_and(env->all_conditions, r->conditions[i].holds);
	}
	env->conditions = conditions;
}

static void routes_eval(struct score_result *r, struct expr_env *env)
{
	enum tri any = TRI_FALSE;

	r->route = ROUTE_NONE;
	for (size_t i = 0; i < r->standard->routes.n; i++) {
		enum tri holds = expr_holds(env, r->standard->routes.v[i].when);
		if (holds == TRI_TRUE && r->route == ROUTE_NONE)
			r->route = r->standard->routes.v[i].id;
		any = tri_or(any, holds);
	}
	r->verdict = any == TRI_TRUE ? SCORE_PASS : any == TRI_FALSE ? SCORE_FAIL : SCORE_OPEN;
}

void score_core(struct score_result *r, const struct score_result *base, struct arena *a)
{
	const struct standard *s = r->standard;
	struct expr_env env;

	r->groups = ARENA_NEW_N(a, struct expr_interval, s->groups.n + 1);
	r->indicators = ARENA_NEW_N(a, struct score_indicator, s->indicators.n + 1);
	r->conditions = ARENA_NEW_N(a, struct score_item, s->conditions.n + 1);
	r->direct = ARENA_NEW_N(a, struct score_item, s->direct.n + 1);
	r->total = (struct expr_interval){0, 0};
	score_env(r, &env);
	indicators_eval(r, base, a, &env);
	items_eval(r, base, a, &env);
	routes_eval(r, &env);
}

static void indicator_missing(struct score_result *r, size_t i, struct arena *a)
{
	const struct standard_indicator *x = &r->standard->indicators.v[i];
	struct expr_env env;

	score_env(r, &env);
	env.value = x->value;
	for (size_t k = 0; k < x->needs.n; k++)
		if (facts_get(r->facts, x->needs.v[k].fact, x->needs.v[k].back).state != FACT_KNOWN)
			fact_refs_add(a, &r->missing, x->needs.v[k].fact, x->needs.v[k].back);
	if (x->points)
		expr_missing(&env, x->points, a, &r->missing);
	/* Bands below one that holds cannot matter. */
	for (size_t b = 0; b < x->bands_n && x->bands[b].when; b++) {
		if (expr_holds(&env, x->bands[b].when) == TRI_TRUE)
			break;
		expr_missing(&env, x->bands[b].when, a, &r->missing);
	}
}

static void item_open(struct score_result *r, const struct standard_item *x,
        const struct score_item *s, struct arena *a)
{
	struct expr_env env;

	if (s->manual)
		VEC_PUSH(a, &r->manual, x->id);
	if (s->holds != TRI_UNKNOWN || s->manual || x->facts.n == 0)
		return;
	score_env(r, &env);
	expr_missing(&env, x->when, a, &r->missing);
}

static void open_lists(struct score_result *r, struct arena *a)
{
	const struct standard *s = r->standard;

	for (size_t i = 0; i < s->indicators.n; i++) {
		if (r->indicators[i].status == SCORE_MANUAL)
			VEC_PUSH(a, &r->manual, s->indicators.v[i].id);
		else if (r->indicators[i].status == SCORE_MISSING)
			indicator_missing(r, i, a);
	}
	for (size_t i = 0; i < s->conditions.n; i++)
		item_open(r, &s->conditions.v[i], &r->conditions[i], a);
	for (size_t i = 0; i < s->direct.n; i++)
		item_open(r, &s->direct.v[i], &r->direct[i], a);
}

void score_judge(const struct standard *std, const struct facts *facts, enum score_mode mode,
        struct arena *a, struct score_result *out)
{
	*out = (struct score_result){.standard = std, .facts = facts, .mode = mode};
	for (size_t i = 0; i < facts->errors.n; i++)
		VEC_PUSH(a, &out->errors, facts->errors.v[i]);
	facts_check(facts, a, &out->errors);
	if (out->errors.n > 0)
		out->verdict = SCORE_ERROR;
	else
		score_core(out, NULL, a);
}

void score_evaluate(const struct standard *std, const struct facts *facts, enum score_mode mode,
        struct arena *a, struct score_result *out)
{
	score_judge(std, facts, mode, a, out);
	if (out->verdict == SCORE_ERROR)
		return;
	open_lists(out, a);
	score_gap(out, a);
}
