/* A rehearsal: one province for years, day by day, in a new database. Invented enterprises register, file, update, change,
 * break rules; their bodies review, visit, publish, draw, decide; the jobs run every night. Everybody acts through the use
 * cases of the pages, by the rules of the day; nothing here knows a programme. After each day the invariants are asked
 * (service/invariant), and what does not hold stops it: the day, who, what. The same seed gives the same years.
 */
#ifndef SERVICE_REHEARSAL_H
#define SERVICE_REHEARSAL_H

#include "service/invariant.h"
#include "service/services.h"
#include "store/q.h"

#define REHEARSAL_FIRMS_MAX 20000

struct rehearsal_options {
	struct str division; /* six digits of the province */
	struct date from, to;
	int64_t enterprises; /* 1 … REHEARSAL_FIRMS_MAX, founded in the course of the years */
	uint64_t seed;	     /* not 0 */
};
struct rehearsal_result {
	struct date last; /* the day that was reached */
	struct q_rehearsal_totals totals;
	int64_t refused; /* who was not let in, as it should be: a ban, a lost 复核 */
	struct strs violations; /* of the last day; empty: everything held */
};
/* RC_STATE: production mode, or accounts exist already (MSG_DEMO_NOT_EMPTY). RC_INVALID: a province without bodies. An act
 * that a body or an enterprise may do and that is refused is an error, with the day in its detail. */
MUST_CHECK enum rc rehearsal_run(const struct services *sv, struct arena *a,
	const struct rehearsal_options *o, struct rehearsal_result *out, struct err *e);

#endif
