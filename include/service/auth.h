/* Sessions as a request needs them: who holds the cookie, and the secret its forms are bound to. */
#ifndef SERVICE_AUTH_H
#define SERVICE_AUTH_H

#include "service/actor.h"
#include "store/db.h"

struct auth_session {
	bool found;	/* false: unknown, expired, or ended by a change of rights */
	struct actor who;
	struct str csrf_secret;
	struct str flash;
	int64_t seen_at; /* ms UTC */
};

/* One point select. `token` is the raw value of the cookie; it is hashed inside. */
MUST_CHECK enum rc auth_session_load(struct db *db, struct str token, int64_t now,
	struct auth_session *out, struct err *e);
/* Moves seen_at to `now` (a write: callers do so at most every AUTH_TOUCH_EVERY_MS). */
#define AUTH_TOUCH_EVERY_MS ((int64_t)5 * 60 * 1000)
MUST_CHECK enum rc auth_session_touch(struct store *s, struct arena *a, struct str token, int64_t now,
	struct err *e);

#endif
