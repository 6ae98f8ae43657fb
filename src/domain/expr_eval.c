/* Evaluation that never guesses: exact fractions, intervals where facts are missing, Kleene's
 * logic, and a word for what the rule itself leaves undefined. Depth is bounded by the parser.
 */
#include "domain/expr.h"

#include "domain/decimal.h"

static const struct ratio minus_infinity = {-1, 0}, plus_infinity = {1, 0};

static enum expr_status worse(enum expr_status a, enum expr_status b)
{
	if (a == EXPR_MISSING || b == EXPR_MISSING)
		return EXPR_MISSING;
	return a == EXPR_MANUAL || b == EXPR_MANUAL ? EXPR_MANUAL : EXPR_KNOWN;
}

static struct ratio upper(const struct expr_value *v)
{
	return v->status == EXPR_KNOWN ? v->lo : v->hi;
}

static void set_number(struct expr_value *out, struct ratio r)
{
	out->status = EXPR_KNOWN;
	out->lo = r;
}

static void set_bounds(
        struct expr_value *out, enum expr_status status, struct ratio lo, struct ratio hi)
{
	out->status = status;
	out->lo = lo;
	out->hi = hi;
}

static void set_unknown(struct expr_value *out, enum expr_status status)
{
	set_bounds(out, status, minus_infinity, plus_infinity);
}

/* The rule says nothing about this value: remember the first place. */
static void set_manual(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	if (!env->cause)
		env->cause = x;
	set_unknown(out, EXPR_MANUAL);
}

static int cmp_bounds(struct ratio a, struct ratio b)
{
	if (a.den == 0 || b.den == 0) {
		int x = a.den == 0 ? (int)a.num : 0, y = b.den == 0 ? (int)b.num : 0;
		return x - y;
	}
	return ratio_cmp(a, b);
}

static void eval_fact(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	struct fact_value v = facts_get(env->facts, x->fact, x->back);
	const struct fact *f = fact_at(x->fact);

	if (x->type == EXPR_BOOL) {
		out->status = v.state == FACT_KNOWN ? EXPR_KNOWN : EXPR_MISSING;
		out->tri = v.state != FACT_KNOWN   ? TRI_UNKNOWN
		           : x->op == EXPR_WORD_IS ? (enum tri)(v.v == x->index)
		                                   : (enum tri)(v.v != 0);
		return;
	}
	if (v.state == FACT_KNOWN)
		set_number(out, ratio_decimal(v.v));
	else
		set_bounds(out, EXPR_MISSING, f->may_be_negative ? minus_infinity : ratio_int(0),
		        f->most ? ratio_decimal(f->most) : plus_infinity);
}

static void set_interval(struct expr_value *out, struct expr_interval v)
{
	if (v.lo == v.hi)
		set_number(out, ratio_decimal(v.lo));
	else
		set_bounds(out, EXPR_MISSING, ratio_decimal(v.lo), ratio_decimal(v.hi));
}

static struct ratio negated(struct ratio r)
{
	return (struct ratio){-r.num, r.den};
}

/* One end of a sum; infinite when either is, or when the exact value does not fit. */
static struct ratio end_sum(struct ratio a, struct ratio b, struct ratio infinity)
{
	struct ratio r;

	if (a.den == 0 || b.den == 0 || !ratio_add(a, b, &r))
		return infinity;
	return r;
}

static void eval_sum(struct expr_env *env, const struct expr *x, const struct expr_value *a,
        const struct expr_value *b, struct expr_value *out)
{
	bool minus = x->op == EXPR_SUB;
	enum expr_status status = worse(a->status, b->status);

	if (status == EXPR_KNOWN) {
		struct ratio r;
		if (minus ? ratio_sub(a->lo, b->lo, &r) : ratio_add(a->lo, b->lo, &r))
			set_number(out, r);
		else
			set_manual(env, x, out);
		return;
	}
	struct ratio b_low = minus ? negated(upper(b)) : b->lo;
	struct ratio b_high = minus ? negated(b->lo) : upper(b);
	set_bounds(out, status, end_sum(a->lo, b_low, minus_infinity),
	        end_sum(upper(a), b_high, plus_infinity));
}

static bool apply(enum expr_op op, struct ratio a, struct ratio b, struct ratio *out)
{
	return op == EXPR_MUL ? ratio_mul(a, b, out) : ratio_div(a, b, out);
}

