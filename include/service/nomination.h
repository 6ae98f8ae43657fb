/* 向部推荐: which enterprises went to the ministry under which number, frozen in the act that sent them, so that
 * the letter and its list can be made again byte for byte.
 */
#ifndef SERVICE_NOMINATION_H
#define SERVICE_NOMINATION_H

#include "service/batch.h"
#include "service/tx.h"

struct nomination {
	struct q_nomination_of head;
	struct list_entries list;
};
/* Inside the act (service/list_act). `list` is not empty; procedures without such a letter keep none. */
MUST_CHECK enum rc nomination_record(struct tx *tx, const struct batch *b, struct str doc_no,
	const struct list_entries *list, struct err *e);
/* RC_NOT_FOUND: another body's. */
MUST_CHECK enum rc nomination_load(struct db *db, const struct actor *who, struct str public_id,
	struct nomination *out, struct err *e);

#endif
