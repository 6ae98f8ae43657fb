/* Where the files of the bodies below stand: a city's counties, the province's cities; who is late.
 */
#ifndef SERVICE_PROGRESS_H
#define SERVICE_PROGRESS_H

#include "service/batch.h"

struct body_progress {
	int64_t body_id;
	struct str short_name;
	struct batch_counts counts; /* of all batches of the year */
	int64_t late; /* overdue with this body or one below it; counted to 50 thousand */
};
struct progress {
	struct body_progress *v;
	size_t n;
	int64_t late_bodies; /* how many of them have something overdue */
};

/* Of the active bodies right below that of `who`; empty for a county. From counters and, for what
 * is overdue, from the beginning of one range per state. */
MUST_CHECK enum rc progress_load(struct db *db, const struct actor *who, struct str edition,
        int64_t year, int64_t now, struct progress *out, struct err *e);

#endif
