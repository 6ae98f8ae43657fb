/* Demands and questions of the demonstration, in several states. */
#ifndef SERVICE_DEMO_VOICE_H
#define SERVICE_DEMO_VOICE_H

#include "service/demo_acts.h"

/* Inside the writer's transaction, after the enterprises are there. */
MUST_CHECK enum rc demo_voice(struct demo *d, struct err *e);

#endif
