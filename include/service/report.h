/* 实名举报 (B15, D7): anybody, with proof and contact, about a holder of a title. Who reported stands in the case
 * alone and is read by the body that handles it; the reporter follows it by a code.
 */
#ifndef SERVICE_REPORT_H
#define SERVICE_REPORT_H

#include "service/cases.h"

/* By a visitor. RC_INVALID: code (no such title), person, person_id, phone, content, file (no proof). */
USE_CASE(report_file)
struct report_file {
	struct str code; /* credit code, or certificate number */
	struct str person, person_id, phone, content;
	const struct evidence_stored *files;
	size_t files_n;
	/* out: */
	struct str no, secret; /* the code that opens the receipt; stored as its hash */
};

/* 撤回: said once, while the case is open, read by the body that handles it; the case goes on as that body decides.
 * RC_INVALID: text. RC_STATE: closed, or said already. RC_NOT_FOUND: no such code. */
USE_CASE(report_withdraw)
struct report_withdraw {
	struct str secret, text;
};

/* By the code alone. RC_NOT_FOUND. */
MUST_CHECK enum rc report_by_secret(struct db *db, const struct services *sv, struct str secret, int64_t now,
	struct case_view *out, struct err *e);

#endif
