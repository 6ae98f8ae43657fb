/* What is stored is what was published: the rows of the roster and each later act. Who is on what follows from them and
 * is computed anew before every act, so that a slip would stop the act and not hide in a table.
 */
#include "service/roster.h"

#include "base/buf.h"
#include "domain/expertise.h"
#include "service/inspection.h"

bool roster_kept(const struct draw *d)
{
	return d->head.roster_hash.n > 0;
}

struct str roster_avoid(const struct procedure *p)
{
	return json_str(json_get(p->json, "inspection"), "avoid", STR(""));
}

/* --- freezing --------------------------------------------------------------------------------------- */

static void bars_of(struct arena *a, const struct q_inspector_pool *x, const struct draw_new *n,
	const struct sample_frame *f, struct inspect_board *b)
{
	struct judge j = {.name = x->name, .employer = x->employer, .declared = x->declared, .division = STR("")};

	if (x->employer.n == 0 && x->declared.n == 0)
		return;
	for (size_t i = 0; i < f->n; i++) {
		struct judged firm = {.name = n->rows[i].name, .uscc = f->v[i].code, .division = STR("")};
		enum conflict c = conflict_of(a, &j, &firm, false);
		if (c == CONFLICT_EMPLOYER || c == CONFLICT_DECLARED)
			VEC_PUSH(a, &b->bars, ((struct inspect_bar){x->key, f->v[i].code, STR("回避")}));
	}
}

enum rc roster_choose(struct tx *tx, const struct draw_new *n, const struct sample_frame *f, struct roster *out,
	struct err *e)
{
	struct inspect_board *b = &out->board;

	*out = (struct roster){.board.avoid = n->avoid};
	TRY(q_inspector_pool(
		tx->db, &(struct q_inspector_pool_in){.agency_id = tx->who->agency_id}, &out->pool, e));
	if (out->pool.n < INSPECT_PEOPLE)
		out->pool.n = 0;
	for (size_t i = 0; i < out->pool.n; i++) {
		const struct q_inspector_pool *x = &out->pool.v[i];
		VEC_PUSH(tx->a, &b->people,
			((struct inspect_person){.key = x->key, .name = x->name, .unit = x->unit,
				.stratum = n->batch_id.has ? x->city : x->city_short, .place = x->place}));
		bars_of(tx->a, x, n, f, b);
	}
	for (size_t i = 0; i < f->n; i++)
		VEC_PUSH(tx->a, &b->posts,
			((struct inspect_post){
				.stratum = f->v[i].stratum, .code = f->v[i].code, .place = n->rows[i].place}));
	return RC_OK;
}

enum rc roster_put(struct tx *tx, int64_t draw_id, const struct roster *r, struct err *e)
{
	const struct inspect_board *b = &r->board;

	for (size_t i = 0; i < b->people.n; i++) {
		const struct inspect_person *p = &b->people.v[i];
		TRY(q_draw_inspector_put(tx->db,
			&(struct q_draw_inspector_put_in){.draw_id = draw_id, .key = p->key,
				.inspector_id = r->pool.v[i].id, .account_id = r->pool.v[i].account_id,
				.name = p->name, .unit = p->unit, .stratum = p->stratum, .place = p->place},
			NULL, e));
	}
	for (size_t i = 0; i < b->bars.n; i++)
		TRY(q_draw_bar_put(tx->db,
			&(struct q_draw_bar_put_in){.draw_id = draw_id, .key = b->bars.v[i].key,
				.code = b->bars.v[i].code, .reason = b->bars.v[i].reason},
			NULL, e));
	return RC_OK;
}

/* --- as it stands --------------------------------------------------------------------------------------- */

static enum rc frozen(struct db *db, const struct draw *d, struct inspect_board *b, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_draw_inspectors_list people;
	struct q_draw_bars_list bars;

	*b = (struct inspect_board){.avoid = d->head.avoid, .numbers = d->head.numbers};
	TRY(q_draw_inspectors(db, &(struct q_draw_inspectors_in){.draw_id = d->head.id}, &people, e));
	TRY(q_draw_bars(db, &(struct q_draw_bars_in){.draw_id = d->head.id}, &bars, e));
	for (size_t i = 0; i < people.n; i++)
		VEC_PUSH(a, &b->people,
			((struct inspect_person){.key = people.v[i].key, .name = people.v[i].name,
				.unit = people.v[i].unit, .stratum = people.v[i].stratum,
				.place = people.v[i].place}));
	for (size_t i = 0; i < bars.n; i++)
		VEC_PUSH(a, &b->bars, ((struct inspect_bar){bars.v[i].key, bars.v[i].code, bars.v[i].reason}));
	for (size_t i = 0; i < d->items.n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		VEC_PUSH(a, &b->posts,
			((struct inspect_post){.stratum = x->stratum, .code = x->code, .place = x->place,
				.open = x->taken && x->round == 0}));
	}
	inspect_ready(a, b);
	return RC_OK;
}

