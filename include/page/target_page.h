/* What the pages of 目标与进度 share: which board the address asks for, and addresses of the same board. */
#ifndef PAGE_TARGET_PAGE_H
#define PAGE_TARGET_PAGE_H

#include "page/batch_page.h"
#include "service/target.h"

/* ?edition= &year= of the query or a form: else what is in force for this body, and this year. RC_NOT_FOUND: an
 * edition of others. */
MUST_CHECK enum rc target_asked(struct ctx *c, struct db *db, const struct form *from,
	const struct procedure **out, int64_t *year, struct err *e);
/* The same with &body=, else the officer's own. RC_NOT_FOUND: a body that is not right below one's own. */
MUST_CHECK enum rc target_board_asked(struct ctx *c, struct db *db, const struct form *from,
	struct target_board *out, struct err *e);
/* path?edition=…&year=…[&body=…]; body 0: the reader's own. */
struct str target_href(struct ctx *c, const struct target_board *b, const char *path, int64_t body);
/* Title of the procedure and the year. */
struct str target_over(struct ctx *c, const struct target_board *b);
/* 市, 县（市、区） … : what the lines of a board are. */
const char *target_below_word(const struct target_board *b);

#endif
