/* What becomes of an enterprise besides its files. A body notes events of enterprises that have submitted to it
 * (kinds: sql/reference/follow.json); it ends them with a day and a reason, nothing is removed. The bodies of the
 * file it was noted from see it, and the enterprise. Consent is the enterprise's own: given, withdrawn, recorded.
 */
#ifndef SERVICE_FOLLOW_H
#define SERVICE_FOLLOW_H

#include "base/time.h"
#include "service/tx.h"
#include "store/q.h"

struct follow_kind {
	struct str id, name;
	bool amount; /* an amount of money belongs to it */
};
struct follow_kinds {
	struct follow_kind *v;
	size_t n, cap;
};
MUST_CHECK enum rc follow_kinds_load(struct arena *a, struct follow_kinds *out, struct err *e);
const struct follow_kind *follow_kind_of(const struct follow_kinds *k, struct str id); /* NULL: none */

#define CONSENT_FINANCING "financing" /* named to financing partners */
#define CONSENT_EXAMPLE "example"     /* 典型案例 of a yearly report */

/* RC_INVALID on kind, on, amount, note; RC_NOT_FOUND: no enterprise of this body. */
USE_CASE(follow_add)
struct follow_add {
	struct str enterprise, kind, amount, note;
	struct date on;
};
/* RC_STATE (MSG_FOLLOW_ENDED): not of this body, ended already, or a day before it began. */
USE_CASE(follow_end)
struct follow_end {
	struct str enterprise, tag, reason;
	struct date on;
};
/* By the legal representative or who fills in; twice the same changes nothing. */
USE_CASE(consent_set)
struct consent_set {
	const char *purpose; /* one of the two */
	bool given;
};

#endif
