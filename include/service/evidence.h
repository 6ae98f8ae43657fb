/* 佐证材料 of a file: one slot per item of the standard's evidence list, several files each. The bytes are
 * on disk, fsynced, before the row that names them (store/blob); removing a file only empties its
 * place, because a submission may have pinned it.
 */
#ifndef SERVICE_EVIDENCE_H
#define SERVICE_EVIDENCE_H

#include "base/hash.h"
#include "service/application.h"

#define EVIDENCE_MAX_BYTES ((size_t)20 << 20)
#define EVIDENCE_MAX_FILES 20 /* per slot */

enum evidence_need {
	EVIDENCE_UNUSED,  /* a direct condition that is not claimed, an indicator without points */
	EVIDENCE_ADVISED, /* used; its figures stand in the yearly reports, so it may be left out */
	EVIDENCE_NEEDED,
};
/* Needed: what the standard requires; the proof of a direct condition that holds when the result rests
 * on the direct route; and, when it rests on points, the proof of an indicator above its lowest band
 * that is not answered by yearly figures alone (those stand in the audit reports). */
enum evidence_need evidence_need(const struct score_result *r, size_t slot);
/* Number of the slot in the standard, or -1. */
int evidence_slot(const struct standard *s, struct str id);

struct evidence_file {
	struct str public_id, slot, filename, mime, sha256;
	int64_t size, uploaded_at;
};
struct evidence_files {
	struct evidence_file *v;
	size_t n, cap;
};
/* What the file holds now. */
MUST_CHECK enum rc evidence_of(
	struct db *db, const struct application_file *f, struct evidence_files *out, struct err *e);
size_t evidence_count(const struct evidence_files *files, struct str slot);
/* Titles of needed slots without a file. */
void evidence_missing(struct arena *a, const struct score_result *r,
	const struct evidence_files *files, struct strs *titles);

/* For a download by its own enterprise; a body's by application_for_officer's scope. RC_NOT_FOUND. */
MUST_CHECK enum rc evidence_own(struct db *db, const struct actor *who, struct str public_id,
	struct evidence_file *out, struct err *e);
MUST_CHECK enum rc evidence_for_body(struct db *db, const struct actor *who, struct str public_id,
	struct evidence_file *out, struct err *e);

/* What the page has received and found to be of a permitted type. */
struct evidence_upload {
	struct str filename, mime, bytes;
};
/* Stores the bytes, then runs evidence_add. RC_TOO_LARGE, RC_INVALID: nothing is kept in the file. */
MUST_CHECK enum rc evidence_store(struct tx_call *call, struct str application, struct str slot,
	const struct evidence_upload *v, size_t n, struct err *e);

struct evidence_stored {
	struct str filename, mime;
	struct hash hash;
	int64_t size;
};
USE_CASE(evidence_add)
struct evidence_add {
	struct str application, slot;
	const struct evidence_stored *v;
	size_t n;
};
/* What else is uploaded (minutes, evidence of an objection): checks names and sizes and stores the
 * bytes, before the transaction; then the rows, inside it. Owners as in table evidence. */
MUST_CHECK enum rc evidence_keep(const struct services *sv, struct arena *a,
	const struct evidence_upload *v, size_t n, struct evidence_stored **out, struct err *e);
MUST_CHECK enum rc evidence_attach(struct tx *tx, const char *owner_kind, int64_t owner_id,
	const char *slot, const struct evidence_stored *v, size_t n, struct err *e);

/* The same bytes again, from another slot or an earlier file. */
USE_CASE(evidence_reuse)
struct evidence_reuse {
	struct str application, slot, file;
};
USE_CASE(evidence_remove)
struct evidence_remove {
	struct str application, slot, file;
};

#endif
