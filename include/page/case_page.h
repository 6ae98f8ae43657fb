/* What the pages of cases share, in the office and at the enterprise. */
#ifndef PAGE_CASE_PAGE_H
#define PAGE_CASE_PAGE_H

#include "page/batch_page.h"
#include "service/cases.h"

struct view_tag case_tag(enum case_state s, enum case_outcome o);
/* 当前状态, 由谁办理, 截止 */
struct str case_state_line(struct ctx *c, const struct case_view *v);
/* Head and facts of the case; `officer`: also what is inside the bodies. */
void case_rows(struct ctx *c, const struct case_view *v, bool officer, struct view_row_list *rows);
/* What was said, oldest first, with links to its papers below `room` ("/o" or "/e"). The enterprise reads what was
 * shown to it, and never who reported. */
MUST_CHECK enum rc case_said_fill(struct ctx *c, struct db *db, const struct case_view *v, bool officer,
	struct view_batch *out, struct err *e);
/* The uploaded files of field "file": none chosen is none. RC_INVALID, RC_TOO_LARGE. */
MUST_CHECK enum rc case_files(struct ctx *c, const struct evidence_stored **out, size_t *n, struct err *e);
/* The file field of a form. */
void case_file_field(struct view_batch_form *f, const char *label, const struct form_errors *errors);
/* An error of an act, put beside the form's own field `text` where it is about "text". */
void case_error(struct ctx *c, struct form_errors *errors, const char *text, const struct err *e);

/* --- a title that is the ministry's (page/case_national.c) -------------------------------------------------- */

/* The letter, whose clock runs and how long already, the answer. */
MUST_CHECK enum rc national_rows(struct ctx *c, const struct case_view *v, bool officer, struct view_row_list *rows, struct err *e);
/* What the second person should know before a draft goes to the ministry; "" where it does not. */
struct str national_effect(struct ctx *c, const struct case_view *v);
/* Recording and confirming the answer, where it is this body's. */
void national_forms(struct ctx *c, const struct case_view *v, struct view_batch *out, const struct form_errors *errors);
MUST_CHECK enum rc national_post_answer(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e);
MUST_CHECK enum rc national_post_settle(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e);
/* Working days from the letter to the answer, or to now; calendars that are not out yet count weekends only. */
MUST_CHECK enum rc national_days(struct ctx *c, int64_t reported_at, struct str answered_on, bool settled, int64_t *out, struct err *e);
/* For everybody: what a title's page says on a day. `holds`: it is in force that day. Nothing where nothing went. */
MUST_CHECK enum rc national_public(struct ctx *c, struct db *db, struct str title, struct date on, bool holds,
	struct view_row_list *rows, struct err *e);

#endif
