/* 年度总结 on paper: one report, or all of a round as a book. */
#ifndef PAGE_PAPER_YEARLY_H
#define PAGE_PAPER_YEARLY_H

#include "document/doc.h"
#include "service/yearly.h"

/* One report; `draft`: not sent yet, said on every page. */
struct doc *paper_yearly(struct arena *a, const struct yearly_report *x);

struct yearly_book {
	struct str title, province;
	const struct q_yearly_reports_of_round_list *bodies; /* all that owe one */
	const struct yearly_report *reports;		     /* those that are sent, in the same order */
	size_t n;
	int64_t made_at;
};
struct doc *paper_yearly_book(struct arena *a, const struct yearly_book *b);

#endif
