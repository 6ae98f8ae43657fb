/* Between the demonstration's files: an enterprise that has moved to another city of the province. */
#ifndef SERVICE_DEMO_MOVE_H
#define SERVICE_DEMO_MOVE_H

#include "service/demo_case.h"

/* Reported, seen by county and city, decided by the province; a report and two demands go along, one of which the new body
 * has answered. Nothing where the province has no second city with counties. */
MUST_CHECK enum rc demo_move(struct demo_case *x, const struct q_demo_holders *h, struct err *e);

#endif
