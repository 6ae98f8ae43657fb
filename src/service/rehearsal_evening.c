/* The questions of an evening: every invariant over every row, asked of that evening's snapshot by a thread of its own
 * while the next day is played. So asking costs no time where there are two processors; what does not hold is known a day
 * later, under the day that was asked about. A question none of whose tables was written since the evening before has
 * the answer that it had then, and is not put again.
 */
#include "service/rehearsal_parts.h"

#include "base/vec.h"
#include "store/watch.h"

#define ASK_MS ((int64_t)3600 * 1000)

static void *asking(void *arg)
{
	struct reh_evening *v = arg;

	v->rc = invariants_check(v->db, v->rules, v->day, v->written, &v->a, &v->found, &v->why);
	return NULL;
}

/* A transaction sees what is there when it first reads, not when it is begun. */
static enum rc settle(struct db *db, struct err *e)
{
	struct q_audit_head head;
	bool found;

	db_allow_ms(db, ASK_MS);
	return q_audit_head(db, &head, &found, e);
}

enum rc reh_evening_ask(struct reh_evening *v, const struct rehearsal *r, struct err *e)
{
	v->day = r->today;
	v->written = r->day ? store_written(r->d.sv->store) : INVARIANT_ALL;
	v->rules = r->d.sv->rules;
	v->found = (struct strs){0};
	arena_init(&v->a, 0);
	enum rc rc = store_read(r->d.sv->store, &v->a, &v->db, e);
	if (rc == RC_OK)
		rc = settle(v->db, e);
	if (rc == RC_OK && pthread_create(&v->thread, NULL, asking, v) != 0)
		rc = err_detail(e, RC_INTERNAL, MSG_INTERNAL, "thread of an evening");
	v->asked = rc == RC_OK;
	if (rc != RC_OK) {
		store_read_end(v->db);
		v->db = NULL;
		arena_free(&v->a);
	}
	return rc;
}

enum rc reh_evening_hear(struct reh_evening *v, struct arena *keep, struct strs *found, struct err *e)
{
	if (!v->asked)
		return RC_OK;
	v->asked = false;
	pthread_join(v->thread, NULL);
	store_read_end(v->db);
	v->db = NULL;
	for (size_t i = 0; i < v->found.n; i++)
		VEC_PUSH(keep, found, str_dup(keep, v->found.v[i]));
	arena_free(&v->a);
	if (v->rc != RC_OK)
		*e = v->why;
	return v->rc;
}
