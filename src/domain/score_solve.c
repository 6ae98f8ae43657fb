/* The inverse of a band: which value of which fact would make its condition true. Conditions of
 * standards compare expressions that are affine in the fact on the left, so two evaluations give
 * the line and the line gives the value; the caller evaluates again before it believes it.
 */
#include "domain/decimal.h"
#include "domain/score_engine.h"

/* The first fact with a number in x, in order of the text; NULL when there is none. */
static const struct expr *first_fact(const struct expr_env *env, const struct expr *x)
{
	if (x->op == EXPR_VALUE)
		return env->value ? first_fact(env, env->value) : NULL;
	if (x->op == EXPR_FACT && x->type == EXPR_NUMBER)
		return x;
	if (x->op == EXPR_COUNT || x->op == EXPR_IF)
		return NULL;
	const struct expr *found = x->a ? first_fact(env, x->a) : NULL;
	return found || !x->b ? found : first_fact(env, x->b);
}

static struct score_change change_of(
        const struct expr_env *env, const struct expr *fact, int64_t to)
{
	struct fact_value v = facts_get(env->facts, fact->fact, fact->back);

	return (struct score_change){.fact = fact->fact,
	        .back = fact->back,
	        .had = v.state == FACT_KNOWN,
	        .from = v.v,
	        .to = to};
}

static size_t one(struct score_option *out, struct score_change c)
{
	out->n = 1;
	out->change[0] = c;
	return 1;
}

static struct fact_value *slot(struct facts *f, const struct expr *fact)
{
	return &f->value[facts_slot(fact->fact, fact->back)];
}

/* x is affine in the fact: its value there is v0 + slope * (fact - from). */
static bool slope_of(struct expr_env *env, const struct expr *x, const struct expr *fact,
        struct ratio *v0, struct ratio *slope)
{
	struct facts *f = env->draft;
	struct fact_value was = *slot(f, fact);
	struct expr_value at, next;

	expr_eval(env, x, &at);
	if (at.status != EXPR_KNOWN || was.state != FACT_KNOWN)
		return false;
	*slot(f, fact) = (struct fact_value){was.v + DECIMAL_ONE, FACT_KNOWN};
	expr_eval(env, x, &next);
	*slot(f, fact) = was;
	*v0 = at.lo;
	return next.status == EXPR_KNOWN && ratio_sub(next.lo, at.lo, slope) &&
	       ratio_sign(*slope) != 0;
}

/* The least change of a fact's value: a whole item or person, else a millionth. */
static int64_t grain(size_t fact)
{
	return fact_at(fact)->type == FACT_INTEGER || fact == FACT_RD_STAFF ? DECIMAL_ONE : 1;
}

/* The nearest value on the fact's grid at or beyond `exact`. */
static bool to_grid(size_t fact, struct ratio exact, bool up, bool beyond, int64_t *out)
{
	int64_t g = grain(fact), v;

	if (!(up ? ratio_to_decimal_up(exact, &v) : ratio_to_decimal_down(exact, &v)))
		return false;
	int64_t rest = v % g;
	if (rest != 0)
		v += up ? g - rest : -rest;
	if (beyond && ratio_cmp(ratio_decimal(v), exact) == 0)
		v += up ? g : -g;
	const struct fact *f = fact_at(fact);
	if ((v < 0 && !f->may_be_negative) || (f->most && v > f->most) || v > DECIMAL_MAX)
		return false;
	*out = v;
	return true;
}

static size_t solve_number(struct expr_env *env, const struct expr *x, enum expr_op op,
        struct ratio target, struct score_option *out);

/* min(k, y) >= t where k >= t already: y >= t. */
static size_t solve_min(struct expr_env *env, const struct expr *x, enum expr_op op,
        struct ratio target, struct score_option *out)
{
	struct expr_value a;

	expr_eval(env, x->a, &a);
	bool a_reaches = a.status == EXPR_KNOWN && ratio_cmp(a.lo, target) >= 0;
	return solve_number(env, a_reaches ? x->b : x->a, op, target, out);
}

/* count(…) >= k: the first ones that are not true yet. */
static size_t solve_count(
        struct expr_env *env, const struct expr *x, struct ratio target, struct score_option *out)
{
	int64_t want = 0, have = 0;
	struct score_option made = {0};

	for (const struct expr *k = x->a; k; k = k->next)
		have += expr_holds(env, k) == TRI_TRUE;
	while (ratio_cmp(ratio_int(have + want), target) < 0 && want < SCORE_CHANGES_MAX)
		want++;
	for (const struct expr *k = x->a; k && want > 0; k = k->next) {
		if (k->op != EXPR_FACT || expr_holds(env, k) != TRI_FALSE)
			continue;
		made.change[made.n++] = change_of(env, k, 1);
		want--;
	}
	if (want > 0)
		return 0;
	*out = made;
	return 1;
}

/* k * y >= t for a known positive k: y >= t / k, when y is not simply affine. */
static size_t solve_scaled(struct expr_env *env, const struct expr *x, enum expr_op op,
        struct ratio target, struct score_option *out)
{
	struct expr_value k;

	expr_eval(env, x->a, &k);
	if (x->a->op != EXPR_CONST || ratio_sign(k.lo) <= 0 || !ratio_div(target, k.lo, &target))
		return 0;
	return solve_number(env, x->b, op, target, out);
}

static size_t solve_affine(struct expr_env *env, const struct expr *x, enum expr_op op,
        struct ratio target, struct score_option *out)
{
	const struct expr *fact = first_fact(env, x);
	struct ratio v0, slope, miss, step, exact;
	int64_t to;

