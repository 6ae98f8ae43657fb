/* Between the demonstration's files: what its enterprises list. */
#ifndef SERVICE_DEMO_LISTS_H
#define SERVICE_DEMO_LISTS_H

#include "service/demo_acts.h"

/* Intellectual property and honours from which the wished answers follow, where the procedure counts them;
 * otherwise nothing. Before the file is started. */
MUST_CHECK enum rc demo_lists(struct demo *d, const struct demo_enterprise *en,
	const struct demo_answers *answers, int64_t at, struct err *e);

#endif
