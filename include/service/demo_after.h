/* Between the demonstration's files: what happens to enterprises after they were given a title. */
#ifndef SERVICE_DEMO_AFTER_H
#define SERVICE_DEMO_AFTER_H

#include "service/demo_acts.h"

/* The year's update of the titles that are there: the round opens on its day, some file, the end comes with the jobs.
 * Nothing where no window of the year lies between `from` and now. */
MUST_CHECK enum rc demo_update(struct demo *d, int64_t from, struct err *e);

/* Inside the writer's transaction, at the end of the course: cases in every state, events, a listing. */
MUST_CHECK enum rc demo_after(struct demo *d, struct err *e);

/* One of these, of a holder elsewhere: a change that its county, if it has one, has agreed to; a report that `city` has taken
 * up. */
struct q_demo_holders;
MUST_CHECK enum rc demo_after_change(
	struct demo *d, struct demo_body *city, const struct q_demo_holders *h, struct err *e);
MUST_CHECK enum rc demo_after_report(
	struct demo *d, struct demo_body *city, const struct q_demo_holders *h, struct err *e);

#endif
