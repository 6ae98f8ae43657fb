/* 规则试算: another standard on what the enterprises of the province submitted last, in one read
 * transaction. Nothing is written, nobody is told.
 */
#ifndef SERVICE_WHATIF_H
#define SERVICE_WHATIF_H

#include "domain/score_compare.h"
#include "service/target.h"

#define WHATIF_EDGE (3 * (int64_t)1000000) /* micro-points around the pass line */

enum whatif_kind { WHATIF_GAINED, WHATIF_LOST, WHATIF_UNSURE, WHATIF_EDGE_ONLY, WHATIF__MAX };
const char *whatif_word(enum whatif_kind k); /* 新达标 不再达标 数据不足 边缘 */

struct whatif_count {
	int64_t files, passed, passes; /* passed: under the old standard */
	int64_t gained, lost;
	int64_t unsure; /* passed; the new standard asks for facts that were not submitted */
	int64_t edge;	/* within WHATIF_EDGE of the new pass line, whatever else */
};
struct whatif_city {
	int64_t id;
	struct str name;
	struct whatif_count n;
	int64_t target, listed; /* of the year */
};
struct whatif_cause {
	struct score_cause cause;
	int64_t gained, lost;
};
struct whatif_row { /* a file whose result turns, or at the edge */
	enum whatif_kind kind;
	bool edge;
	struct str public_id, no, name;
	size_t city; /* number in cities */
	struct expr_interval from, to;
	struct score_cause cause;
};
struct whatif_result {
	struct whatif_count total;
	struct whatif_city *cities;
	size_t cities_n;
	struct {
		struct whatif_cause *v;
		size_t n, cap;
	} causes; /* most first */
	struct {
		struct whatif_row *v;
		size_t n, cap;
	} rows; /* in order of the files; every one */
	int64_t ms;
};
struct whatif {
	const struct procedure *procedure; /* whose programme's files, whose targets */
	const struct standard *from, *to;
	int64_t mark; /* pass line of `to` in micro-points; 0: it has none */
	int64_t year; /* of the targets */
	int64_t now;
};
/* Province only. The result lives in `a`. */
MUST_CHECK enum rc whatif_run(const struct services *sv, const struct actor *who,
	const struct whatif *in, struct arena *a, struct whatif_result *out, struct err *e);

#endif
