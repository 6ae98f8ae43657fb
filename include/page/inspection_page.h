/* What the office and the enterprise see of the check of a drawn title alike. */
#ifndef PAGE_INSPECTION_PAGE_H
#define PAGE_INSPECTION_PAGE_H

#include "page/batch_page.h"
#include "service/inspection.h"

/* Whom, by whom, how it stands, what was found. */
MUST_CHECK enum rc inspection_rows(
	struct ctx *c, struct db *db, const struct inspection *x, struct view_batch *v, struct err *e);
/* 时间 说明; `office`: with the way to each picture. Nothing where there are none. */
void inspection_photos(struct ctx *c, const struct q_photos_of_list *photos, bool office, struct view_batch *v);
MUST_CHECK enum rc inspection_comments(struct ctx *c, struct db *db, int64_t draw_id, int64_t seq, int64_t turn,
	struct view_batch *v, struct err *e);
const char *inspection_tag(struct str result); /* kind of a tag: green amber red */

#endif
