/* 抽查: the province freezes the frame, announces the public source, one person enters its numbers before
 * witnesses, a second one draws. What is not drawn goes on; what is drawn waits for the province's visit.
 */
#ifndef SERVICE_DRAW_H
#define SERVICE_DRAW_H

#include "domain/sample.h"
#include "service/batch.h"

struct draw {
	struct q_draw_head head;
	struct q_draw_items_list items;
	const struct procedure *procedure;
};
/* For everybody: a draw is public from the moment its frame is frozen. */
MUST_CHECK enum rc draw_load(struct db *db, const struct rules *rules, struct str public_id,
	struct draw *out, struct err *e);
const char *draw_state_word(struct str state); /* 已冻结 … 已抽取 */
/* The file that anybody computes again (format tidu-draw-1): the codes that have been shown, no secret. */
MUST_CHECK enum rc draw_file(struct db *db, const struct draw *d, struct str *out, struct err *e);

/* The files of the batch that wait in 抽查中, as a frame: stratum is the city. */
MUST_CHECK enum rc draw_frame(struct db *db, const struct actor *who, const struct batch *b,
	struct q_batch_files_list *rows, struct sample_frame *out, struct err *e);

USE_CASE(draw_freeze)
struct draw_freeze {
	int64_t batch_id;
	int64_t share_percent; /* only where the procedure prints none */
	struct str seen;       /* hash of the frame as shown */
	struct str public_id;  /* out */
};
USE_CASE(draw_announce)
struct draw_announce {
	struct str draw, source;
};
USE_CASE(draw_enter)
struct draw_enter {
	struct str draw, numbers, witnesses;
};
/* RC_FORBIDDEN (MSG_SECOND_PERSON): the person who entered the numbers. */
USE_CASE(draw_confirm)
struct draw_confirm {
	struct str draw, numbers; /* typed again */
	int64_t taken, passed;	  /* out */
};
/* One that cannot be visited is replaced by the next one-time code; it goes on with the reason. */
USE_CASE(draw_substitute)
struct draw_substitute {
	struct str draw, file, reason;
	struct str name; /* out: who takes its place */
};
/* After the visit: ACT_SAMPLE_PASS or ACT_SAMPLE_FAIL. RC_STATE: not visited yet. */
USE_CASE(draw_decide)
struct draw_decide {
	struct str draw, file, reason;
	enum action act;
};

#endif
