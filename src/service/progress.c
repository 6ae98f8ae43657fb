/* Why counters and ranges only: the first page of the day must not cost more in a large province.
 */
#include "service/progress.h"

static struct body_progress *body_of(struct progress *p, int64_t body_id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].body_id == body_id)
			return &p->v[i];
	return NULL;
}

static enum rc load_late(struct db *db, const struct actor *who, enum state s, int64_t now,
        struct progress *p, struct err *e)
{
	struct q_queue_late_list rows;

	TRY(q_queue_late(db,
	        &(struct q_queue_late_in){.agency_id = who->agency_id,
	                .state = str_c(state_code(s)),
	                .now = now,
	                .by_city = actor_is(who, ROLE_PROVINCE)},
	        &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct body_progress *b = body_of(p, rows.v[i].body_id);
		if (b)
			b->late += rows.v[i].n;
	}
	return RC_OK;
}

enum rc progress_load(struct db *db, const struct actor *who, struct str edition, int64_t year,
        int64_t now, struct progress *out, struct err *e)
{
	struct q_agency_children_list children;
	struct q_target_counts_list counts;
	struct progress p = {0};

	if (!actor_is(who, ROLE_CITY | ROLE_PROVINCE)) {
		*out = p;
		return RC_OK;
	}
	TRY(q_agency_children(
	        db, &(struct q_agency_children_in){.parent_id = who->agency_id}, &children, e));
	p.v = ARENA_NEW_N(db_arena(db), struct body_progress, children.n + 1);
	for (size_t i = 0; i < children.n; i++)
		if (children.v[i].active)
			p.v[p.n++] = (struct body_progress){.body_id = children.v[i].id,
			        .short_name = children.v[i].short_name};
	TRY(q_target_counts(db,
	        &(struct q_target_counts_in){
	                .agency_id = who->agency_id, .body_id = who->agency_id,
	                .edition = edition, .year = year},
	        &counts, e));
	for (size_t i = 0; i < counts.n; i++) {
		struct body_progress *b = body_of(&p, counts.v[i].body_id);
		if (b)
			batch_counts_add(&b->counts, counts.v[i].state, counts.v[i].n);
	}
	TRY(load_late(db, who, STATE_COUNTY, now, &p, e));
	if (actor_is(who, ROLE_PROVINCE)) {
		TRY(load_late(db, who, STATE_CITY, now, &p, e));
		TRY(load_late(db, who, STATE_SITE, now, &p, e));
	}
	for (size_t i = 0; i < p.n; i++)
		p.late_bodies += p.v[i].late > 0;
	*out = p;
	return RC_OK;
}
