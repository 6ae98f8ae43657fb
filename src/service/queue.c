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

/* One list whichever statement it came from. */
#define SAME_ROWS(other)                                                                           \
	_Static_assert(sizeof(struct q_queue_in_state) == sizeof(struct other),                    \
	        "the lists show the same columns")
SAME_ROWS(q_queue_in_state_back);
SAME_ROWS(q_queue_everything);
SAME_ROWS(q_queue_everything_back);

/* What all four statements take besides the state. */
#define FILTER_OF(f, who, like)                                                                    \
	.agency_id = (who)->agency_id, .key_due = (f)->key_due, .key_id = (f)->key_id,             \
	.due_before = (f)->due_before ? (f)->due_before : QUEUE_FAR, .batch_id = (f)->batch_id,    \
	.county = (f)->county, .city = (f)->city, .score_from = (f)->score_from,                   \
	.score_to = (f)->score_to ? (f)->score_to : QUEUE_FAR,                                     \
	.route = (f)->route.p ? (f)->route : STR(""), .like = (like), .limit = (f)->limit

static void copy_rows(struct arena *a, const void *v, size_t n, struct queue_rows *out)
{
	out->v = ARENA_NEW_N(a, struct q_queue_in_state, n + 1);
	if (n)
		memcpy(out->v, v, n * sizeof(*out->v));
	out->n = n;
}

static enum rc load_state(struct db *db, const struct actor *who, const struct queue_filter *f,
        struct str like, struct queue_rows *out, struct err *e)
{
	struct str state = str_c(state_code(f->state));
	struct q_queue_in_state_list rows;
	struct q_queue_in_state_back_list back;

	if (f->back) {
		TRY(q_queue_in_state_back(db,
		        &(struct q_queue_in_state_back_in){FILTER_OF(f, who, like), .state = state},
		        &back, e));
		copy_rows(db_arena(db), back.v, back.n, out);
		return RC_OK;
	}
	TRY(q_queue_in_state(db,
	        &(struct q_queue_in_state_in){FILTER_OF(f, who, like), .state = state}, &rows, e));
	out->v = rows.v;
	out->n = rows.n;
	return RC_OK;
}

static enum rc load_all(struct db *db, const struct actor *who, const struct queue_filter *f,
        struct str like, struct queue_rows *out, struct err *e)
{
	struct q_queue_everything_list rows;
	struct q_queue_everything_back_list back;

	if (f->back) {
		TRY(q_queue_everything_back(db,
		        &(struct q_queue_everything_back_in){FILTER_OF(f, who, like)}, &back, e));
		copy_rows(db_arena(db), back.v, back.n, out);
		return RC_OK;
	}
	TRY(q_queue_everything(
	        db, &(struct q_queue_everything_in){FILTER_OF(f, who, like)}, &rows, e));
	copy_rows(db_arena(db), rows.v, rows.n, out);
	return RC_OK;
}

/* As many rows as the filter's limit says, in the order of walking. */
static enum rc load_rows(struct db *db, const struct actor *who, const struct queue_filter *f,
        struct queue_rows *out, struct err *e)
{
	struct str like = like_of(db_arena(db), f->text);

	return f->state < STATE__MAX ? load_state(db, who, f, like, out, e)
	                             : load_all(db, who, f, like, out, e);
}

enum rc queue_load(struct db *db, const struct actor *who, const struct queue_filter *f,
        struct queue_rows *out, struct err *e)
{
	struct queue_filter one_more = *f;
	struct queue_rows r = {0};

	one_more.limit = f->limit + 1;
	TRY(load_rows(db, who, &one_more, &r, e));
	bool more = r.n > (size_t)f->limit;
	r.n = MIN_OF(r.n, (size_t)f->limit);
	r.earlier = f->back ? more : f->key_id != 0;
	r.later = f->back || more;
	for (size_t i = 0; f->back && i < r.n / 2; i++) {
		struct q_queue_in_state swap = r.v[i];
		r.v[i] = r.v[r.n - 1 - i];
		r.v[r.n - 1 - i] = swap;
	}
	*out = r;
	return RC_OK;
}

enum rc queue_around(struct db *db, const struct actor *who, const struct queue_filter *f,
        int64_t application_id, struct queue_neighbours *out, struct err *e)
{
	struct q_queue_place here;
	struct queue_filter near = *f;
	struct queue_rows rows = {0};
	bool found;

	*out = (struct queue_neighbours){0};
	TRY(q_queue_place(db,
	        &(struct q_queue_place_in){
	                .agency_id = who->agency_id, .application_id = application_id},
	        &here, &found, e));
	if (!found || (f->state < STATE__MAX && !str_eqc(here.state, state_code(f->state))))
		return RC_OK;
	near.key_due = here.due_at;
	near.key_id = application_id;
	near.limit = 1;
	near.back = false;
	TRY(load_rows(db, who, &near, &rows, e));
	if (rows.n)
		out->next = rows.v[0].public_id;
	near.back = true;
	TRY(load_rows(db, who, &near, &rows, e));
	if (rows.n)
		out->prev = rows.v[0].public_id;
	return RC_OK;
}

enum rc queue_count(struct db *db, const struct actor *who, int64_t batch_id,
        struct queue_counts *out, struct err *e)
{
	struct q_queue_counts_list rows;
	enum state s;

	*out = (struct queue_counts){0};
	TRY(q_queue_counts(db,
	        &(struct q_queue_counts_in){.agency_id = who->agency_id, .batch_id = batch_id},
	        &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		if (!state_parse(rows.v[i].state, &s))
			continue;
		out->n[s] += rows.v[i].n;
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
	                .account_id = tx->who->account_id,
	                .shared = uc->shared,
	                .name = uc->name,
	                .query = uc->query,
	                .now = tx->now},
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
	        &(struct q_view_drop_in){.id = uc->id,
	                .agency_id = tx->who->agency_id,
	                .account_id = tx->who->account_id},
	        &changed, e));
	if (changed == 0)
		return err_set(e, RC_NOT_FOUND, MSG_STORE_NOT_FOUND);
	return audit_append(tx,
	        &(struct audit_event){
	                .action = "view_removed", .object_kind = "view", .object_id = uc->id},
	        e);
}
