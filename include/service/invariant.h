/* What must hold at any time whatever the code that writes does: asked of the tables alone, by statements of their own
 * (sql/query/invariant.sql). `tidu check` asks everything; the rehearsal (service/rehearsal) after each day.
 */
#ifndef SERVICE_INVARIANT_H
#define SERVICE_INVARIANT_H

#include "service/rules.h"
#include "store/db.h"

/* How far the last look came. */
struct invariant_marks {
	int64_t title, submission, registry, audit;
};
struct invariant_scope {
	struct invariant_marks since; /* what was looked at before; zero: everything */
	struct date today;	      /* titles whose last day is before it have ended; {0}: not asked */
	int64_t agency_id;	      /* whose queue is counted; 0: of every body */
};
/* One line each: 一级称号重叠：某企业（代码）…; empty: all holds. */
MUST_CHECK enum rc invariants_check(struct db *db, const struct rules *rules,
	const struct invariant_scope *scope, struct arena *a, struct strs *findings, struct err *e);
/* Where the next look may begin. */
MUST_CHECK enum rc invariants_mark(struct db *db, struct invariant_marks *out, struct err *e);

#endif
