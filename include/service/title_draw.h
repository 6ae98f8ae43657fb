/* 集中抽查 (C8) over the titles in force of a programme: the same draw as over a batch (service/draw), strata are the
 * cities' bodies; what was drawn is checked by two people (service/inspection); who no longer fits goes on as a case
 * (service/sanction); the outcome is told in a circular (service/circular).
 */
#ifndef SERVICE_TITLE_DRAW_H
#define SERVICE_TITLE_DRAW_H

#include "service/circular.h"
#include "service/draw.h"

/* What is asked for: the frame follows from it and from the register of the day. */
struct title_ask {
	struct str tier;
	const int64_t *cities; /* bodies; none: all of them */
	size_t cities_n;
	bool automatic; /* compulsory: listed, update missed or no longer fitting */
	struct str typed; /* compulsory besides, one a line: code, blank, reason */
};
struct title_frame {
	struct q_title_frame_list rows;
	struct sample_frame frame; /* sorted */
};
/* RC_INVALID "typed": a line without reason, or a code that is not in the frame. */
MUST_CHECK enum rc title_frame_load(struct db *db, const struct actor *who, const struct title_ask *ask,
	int64_t now, struct title_frame *out, struct err *e);

/* RC_INVALID share_percent; RC_CONFLICT (MSG_LIST_CHANGED): not the frame that was shown; RC_STATE: nobody. */
USE_CASE(title_freeze)
struct title_freeze {
	struct title_ask ask;
	int64_t share_percent;
	struct str seen;
	struct str public_id; /* out */
};
/* The outcome as a circular's draft, when everything drawn is checked or replaced (RC_STATE otherwise). */
USE_CASE(title_report)
struct title_report {
	struct str draw;
	struct str public_id; /* out: of the circular */
};

#endif