/* Products and quotients of an interval: only by a known positive number, which keeps the order. */
static void eval_product(struct expr_env *env, const struct expr *x, const struct expr_value *a,
        const struct expr_value *b, struct expr_value *out)
{
	enum expr_status status = worse(a->status, b->status);
	struct ratio lo, hi;

	if (status == EXPR_KNOWN) {
		if (apply(x->op, a->lo, b->lo, &lo))
			set_number(out, lo);
		else
			set_manual(env, x, out);
		return;
	}
	if (x->op == EXPR_MUL && a->status == EXPR_KNOWN) {
		const struct expr_value *t = a;
		a = b;
		b = t;
	}
	if (b->status != EXPR_KNOWN || ratio_sign(b->lo) <= 0) {
		/* A ratio to a known 0 stays undefined whatever comes; say that something is
		 * missing first. */
		set_unknown(out, status);
		return;
	}
	lo = a->lo;
	hi = upper(a);
	if (lo.den != 0 && !apply(x->op, lo, b->lo, &lo))
		lo = minus_infinity;
	if (hi.den != 0 && !apply(x->op, hi, b->lo, &hi))
		hi = plus_infinity;
	set_bounds(out, status, lo, hi);
}

static void eval_growth(struct expr_env *env, const struct expr *x, const struct expr_value *a,
        const struct expr_value *b, struct expr_value *out)
{
	enum expr_status status = worse(a->status, b->status);
	struct ratio rise, r;

	if (status != EXPR_KNOWN)
		set_unknown(out, status);
	else if (ratio_sign(b->lo) <= 0 || !ratio_sub(a->lo, b->lo, &rise) ||
	         !ratio_div(rise, b->lo, &r))
		set_manual(env, x, out);
	else
		set_number(out, r);
}

static struct ratio pick(bool largest, struct ratio a, struct ratio b)
{
	return (cmp_bounds(a, b) >= 0) == largest ? a : b;
}

static void eval_extreme(const struct expr *x, const struct expr_value *a,
        const struct expr_value *b, struct expr_value *out)
{
	bool largest = x->op == EXPR_MAX;
	enum expr_status status = worse(a->status, b->status);
	struct ratio lo = pick(largest, a->lo, b->lo), hi = pick(largest, upper(a), upper(b));

	/* min(5, at least 6) is 5 whatever is missing. */
	if (status == EXPR_KNOWN || (lo.den && hi.den && ratio_cmp(lo, hi) == 0))
		set_number(out, lo);
	else
		set_bounds(out, status, lo, hi);
}

static void eval_floor(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	struct expr_value v;

	expr_eval(env, x->a, &v);
	v.lo = v.lo.den ? ratio_floor(v.lo) : v.lo;
	if (v.status != EXPR_KNOWN)
		v.hi = v.hi.den ? ratio_floor(v.hi) : v.hi;
	*out = v;
}

static void eval_count(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	enum expr_status status = EXPR_KNOWN;
	int yes = 0, perhaps = 0;
	struct expr_value v;

	for (const struct expr *item = x->a; item; item = item->next) {
		expr_eval(env, item, &v);
		yes += v.tri == TRI_TRUE;
		if (v.tri == TRI_UNKNOWN) {
			perhaps++;
			status = worse(status, v.status);
		}
	}
	if (perhaps == 0)
		set_number(out, ratio_int(yes));
	else
		set_bounds(out, status, ratio_int(yes), ratio_int(yes + perhaps));
}

static bool order_holds(enum expr_op op, int cmp)
{
	return op == EXPR_GE   ? cmp >= 0
	       : op == EXPR_GT ? cmp > 0
	       : op == EXPR_LE ? cmp <= 0
	       : op == EXPR_LT ? cmp < 0
	                       : cmp == 0;
}

static void eval_compare(enum expr_op op, const struct expr_value *a, const struct expr_value *b,
        struct expr_value *out)
{
	enum expr_status status = worse(a->status, b->status);

	out->status = EXPR_KNOWN;
	if (status == EXPR_KNOWN) {
		out->tri = (enum tri)order_holds(op, ratio_cmp(a->lo, b->lo));
		return;
	}
	int least = cmp_bounds(a->lo, upper(b)), most = cmp_bounds(upper(a), b->lo);
	/* Two equal infinities compare as 0 but prove nothing. */
	bool open_least = a->lo.den == 0 || upper(b).den == 0;
	bool open_most = upper(a).den == 0 || b->lo.den == 0;
	if (open_least && least == 0)
		least = -1;
	if (open_most && most == 0)
		most = 1;
	if (op == EXPR_EQ)
		out->tri = least > 0 || most < 0 ? TRI_FALSE : TRI_UNKNOWN;
	else if (order_holds(op, least) == order_holds(op, most))
		out->tri = (enum tri)order_holds(op, least);
	else
		out->tri = TRI_UNKNOWN;
	if (out->tri == TRI_UNKNOWN)
		out->status = status;
}

