/* The message centre of a person: the truth about what they were told. */
#ifndef SERVICE_MESSAGE_H
#define SERVICE_MESSAGE_H

#include "base/time.h"
#include "service/tx.h"

/* Marks one message of the person, or all of them (id 0), as read. */
USE_CASE(message_read)
struct message_read {
	int64_t id;
};

/* One notice, to every active person of an enterprise, or of a body except who acts. Who registered a code and is not
 * verified is told nothing of what others say about it. */
struct notice {
	const char *kind; /* "case" "voice" … */
	struct str subject, body, link;
};
MUST_CHECK enum rc message_to_enterprise(
	struct tx *tx, int64_t enterprise_id, const struct notice *n, struct err *e);
/* The same about what its people sent in themselves: also while no body has seen the licence. */
MUST_CHECK enum rc message_answer_to_enterprise(
	struct tx *tx, int64_t enterprise_id, const struct notice *n, struct err *e);
/* The same when a clock of theirs runs, until due_at (0: from when they open it): where there is mail, it is sent at once. */
MUST_CHECK enum rc message_term_to_enterprise(
	struct tx *tx, int64_t enterprise_id, const struct notice *n, int64_t due_at, struct err *e);
MUST_CHECK enum rc message_term_to_body(
	struct tx *tx, int64_t agency_id, const struct notice *n, int64_t due_at, struct err *e);
/* A reminder of a term that ends within a week is one of these; an earlier one waits for the daily letter. */
static inline bool message_soon(int64_t now, int64_t due_at)
{
	return due_at > 0 && due_at - now <= 8 * MS_PER_DAY;
}
MUST_CHECK enum rc message_to_body(struct tx *tx, int64_t agency_id, const struct notice *n, struct err *e);

#endif
