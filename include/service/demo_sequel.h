/* Between the demonstration's files: what follows the list of a round elsewhere. */
#ifndef SERVICE_DEMO_SEQUEL_H
#define SERVICE_DEMO_SEQUEL_H

#include "service/demo_round.h"

/* Duties, events, a change and a report, demands, draws over the register, the quarter's circular; of each what the
 * round's procedure knows. Nothing when the round was not played. */
MUST_CHECK enum rc demo_sequel(struct demo_round *k, struct err *e);

#endif
