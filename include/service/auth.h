/* Sessions as a request needs them, signing in and out, and how often somebody may try. */
#ifndef SERVICE_AUTH_H
#define SERVICE_AUTH_H

#include "service/tx.h"

struct auth_session {
	bool found; /* false: unknown, expired, or ended by a change of rights */
	struct actor who;
	struct str csrf_secret;
	struct str flash;
	int64_t seen_at;  /* ms UTC */
	bool demo;	 /* an account of the demonstration: none in production mode */
};

#define AUTH_IDLE_MS ((int64_t)30 * 60 * 1000)
#define AUTH_ABSOLUTE_MS ((int64_t)12 * 3600 * 1000)
#define AUTH_ABSOLUTE_OFFICER_MS ((int64_t)8 * 3600 * 1000)

/* One point select. `token` is the raw value of the cookie; it is hashed inside. */
MUST_CHECK enum rc auth_session_load(struct db *db, struct str token, int64_t now,
	struct auth_session *out, struct err *e);
/* Moves seen_at to `now` (a write: callers do so at most every AUTH_TOUCH_EVERY_MS). */
#define AUTH_TOUCH_EVERY_MS ((int64_t)5 * 60 * 1000)
MUST_CHECK enum rc auth_session_touch(struct store *s, struct arena *a, struct str token, int64_t now,
	struct err *e);

/* Sign in. The slow part (argon2id) runs on the caller's thread, at most two at once, others wait briefly;
 * RC_BUSY when too many wait. Unknown logins cost the same as wrong passwords, and get the same words.
 * RC_LIMITED (MSG_AUTH_LOCKED with the minutes): five failures of a login or twenty of an address within a
 * quarter of an hour. RC_INVALID (MSG_AUTH_WRONG). RC_FORBIDDEN (MSG_AUTH_DEMO): a demonstration account
 * in production mode. */
struct auth_attempt {
	struct str login, password, ip, agent;
	/* out: */
	struct str token; /* the cookie's value */
	struct actor who;
	int64_t last_at; /* the sign-in before this one; 0: the first */
	struct str last_ip;
};
MUST_CHECK enum rc auth_sign_in(const struct services *sv, struct arena *a, int64_t now,
	struct auth_attempt *t, struct err *e);

USE_CASE(auth_sign_out)
struct auth_sign_out {
	struct str token;
};

/* Between services: a new session of an account whose rights have been checked. */
struct auth_start {
	int64_t account_id, epoch;
	struct str role, ip, agent;
};
MUST_CHECK enum rc auth_session_start(
	struct tx *tx, const struct auth_start *in, struct str *token, struct err *e);
/* Asks for the password of who is signed in. RC_INVALID (field "current"), RC_LIMITED, RC_BUSY. */
MUST_CHECK enum rc auth_check_own(const struct tx_call *call, struct str password, struct err *e);

/* The counter of failures of a login, as throttling keeps it. */
struct str auth_login_key(struct arena *a, struct str login);
/* The role bit of a stored role; 0 when it is none. */
unsigned auth_role_bit(struct str role);
/* Hash with the same bound on how many run at once. RC_BUSY. */
MUST_CHECK enum rc auth_hash_password(struct arena *a, struct str password, struct str *out,
	struct err *e);

#endif
