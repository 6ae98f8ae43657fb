/* 推荐汇总表 as table for calculation, for Word and for paper: the columns of the procedure, its note under the list. */
#ifndef PAGE_PAPER_SUMMARY_H
#define PAGE_PAPER_SUMMARY_H

#include "document/doc.h"
#include "service/summary.h"

struct paper_summary {
	const struct procedure *procedure;
	const struct list_entries *list;
	const struct summary *table; /* of that list */
	struct str title, seal, body, hash;
	struct str base_url; /* QR code to the page that tells whose list it is */
	const char *draft;   /* in place of the code; NULL: it is out */
	int64_t made_at;
};
MUST_CHECK enum rc paper_summary_xlsx(
	struct arena *a, const struct paper_summary *p, struct str *out, struct err *e);
struct doc *paper_summary_doc(struct arena *a, const struct paper_summary *p);

#endif
