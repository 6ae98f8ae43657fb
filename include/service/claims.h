/* 直通车条件: what a direct condition that an enterprise claims rests on, and what is doubtful about it, as questions
 * to whoever reviews. Nothing here decides: the certificate is read by a person.
 */
#ifndef SERVICE_CLAIMS_H
#define SERVICE_CLAIMS_H

#include "service/review.h"

struct claim {
	struct str id, title;  /* of the direct condition */
	struct strs rests_on;  /* the items that count, each with number and days */
	struct strs questions; /* empty: only the original is left to compare */
};
struct claims {
	struct claim *v;
	size_t n, cap;
};
/* The claims of the submission under review that hold by the declared values. */
MUST_CHECK enum rc claims_of(
	struct db *db, const struct review *r, int64_t now, struct claims *out, struct err *e);

#endif
