/* Why the queue asks one table only: docs/decisions/0005-caseload.md. */
#include "service/queue.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "service/audit.h"

#define VIEW_NAME_MAX 40
#define VIEW_QUERY_MAX 500

/* Text for LIKE: its wildcards typed by a person stand for nothing special, so they are dropped. */
static struct str like_of(struct arena *a, struct str text)
{
	struct buf b;

	if (!text.n)
		return STR("");
	buf_init(&b, a, text.n + 8);
	buf_ch(&b, '%');
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '%' && text.p[i] != '_')
			buf_ch(&b, text.p[i]);
	buf_ch(&b, '%');
	return buf_view(&b);
}

_Static_assert(sizeof(struct q_queue_in_state) == sizeof(struct q_queue_everything),
	"the two lists show the same columns");

enum rc queue_load(struct db *db, const struct actor *who, const struct queue_filter *f,
	struct queue_rows *out, struct err *e)
{
	struct str like = like_of(db_arena(db), f->text), route = f->route.p ? f->route : STR("");
	int64_t before = f->due_before ? f->due_before : QUEUE_FAR;
	struct q_queue_in_state_list rows;
	struct q_queue_everything_list all;

	if (f->state < STATE__MAX) {
		TRY(q_queue_in_state(db,
			&(struct q_queue_in_state_in){.agency_id = who->agency_id,
				.state = str_c(state_code(f->state)), .after_due = f->after_due,
				.after_id = f->after_id, .batch_id = f->batch_id, .county = f->county,
				.route = route, .like = like, .due_before = before,
				.limit = f->limit + 1},
			&rows, e));
	} else {
		TRY(q_queue_everything(db,
			&(struct q_queue_everything_in){.agency_id = who->agency_id,
				.after_due = f->after_due, .after_id = f->after_id,
				.batch_id = f->batch_id, .county = f->county, .route = route,
				.like = like, .due_before = before, .limit = f->limit + 1},
			&all, e));
		rows = (struct q_queue_in_state_list){
			ARENA_NEW_N(db_arena(db), struct q_queue_in_state, all.n + 1), all.n, all.n};
		if (all.n)
			memcpy(rows.v, all.v, all.n * sizeof(*rows.v));
	}
	out->more = rows.n > (size_t)f->limit;
	out->v = rows.v;
	out->n = MIN_OF(rows.n, (size_t)f->limit);
	return RC_OK;
}

enum rc queue_around(struct db *db, const struct actor *who, const struct queue_filter *f,
	int64_t application_id, struct queue_neighbours *out, struct err *e)
{
	struct q_queue_place here;
	struct q_queue_before_list before;
	struct queue_filter next = *f;
	struct queue_rows after;
	bool found;

	*out = (struct queue_neighbours){0};
	TRY(q_queue_place(db,
		&(struct q_queue_place_in){
			.agency_id = who->agency_id, .application_id = application_id},
		&here, &found, e));
	if (!found || f->state == STATE__MAX || !str_eqc(here.state, state_code(f->state)))
		return RC_OK;
	next.after_due = here.due_at;
	next.after_id = application_id;
	next.limit = 1;
	TRY(queue_load(db, who, &next, &after, e));
	if (after.n)
		out->next = after.v[0].public_id;
	TRY(q_queue_before(db,
		&(struct q_queue_before_in){.agency_id = who->agency_id, .state = here.state,
			.before_due = here.due_at, .before_id = application_id,
			.batch_id = f->batch_id, .county = f->county,
			.route = f->route.p ? f->route : STR(""),
			.like = like_of(db_arena(db), f->text), .limit = 1},
		&before, e));
	if (before.n)
		out->prev = before.v[0].public_id;
	return RC_OK;
}

enum rc queue_count(struct db *db, const struct actor *who, int64_t batch_id, struct queue_counts *out,
	struct err *e)
{
	struct q_queue_counts_list rows;
	enum state s;

	*out = (struct queue_counts){0};
	TRY(q_queue_counts(db,
		&(struct q_queue_counts_in){.agency_id = who->agency_id, .batch_id = batch_id}, &rows,
		e));
	for (size_t i = 0; i < rows.n; i++) {
		if (!state_parse(rows.v[i].state, &s))
			continue;
		out->n[s] = rows.v[i].n;
		if (s != STATE_DRAFT && s != STATE_SIGN && s != STATE_LAPSED)
			out->submitted += rows.v[i].n;
	}
	return RC_OK;
}

enum rc view_save(struct tx *tx, struct view_save *uc, struct err *e)
{
	struct q_view_put made;

	if (!uc->name.n || utf8_count(uc->name) > VIEW_NAME_MAX)
		return err_field(e, RC_INVALID, MSG_VIEW_NAME, "name");
	if (uc->query.n > VIEW_QUERY_MAX)
		return err_field(e, RC_INVALID, MSG_VIEW_QUERY, "query");
	TRY(q_view_put(tx->db,
		&(struct q_view_put_in){.agency_id = tx->who->agency_id,
			.account_id = tx->who->account_id, .shared = uc->shared, .name = uc->name,
			.query = uc->query, .now = tx->now},
		&made, e));
	return audit_append(tx,
		&(struct audit_event){
			.action = "view_saved", .object_kind = "view", .object_id = made.id},
		e);
}

enum rc view_remove(struct tx *tx, struct view_remove *uc, struct err *e)
{
	int64_t changed;

	TRY(q_view_drop(tx->db,
		&(struct q_view_drop_in){.id = uc->id, .agency_id = tx->who->agency_id,
			.account_id = tx->who->account_id},
		&changed, e));
	if (changed == 0)
		return err_set(e, RC_NOT_FOUND, MSG_STORE_NOT_FOUND);
	return audit_append(tx,
		&(struct audit_event){
			.action = "view_removed", .object_kind = "view", .object_id = uc->id},
		e);
}
