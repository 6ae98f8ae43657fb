/* May this enterprise apply? Looks up what domain/entry judges: titles, bans, lists, clusters, size class. */
#ifndef SERVICE_ENTRY_H
#define SERVICE_ENTRY_H

#include "domain/entry.h"
#include "service/rules.h"
#include "store/db.h"

struct entry_results {
	struct entry_result *v;
	size_t n;
};
/* `facts` of the file that is being filled, or NULL before there is one. */
MUST_CHECK enum rc entry_of(struct db *db, const struct rules *rules, const struct procedure *p, int64_t enterprise_id,
	const struct facts *facts, struct date day, struct entry_results *out, struct err *e);
/* RC_INVALID (MSG_ENTRY_REFUSED: the condition, what was found): one is false. */
MUST_CHECK enum rc entry_allows(const struct entry_results *r, struct err *e);

#endif