/* The people of the draw itself. */
static enum rc assigned(struct db *db, const struct draw *d, struct inspect_board *b, struct err *e)
{
	TRY(frozen(db, d, b, e));
	TRY(draw_code(db, d->head.id, 0, &b->code, e));
	inspect_assign(db_arena(db), b);
	return RC_OK;
}

enum rc roster_load(struct db *db, const struct draw *d, struct inspect_board *out, struct err *e)
{
	struct q_draw_turns_list turns;

	TRY(assigned(db, d, out, e));
	TRY(q_draw_turns(db, &(struct q_draw_turns_in){.draw_id = d->head.id}, &turns, e));
	for (size_t i = 0; i < turns.n; i++) {
		const struct q_draw_turns *x = &turns.v[i];
		struct inspect_turn t = {x->kind, x->code, x->key, STR(""), x->reason};
		if (!inspect_apply(db_arena(db), out, &t) || !str_eq(t.next, x->next))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "draw %lld: turn %lld", (long long)d->head.id,
				(long long)x->n);
	}
	return RC_OK;
}

/* --- published -------------------------------------------------------------------------------------------- */

static void put_row(struct buf *b, bool *first, const struct str *cells, size_t n)
{
	buf_c(b, *first ? "[" : ",[");
	*first = false;
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_ch(b, ',');
		json_put_str(b, cells[i]);
	}
	buf_ch(b, ']');
}

static void put_roster(struct buf *out, const struct draw *d, const struct inspect_board *b)
{
	bool first = true;

	buf_lit(out, ",\"roster_hash\":");
	json_put_str(out, d->head.roster_hash);
	buf_lit(out, ",\"avoid\":");
	json_put_str(out, b->avoid);
	buf_lit(out, ",\"inspectors\":[");
	for (size_t i = 0; i < b->people.n; i++) {
		const struct inspect_person *p = &b->people.v[i];
		put_row(out, &first, (const struct str[]){p->key, p->name, p->unit, p->stratum, p->place}, 5);
	}
	buf_lit(out, "],\"barred\":[");
	first = true;
	for (size_t i = 0; i < b->bars.n; i++)
		put_row(out, &first,
			(const struct str[]){b->bars.v[i].key, b->bars.v[i].code, b->bars.v[i].reason}, 3);
	buf_lit(out, "],\"places\":[");
	first = true;
	for (size_t i = 0; i < b->posts.n && b->avoid.n; i++)
		put_row(out, &first, (const struct str[]){b->posts.v[i].code, b->posts.v[i].place}, 2);
	buf_lit(out, "],\"assigned\":[");
}

enum rc roster_json(struct db *db, const struct draw *d, struct buf *out, struct err *e)
{
	bool drawn = str_eqc(d->head.state, "drawn"), first = true;
	struct q_draw_turns_list turns = {0};
	struct inspect_board b;

	TRY(drawn ? assigned(db, d, &b, e) : frozen(db, d, &b, e));
	put_roster(out, d, &b);
	for (size_t i = 0; i < b.posts.n; i++)
		if (drawn && b.posts.v[i].open)
			put_row(out, &first,
				(const struct str[]){b.posts.v[i].code, inspect_keys(db_arena(db), &b, &b.posts.v[i])}, 2);
	buf_lit(out, "],\"changes\":[");
	first = true;
	TRY(q_draw_turns(db, &(struct q_draw_turns_in){.draw_id = d->head.id}, &turns, e));
	for (size_t i = 0; i < turns.n; i++) {
		const struct q_draw_turns *x = &turns.v[i];
		put_row(out, &first, (const struct str[]){x->kind, x->code, x->key, x->next, x->reason}, 5);
	}
	buf_lit(out, "]");
	return RC_OK;
}
