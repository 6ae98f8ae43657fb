/* Between the demonstration's files: what the province watches over, a circular that is issued and one that is not. */
#ifndef SERVICE_DEMO_OVERSIGHT_H
#define SERVICE_DEMO_OVERSIGHT_H

#include "service/demo_acts.h"

MUST_CHECK enum rc demo_oversight(struct demo *d, struct err *e);

/* The last quarter's dispatch alone, issued by the province's second person; nothing where there is nothing to tell.
 * `published`: for everybody, not to the bodies alone. */
MUST_CHECK enum rc demo_circular_issued(struct demo *d, bool published, struct err *e);

#endif
