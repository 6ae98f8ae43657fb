/* A rule that follows another takes its place on a day; what began under the first may be judged by it
 * for longer. One function answers for every programme, so that no page guesses. */
#include "domain/edition.h"

bool edition_for(const struct procedure *const *list, size_t n, const struct edition_query *q,
	struct edition_answer *out)
{
	const struct procedure *best = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct procedure *p = list[i];
		if (!str_eq(p->programme, q->programme) || !procedure_in_force(p, q->day) ||
			(q->body.n && !str_eq(p->body, q->body)))
			continue;
		/* Dates are written year first: the order of the text is the order of the days. */
		if (!best || str_cmp(p->legal_from, best->legal_from) > 0)
			best = p;
	}
	if (!best)
		return false;
	*out = (struct edition_answer){best, procedure_standard(best, q->kind, q->day), STR("")};
	if (!str_eq(out->standard, best->standard))
		out->clause = best->recheck_clause;
	return true;
}
