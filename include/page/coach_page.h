/* What the pages of 培育辅导 share: which list the address (or the form that came from it) asks for. */
#ifndef PAGE_COACH_PAGE_H
#define PAGE_COACH_PAGE_H

#include "page/batch_page.h"
#include "service/coach.h"

/* list, edition, year, below, state, after. Without edition the one in force; for the certificates one that names them.
 * RC_NOT_FOUND: an edition of others. */
MUST_CHECK enum rc coach_asked(struct ctx *c, struct db *db, const struct form *from, struct coach_ask *out,
	struct err *e);
/* path?list=…&edition=… and what narrows it; without the key. */
struct str coach_href(struct ctx *c, const struct coach_ask *ask, const char *path);
/* The same as hidden fields of a form. */
void coach_keep(struct ctx *c, const struct coach_ask *ask, struct view_batch_form *f);
/* 2025-07-01, or — */
struct str coach_day(struct ctx *c, int64_t at);
/* 电话回访（2025-07-01）; the one that is there; — */
struct str coach_next_text(struct ctx *c, struct str step, struct str on);
struct str coach_firm_href(struct ctx *c, const struct coach_ask *ask, struct str uscc);

#endif
