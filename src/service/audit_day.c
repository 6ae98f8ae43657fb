/* Closing a day, and the published days against the log. */
#include "service/audit_day.h"

#include "base/vec.h"
#include "store/q.h"

#define STEP 1000
#define DAYS_STEP 500

enum rc audit_links_load(struct db *db, struct arena *a, int64_t first, int64_t n, struct chain_link **out,
	int64_t *found, struct err *e)
{
	struct q_audit_links_list rows;
	int64_t have = 0;

	*out = ARENA_NEW_N(a, struct chain_link, (size_t)n + 1);
	do {
		struct arena_mark mark = arena_mark(db_arena(db));
		TRY(q_audit_links(db,
			&(struct q_audit_links_in){.after = first + have - 1, .limit = MIN_OF(n - have, STEP)}, &rows,
			e));
		size_t k = 0;
		while (k < rows.n && rows.v[k].seq == first + have && chain_link_parse(rows.v[k].hash, &(*out)[have]))
			k++, have++;
		bool ends = rows.n == 0 || k < rows.n;
		if (db_arena(db) != a)
			arena_release(db_arena(db), mark);
		if (ends)
			break;
	} while (have < n);
	*found = have;
	return RC_OK;
}

/* --- closing a day ------------------------------------------------------------------------------- */

/* The day to be closed next, and the events before it. */
static enum rc open_day(struct db *db, struct date *day, struct q_audit_day_last *last, bool *none, struct err *e)
{
	struct q_job_birth birth;
	bool found;

	*last = (struct q_audit_day_last){0};
	*none = false;
	TRY(q_audit_day_last(db, last, &found, e));
	if (found) {
		if (!date_parse(last->on_date, day))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "audit_day: no date");
		*day = date_add(*day, 1);
		return RC_OK;
	}
	TRY(q_job_birth(db, &birth, &found, e));
	*none = !found;
	if (found)
		*day = date_of_instant(birth.at);
	return RC_OK;
}

enum rc audit_day_next(struct db *db, int64_t *at, struct err *e)
{
	struct q_audit_day_last last;
	struct date day;
	bool none;

	TRY(open_day(db, &day, &last, &none, e));
	*at = none ? INT64_MAX : instant_day_end(day);
	return RC_OK;
}

struct links {
	struct chain_link *v;
	size_t n, cap;
};

/* Everything after `after` that happened before `end`. `to`: where the links live, not the reader's arena. */
static enum rc links_until(
	struct db *db, struct arena *to, int64_t after, int64_t end, struct links *out, struct err *e)
{
	struct q_audit_links_list rows;
	bool more = true;

	while (more) {
		struct arena_mark mark = arena_mark(db_arena(db));
		TRY(q_audit_links(db,
			&(struct q_audit_links_in){.after = after + (int64_t)out->n, .limit = STEP}, &rows, e));
		more = rows.n == STEP;
		for (size_t i = 0; i < rows.n; i++) {
			struct chain_link l;
			if (rows.v[i].at >= end) {
				more = false;
				break;
			}
			if (rows.v[i].seq != after + (int64_t)out->n + 1 || !chain_link_parse(rows.v[i].hash, &l))
				return err_detail(e, RC_DATA, MSG_INTERNAL, "audit %lld", (long long)rows.v[i].seq);
			VEC_PUSH(to, out, l);
		}
		arena_release(db_arena(db), mark);
	}
	return RC_OK;
}

static enum rc put_day(struct tx *tx, struct date day, const struct q_audit_day_last *last, struct arena *scratch,
	struct err *e)
{
	struct links links = {0};
	struct str head = last->head;

	TRY(links_until(tx->db, scratch, last->last_seq, instant_day_end(day), &links, e));
	struct merkle tree = merkle_build(scratch, links.v, links.n);
	struct chain_link root = merkle_root(&tree);
	if (links.n)
		head = chain_link_text(tx->a, &links.v[links.n - 1]);
	return q_audit_day_put(tx->db,
		&(struct q_audit_day_put_in){.on_date = date_str(tx->a, day), .events = (int64_t)links.n,
			.last_seq = last->last_seq + (int64_t)links.n, .root = chain_link_text(tx->a, &root),
			.head = head, .closed_at = tx->now},
		NULL, e);
}

