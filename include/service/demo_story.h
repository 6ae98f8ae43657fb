/* Between the demonstration's files: the course of the batches. */
#ifndef SERVICE_DEMO_STORY_H
#define SERVICE_DEMO_STORY_H

#include "service/demo_acts.h"

MUST_CHECK enum rc demo_story(struct demo *d, const struct batch_plan *today, int64_t enterprises,
	struct demo_result *out, struct err *e);

/* Open, whether or not the jobs have made it before. Inside the writer's transaction. */
MUST_CHECK enum rc demo_open_batch(struct demo *d, const struct batch_plan *plan, int64_t *id, struct err *e);

#endif
