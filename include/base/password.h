/* Passwords: argon2id t=3 m=64 MiB p=1 (libargon2 lives here and nowhere else). About 120 ms each:
 * callers bound how many run at once (service/auth). */
#ifndef BASE_PASSWORD_H
#define BASE_PASSWORD_H

#include "base/arena.h"
#include "base/err.h"

/* Encoded string with parameters and salt. */
MUST_CHECK enum rc password_hash(struct arena *a, struct str password, struct str *out, struct err *e);
bool password_verify(struct str encoded, struct str password);

#endif
