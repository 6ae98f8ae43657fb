/* What the report's pages share: 申报方向 with the honours it rests on, as the enterprise and every body see it. */
#ifndef PAGE_REPORT_VIEW_H
#define PAGE_REPORT_VIEW_H

#include "page/common.h"
#include "service/written_report.h"
#include "service/summary.h"

/* The main direction first, then the others that have honours in force. `lists`: shape of service/lists, or NULL. No
 * rows where the procedure knows no directions. */
void honours_table(struct ctx *c, const struct procedure *p, struct str main_direction,
	const struct json *lists, struct view_table *t);

#endif
