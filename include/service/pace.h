/* 办理用时: counted when a file moves on, read by everybody. The holder of a state answers for it; the
 * enterprise's time for correction is kept under the body of its city.
 */
#ifndef SERVICE_PACE_H
#define SERVICE_PACE_H

#include "domain/pace.h"
#include "domain/workflow.h"
#include "service/tx.h"
#include "store/q.h"

/* A file leaves `from`. States that nobody holds, and drafts, are not counted. For flow_move. */
MUST_CHECK enum rc pace_leave(
	struct tx *tx, const struct q_application_core *app, enum state from, struct err *e);

/* What a number of stays looked like. */
struct pace_summary {
	int64_t n, median, p90; /* stays; working days */
};
struct pace_line {
	struct str code, name; /* of the body */
	bool self, below;      /* the body asked for; it has bodies below it */
	enum state state;
	struct pace_summary s;
};
struct pace_lines {
	struct pace_line *v;
	size_t n, cap;
};
/* A year of one edition: the body itself, then those right below it, each by states in the order of the
 * workflow. Public figures: no file can be told from them. */
MUST_CHECK enum rc pace_of_year(struct db *db, int64_t agency_id, struct str edition, int64_t year,
	struct pace_lines *out, struct err *e);
/* The same of what ended between two instants' months: the month of `from_at` to that of the last instant before `to_at`. */
MUST_CHECK enum rc pace_between(struct db *db, int64_t agency_id, struct str edition, int64_t from_at, int64_t to_at,
	struct pace_lines *out, struct err *e);

/* What was usual for a body's state in the month of `now` and the three before it. */
MUST_CHECK enum rc pace_lately(struct db *db, int64_t agency_id, struct str edition, enum state state,
	int64_t now, struct pace_summary *out, struct err *e);

#endif
