/* 分档线: which points hang on the last thousandth of a figure. Nothing is wrong with a figure that just
 * reaches its band; it is where a reviewer looks first.
 */
#ifndef DOMAIN_SCORE_EDGE_H
#define DOMAIN_SCORE_EDGE_H

#include "domain/score.h"

struct score_edge {
	size_t indicator;
	uint8_t fact, back;
	bool less;	       /* were the figure a thousandth less; else: a thousandth more */
	int64_t points, would; /* micro-points as they stand, and then */
};
struct score_edges {
	struct score_edge *v;
	size_t n, cap;
};

/* Yearly figures that are not whole numbers, one after the other a thousandth less and more, everything
 * else as it stands. At most one edge per indicator: the first that is found, in the order in which the
 * standard reads its facts. Nothing is said about an indicator whose points are open. */
void score_edges(const struct standard *std, const struct facts *facts, enum score_mode mode,
	struct arena *a, struct score_edges *out);

#endif
