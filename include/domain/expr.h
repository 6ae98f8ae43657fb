/* The small language in which standards state values, bands, conditions and passing.
 *
 *   or       := and { "or" and }              and   := not { "and" not }        not := "not" not |
 * cmp cmp      := sum [ (">=" | ">" | "<=" | "<" | "==" | "!=") sum | "in" INTEGER ".." INTEGER ]
 *   sum      := product { ("+" | "-") product }      product := unary { ("*" | "/") unary }
 *   unary    := "-" unary | primary
 *   primary  := NUMBER | NUMBER "%" | "true" | "false" | 'word' | "(" or ")" | name | call
 *   name     := FACT | FACT "." ("y1" | "y2" | "y3" | "y4")     yearly facts need the year: y1 =
 * Y-1 | value          the indicator's value, in its bands | total          sum of all points |
 * conditions     all conditions hold          | direct      any direct condition holds call     :=
 * points(INDICATOR) | group(GROUP) | condition(CONDITION) | direct(DIRECT) | min(x, y) | max(x, y)
 * | floor(x) | if(bool, x, y) | count(bool, …) | growth(x, base)                (x - base) / base,
 * undefined for base <= 0
 *
 * Types are number and bool, checked at load; a word (a fact with named values) can only be
 * compared with == and != to one of its words. Every node is evaluated at most once and a tree has
 * at most EXPR_MAX_NODES, EXPR_MAX_DEPTH deep: that bound, checked at load, is the step budget.
 *
 * Evaluation is exact and knows what it does not know. A number is an interval: a missing fact
 * reaches from its least to its greatest possible value, so 600 + missing >= 500 is already true.
 * Logic is Kleene's. A value that the rule leaves undefined (a ratio to 0, growth from a base <= 0)
 * is EXPR_MANUAL: an officer decides. Where something is missing as well, EXPR_MISSING is reported.
 * In a comparison the first fact of the left side is the one that an enterprise would move: the gap
 * (domain/score.h) solves for it, so write rd_expense.y1 / revenue.y1, not the other way round.
 */
#ifndef DOMAIN_EXPR_H
#define DOMAIN_EXPR_H

#include "domain/fact.h"
#include "domain/ratio.h"

#define EXPR_MAX_NODES 256
#define EXPR_MAX_DEPTH 32

enum expr_op {
	EXPR_CONST,
	EXPR_TRUE,
	EXPR_FALSE,
	EXPR_FACT,
	EXPR_WORD_IS, /* fact == 'word' */
	EXPR_VALUE,
	EXPR_TOTAL,
	EXPR_POINTS,
	EXPR_GROUP,
	EXPR_CONDITION,
	EXPR_CONDITIONS,
	EXPR_DIRECT,
	EXPR_DIRECT_ANY,
	EXPR_ADD,
	EXPR_SUB,
	EXPR_MUL,
	EXPR_DIV,
	EXPR_GROWTH,
	EXPR_MIN,
	EXPR_MAX,
	EXPR_FLOOR,
	EXPR_IF,
	EXPR_COUNT,
	EXPR_GE,
	EXPR_GT,
	EXPR_LE,
	EXPR_LT,
	EXPR_EQ,
	EXPR_AND,
	EXPR_OR,
	EXPR_NOT,
	EXPR__MAX
};

enum expr_type { EXPR_BOOL, EXPR_NUMBER };
enum expr_status { EXPR_KNOWN, EXPR_MISSING, EXPR_MANUAL };
enum tri { TRI_FALSE, TRI_TRUE, TRI_UNKNOWN };

struct expr {
	enum expr_op op;
	enum expr_type type;
	uint8_t fact, back; /* EXPR_FACT, EXPR_WORD_IS */
	uint16_t index;     /* word, or number of the indicator, group, condition, direct */
	uint16_t depth;
	struct ratio k;               /* EXPR_CONST */
	const struct expr *a, *b, *c; /* operands; IF: condition, then, otherwise */
	const struct expr *next;      /* COUNT: a is the first of a list */
};

/* What names may mean where the text stands. */
struct expr_scope {
	bool value, scores,
	        conditions; /* `value`; total points group direct; conditions condition() */
	const struct str *indicators, *groups, *condition_ids, *direct_ids;
	size_t indicators_n, groups_n, condition_ids_n, direct_ids_n;
};

/* RC_DATA, argument 0: what is wrong and at which character. `text` must outlive nothing. */
MUST_CHECK enum rc expr_parse(struct arena *a, struct str text, enum expr_type want,
        const struct expr_scope *scope, const struct expr **out, struct err *e);

/* A number is known when status says so; then only lo counts. den == 0 is an infinity (sign in
 * num). */
struct expr_value {
	enum expr_status status;
	enum tri tri; /* EXPR_BOOL */
	struct ratio lo, hi;
};

struct expr_interval {
	int64_t lo, hi; /* decimals */
};

struct expr_env {
	const struct facts *facts;
	struct facts *draft;                /* the gap's own copy, the same as `facts`; else NULL */
	const struct expr *value;           /* what `value` stands for */
	const struct expr_value *value_now; /* its value, when it was computed already; else NULL */
	const struct expr_interval *points, *groups;
	struct expr_interval total;
	const uint8_t *conditions, *directs; /* enum tri */
	enum tri all_conditions, any_direct;
	const struct expr *cause; /* out: the first undefined value met, for expr_reason */
};

void expr_eval(struct expr_env *env, const struct expr *x, struct expr_value *out);
enum tri expr_holds(struct expr_env *env, const struct expr *x);

/* A fact that an expression reads. */
struct fact_ref {
	uint8_t fact, back;
};
struct fact_refs {
	struct fact_ref *v;
	size_t n, cap;
};
void fact_refs_add(
        struct arena *a, struct fact_refs *refs, size_t fact, size_t back); /* once each */
/* Every fact in x, in order of the text. */
void expr_refs(struct arena *a, const struct expr *x, struct fact_refs *refs);
/* The missing facts that keep x undetermined; none when x is determined. */
void expr_missing(
        struct expr_env *env, const struct expr *x, struct arena *a, struct fact_refs *refs);
/* Why env->cause is undefined, in Chinese with the facts named; "" when there is none. */
struct str expr_reason(struct arena *a, const struct expr_env *env);

#endif
