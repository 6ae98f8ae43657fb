/* Is this POST one that our own page made for this person? Three independent answers (security.md):
 * the token in the form, the Origin header, Sec-Fetch-Site; those that are there must all say yes,
 * and the token must be there.
 */
#ifndef WEB_CSRF_H
#define WEB_CSRF_H

#include "web/ctx.h"

/* base64url(HMAC-SHA-256(secret, "form")): 43 characters. */
struct str csrf_token(struct arena *a, struct str secret);
/* RC_FORBIDDEN with a message for people. Reads field `_csrf` or header `x-csrf-token`. */
MUST_CHECK enum rc csrf_check(const struct ctx *c, bool secure, struct err *e);

#endif
