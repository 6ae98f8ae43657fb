/* Facts and a standard give a result: the one engine behind the calculator, self-evaluation,
 * review, recheck, the command line and replay. Pure: the same standard (by hash) and facts give
 * the same bytes.
 *
 * An indicator is scored as soon as nothing that is missing can change its band; else its points
 * are the interval [0, max]. Verdict: PASS when a route holds, FAIL when none can hold any more,
 * OPEN otherwise, ERROR when a fact is impossible (then nothing else is evaluated).
 */
#ifndef DOMAIN_SCORE_H
#define DOMAIN_SCORE_H

#include "domain/standard.h"

#define SCORE_ENGINE_VERSION "1"

enum score_mode {
	SCORE_APPLICATION,
	SCORE_RECHECK /* conditions marked so are left out: they hold */
};
enum score_verdict { SCORE_PASS, SCORE_FAIL, SCORE_OPEN, SCORE_ERROR };
enum score_status { SCORE_SCORED, SCORE_MISSING, SCORE_MANUAL };

struct score_indicator {
	enum score_status status;
	bool has_value;
	struct ratio value; /* not reduced; ratio_put writes lowest terms */
	int band;           /* number in the standard, -1 when not scored or without bands */
	struct expr_interval points;
	struct str reason; /* SCORE_MANUAL: why an officer must decide */
};

struct score_item { /* a condition or direct condition */
	enum tri holds;
	bool manual;       /* unknown, and nothing is missing */
	struct str reason; /* when manual */
};

/* --- the gap: what would raise the result ---------------------------------------------------- */

struct score_change {
	uint8_t fact, back;
	bool had;         /* `from` is known */
	int64_t from, to; /* as fact values */
};

#define SCORE_CHANGES_MAX 6
#define SCORE_SETS_MAX 3
#define SCORE_SET_STEPS_MAX 24

enum score_step_kind { STEP_INDICATOR, STEP_CONDITION, STEP_DIRECT };

/* One thing raised, everything else as it is. Each `to` is the least change (in millionths, or
 * whole items) that reaches the target; main_revenue above revenue takes revenue along. */
struct score_step {
	enum score_step_kind kind;
	size_t of;      /* number of the indicator, condition or direct condition */
	int band;       /* STEP_INDICATOR with bands: the target */
	int64_t points; /* STEP_INDICATOR: points gained */
	size_t n;
	struct score_change change[SCORE_CHANGES_MAX];
};

struct score_steps {
	struct score_step *v;
	size_t n, cap;
};

/* A cheapest way to pass: fewest indicators, then fewest bands climbed, then the standard's order.
 * Conditions that do not hold belong to every set. Each set was applied and evaluated: it passes.
 */
struct score_set {
	int64_t points; /* gained by the indicators */
	size_t n;
	struct score_step *step;
};

struct score_result {
	const struct standard *standard;
	const struct facts *facts;
	enum score_mode mode;
	enum score_verdict verdict;
	enum standard_route_id route; /* ROUTE_NONE unless passed; direct before score */
	struct expr_interval total;
	struct expr_interval *groups;
	struct score_indicator *indicators;
	struct score_item *conditions, *direct;
	struct fact_refs missing; /* what could still change something, in order of the standard */
	struct strs manual;       /* ids of indicators, conditions, direct conditions */
	struct strs errors;       /* Chinese, each begins with the fact: "rd_expense.2022：…" */
	/* For each scored indicator below its max the next better band (alternatives follow each
	 * other); in a failing result also one step for each condition and direct condition that
	 * does not hold. */
	struct score_steps gap;
	struct score_set sets[SCORE_SETS_MAX]; /* failing results only */
	size_t sets_n;
};

/* Everything in *out lives on `a` (and in std and facts, which must live as long). */
void score_evaluate(const struct standard *std, const struct facts *facts, enum score_mode mode,
        struct arena *a, struct score_result *out);

/* The same without `missing`, `manual` and the gap: verdict, points and conditions alone, for sweeps over
 * many files. Not for explanations. */
void score_judge(const struct standard *std, const struct facts *facts, enum score_mode mode,
        struct arena *a, struct score_result *out);

/* The result as the command and the API give it (one line, no newline): standard, result, route,
 * total, groups, indicators, conditions, direct, missing, manual, errors, gap; then version and
 * hash of the standard, and `reasons` when something is manual. No total when the verdict is ERROR.
 */
void score_put_json(struct buf *b, const struct score_result *r);
/* Everything, in canonical order: the above with rule text, facts used and their values, the basis,
 * confidence, engine version. Its SHA-256 is stored with a decision. */
void score_explain_json(struct buf *b, const struct score_result *r);
struct hash score_explain_hash(struct arena *a, const struct score_result *r);

/* "研发费用总额（2022年）再增加 3.2 万元 → +5 分" */
void score_step_text(struct buf *b, const struct score_result *r, const struct score_step *step);
void score_change_text(struct buf *b, const struct score_result *r, const struct score_change *c);
struct str score_verdict_name(enum score_verdict v);  /* pass, fail, open, error */
struct str score_verdict_label(enum score_verdict v); /* for people */
/* "44-74" or "62": an interval of points for people. */
struct str score_interval(struct arena *a, struct expr_interval v);

#endif
