/* Between the demonstration's files: a programme with cluster statistics, pool, written report and experts. */
#ifndef SERVICE_DEMO_PANEL_H
#define SERVICE_DEMO_PANEL_H

#include "service/demo_acts.h"

/* A batch of `edition` that took filings on `day` and is with its experts today; one of them signs in as `login`.
 * Inside the writer's transaction. Nothing where the edition is another body's or had no batch on that day. */
MUST_CHECK enum rc demo_panel(
	struct demo *d, struct str edition, struct date day, struct str login, struct err *e);

#endif
