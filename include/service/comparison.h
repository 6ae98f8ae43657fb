/* 资料比对: a procedure whose check carries a "certificate" has the originals compared with the copies, slot by slot;
 * whoever passes the file certifies it, and what was certified stays as it was.
 */
#ifndef SERVICE_COMPARISON_H
#define SERVICE_COMPARISON_H

#include "service/review.h"

/* The level of `who` compares this file: the county's body, or the city's where there is no county body. */
bool comparison_due(const struct application_file *f, const struct actor *who);
/* 一致 不一致 需补充 */
const char *comparison_word(struct str verdict);

struct compared {
	struct str title, verdict, note;
	int64_t files;
};
struct comparison {
	struct str body, person;
	int64_t at;
	struct compared *v;
	size_t n, cap;
};
/* With the act of passing: what was found of each slot. Nothing when no comparison is due. */
MUST_CHECK enum rc comparison_certify(struct tx *tx, const struct review *r, struct err *e);
/* The submission was found in the reader's scope. */
MUST_CHECK enum rc comparison_load(
	struct db *db, int64_t submission_id, struct comparison *out, bool *found, struct err *e);

#endif
