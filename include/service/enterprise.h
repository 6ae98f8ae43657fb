/* An enterprise comes in: registration with its first account. Who it says it is, is looked at when it is
 * verified (service/identity); here only what a form can show to be wrong is refused.
 */
#ifndef SERVICE_ENTERPRISE_H
#define SERVICE_ENTERPRISE_H

#include "service/account.h"

/* 法人类型 of the registration form; NULL-ended. */
extern const char *const enterprise_kinds[];

/* The code as it will be stored, and what an officer must decide about it. RC_INVALID (field "uscc"): no
 * code at all, the reason in the message. MSG_USCC_DOUBT: only the check character is wrong, and `insist` is
 * not set; with it, *doubt holds the explanation. */
MUST_CHECK enum rc enterprise_uscc(struct arena *a, struct str typed, bool insist, struct str *uscc,
	struct str *doubt, struct err *e);
/* Whether two spellings are one name: blanks and full-width forms do not count. */
bool enterprise_same_name(struct arena *a, struct str x, struct str y);

/* RC_INVALID with the field: login (taken), uscc (no code; registered already), division_code (nobody
 * answers for it), name (MSG_ENTERPRISE_RENAMED: a published list has another name for the code, argument 0,
 * and `renamed_why` is empty). */
USE_CASE(enterprise_register)
struct enterprise_register {
	struct str login, kind, uscc, name, legal_rep, contact, contact_phone, division_code;
	struct str renamed_why; /* why the name differs from the list's */
	bool uscc_insist;	/* the code stands like this on the licence */
	struct str password;	/* the hash */
	struct str agent;	/* of the browser, for the session list */
	/* out: */
	int64_t enterprise_id, account_id;
	struct str token; /* of the session that begins with it */
};

#endif
