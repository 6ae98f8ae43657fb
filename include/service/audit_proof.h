/* The proof that an enterprise takes home: the canonical bytes of the events of its file or case (domain/chain),
 * the link before each, and the path from each link to the root that was published for its day. Whoever has a
 * saved list of heads verifies it without the operator (sql/reference/audit/verify.py); /audit does the same
 * against the published list.
 *
 *	{"about":"…","events":[{"bytes":"base64url","day":"2023-03-01","path":["sha256:sm3", …],"prev":"…"}, …],
 *	 "format":"tidu-proof-1","pending":0}
 */
#ifndef SERVICE_AUDIT_PROOF_H
#define SERVICE_AUDIT_PROOF_H

#include "base/buf.h"
#include "domain/chain.h"
#include "store/db.h"

#define AUDIT_PROOF_MAX ((size_t)4 << 20) /* bytes of a file */

/* The caller has checked that the object is the enterprise's own; only events that it may read are in it.
 * Events of days that are not closed yet are counted as pending. */
MUST_CHECK enum rc audit_proof_make(struct db *db, struct arena *a, struct str object_kind, int64_t object_id,
	struct str about, struct str *out, struct err *e);

enum audit_proof_fault {
	AUDIT_PROOF_OK,
	AUDIT_PROOF_BYTES, /* no event */
	AUDIT_PROOF_DAY,   /* its day is not published, or the event is not among its events */
	AUDIT_PROOF_ROOT,  /* the path does not lead to the published root */
	AUDIT_PROOF__MAX
};
struct audit_proof_line {
	enum audit_proof_fault fault;
	struct chain_event ev; /* sealed; all empty with AUDIT_PROOF_BYTES */
	struct str day;
};
struct audit_proof {
	struct str about;
	int64_t pending;
	struct {
		struct audit_proof_line *v;
		size_t n, cap;
	} lines;
	size_t wrong;
};
/* Against the published heads. RC_INVALID (MSG_PROOF_FILE): no proof file. */
MUST_CHECK enum rc audit_proof_check(
	struct db *db, struct arena *a, struct str text, struct audit_proof *out, struct err *e);
const char *audit_proof_word(enum audit_proof_fault f);

#endif
