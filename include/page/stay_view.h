/* 各环节用时: who held a file, how many working days were allowed, how many it took; for the enterprise and its bodies.
 */
#ifndef PAGE_STAY_VIEW_H
#define PAGE_STAY_VIEW_H

#include "page/common.h"
#include "service/application.h"

/* Of a file that the reader may see; the stay that runs now is the last row. */
MUST_CHECK enum rc stays_fill(struct ctx *c, struct db *db, const struct application_file *f, struct view_table *t,
	struct err *e);

#endif
