/* Between the files of service/voice. */
#ifndef SERVICE_VOICE_INSIDE_H
#define SERVICE_VOICE_INSIDE_H

#include "service/tx.h"

/* When an answer to what is raised now is due; 0: no term is configured. */
MUST_CHECK enum rc voice_due(struct tx *tx, int64_t *due_at, struct err *e);
/* `min` to `max` characters, or RC_INVALID on `field`. */
MUST_CHECK enum rc voice_text_check(
	struct tx *tx, struct str text, size_t min, size_t max, const char *field, struct err *e);
MUST_CHECK enum rc voice_note(
	struct tx *tx, const char *action, int64_t id, struct str no, const char *state, struct err *e);

#endif
