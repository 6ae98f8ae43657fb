/* An enterprise is heard about an objection to it: the body words what it asks and sets the term (no document prints one),
 * the enterprise answers once, with evidence, and keeps a receipt. It learns neither who objected nor in what words.
 */
#ifndef SERVICE_HEARING_H
#define SERVICE_HEARING_H

#include "service/evidence.h"

#define HEARING_DAYS_MAX 60

/* By the body that handles the objection, once, while it is open; accepts one that was only received.
 * RC_INVALID with the field: ask_text, days. RC_STATE: it was asked before, or the objection is closed. */
USE_CASE(hearing_ask)
struct hearing_ask {
	struct str objection; /* public id */
	struct str text;
	int64_t days;
	bool working;
	/* out: */
	int64_t due_at;
};

/* RC_DEADLINE: the term is over. RC_STATE: answered before, or the objection is closed. RC_INVALID: text. */
USE_CASE(hearing_reply)
struct hearing_reply {
	struct str public_id; /* of the hearing */
	struct str text;
	const struct evidence_stored *files;
	size_t files_n;
	/* out: */
	struct str receipt_no;
};

/* In the transaction that settled the objection: the enterprise that was asked is told. */
MUST_CHECK enum rc hearing_settled(
	struct tx *tx, int64_t objection_id, struct str word, struct str outcome, struct err *e);

#endif
