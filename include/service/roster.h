/* The inspectors of one draw (domain/inspect): frozen with its frame from the pools that are kept (service/inspector),
 * drawn with it, changed by recusal, leaving and substitutes, each on record and computed again by anybody. Where nobody
 * keeps a pool a draw has no roster, and who checks is named by hand.
 */
#ifndef SERVICE_ROSTER_H
#define SERVICE_ROSTER_H

#include "domain/inspect.h"
#include "service/draw.h"

bool roster_kept(const struct draw *d);
/* The member `inspection` of the procedure: whom inspectors do not check; empty: no rule. */
struct str roster_avoid(const struct procedure *p);

/* Before the draw is stored: whom the pools hold now, and who is barred from whom; `board` without people when there
 * are fewer than two. `rows` beside the frame. */
struct roster {
	struct inspect_board board;
	struct q_inspector_pool_list pool; /* in the order of board.people */
};
MUST_CHECK enum rc roster_choose(struct tx *tx, const struct draw_new *n, const struct sample_frame *f,
	struct roster *out, struct err *e);
MUST_CHECK enum rc roster_put(struct tx *tx, int64_t draw_id, const struct roster *r, struct err *e);

/* As it stands now, every act done again. RC_DATA: an act does not lead to what is on record. */
MUST_CHECK enum rc roster_load(struct db *db, const struct draw *d, struct inspect_board *out, struct err *e);
/* Members of the file that is published: roster_hash, avoid, inspectors, barred, places, assigned, changes. */
MUST_CHECK enum rc roster_json(struct db *db, const struct draw *d, struct buf *b, struct err *e);

/* After the draw of the enterprises. */
MUST_CHECK enum rc roster_begin(struct tx *tx, struct str public_id, struct err *e);
/* `next` takes the place of `gone`; `d` as before. */
MUST_CHECK enum rc roster_substitute(struct tx *tx, const struct draw *d, const struct q_draw_items *next,
	const struct q_draw_items *gone, struct str reason, struct err *e);
/* One gives up one enterprise; *next: the name of who follows, empty when nobody is left. */
MUST_CHECK enum rc roster_recuse(struct tx *tx, const struct draw *d, const struct q_draw_items *x, struct str key,
	struct str reason, struct str *next, struct err *e);
/* One has left: whatever still waits is taken over. *n: how many enterprises. */
MUST_CHECK enum rc roster_leave(struct tx *tx, struct str public_id, struct str key, struct str reason, int64_t *n,
	struct err *e);

#endif
