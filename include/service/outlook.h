/* 梯度: how far an enterprise is from each programme of its province, by what it has stated so far and what its
 * lists count: conditions of application, result, what is missing, the cheapest ways. Nothing is written.
 */
#ifndef SERVICE_OUTLOOK_H
#define SERVICE_OUTLOOK_H

#include "service/application.h"
#include "service/entry.h"

struct outlook {
	const struct procedure *procedure;  /* in force that day */
	const struct standard *standard;
	struct str why_standard;	    /* where the procedure does not simply name it; else "" */
	struct entry_results entry;
	struct facts *facts;
	struct score_result score;
};
struct outlooks {
	struct outlook *v;
	size_t n, cap;
};
/* Every programme of the province that `division` lies in, a tier before the one it leads to; none when the place is
 * not known. */
MUST_CHECK enum rc outlooks_of(struct db *db, const struct rules *rules, int64_t enterprise_id,
	struct str division, int64_t now, struct outlooks *out, struct err *e);
/* NULL: no such programme here. */
const struct outlook *outlook_of(const struct outlooks *all, struct str programme);
/* 已达标 / 还差 2 项 … in a few words, and the kind of its tag. */
struct str outlook_text(struct arena *a, const struct outlook *o, const char **tag);

#endif
