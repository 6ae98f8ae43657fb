/* What 监督 has computed for it: which acts stand out, whether a publicity and a draw hold when they are computed
 * again. Reads only; the scope is the body of the actor and all below it.
 */
#ifndef SERVICE_OVERSIGHT_H
#define SERVICE_OVERSIGHT_H

#include "domain/unusual.h"
#include "service/publicity.h"
#include "store/q.h"

#define OVERSIGHT_DAYS 30
#define OVERSIGHT_ACTS 20000 /* the newest that are looked at */

struct oversight_acts {
	struct q_oversight_acts *v;
	unsigned *marks; /* enum unusual, of v[i] */
	size_t n;
	int64_t after; /* seq before the period */
};
/* Of the days from `since` on. */
MUST_CHECK enum rc oversight_acts(struct db *db, const struct rules *rules, const struct actor *who, struct date since,
	struct oversight_acts *out, struct err *e);
size_t oversight_count(const struct oversight_acts *acts, unsigned marks);

/* List hash, length, first and last day, early end: what does not hold, in Chinese; empty: all does. */
MUST_CHECK enum rc oversight_publicity(struct db *db, const struct rules *rules, const struct publicity *p,
	struct strs *faults, struct err *e);

/* Files past their term that this line's body holds itself. */
bool oversight_holds(const struct q_oversight_overdue *r);

#endif