/* Kleene: FALSE decides an and, TRUE decides an or, whatever the other side is. */
static void eval_logic(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	enum tri decides = x->op == EXPR_AND ? TRI_FALSE : TRI_TRUE;
	struct expr_value a, b;

	expr_eval(env, x->a, &a);
	if (a.tri == decides) {
		out->status = EXPR_KNOWN;
		out->tri = decides;
		return;
	}
	expr_eval(env, x->b, &b);
	if (b.tri == decides || a.tri != TRI_UNKNOWN) {
		out->status = b.status;
		out->tri = b.tri;
		return;
	}
	out->tri = TRI_UNKNOWN;
	out->status = b.tri == TRI_UNKNOWN ? worse(a.status, b.status) : a.status;
}

static void eval_if(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	struct expr_value c;

	expr_eval(env, x->a, &c);
	if (c.tri == TRI_UNKNOWN)
		set_unknown(out, c.status);
	else
		expr_eval(env, c.tri == TRI_TRUE ? x->b : x->c, out);
}

static void set_tri(struct expr_value *out, enum tri tri)
{
	out->tri = tri;
	out->status = tri == TRI_UNKNOWN ? EXPR_MISSING : EXPR_KNOWN;
}

/* The hot path: an indicator's value against a constant needs no copy of either. */
static void eval_comparison(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	struct expr_value a, b;
	const struct expr_value *left = &a;

	if (x->a->op == EXPR_VALUE && env->value_now)
		left = env->value_now;
	else
		expr_eval(env, x->a, &a);
	if (x->b->op == EXPR_CONST && left->status == EXPR_KNOWN) {
		out->status = EXPR_KNOWN;
		out->tri = (enum tri)order_holds(x->op, ratio_cmp(left->lo, x->b->k));
		return;
	}
	expr_eval(env, x->b, &b);
	eval_compare(x->op, left, &b, out);
}

static void eval_binary(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	struct expr_value a, b;

	expr_eval(env, x->a, &a);
	expr_eval(env, x->b, &b);
	if (x->op == EXPR_ADD || x->op == EXPR_SUB)
		eval_sum(env, x, &a, &b, out);
	else if (x->op == EXPR_MUL || x->op == EXPR_DIV)
		eval_product(env, x, &a, &b, out);
	else if (x->op == EXPR_GROWTH)
		eval_growth(env, x, &a, &b, out);
	else
		eval_extreme(x, &a, &b, out);
}

static void eval_value(struct expr_env *env, struct expr_value *out)
{
	if (env->value_now)
		*out = *env->value_now;
	else
		expr_eval(env, env->value, out);
}

/* What of the standard has been evaluated before. */
static void eval_result(const struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	if (x->op == EXPR_TOTAL)
		set_interval(out, env->total);
	else if (x->op == EXPR_POINTS)
		set_interval(out, env->points[x->index]);
	else if (x->op == EXPR_GROUP)
		set_interval(out, env->groups[x->index]);
	else if (x->op == EXPR_CONDITION)
		set_tri(out, (enum tri)env->conditions[x->index]);
	else if (x->op == EXPR_CONDITIONS)
		set_tri(out, env->all_conditions);
	else if (x->op == EXPR_DIRECT)
		set_tri(out, (enum tri)env->directs[x->index]);
	else
		set_tri(out, env->any_direct);
}

static void eval_not(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	expr_eval(env, x->a, out);
	if (out->tri != TRI_UNKNOWN)
		out->tri = out->tri == TRI_TRUE ? TRI_FALSE : TRI_TRUE;
}

void expr_eval(struct expr_env *env, const struct expr *x, struct expr_value *out)
{
	switch (x->op) {
	case EXPR_CONST:
		set_number(out, x->k);
		break;
	case EXPR_TRUE:
	case EXPR_FALSE:
		set_tri(out, x->op == EXPR_TRUE ? TRI_TRUE : TRI_FALSE);
		break;
	case EXPR_FACT:
	case EXPR_WORD_IS:
		eval_fact(env, x, out);
		break;
	case EXPR_VALUE:
		eval_value(env, out);
		break;
	case EXPR_TOTAL:
	case EXPR_POINTS:
	case EXPR_GROUP:
	case EXPR_CONDITION:
	case EXPR_CONDITIONS:
	case EXPR_DIRECT:
	case EXPR_DIRECT_ANY:
		eval_result(env, x, out);
		break;
	case EXPR_FLOOR:
		eval_floor(env, x, out);
		break;
	case EXPR_IF:
		eval_if(env, x, out);
		break;
	case EXPR_COUNT:
		eval_count(env, x, out);
		break;
	case EXPR_AND:
	case EXPR_OR:
		eval_logic(env, x, out);
		break;
	case EXPR_NOT:
		eval_not(env, x, out);
		break;
	case EXPR_ADD:
	case EXPR_SUB:
	case EXPR_MUL:
	case EXPR_DIV:
	case EXPR_GROWTH:
	case EXPR_MIN:
	case EXPR_MAX:
		eval_binary(env, x, out);
		break;
	case EXPR_GE:
	case EXPR_GT:
	case EXPR_LE:
	case EXPR_LT:
	case EXPR_EQ:
		eval_comparison(env, x, out);
		break;
	case EXPR__MAX:
		break;
	}
}

