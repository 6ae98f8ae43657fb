/* The same facts under two standards: what turns the result. Both results are of score_judge or
 * score_evaluate on the same facts.
 */
#ifndef DOMAIN_SCORE_COMPARE_H
#define DOMAIN_SCORE_COMPARE_H

#include "domain/score.h"

enum score_cause_kind {
	CAUSE_NONE, /* both pass, or neither does */
	CAUSE_DIRECT,
	CAUSE_CONDITION,
	CAUSE_INDICATOR,
	CAUSE_GROUP, /* no indicator changed: the least points of a group did */
	CAUSE_LINE,  /* nor that: the pass line, or another way of adding up */
};
struct score_cause {
	enum score_cause_kind kind;
	struct str id, name; /* of the part named, in the standard that has it */
	int64_t change;      /* CAUSE_INDICATOR: micro-points, signed; else 0 */
};
/* One cause: a direct condition or condition that turned, else the indicator whose points moved most
 * in the direction of the turn (the first of the standard among equals), else the group, else the line.
 */
struct score_cause score_cause_of(const struct score_result *from, const struct score_result *to);

#endif
