/* Mail to people: a letter points to a message of the centre (service/message), which stays the truth, or carries a
 * one-use link. Without mail_host in the configuration there is no channel and everything here says so.
 *
 * Who is told what (L27): at once what is `urgent` (a clock of the reader runs), the rest in one letter a day; each
 * person chooses: daily (both), urgent (only the first), none. Letters go to addresses that their owner has confirmed
 * (L28); only the letter that asks for it goes to another. An address that a server refuses for good is marked, and its
 * account is among 收不到通知的账号.
 *
 * A letter says subject, whose turn, term and the address of the place: no body of a message, no name, no data of a file.
 * It is no service (送达): that is opening the file or case (service/delivery).
 */
#ifndef SERVICE_POST_H
#define SERVICE_POST_H

#include "service/tx.h"

#define POST_CONFIRM_MS (2 * MS_PER_DAY)
#define POST_RESET_MS ((int64_t)3600 * 1000)
#define POST_LETTERS_A_DAY 5 /* of one kind that a person may ask for */

/* Why there is no channel; NULL: there is one. */
const char *post_off(const struct services *sv);

/* Inside the transaction that sets an address: a letter that asks its owner to confirm it. Nothing without a channel or
 * an address. RC_INVALID, field "email": no address. */
MUST_CHECK enum rc post_address_new(struct tx *tx, int64_t account_id, struct str email, struct err *e);

enum post_address {
	POST_NO_ADDRESS,
	POST_UNCONFIRMED,
	POST_CONFIRMED,
	POST_BOUNCED,
};
struct post_me {
	enum post_address address;
	struct str mode, why; /* why: of a refusal */
};
MUST_CHECK enum rc post_me(struct db *db, int64_t account_id, struct str email, struct post_me *out, struct err *e);
/* 每日一封 … of a stored mode; NULL after the last. */
struct post_mode {
	const char *code, *word, *hint;
};
extern const struct post_mode post_modes[];

/* One's own: the letter once more. RC_STATE: no channel, no address, or confirmed. RC_LIMITED. */
USE_CASE(post_ask_confirm)
struct post_ask_confirm {
	struct str email; /* out */
};
/* One's own. RC_INVALID, field "mode". */
USE_CASE(post_choose)
struct post_choose {
	struct str mode;
};

/* What a link is for, while it lives; found: false for every other. */
struct post_link {
	bool found;
	int64_t account_id;
	struct str email, login, role, name, uscc;
};
MUST_CHECK enum rc post_link_look(
	struct db *db, struct str token, const char *purpose, int64_t now, struct post_link *out, struct err *e);
/* By whoever holds the link. RC_STATE (MSG_POST_LINK): used, expired, or the address is another by now. */
USE_CASE(post_confirm)
struct post_confirm {
	struct str token;
};
/* A forgotten password (C11): by login or credit code. Says nothing about whether there is such an account; a letter goes
 * to the confirmed address of an active one that is no administrator's. */
USE_CASE(post_ask_reset)
struct post_ask_reset {
	struct str login;
};
USE_CASE(post_reset)
struct post_reset {
	struct str token, password; /* the hash */
};

/* By an administrator. post_retry: failed ones once more; post_test: a letter to oneself. */
USE_CASE(post_retry)
struct post_retry {
	const int64_t *ids;
	size_t n;
	int64_t done; /* out */
};
USE_CASE(post_test)
struct post_test {
	struct str email; /* out */
};

/* Between services: a letter of a kind to an address; message_id 0: of none. */
MUST_CHECK enum rc post_put(
	struct tx *tx, const char *kind, int64_t account_id, struct str email, int64_t message_id, struct err *e);

#endif
