/* The editions that an officer's body works under: those of the province above it, in its line. */
#ifndef SERVICE_EDITIONS_H
#define SERVICE_EDITIONS_H

#include "service/actor.h"
#include "service/rules.h"

struct editions {
	const struct procedure **v; /* in the order of the rules, as they hold on the day asked for */
	size_t n;
};
MUST_CHECK enum rc editions_of_officer(struct db *db, const struct rules *rules,
	const struct actor *who, struct date day, struct editions *out, struct err *e);
bool editions_has(const struct editions *list, struct str id);
/* Which of them a page begins with on a day: the first in force, else the one that began last. NULL: the
 * body has none. */
const struct procedure *editions_first(const struct editions *list, struct date day);

#endif
