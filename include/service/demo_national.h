/* Between the demonstration's files: titles that are the ministry's. */
#ifndef SERVICE_DEMO_NATIONAL_H
#define SERVICE_DEMO_NATIONAL_H

#include "service/demo_round.h"

/* Holders from before the platform whose cancellation the province has reported: one waits for the answer, one was answered
 * and has lost the title, the answer of one waits for the second person. Nothing where no programme of the round's
 * body goes to the ministry. */
MUST_CHECK enum rc demo_national(struct demo_round *k, struct err *e);

#endif
