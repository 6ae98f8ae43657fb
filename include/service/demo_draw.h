/* Between the demonstration's files: draws, by two people and with a source that says it is invented. */
#ifndef SERVICE_DEMO_DRAW_H
#define SERVICE_DEMO_DRAW_H

#include "service/demo_acts.h"

/* Over the files of a batch that wait for it: drawn, visited, decided, the others let go. From *at on, which then stands
 * after it. Nothing where no file waits. */
MUST_CHECK enum rc demo_draw_batch(struct demo *d, int64_t batch_id, int64_t *at, struct err *e);

/* Two over the titles in force of a programme (集中抽查), that of `d->procedure`: the first checked to the end, with the draft of its
 * circular; of the second some are still to be visited. */
MUST_CHECK enum rc demo_draw_titles(struct demo *d, struct err *e);

#endif