enum tri expr_holds(struct expr_env *env, const struct expr *x)
{
	struct expr_value v;

	expr_eval(env, x, &v);
	return v.tri;
}

void fact_refs_add(struct arena *a, struct fact_refs *refs, size_t fact, size_t back)
{
	for (size_t i = 0; i < refs->n; i++)
		if (refs->v[i].fact == fact && refs->v[i].back == back)
			return;
	VEC_PUSH(a, refs, ((struct fact_ref){(uint8_t)fact, (uint8_t)back}));
}

static bool is_fact(const struct expr *x)
{
	return x->op == EXPR_FACT || x->op == EXPR_WORD_IS;
}

/* The operands of x, at most three; COUNT's list is its own. */
static size_t operands(const struct expr *x, const struct expr *out[3])
{
	size_t n = 0;

	if (x->a && x->op != EXPR_COUNT)
		out[n++] = x->a;
	if (x->b)
		out[n++] = x->b;
	if (x->c)
		out[n++] = x->c;
	return n;
}

void expr_refs(struct arena *a, const struct expr *x, struct fact_refs *refs)
{
	const struct expr *kid[3];
	size_t n = operands(x, kid);

	if (is_fact(x))
		fact_refs_add(a, refs, x->fact, x->back);
	for (size_t i = 0; i < n; i++)
		expr_refs(a, kid[i], refs);
	for (const struct expr *k = x->op == EXPR_COUNT ? x->a : NULL; k; k = k->next)
		expr_refs(a, k, refs);
}

void expr_missing(
        struct expr_env *env, const struct expr *x, struct arena *a, struct fact_refs *refs)
{
	const struct expr *kid[3];
	struct expr_value v;

	expr_eval(env, x, &v);
	if (v.status != EXPR_MISSING)
		return;
	if (is_fact(x))
		fact_refs_add(a, refs, x->fact, x->back);
	if (x->op == EXPR_VALUE)
		expr_missing(env, env->value, a, refs);
	if (x->op == EXPR_IF && expr_holds(env, x->a) != TRI_UNKNOWN) {
		expr_missing(env, expr_holds(env, x->a) == TRI_TRUE ? x->b : x->c, a, refs);
		return;
	}
	size_t n = operands(x, kid);
	for (size_t i = 0; i < n; i++)
		expr_missing(env, kid[i], a, refs);
	for (const struct expr *k = x->op == EXPR_COUNT ? x->a : NULL; k; k = k->next)
		expr_missing(env, k, a, refs);
}

struct str expr_reason(struct arena *a, const struct expr_env *env)
{
	const struct expr *x = env->cause, *base = x ? x->b : NULL;
	struct buf b;

	if (!x)
		return STR("");
	buf_init(&b, a, 512);
	struct expr_env probe = *env;
	struct expr_value v;
	if (base)
		expr_eval(&probe, base, &v);
	bool zero = base && (x->op == EXPR_DIV || x->op == EXPR_GROWTH) && v.status == EXPR_KNOWN &&
	            ratio_sign(v.lo) <= 0;
	if (!zero) {
		buf_lit(&b, "数值过大，无法精确计算，须由工作人员核定");
		return buf_view(&b);
	}
	if (base->op == EXPR_FACT) {
		fact_ref_put(&b, base->fact, base->back, env->facts->year);
		buf_lit(&b, "（");
		buf_str(&b, fact_at(base->fact)->name);
		buf_lit(&b, "）");
	} else {
		buf_lit(&b, "基数");
	}
	buf_c(&b, x->op == EXPR_GROWTH ? "不大于 0，增长率没有定义" : "为 0，比值没有定义");
	buf_lit(&b, "，须由工作人员核定");
	return buf_view(&b);
}
