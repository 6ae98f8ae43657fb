/* Counted facts for people: with the enterprise from its lists of now, with a body as submitted. */
#ifndef PAGE_COUNTED_VIEW_H
#define PAGE_COUNTED_VIEW_H

#include "page/common.h"
#include "page/view_lists.h"
#include "service/lists.h"

/* `year` of the accounting year, 0 for a state fact; `href` missing: no way to the list. */
void counted_view(struct ctx *c, const struct counting *set, const struct counted *counted,
	const struct lists *lists, struct str href, struct view_counted *out);
/* A submission's, from its pinned JSON; nothing when it counted nothing. */
MUST_CHECK enum rc counted_of_submission(struct ctx *c, struct db *db, int64_t submission_id,
	struct view_counteds *out, struct err *e);

#endif
