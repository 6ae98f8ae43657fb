/* The figures of a body's year, asked at an instant: every word of domain/yearly has its query here. */
#ifndef SERVICE_YEARLY_FIGURES_H
#define SERVICE_YEARLY_FIGURES_H

#include "service/yearly.h"

/* {figure: text} as JSON, for the body, programme and year of the report: over every edition of the programme in its
 * province. */
MUST_CHECK enum rc yearly_figures(struct db *db, const struct rules *rules, const struct yearly_report *x,
	struct str *out, struct err *e);

#endif
