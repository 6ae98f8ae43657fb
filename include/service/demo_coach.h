/* Between the demonstration's files: targets that cities have shared out, and what a city did for who has not filed. */
#ifndef SERVICE_DEMO_COACH_H
#define SERVICE_DEMO_COACH_H

#include "service/demo_acts.h"

/* Inside the writer's transaction, after the story. `year`: of the batch of today. */
MUST_CHECK enum rc demo_coach(struct demo *d, int64_t year, struct err *e);

/* The same for holders of a certificate who have not filed, by a city's first officer. */
MUST_CHECK enum rc demo_coach_certified(
	struct demo *d, const struct procedure *p, int64_t city_agency_id, struct err *e);

#endif
