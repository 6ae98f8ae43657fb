/* Between the files of score_*: evaluation without the gap, and the gap. */
#ifndef DOMAIN_SCORE_ENGINE_H
#define DOMAIN_SCORE_ENGINE_H

#include "domain/score.h"

/* Indicators, totals, conditions, routes. With `base`, a result of the same standard, only what
 * reads a fact that differs is evaluated, and no reasons are given. */
void score_core(struct score_result *r, const struct score_result *base, struct arena *a);
/* Points of one indicator on r->facts. */
void score_indicator_eval(
        const struct score_result *r, size_t i, struct score_indicator *out, struct expr_env *env);
/* Fills r->gap and r->sets. */
void score_gap(struct score_result *r, struct arena *a);
void score_env(const struct score_result *r, struct expr_env *env);

/* env->draft must be set, and is as before afterwards. Ways to make `x` true by moving facts,
 * nearest first where they move the same one. */
struct score_option {
	size_t n;
	struct score_change change[SCORE_CHANGES_MAX];
};
#define SCORE_OPTIONS_MAX 4
size_t score_solve(
        struct expr_env *env, const struct expr *x, struct score_option out[SCORE_OPTIONS_MAX]);
/* ... to make the number x at least `target`. */
size_t score_solve_points(struct expr_env *env, const struct expr *x, int64_t target,
        struct score_option out[SCORE_OPTIONS_MAX]);

#endif
