/* An entry in 经营异常名录 or 严重失信主体名单 and its removal, as events: who is being shown is held for the re-check of an
 * objection (异议复核, 豫科企〔2025〕8号 三（七）), bodies with a file or a title of the enterprise are told, and so is the
 * enterprise. What an entry means for applying is domain/entry's, for a title the procedure's grounds.
 */
#ifndef SERVICE_LISTED_H
#define SERVICE_LISTED_H

#include "domain/procedure.h"
#include "service/tx.h"

struct listed_entry {
	struct str uscc, kind;		 /* abnormal dishonest */
	struct str since_on, removed_on; /* dates; removed_on empty: still listed */
	struct str reason, source;
};
struct str listed_word(struct str kind); /* 经营异常名录 严重失信主体名单 */

MUST_CHECK enum rc listed_entered(struct tx *tx, const struct listed_entry *l, struct err *e);
MUST_CHECK enum rc listed_left(struct tx *tx, const struct listed_entry *l, struct err *e);
/* A publicity has opened: who of it stands in a list already. */
MUST_CHECK enum rc listed_shown(struct tx *tx, int64_t publicity_id, int64_t agency_id, struct err *e);
/* Where the procedure asks that no list names the enterprise: what keeps its file from passing, a sentence for each entry. */
MUST_CHECK enum rc listed_obstacles(
	struct db *db, const struct procedure *p, struct str uscc, struct strs *out, struct err *e);

#endif
