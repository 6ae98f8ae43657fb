/* What must hold at any time whatever the code that writes does: asked of the tables alone, by statements of their own
 * (sql/query/invariant.sql). `tidu check` asks everything; the rehearsal (service/rehearsal) after each day.
 */
#ifndef SERVICE_INVARIANT_H
#define SERVICE_INVARIANT_H

#include "service/rules.h"
#include "store/db.h"

/* What the questions about titles, queues, entrants and the lists of surveys depend on, for store/watch.h; NULL at
 * the end. Not among them: tables whose rows are only added (the schema's triggers refuse everything else), and of
 * which one row more cannot make these questions find anything. The other questions are small and always asked.
 */
extern const char *const invariant_tables[];
#define INVARIANT_ALL UINT32_MAX

/* `written`: bits of invariant_tables in which something was written since everything held; what depends on none of
 * them still holds and is not asked. `findings` grows by one line each, at most 20 of a question: 同一层级称号重叠：
 * 某企业（代码）…; empty: all holds. Titles whose last day is before `today` have ended; {0}: that is not asked.
 */
MUST_CHECK enum rc invariants_check(struct db *db, const struct rules *rules, struct date today,
	uint32_t written, struct arena *a, struct strs *findings, struct err *e);

#endif
