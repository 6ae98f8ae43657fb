/* 重大变化 (B13): reported by the holder of a title in the document's term, seen by county and city, decided by the
 * province. A rename keeps code and history; a move hands over what is still to be done (service/relocation.h).
 */
#ifndef SERVICE_CHANGE_H
#define SERVICE_CHANGE_H

#include "service/cases.h"

/* RC_INVALID: title, kind, happened_on, new_name, division, text, file (no document). */
USE_CASE(change_file)
struct change_file {
	int64_t title_id;
	struct str kind; /* id of the procedure's list */
	struct date happened_on;
	struct str new_name, new_division, text;
	const struct evidence_stored *files;
	size_t files_n;
	/* out: */
	struct str public_id, no;
};

/* What the change itself does once the province has decided: the new name, the new bodies. */
MUST_CHECK enum rc change_take_effect(struct tx *tx, const struct case_view *v, struct err *e);

#endif
