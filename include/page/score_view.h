/* A result as the parts that show it: the panel, the explanation line by line, the gap. One way for
 * calculator, self-evaluation and review, because the same result must look the same.
 */
#ifndef PAGE_SCORE_VIEW_H
#define PAGE_SCORE_VIEW_H

#include "domain/score.h"
#include "page/common.h"

/* The points that the score route asks for, as a decimal; 0 when the standard has no such route. */
int64_t score_pass_mark(const struct standard *s);
/* `href`: where each line is explained; missing: no link. */
void score_panel(struct ctx *c, const struct score_result *r, struct str href,
	struct view_score *out);

struct view_explains {
	struct view_explain *v;
	size_t n, cap;
};
/* One per indicator, condition and direct condition, in order of the standard. */
void score_explains(struct ctx *c, const struct score_result *r, struct view_explains *out);
void score_explain_indicator(
	struct ctx *c, const struct score_result *r, size_t i, struct view_explain *out);

/* "研发费用总额（2022年）36.20 万元" rows of the facts read. */
void score_fact_rows(struct ctx *c, const struct score_result *r, const struct fact_refs *refs,
	struct view_row_list *out);
/* Cheapest ways to pass: each a list of steps. */
struct view_way {
	struct str title;
	struct view_row_list steps;
};
struct view_ways {
	struct view_way *v;
	size_t n, cap;
};
void score_ways(struct ctx *c, const struct score_result *r, struct view_ways *out);
/* Single steps that raise the result. */
void score_steps(struct ctx *c, const struct score_result *r, struct view_row_list *out);
/* 通过（直通条件）, 不通过 …, as a sentence for the head of a page. */
struct str score_sentence(struct ctx *c, const struct score_result *r);

#endif
