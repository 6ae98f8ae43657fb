/* People's accounts: made, stopped, let in again, and their passwords. Who may do it to whom is decided
 * here: an administrator to officers and administrators, an enterprise to its own people, a body to the
 * passwords of the enterprises that it verifies, the command line to everybody. Stopping somebody or
 * setting a password raises the epoch, which ends that person's sessions with the next request.
 */
#ifndef SERVICE_ACCOUNT_H
#define SERVICE_ACCOUNT_H

#include "service/auth.h"

#define PASSWORD_MIN 10 /* characters */
#define PASSWORD_MAX 128
#define LOGIN_MIN 3
#define LOGIN_MAX 40

/* RC_INVALID: field "password", what is wrong with it. Login, code and name of the person may be missing. */
MUST_CHECK enum rc account_password_fit(struct arena *a, struct str password, struct str login,
	struct str uscc, struct str name, struct err *e);
/* A password to be used once: "k7mq-x2rd-9wtf", 60 random bits, and its hash. */
MUST_CHECK enum rc account_password_make(
	struct arena *a, struct str *plain, struct str *hash, struct err *e);
/* Lower case; RC_INVALID, field "login". */
MUST_CHECK enum rc account_login_fit(struct arena *a, struct str typed, struct str *out, struct err *e);

struct account_new {
	struct str login; /* as account_login_fit gives it */
	struct str role, name, phone, email;
	struct str password; /* the hash */
	int64_t agency_id, enterprise_id; /* 0: none */
	bool must_change;
};
/* For other use cases, which have decided that it may be. RC_INVALID, field "login": taken. */
MUST_CHECK enum rc account_put(struct tx *tx, const struct account_new *in, int64_t *id, struct err *e);

/* RC_INVALID: the role does not fit the body's level (field "agency"), login taken (field "login"). */
USE_CASE(account_create)
struct account_create {
	struct account_new v;
	int64_t id; /* out */
};

/* Not oneself, not the last administrator: RC_STATE. */
USE_CASE(account_set_active)
struct account_set_active {
	int64_t id;
	bool active;
	struct str reason;
};

/* Lets somebody in again with a password that must be changed at once. */
USE_CASE(account_reset)
struct account_reset {
	int64_t id;
	struct str password; /* the hash */
	struct str login, name; /* out */
};

/* One's own. account_password_change checks the present one (RC_INVALID, field "current"; RC_LIMITED after
 * five wrong ones), the new one, and runs the use case: a new session takes the place of all old ones. */
struct account_password_change {
	struct str current, password, ip, agent;
	struct str token; /* out: the new session's */
};
MUST_CHECK enum rc account_password_change(struct tx_call *call, struct account_password_change *uc,
	struct err *e);

USE_CASE(account_contact)
struct account_contact {
	struct str name, phone, email;
	bool asks; /* out: a letter asks to confirm the address */
};

/* Ends one's sessions except the one of `token`. */
USE_CASE(account_end_others)
struct account_end_others {
	struct str token;
};

/* 填报人 … of a stored role, for lists and commands. */
struct str account_role_word(struct str role);

#endif