enum rc audit_day_close(struct tx *tx, struct audit_day_close *uc, struct err *e)
{
	struct q_audit_day_last last;
	struct arena scratch;
	struct date day;
	bool none;

	TRY(open_day(tx->db, &day, &last, &none, e));
	if (none || instant_day_end(day) > tx_as_of(tx))
		return RC_OK;
	arena_init(&scratch, (size_t)1 << 30);
	enum rc rc = put_day(tx, day, &last, &scratch, e);
	arena_free(&scratch);
	TRY(rc);
	uc->closed = 1;
	uc->on_date = date_str(tx->a, day);
	return RC_OK;
}

/* --- against the log ------------------------------------------------------------------------------- */

enum rc audit_heads_load(struct db *db, struct arena *a, struct str after, struct audit_heads *out, struct err *e)
{
	struct q_audit_days_from_list rows;

	do {
		TRY(q_audit_days_from(
			db, &(struct q_audit_days_from_in){.after = after, .limit = DAYS_STEP}, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			struct audit_head *h = VEC_ADD(a, out);
			*h = (struct audit_head){
				.on_date = rows.v[i].on_date, .events = rows.v[i].events, .last_seq = rows.v[i].last_seq};
			if (!chain_link_parse(rows.v[i].root, &h->root) || !chain_link_parse(rows.v[i].head, &h->head))
				return err_detail(e, RC_DATA, MSG_INTERNAL, "audit_day: no hash");
			after = h->on_date;
		}
	} while (rows.n == DAYS_STEP);
	return RC_OK;
}

struct comparing {
	struct db *db;
	struct arena *a;
	const char *whose;
	struct strs *findings;
	struct audit_anchor *out;
};

/* One day; *fits false when it differs: what comes after then differs too. */
static enum rc compare_day(struct comparing *k, const struct audit_head *h, bool *fits, struct err *e)
{
	struct str day = h->on_date;
	struct chain_link *links, root;
	struct arena scratch;
	int64_t found, first = h->last_seq - h->events + 1;

	*fits = false;
	if (h->last_seq > k->out->last_seq) {
		VEC_PUSH(k->a, k->findings,
			str_fmt(k->a, "%s %.*s 到第 %lld 条，日志只到第 %lld 条：有记录被截去", k->whose, STR_ARG(day),
				(long long)h->last_seq, (long long)k->out->last_seq));
		return RC_OK;
	}
	arena_init(&scratch, (size_t)1 << 30);
	enum rc rc = audit_links_load(k->db, &scratch, MAX_OF(first, 1), h->events, &links, &found, e);
	struct merkle tree = merkle_build(&scratch, links, rc == RC_OK ? (size_t)found : 0);
	root = merkle_root(&tree);
	bool whole = rc == RC_OK && found == h->events;
	bool same = whole && chain_link_eq(&root, &h->root) &&
		(h->events == 0 || chain_link_eq(&links[h->events - 1], &h->head));
	arena_free(&scratch);
	TRY(rc);
	*fits = same;
	if (!same)
		VEC_PUSH(k->a, k->findings,
			str_fmt(k->a, "%s %.*s：第 %lld–%lld 条%s", k->whose, STR_ARG(day), (long long)first,
				(long long)h->last_seq,
				whole ? "与日志不符：记录被改写" : "在日志中缺失：记录被删去"));
	return RC_OK;
}

static enum rc last_of_log(struct db *db, int64_t *seq, struct err *e)
{
	struct q_audit_head head = {0};
	bool found;

	TRY(q_audit_head(db, &head, &found, e));
	*seq = head.seq;
	return RC_OK;
}

enum rc audit_heads_compare(struct db *db, struct arena *a, const struct audit_heads *h, const char *whose,
	struct strs *findings, struct audit_anchor *out, struct err *e)
{
	struct comparing k = {db, a, whose, findings, out};
	bool fits = true;

	*out = (struct audit_anchor){0};
	TRY(last_of_log(db, &out->last_seq, e));
	for (size_t i = 0; i < h->n && fits; i++) {
		TRY(compare_day(&k, &h->v[i], &fits, e));
		out->days++;
		if (fits)
			out->anchored_to = h->v[i].last_seq;
	}
	return RC_OK;
}
