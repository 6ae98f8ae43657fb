/* 送达 (L34) and who can be told at all (L28). A decision or notice to an enterprise gets a receipt number when it is sent;
 * it is served when somebody of the enterprise first opens the file or case that it is about, or when the body records
 * another way of service. A letter by mail (service/post) only points to the message and serves nothing; where there is
 * no mail, messages are the only channel. So a contact that nobody has checked, an address that refuses mail, and messages
 * that lie unread are what tells that somebody is not reached.
 */
#ifndef SERVICE_DELIVERY_H
#define SERVICE_DELIVERY_H

#include "service/tx.h"
#include "store/q.h"

/* Messages that lie unread for so long count as not received. */
#define CONTACT_UNREAD_MS (7 * MS_PER_DAY)

struct delivery {
	int64_t enterprise_id, agency_id, object_id;
	const char *object_kind; /* application case */
	struct str object;	 /* public id */
	struct str subject;
};
/* Inside the transaction that sends it. Nothing without a body that sends. */
MUST_CHECK enum rc delivery_put(struct tx *tx, const struct delivery *d, struct err *e);

/* Somebody of the enterprise has opened the object: what waits for that is served now, on record in its file. */
USE_CASE(delivery_seen)
struct delivery_seen {
	const char *object_kind;
	struct str object;
};
/* 2026-11-20 09:12，张三查阅（回证 SD…）; 尚未查阅 … */
struct str delivery_text(struct arena *a, const struct q_deliveries_of_object *d);

/* By an administrator: these people were reached by telephone. RC_STATE: one of them has no contact to check. */
USE_CASE(contact_check)
struct contact_check {
	const int64_t *ids;
	size_t n;
};
/* What a person should read about their own contact on their first screen; `text` is "" when somebody, or a letter, has
 * reached them. `href`, `act`: where to go for it. */
struct contact_note {
	struct str text, href, act;
};
MUST_CHECK enum rc contact_warning(const struct services *sv, struct db *db, const struct actor *who,
	struct contact_note *out, struct err *e);

#endif
