/* 申请报告 on paper: the printed headings with what was written, and the honours of each direction under the last. */
#ifndef PAGE_PAPER_REPORT_H
#define PAGE_PAPER_REPORT_H

#include "document/doc.h"
#include "service/written_report.h"
#include "service/summary.h"

struct paper_report {
	const struct procedure *procedure;
	const struct report *report;
	struct str main_direction;
	const struct json *lists; /* shape: service/lists.h; or NULL */
};
void paper_report(struct doc *d, struct arena *a, const struct paper_report *p);

#endif
