/* Transitional provisions: which edition of a programme's procedure a day falls under, and by which
 * standard a first application, a 复核 or an update of that day is judged. Everything is read from the
 * editions: legal_from, legal_to, standard, standard_recheck.
 */
#ifndef DOMAIN_EDITION_H
#define DOMAIN_EDITION_H

#include "domain/procedure.h"

struct edition_query {
	struct str programme; /* tech innovative specialised little_giant leader */
	struct str body;      /* code of the body that decides; empty: any */
	enum filing_kind kind;
	struct date day;
};
struct edition_answer {
	const struct procedure *procedure;
	struct str standard;
	struct str clause; /* why this standard, where it is not the procedure's own; else "" */
};

/* False: no edition is in force that day. Where two are, the later one. */
MUST_CHECK bool edition_for(const struct procedure *const *list, size_t n,
	const struct edition_query *q, struct edition_answer *out);

#endif
