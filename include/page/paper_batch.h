/* Papers of a recommendation (附件1 and what goes with it), and the parts that its pages share. */
#ifndef PAGE_PAPER_BATCH_H
#define PAGE_PAPER_BATCH_H

#include "page/batch_page.h"
#include "service/recommend.h"

/* name: last part of the address, "summary.xlsx"; label: for the link. */
struct batch_paper {
	const char *name, *label;
};
extern const struct batch_paper batch_papers[];
extern const size_t batch_papers_n;

/* The page of one recommendation again, with errors (its forms belong to two files). */
MUST_CHECK enum rc recommendation_show(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e);
/* What the province can do with it. */
void province_forms(struct ctx *c, const struct recommendation *r, struct view_batch *v,
	const struct form_errors *errors);

#endif
