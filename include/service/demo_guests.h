/* Officers of other bodies, an enterprise elsewhere and rounds called by hand, for the demonstration. */
#ifndef SERVICE_DEMO_GUESTS_H
#define SERVICE_DEMO_GUESTS_H

#include "service/demo_acts.h"

/* Inside the writer's transaction, after the province's own people are there. */
MUST_CHECK enum rc demo_guests(struct demo *d, struct err *e);

#endif
