/* One way to fail. A fallible function returns enum rc and fills *e: a code for the program, a
 * message for people (base/msg.h, with up to two arguments), the field it concerns, and a detail
 * that goes to the log and nowhere else. Outputs are untouched on failure.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/msg.h"
#include "base/str.h"

enum rc {
	RC_OK,
	RC_INVALID,   /* input breaks a rule: 400, or the form again with the message (422) */
	RC_NOT_FOUND, /* does not exist, or not for this person: 404 */
	RC_FORBIDDEN, /* the kind of act is not this role's: 403 */
	RC_CONFLICT,  /* somebody else changed it: 409 */
	RC_STATE,     /* not in a state that allows this: 409 */
	RC_DEADLINE,  /* too late, or too early: 409 */
	RC_TOO_LARGE, /* 413 */
	RC_LIMITED,   /* too many attempts: 429 */
	RC_BUSY,      /* try again: 503 */
	RC_IO,	      /* disk, network: 500 */
	RC_DATA,      /* stored or reference data is broken: 500 */
	RC_INTERNAL,  /* a bug: 500 */
	RC__MAX
};

struct err {
	enum rc code;
	enum msgid msg;
	char field[64];
	char arg[2][160];
	char detail[320];
};

/* The usual way out of a function that owns nothing. */
#define TRY(expr)                                                                                  \
	do {                                                                                       \
		enum rc try_rc_ = (expr);                                                          \
		if (try_rc_ != RC_OK)                                                              \
			return try_rc_;                                                            \
	} while (0)

/* Set and return: `return err_set(e, RC_STATE, MSG_APPLICATION_LOCKED);` e may be NULL. */
enum rc err_set(struct err *e, enum rc code, enum msgid msg);
enum rc err_field(struct err *e, enum rc code, enum msgid msg, const char *field);
/* Fill an argument of the message ({0} or {1}) after err_set; returns e->code. */
enum rc err_arg(struct err *e, int which, struct str value);
PRINTF_LIKE(2, 3) enum rc err_argf(struct err *e, const char *fmt, ...); /* argument 0 */
PRINTF_LIKE(4, 5)
enum rc err_detail(struct err *e, enum rc code, enum msgid msg, const char *fmt, ...);

/* The text for people, with arguments filled in. */
struct str err_text(struct arena *a, const struct err *e);
const char *rc_name(enum rc rc);

#endif
