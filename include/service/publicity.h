/* 公示 of a body's list, at the city or at the province: one person proposes (the list is frozen), a second one of the same body opens it
 * (the window begins), the clock closes it: what nobody objected to goes on, each disputed enterprise
 * stays behind alone.
 */
#ifndef SERVICE_PUBLICITY_H
#define SERVICE_PUBLICITY_H

#include "service/batch.h"

/* One publicity with everything its pages show. */
struct publicity {
	struct q_publicity_head head;
	const struct procedure *procedure;
	enum holder level; /* HOLDER_CITY or HOLDER_PROVINCE */
	struct term term;
	struct window window; /* all zero while it is only proposed */
	bool open;	      /* state open, and the window has not ended */
	bool over;	      /* its window has ended, whether or not the job has split the list yet */
};
/* What the public may see: RC_NOT_FOUND unless it is open or closed. */
MUST_CHECK enum rc publicity_for_public(struct db *db, const struct rules *rules, struct str public_id,
	int64_t now, struct publicity *out, struct err *e);
/* Of the officer's body, or of one below it; in any state. */
MUST_CHECK enum rc publicity_for_officer(struct db *db, const struct rules *rules,
	const struct actor *who, struct str public_id, int64_t now, struct publicity *out,
	struct err *e);
/* 待确认 待公示开始 公示中 公示期满 已撤回 */
const char *publicity_state_word(const struct publicity *p, int64_t now);
/* The list as it was frozen. */
MUST_CHECK enum rc publicity_list(struct db *db, int64_t publicity_id, struct q_publicity_items_list *rows,
	struct list_entries *out, struct err *e);

/* The length that the procedure prints for a level; where it prints none (*printed false), the default of
 * counting with n = 0: who proposes types the days. RC_STATE: no publicity at this level. */
MUST_CHECK enum rc publicity_term(const struct procedure *p, enum holder level, struct term *out,
	bool *printed, struct err *e);
/* What would be the window if it were opened now; RC_STATE: production mode refuses it. */
MUST_CHECK enum rc publicity_plan(const struct services *sv, const struct term *term, int64_t now,
	struct window *out, struct err *e);
/* The state in which files wait for the publicity of a level. */
enum state publicity_waits(enum holder level);

/* RC_STATE: nothing is waiting for publicity, or a proposal is waiting already. RC_CONFLICT
 * (MSG_LIST_CHANGED): the list is not the one whose hash the page has shown. */
USE_CASE(publicity_propose)
struct publicity_propose {
	int64_t batch_id;
	struct str contact;
	int64_t days;	   /* only where the procedure prints no length */
	bool working;	   /* working days; only there */
	struct str seen; /* hash of the list as shown; missing: whatever it is now */
	/* out: */
	struct str public_id;
	int64_t count;
};
/* RC_FORBIDDEN (MSG_SECOND_PERSON): the same person. RC_DATA: production mode and a year without a
 * published calendar. RC_STATE: not proposed any more. */
USE_CASE(publicity_confirm)
struct publicity_confirm {
	struct str public_id;
	int64_t version;
	/* out: */
	struct window window;
	int64_t count;
};
USE_CASE(publicity_cancel)
struct publicity_cancel {
	struct str public_id;
	struct str reason;
};
/* Splits every list whose window has ended, `limit` windows at most. By the system. */
USE_CASE(publicity_close)
struct publicity_close {
	int64_t limit;
	int64_t done, undisputed, disputed; /* out */
};

/* Shared with recommending: a frozen list in the caller's transaction. RC_STATE when it is empty. */
MUST_CHECK enum rc list_moved(struct tx *tx, const struct list_entries *list, enum action act,
	enum holder who, struct str reason, struct err *e);

#endif
