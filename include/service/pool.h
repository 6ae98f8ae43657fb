/* 培育库: who is in the pool of a batch, since when, in which direction, and whether it has been chosen. A file is in
 * the pool from the city's confirmation (application.pooled_at) until it goes back to county, city or enterprise.
 */
#ifndef SERVICE_POOL_H
#define SERVICE_POOL_H

#include "service/batch.h"

enum pool_standing { POOL_WAITING, POOL_CHOSEN, POOL_RECOGNISED, POOL_NOT_RECOGNISED, POOL_STANDING__MAX };
const char *pool_standing_code(enum pool_standing s);
const char *pool_standing_word(enum pool_standing s); /* 待择优推荐 已择优推荐 已认定 未列入认定 */
enum pool_standing pool_standing_of(struct str state);

struct pool {
	struct q_pool_batches_list batches; /* of procedures with a pool, newest first */
	const struct q_pool_batches *batch; /* the one that is shown; NULL: there is none */
	const struct procedure *procedure;
	struct q_pool_files_list files;	    /* of the body */
};
/* `batch_id` 0: the newest. RC_NOT_FOUND: no procedure of the body's province has a pool, or no such batch. */
MUST_CHECK enum rc pool_load(struct db *db, const struct rules *rules, const struct actor *who,
	int64_t batch_id, struct pool *out, struct err *e);
/* Name of a direction's code in the procedure; 未选定 for none. */
struct str pool_direction(const struct procedure *p, struct str code);

#endif