	if (!fact || !slope_of(env, x, fact, &v0, &slope) || !ratio_sub(target, v0, &miss) ||
	        !ratio_div(miss, slope, &step))
		return 0;
	int64_t from = facts_get(env->facts, fact->fact, fact->back).v;
	if (!ratio_add(ratio_decimal(from), step, &exact))
		return 0;
	bool more = op == EXPR_GE || op == EXPR_GT, up = more == (ratio_sign(slope) > 0);
	if (!to_grid(fact->fact, exact, up, op == EXPR_GT || op == EXPR_LT, &to))
		return 0;
	return one(out, change_of(env, fact, to));
}

static size_t solve_number(struct expr_env *env, const struct expr *x, enum expr_op op,
        struct ratio target, struct score_option *out)
{
	if (x->op == EXPR_VALUE)
		return env->value ? solve_number(env, env->value, op, target, out) : 0;
	if (op == EXPR_GE && x->op == EXPR_MIN)
		return solve_min(env, x, op, target, out);
	if (op == EXPR_GE && x->op == EXPR_COUNT)
		return solve_count(env, x, target, out);
	if (op == EXPR_GE && x->op == EXPR_FLOOR)
		return solve_number(env, x->a, op, ratio_ceil(target), out);
	if (op == EXPR_GE && x->op == EXPR_MUL)
		return solve_scaled(env, x, op, target, out);
	if (x->op == EXPR_IF) {
		enum tri c = expr_holds(env, x->a);
		return c == TRI_UNKNOWN
		               ? 0
		               : solve_number(env, c == TRI_TRUE ? x->b : x->c, op, target, out);
	}
	return solve_affine(env, x, op, target, out);
}

static size_t solve_compare(struct expr_env *env, const struct expr *x, struct score_option *out)
{
	struct expr_value b;

	expr_eval(env, x->b, &b);
	if (b.status != EXPR_KNOWN || x->op == EXPR_EQ)
		return 0;
	return solve_number(env, x->a, x->op, b.lo, out);
}

/* Both sets of changes; a fact in both goes as far as the farther. False when too many. */
static bool merge(struct score_option *into, const struct score_option *other)
{
	for (size_t i = 0; i < other->n; i++) {
		const struct score_change *c = &other->change[i];
		size_t k = 0;
		while (k < into->n &&
		        (into->change[k].fact != c->fact || into->change[k].back != c->back))
			k++;
		if (k == SCORE_CHANGES_MAX)
			return false;
		if (k == into->n)
			into->change[into->n++] = *c;
		else if (c->to >= c->from ? c->to > into->change[k].to : c->to < into->change[k].to)
			into->change[k].to = c->to;
	}
	return true;
}

/* x in lo..hi of a rank: 0 means none, so "at most hi" is the nearest. */
static bool is_range(const struct expr *x)
{
	return x->a->op == EXPR_GE && x->b->op == EXPR_LE && x->a->a == x->b->a &&
	       x->a->a->op == EXPR_FACT && x->b->b->op == EXPR_CONST;
}

static size_t solve_and(struct expr_env *env, const struct expr *x, struct score_option *out)
{
	struct score_option left[SCORE_OPTIONS_MAX], right[SCORE_OPTIONS_MAX];
	size_t n = 0;
	int64_t hi;

	if (is_range(x))
		return ratio_to_decimal_down(x->b->b->k, &hi)
		               ? one(out, change_of(env, x->a->a, hi))
		               : 0;
	size_t ln = score_solve(env, x->a, left), rn = score_solve(env, x->b, right);
	for (size_t i = 0; i < ln; i++)
		for (size_t k = 0; k < rn && n < SCORE_OPTIONS_MAX; k++) {
			struct score_option both = left[i];
			if (merge(&both, &right[k]))
				out[n++] = both;
		}
	return n;
}

static int64_t distance(const struct score_change *c)
{
	return c->to > c->from ? c->to - c->from : c->from - c->to;
}

static size_t solve_or(struct expr_env *env, const struct expr *x, struct score_option *out)
{
	struct score_option more[SCORE_OPTIONS_MAX];
	size_t n = score_solve(env, x->a, out), m = score_solve(env, x->b, more);

	for (size_t i = 0; i < m; i++) {
		size_t k = 0;
		while (k < n && !(out[k].n == 1 && more[i].n == 1 &&
		                        out[k].change[0].fact == more[i].change[0].fact &&
		                        out[k].change[0].back == more[i].change[0].back))
			k++;
		if (k < n && distance(&more[i].change[0]) < distance(&out[k].change[0]))
			out[k] = more[i];
		else if (k == n && n < SCORE_OPTIONS_MAX)
			out[n++] = more[i];
	}
	return n;
}

size_t score_solve(
        struct expr_env *env, const struct expr *x, struct score_option out[SCORE_OPTIONS_MAX])
{
	if (expr_holds(env, x) == TRI_TRUE) {
		out->n = 0;
		return 1;
	}
	if (x->op == EXPR_AND)
		return solve_and(env, x, out);
	if (x->op == EXPR_OR)
		return solve_or(env, x, out);
	if (x->op == EXPR_FACT)
		return one(out, change_of(env, x, 1));
	if (x->op == EXPR_WORD_IS)
		return one(out, change_of(env, x, x->index));
	if (x->op == EXPR_NOT && x->a->op == EXPR_FACT)
		return one(out, change_of(env, x->a, 0));
	if (x->op >= EXPR_GE && x->op <= EXPR_EQ)
		return solve_compare(env, x, out);
	return 0;
}

size_t score_solve_points(struct expr_env *env, const struct expr *x, int64_t target,
        struct score_option out[SCORE_OPTIONS_MAX])
{
	return solve_number(env, x, EXPR_GE, ratio_decimal(target), out);
}
