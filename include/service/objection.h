/* 异议: anybody objects under a real name while the window is open, the body handles it, what it found is
 * published. Who objected is shown to that body alone.
 */
#ifndef SERVICE_OBJECTION_H
#define SERVICE_OBJECTION_H

#include "service/evidence.h"
#include "service/publicity.h"

#define OBJECTION_CONTENT_MIN 10 /* characters */
#define OBJECTION_CONTENT_MAX 2000

/* By a visitor. RC_DEADLINE: the window has not begun to be posted or has ended (the first instant that
 * is too late is 24:00 of the last day). RC_INVALID names the field: seq, person, person_id, phone,
 * content. */
USE_CASE(objection_file)
struct objection_file {
	struct str publicity; /* public id */
	int64_t seq;	      /* which enterprise of the list */
	struct str person, person_id, phone, content;
	const struct evidence_stored *files;
	size_t files_n;
	/* out: */
	struct str receipt_no, public_id;
};

/* accept, reject, clear, uphold; `outcome` is the reason, published when it is cleared or upheld. When the
 * window has closed and nothing is open any more against the enterprise, its file moves on (or is
 * refused, once an objection is upheld). RC_STATE: not from the state it is in. */
USE_CASE(objection_handle)
struct objection_handle {
	struct str public_id;
	enum objection_state to;
	struct str outcome;
	/* out: */
	struct str publicity; /* public id */
};

/* Raised by the program itself, because of a list of another authority: handled like any other, and stands in the name of
 * the list. Inside a transaction. */
struct objection_found {
	int64_t publicity_id, agency_id, application_id;
	struct str content;
};
MUST_CHECK enum rc objection_of_list(struct tx *tx, const struct objection_found *o, struct err *e);

/* A telephone's last four digits, for asking after a receipt. */
bool objection_phone_matches(struct str phone, struct str tail);

#endif
