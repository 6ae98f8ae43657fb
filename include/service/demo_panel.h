/* Between the demonstration's files: a programme with cluster statistics, pool, written report and experts. */
#ifndef SERVICE_DEMO_PANEL_H
#define SERVICE_DEMO_PANEL_H

#include "service/demo_acts.h"

/* A batch of `edition` that took filings on `day` and is with its experts today; one of them signs in as `login`.
 * Inside the writer's transaction. Nothing where the edition is another body's or had no batch on that day. */
MUST_CHECK enum rc demo_panel(
	struct demo *d, struct str edition, struct date day, struct str login, struct err *e);

/* The i-th direction that a procedure offers; NULL: it asks for none. */
const struct json *demo_direction(const struct procedure *p, size_t i);
/* The first honour that a direction stands on, granted two years before `day`. */
MUST_CHECK enum rc demo_honour(struct demo *d, const struct demo_enterprise *en, const struct json *direction,
	struct date day, int64_t at, struct err *e);
/* Every section of the written report; nothing where the procedure asks for none. */
MUST_CHECK enum rc demo_report(
	struct demo *d, const struct demo_enterprise *en, struct str file, int64_t at, struct err *e);

#endif
