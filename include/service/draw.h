/* 抽查: the province freezes the frame, announces a public source of a later day, one person enters its numbers
 * before witnesses, a second one draws. What is drawn waits for the province's visit. What is not drawn goes on
 * when everything drawn in its city is settled: until then it may be called as a substitute. Compulsory cases are
 * not replaced.
 */
#ifndef SERVICE_DRAW_H
#define SERVICE_DRAW_H

#include "domain/sample.h"
#include "service/batch.h"

struct draw {
	struct str public_id;
	struct q_draw_head head;
	struct q_draw_items_list items;
	struct str *people; /* beside the items: who was drawn to check them, now; NULL without inspectors */
	const struct procedure *procedure;
};
/* For everybody: a draw is public from the moment its frame is frozen. */
MUST_CHECK enum rc draw_load(struct db *db, const struct rules *rules, struct str public_id,
	struct draw *out, struct err *e);
/* Over titles in force (service/title_draw), not over the files of a batch. */
bool draw_of_titles(const struct draw *d);
const char *draw_state_word(struct str state); /* 已冻结 … 已抽取 */
/* The file that anybody computes again (format tidu-draw-1; 2 with inspectors): the codes that have been shown, no secret. */
MUST_CHECK enum rc draw_file(struct db *db, const struct draw *d, struct str *out, struct err *e);

/* The files of the batch that wait in 抽查中, as a frame: stratum is the city; without those that an earlier
 * draw still deals with. RC_STATE (MSG_DRAW_NO_STAGE): the procedure has no such stage. */
MUST_CHECK enum rc draw_frame(struct db *db, const struct rules *rules, const struct actor *who,
	const struct batch *b, int64_t now, struct q_batch_files_list *rows, struct sample_frame *out,
	struct err *e);
/* The frozen frame again, in its order, with what was taken. */
void draw_frame_of(struct arena *a, const struct draw *d, struct sample_frame *out);
/* A one-time code: only of rounds that are shown, or of the one that is being drawn. */
MUST_CHECK enum rc draw_code(
	struct db *db, int64_t id, unsigned round, struct hash *out, struct err *e);
bool draw_waits(const struct q_draw_items *x); /* drawn, and neither decided nor replaced */
/* How many that were not drawn wait in cities where nothing drawn does. */
int64_t draw_held(const struct draw *d);
/* Of this very body. */
MUST_CHECK enum rc draw_own(struct tx *tx, struct str public_id, struct draw *d, struct err *e);
/* A draw whose frame is known, with its rows and the inspectors of the pools: secret, commitment and hashes are made
 * here. `rows` beside the frame. */
struct draw_row {
	struct opt_i64 application_id, title_id;
	struct str name, place; /* place: 6 digits of the county; may be empty */
};
struct draw_new {
	struct opt_i64 batch_id; /* none: `tier` and `edition` */
	struct str tier, edition, title;
	int64_t seq, share_percent;
	struct str avoid; /* roster_avoid */
	const struct draw_row *rows;
};
MUST_CHECK enum rc draw_put_new(struct tx *tx, const struct draw_new *n, const struct sample_frame *f,
	struct str *public_id, int64_t *id, struct err *e);
MUST_CHECK enum rc draw_note(
	struct tx *tx, const char *action, int64_t id, struct str reason, struct err *e);

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
	struct date on; /* after today: the numbers must not be known yet */
};
/* From the announced day on; again until the draw, to correct. */
USE_CASE(draw_enter)
struct draw_enter {
	struct str draw, numbers, witness1, witness2;
};
/* RC_FORBIDDEN (MSG_SECOND_PERSON): the person who entered the numbers. */
USE_CASE(draw_confirm)
struct draw_confirm {
	struct str draw, numbers; /* typed again */
	int64_t taken, passed;	  /* out */
};
/* One that cannot be visited is replaced by the next one-time code; it goes on with the reason.
 * RC_STATE: compulsory; nobody left in the city; no round left. */
USE_CASE(draw_substitute)
struct draw_substitute {
	struct str draw, file, reason;
	struct str name; /* out: who takes its place */
};
/* After the visit: ACT_SAMPLE_PASS or ACT_SAMPLE_FAIL. RC_STATE: not visited yet. ACT_SEND_BACK needs no
 * visit; the file stays drawn. */
USE_CASE(draw_decide)
struct draw_decide {
	struct str draw, file, reason;
	enum action act;
	int64_t passed; /* out: of the city, not drawn, now gone on */
};
/* The same where nothing remains to be decided, because what was drawn was withdrawn or sent back.
 * RC_STATE (MSG_DRAW_HELD): nothing to let go. */
USE_CASE(draw_release)
struct draw_release {
	struct str draw;
	int64_t passed; /* out */
};

#endif
