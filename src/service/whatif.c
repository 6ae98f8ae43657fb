/* The registry under another rule. Portions of files are read, judged twice and forgotten; only what turns
 * is kept.
 */
#include "service/whatif.h"

#include <stdlib.h>

#include "base/vec.h"
#include "service/batch.h"
#include "service/decision.h"
#include "service/editions.h"

#define PORTION 500
#define READ_MS 60000

const char *whatif_word(enum whatif_kind k)
{
	static const char *const words[] = {[WHATIF_GAINED] = "新达标", [WHATIF_LOST] = "不再达标",
		[WHATIF_UNSURE] = "数据不足", [WHATIF_EDGE_ONLY] = "边缘"};

	return words[k];
}

struct sweep {
	const struct whatif *in;
	struct arena *a; /* of the result */
	struct whatif_result *r;
};

static struct whatif_city *city_of(struct sweep *s, int64_t id)
{
	for (size_t i = 0; i < s->r->cities_n; i++)
		if (s->r->cities[i].id == id)
			return &s->r->cities[i];
	return &s->r->cities[s->r->cities_n - 1]; /* 其他: no longer a body of this province */
}

static void count(struct whatif_count *n, bool passed, bool passes, int kind, bool edge)
{
	n->files++;
	n->passed += passed;
	n->passes += passes;
	n->gained += kind == WHATIF_GAINED;
	n->lost += kind == WHATIF_LOST;
	n->unsure += kind == WHATIF_UNSURE;
	n->edge += edge;
}

static void count_cause(struct sweep *s, const struct score_cause *c, bool gained)
{
	struct whatif_cause *at = NULL;

	for (size_t i = 0; i < s->r->causes.n && !at; i++)
		if (s->r->causes.v[i].cause.kind == c->kind &&
			str_eq(s->r->causes.v[i].cause.id, c->id))
			at = &s->r->causes.v[i];
	if (!at) {
		at = VEC_ADD(s->a, &s->r->causes);
		at->cause = *c;
	}
	at->gained += gained;
	at->lost += !gained;
}

static bool at_edge(const struct whatif *in, const struct score_result *to)
{
	int64_t off = to->total.lo - in->mark;

	return in->mark && to->verdict != SCORE_ERROR && off >= -WHATIF_EDGE && off <= WHATIF_EDGE;
}

static int turn(const struct score_result *from, const struct score_result *to)
{
	bool passed = from->verdict == SCORE_PASS, passes = to->verdict == SCORE_PASS;

	if (passed == passes)
		return WHATIF__MAX;
	return passes ? WHATIF_GAINED : to->verdict == SCORE_OPEN ? WHATIF_UNSURE : WHATIF_LOST;
}

static struct str keep(struct arena *a, struct str s)
{
	return s.p ? str_dup(a, s) : str_none();
}

static enum rc judge(
	struct sweep *s, struct arena *scratch, const struct q_whatif_files *f, struct err *e)
{
	struct score_result from, to;
	struct facts *facts;

	TRY(decision_facts(scratch, f->facts, &facts, e));
	score_judge(s->in->from, facts, SCORE_APPLICATION, scratch, &from);
	score_judge(s->in->to, facts, SCORE_APPLICATION, scratch, &to);
	bool edge = at_edge(s->in, &to);
	bool passed = from.verdict == SCORE_PASS, passes = to.verdict == SCORE_PASS;
	int kind = turn(&from, &to);
	struct whatif_city *city = city_of(s, f->city_agency_id);
	count(&s->r->total, passed, passes, kind, edge);
	count(&city->n, passed, passes, kind, edge);
	if (kind == WHATIF__MAX && !edge)
		return RC_OK;
	struct score_cause cause = score_cause_of(&from, &to); /* ids live in the standards */
	if (kind == WHATIF_GAINED || kind == WHATIF_LOST)
		count_cause(s, &cause, kind == WHATIF_GAINED);
	*VEC_ADD(s->a, &s->r->rows) = (struct whatif_row){
		.kind = kind == WHATIF__MAX ? WHATIF_EDGE_ONLY : (enum whatif_kind)kind,
		.edge = edge, .public_id = keep(s->a, f->public_id), .no = keep(s->a, f->no),
		.name = keep(s->a, f->name), .city = (size_t)(city - s->r->cities),
		.from = from.total, .to = to.total, .cause = cause};
	return RC_OK;
}

