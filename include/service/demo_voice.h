/* Demands and questions of the demonstration, in several states. */
#ifndef SERVICE_DEMO_VOICE_H
#define SERVICE_DEMO_VOICE_H

#include "service/demo_acts.h"

/* Inside the writer's transaction, after the enterprises are there. */
MUST_CHECK enum rc demo_voice(struct demo *d, struct err *e);

/* The demands alone, of three enterprises elsewhere, from `first` on every second one; `body` has them first. */
struct q_demo_fillers;
MUST_CHECK enum rc demo_voice_of(struct demo *d, struct demo_body *body, const struct q_demo_fillers *people, size_t first,
	struct err *e);

#endif
