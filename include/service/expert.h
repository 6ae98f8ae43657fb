/* The pool of experts of a province's body: who they are, what they know, where they work. An account of
 * the role expert sees only what the expert's own sheets show (service/expert_work).
 */
#ifndef SERVICE_EXPERT_H
#define SERVICE_EXPERT_H

#include "service/tx.h"

#define EXPERT_IMPORT_MAX 500

/* RC_INVALID with the field: name, employer, fields (codes of GB/T 4754: two digits or a letter), city (not
 * one of the province). RC_INVALID "name": already in the pool with this employer. */
USE_CASE(expert_save)
struct expert_save {
	int64_t id; /* 0: new; out */
	struct str name, employer, title, fields, city, phone;
};
USE_CASE(expert_import)
struct expert_import {
	const struct expert_save *v;
	size_t n;
	/* out: */
	int64_t added, known;
	int64_t bad; /* number of the first row that is refused, from 1, beside the error */
};
/* A person who is no longer called keeps what is done; open sheets go to others with the next assignment. */
USE_CASE(expert_enable)
struct expert_enable {
	int64_t id;
	bool active;
	struct str reason; /* needed to stop */
};
/* A new account, or, where there is one, a new password; an account of the role that belongs to nobody in the
 * pool yet is taken. */
USE_CASE(expert_account)
struct expert_account {
	int64_t id;
	struct str login;    /* ignored when there is an account */
	struct str password; /* the hash */
	struct str name;     /* out */
};

#endif