static enum rc walk(
	struct db *db, const struct actor *who, struct str editions, struct sweep *s, struct err *e)
{
	struct arena_mark portion = arena_mark(db_arena(db));
	struct q_whatif_files_list rows;
	int64_t after = 0;

	do {
		arena_release(db_arena(db), portion);
		TRY(q_whatif_files(db,
			&(struct q_whatif_files_in){.agency_id = who->agency_id,
				.editions = editions, .after = after, .limit = PORTION},
			&rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			struct arena_mark one = arena_mark(db_arena(db));
			TRY(judge(s, db_arena(db), &rows.v[i], e));
			arena_release(db_arena(db), one);
			after = rows.v[i].id;
		}
	} while (rows.n == PORTION);
	return RC_OK;
}

/* Cities in the order of the targets, and one line for what belongs to none of them. */
static enum rc cities(struct db *db, const struct rules *rules, const struct actor *who,
	const struct whatif *in, struct sweep *s, struct err *e)
{
	struct target_board b;

	TRY(target_board_load(db, rules, who, in->procedure->id, in->year, in->now, &b, e));
	s->r->cities = ARENA_NEW_N(s->a, struct whatif_city, b.n + 1);
	for (size_t i = 0; i < b.n; i++)
		s->r->cities[i] = (struct whatif_city){.id = b.lines[i].body_id,
			.name = str_dup(s->a, b.lines[i].short_name), .target = b.lines[i].target,
			.listed = b.lines[i].listed};
	s->r->cities[b.n].name = STR("其他");
	s->r->cities_n = b.n + 1;
	return RC_OK;
}

/* ",a,b,": the editions of the body with the programme of the procedure. */
static enum rc editions_text(struct db *db, const struct rules *rules, const struct actor *who,
	const struct whatif *in, struct arena *a, struct str *out, struct err *e)
{
	struct editions own;

	TRY(editions_of_officer(db, rules, who, date_of_instant(in->now), &own, e));
	*out = STR(",");
	for (size_t i = 0; i < own.n; i++)
		if (str_eq(own.v[i]->programme, in->procedure->programme))
			*out = str_fmt(a, "%.*s%.*s,", STR_ARG(*out), STR_ARG(own.v[i]->id));
	return RC_OK;
}

static int by_weight(const void *a, const void *b)
{
	const struct whatif_cause *x = a, *y = b;
	int64_t nx = x->gained + x->lost, ny = y->gained + y->lost;

	return nx != ny ? (nx < ny) - (nx > ny) : str_cmp(x->cause.id, y->cause.id);
}

static enum rc sweep(const struct services *sv, struct db *db, const struct actor *who,
	struct sweep *s, struct err *e)
{
	struct str editions;

	db_allow_ms(db, READ_MS);
	TRY(editions_text(db, sv->rules, who, s->in, s->a, &editions, e));
	TRY(cities(db, sv->rules, who, s->in, s, e));
	return walk(db, who, editions, s, e);
}

enum rc whatif_run(const struct services *sv, const struct actor *who, const struct whatif *in,
	struct arena *a, struct whatif_result *out, struct err *e)
{
	struct whatif_result r = {0};
	struct sweep s = {.in = in, .a = a, .r = &r};
	int64_t began = monotonic_us();
	struct arena scratch;
	struct db *db;

	TRY(batch_province_only(who, e));
	arena_init(&scratch, 0);
	enum rc rc = store_read(sv->store, &scratch, &db, e);
	if (rc == RC_OK) {
		rc = sweep(sv, db, who, &s, e);
		store_read_end(db);
	}
	arena_free(&scratch);
	TRY(rc);
	if (r.causes.n)
		qsort(r.causes.v, r.causes.n, sizeof(*r.causes.v), by_weight);
	r.ms = (monotonic_us() - began) / 1000;
	*out = r;
	return RC_OK;
}
