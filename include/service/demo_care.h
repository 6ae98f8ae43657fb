/* Between the demonstration's files: what bodies do for enterprises that hold a title (跟踪服务), and what they ask them. */
#ifndef SERVICE_DEMO_CARE_H
#define SERVICE_DEMO_CARE_H

#include "service/demo_acts.h"

/* Of one enterprise that has a file with `body`; `nth`: which of the events and questions it gets (words are data:
 * sql/reference/demo/follow.csv, permissions.csv). Every second one agrees to be named to financing partners. */
MUST_CHECK enum rc demo_care(struct demo *d, const struct demo_body *body, struct str enterprise, const struct actor *legal,
	size_t nth, struct err *e);

#endif
