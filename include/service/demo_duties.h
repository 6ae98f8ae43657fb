/* Between the demonstration's files: what a procedure lays on bodies and enterprises of the library after the list. */
#ifndef SERVICE_DEMO_DUTIES_H
#define SERVICE_DEMO_DUTIES_H

#include "service/demo_round.h"

/* The first quarterly survey and the yearly report after the list, each where the round's procedure asks for one and the
 * demonstration's today has come to it. Inside the writer's transaction. */
MUST_CHECK enum rc demo_duties(struct demo_round *k, struct err *e);

#endif
