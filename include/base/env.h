/* What the world gives: the clock and randomness. Passed in, never reached for, so that tests and
 * rehearsals (`--now`) decide what time it is. A request reads the clock once.
 */
#ifndef BASE_ENV_H
#define BASE_ENV_H

#include "base/err.h"

struct env {
	bool fixed;	  /* the clock stands still at `now` (--now) */
	int64_t now;	  /* ms UTC, when fixed */
};

int64_t env_now(const struct env *env);			 /* ms UTC */
int64_t monotonic_us(void);				 /* for durations in logs only */
MUST_CHECK enum rc random_bytes(void *out, size_t n, struct err *e); /* getrandom(2) */
/* n random bytes as base64url without padding. */
MUST_CHECK enum rc random_token(struct arena *a, size_t n, struct str *out, struct err *e);

#endif
