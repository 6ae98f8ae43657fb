/* The sheet of a check of a drawn title: saved as it is typed, photographs beside it, signed by the two inspectors who were
 * drawn (domain/inspect), each under his or her own account. Where none or only one was drawn, a person of the body that
 * draws types who went and records it. Then it is on record for ever (title_check): still fitting; 责令整改 with the day of
 * the re-check, which gets a sheet of its own; or no longer fitting, which leads to a case. The enterprise reads the record
 * and may comment on it in the term of the procedure (`inspection.comment`: days, unit); none printed: without a term.
 */
#ifndef SERVICE_INSPECTION_H
#define SERVICE_INSPECTION_H

#include "service/draw.h"
#include "service/evidence.h"

#define INSPECTION_PHOTOS 30

struct inspection {
	struct str public_id;
	struct q_inspection_for_officer row;
	struct q_inspection_people_list people; /* who was drawn, now */
	bool drawn;	/* both: each signs */
	bool mine;	/* of them */
	bool of_body;	/* of the body that draws */
	bool open;	/* may still be written */
};
/* RC_NOT_FOUND: neither of the body that draws nor on it. */
MUST_CHECK enum rc inspection_load(
	struct db *db, const struct actor *who, struct str public_id, struct inspection *out, struct err *e);
/* May this person write on it? With inspectors drawn only they; else the body that draws. */
bool inspection_writes(const struct inspection *v);
const char *inspection_result_word(struct str result); /* 仍符合 责令整改 不再符合 */

/* The same inside an act, for who writes. RC_STATE: over. RC_FORBIDDEN: not this person. */
MUST_CHECK enum rc inspection_own(struct tx *tx, struct str public_id, struct inspection *v, struct err *e);

/* Inside the acts of a draw; of files nothing is opened. */
MUST_CHECK enum rc inspection_open(
	struct tx *tx, const struct draw *d, const struct q_draw_items *x, struct err *e);
/* `f`: the frame of `d` after the draw. */
MUST_CHECK enum rc inspection_open_all(
	struct tx *tx, const struct draw *d, const struct sample_frame *f, struct err *e);
/* The people of an enterprise have changed: nobody has signed any more. */
MUST_CHECK enum rc inspection_unsign(struct tx *tx, int64_t draw_id, int64_t seq, struct err *e);

/* What is on the sheet; may be half done. */
struct inspection_sheet {
	struct date on, recheck_on;
	struct str inspector1, inspector2, enterprise_side, findings, result; /* fit rectify unfit */
};
/* RC_CONFLICT (MSG_STALE): somebody else has saved since. RC_INVALID: a text that is too long, a result that is none. */
USE_CASE(inspection_save)
struct inspection_save {
	struct str public_id;
	int64_t version; /* in: as seen; out: now */
	struct inspection_sheet sheet;
};
/* Saves and signs; complete, RC_INVALID with the field otherwise. Where the two are typed it is done at once. */
USE_CASE(inspection_sign)
struct inspection_sign {
	struct str public_id;
	int64_t version;
	struct inspection_sheet sheet;
	bool done; /* out */
};
/* The second one signs what the first has signed, nothing else: RC_CONFLICT when it changed. RC_FORBIDDEN: the first. */
USE_CASE(inspection_countersign)
struct inspection_countersign {
	struct str public_id;
	int64_t version;
};
/* RC_INVALID "photo": no picture; too many. */
USE_CASE(inspection_photo)
struct inspection_photo {
	struct str public_id, note;
	const struct evidence_stored *v;
	size_t n;
};
USE_CASE(inspection_photo_drop)
struct inspection_photo_drop {
	struct str public_id, photo;
};
/* Every look at a photograph is on record. */
USE_CASE(inspection_photo_view)
struct inspection_photo_view {
	int64_t draw_id;
	struct str sha256;
};

/* The enterprise. RC_DEADLINE: the term is over. RC_INVALID text. */
USE_CASE(inspection_comment)
struct inspection_comment {
	struct str public_id, text;
};

#endif
