/* Why apart from service/draw: another frame and what follows the draw; the draw itself is the same. */
#include "service/title_draw.h"

#include "base/map.h"
#include "base/utf8.h"
#include "service/editions.h"
#include "service/roster.h"

#define REASON_MIN 4
#define REASON_MAX 60

/* --- the frame ------------------------------------------------------------------------------------ */

static bool asked_city(const struct title_ask *ask, int64_t id)
{
	for (size_t i = 0; i < ask->cities_n; i++)
		if (ask->cities[i] == id)
			return true;
	return ask->cities_n == 0;
}

static struct str reason_of(const struct title_ask *ask, const struct q_title_frame *r)
{
	if (!ask->automatic)
		return STR("");
	return r->listed ? STR("列入经营异常名录或严重失信主体名单")
	       : r->missed ? STR("没有按期更新信息")
	       : r->unfit  ? STR("年度更新显示不再符合条件")
			   : STR("");
}

static enum rc typed_line(struct arena *a, struct str line, struct map *by_code, struct err *e)
{
	struct str code = line, reason = str_none();
	size_t at = str_index(line, ' ');

	if (at < line.n) {
		code = str_sub(line, 0, at);
		reason = str_trim(str_sub(line, at, line.n));
	}
	struct sample_item *x = map_get(by_code, str_upper(a, code));
	size_t n = utf8_count(reason);
	if (!x || n < REASON_MIN || n > REASON_MAX || str_index(reason, '\t') < reason.n) {
		err_field(e, RC_INVALID, MSG_TITLE_DRAW_TYPED, "typed");
		return err_arg(e, 0, line);
	}
	x->compulsory = reason;
	return RC_OK;
}

enum rc title_frame_load(struct db *db, const struct actor *who, const struct title_ask *ask, int64_t now,
	struct title_frame *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_agency_by_id body;
	struct str rest = str_trim(ask->typed), line;
	struct map by_code;

	*out = (struct title_frame){0};
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = who->agency_id}, &body, e));
	TRY(q_title_frame(db,
		&(struct q_title_frame_in){.agency_id = who->agency_id, .line = body.line, .tier = ask->tier,
			.day = date_str(a, date_of_instant(now))},
		&out->rows, e));
	map_init(&by_code, a);
	out->frame.v = ARENA_NEW_N(a, struct sample_item, out->rows.n + 1);
	out->frame.cap = out->rows.n + 1;
	for (size_t i = 0; i < out->rows.n; i++) {
		const struct q_title_frame *r = &out->rows.v[i];
		if (!asked_city(ask, r->city_id) || map_get(&by_code, r->uscc))
			continue;
		struct sample_item *x = &out->frame.v[out->frame.n++];
		*x = (struct sample_item){
			.stratum = r->city, .code = r->uscc, .compulsory = reason_of(ask, r)};
		map_put(&by_code, r->uscc, x);
	}
	while (rest.n && str_cut(&rest, '\n', &line))
		if (str_trim(line).n)
			TRY(typed_line(a, str_trim(line), &by_code, e));
	sample_sort(&out->frame);
	return RC_OK;
}

/* The rows beside the frame. */
static struct draw_row *rows_of(struct arena *a, const struct title_frame *f)
{
	struct draw_row *rows = ARENA_NEW_N(a, struct draw_row, f->frame.n + 1);
	struct map by_code;

	map_init(&by_code, a);
	for (size_t i = f->rows.n; i-- > 0;)
		map_put(&by_code, f->rows.v[i].uscc, &f->rows.v[i]);
	for (size_t i = 0; i < f->frame.n; i++) {
		const struct q_title_frame *r = map_get(&by_code, f->frame.v[i].code);
		rows[i] = (struct draw_row){.title_id = some_i64(r->title_id), .name = r->name, .place = r->place};
	}
	return rows;
}

/* The edition in force whose titles they are; else the one that began last. */
static enum rc procedure_of(struct tx *tx, struct str tier, const struct procedure **out, struct err *e)
{
	struct date today = date_of_instant(tx->now);
	struct editions own;

	*out = NULL;
	TRY(editions_of_officer(tx->db, tx->sv->rules, tx->who, today, &own, e));
	for (size_t i = 0; i < own.n; i++)
		if (str_eq(own.v[i]->programme, tier) &&
			(!*out || procedure_in_force(own.v[i], today) ||
				(!procedure_in_force(*out, today) &&
					str_cmp(own.v[i]->legal_from, (*out)->legal_from) > 0)))
			*out = own.v[i];
	return *out ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

enum rc title_freeze(struct tx *tx, struct title_freeze *uc, struct err *e)
{
	int64_t year = date_of_instant(tx->now).y, seq = 0, id = 0;
	const struct procedure *p;
	struct title_frame f;

	TRY(batch_province_only(tx->who, e));
	TRY(procedure_of(tx, uc->ask.tier, &p, e));
	if (uc->share_percent < 1 || uc->share_percent > 100)
		return err_field(e, RC_INVALID, MSG_DRAW_SHARE, "share");
	TRY(title_frame_load(tx->db, tx->who, &uc->ask, tx->now, &f, e));
	if (f.frame.n == 0)
		return err_set(e, RC_STATE, MSG_DRAW_EMPTY);
	if (!str_eq(uc->seen, hash_hex(tx->a, sample_frame_hash(tx->a, &f.frame))))
		return err_set(e, RC_CONFLICT, MSG_LIST_CHANGED);
	TRY(tx_serial(tx,
		str_fmt(tx->a, "title-draw/%lld/%.*s/%lld", (long long)tx->who->agency_id,
			STR_ARG(uc->ask.tier), (long long)year),
		&seq, e));
	TRY(draw_put_new(tx,
		&(struct draw_new){.tier = p->programme, .edition = p->id,
			.title = str_fmt(tx->a, "%lld年第%lld次%.*s集中抽查", (long long)year, (long long)seq,
				STR_ARG(p->tier_name)),
			.seq = seq, .share_percent = uc->share_percent, .avoid = roster_avoid(p),
			.rows = rows_of(tx->a, &f)},
		&f.frame, &uc->public_id, &id, e));
	return draw_note(tx, "draw_frozen", id,
		str_fmt(tx->a, "%zu 家，抽取比例 %lld%%", f.frame.n, (long long)uc->share_percent), e);
}

/* --- the outcome ------------------------------------------------------------------------------------ */

struct outcome {
	int64_t n, taken, compulsory, replaced, fit, rectify, unfit, cases;
};

static void count(const struct q_draw_items *x, struct outcome *o)
{
	o->n++;
	o->taken += x->taken && !x->reason.n;
	o->compulsory += x->taken && x->compulsory.n > 0;
	o->replaced += x->reason.n > 0;
	o->fit += str_eqc(x->result, "fit");
	o->rectify += str_eqc(x->result, "rectify");
	o->unfit += str_eqc(x->result, "unfit");
}

static void checks_table(struct arena *a, const struct draw *d, struct circular_gathered *g, struct outcome *all)
{
	static const char *const heads[] = {"市", "名单#家", "抽查#家", "其中必查#家", "仍符合#家", "责令整改#家", "不再符合#家"};
	struct circular_table *t =
		circular_table_add(a, &g->figures, STR("checks"), STR("各市核查结果"), heads, ARRAY_LEN(heads));

	for (size_t from = 0, to; from < d->items.n; from = to) {
		struct outcome o = {0};
		for (to = from; to < d->items.n && str_eq(d->items.v[to].stratum, d->items.v[from].stratum); to++) {
			count(&d->items.v[to], &o);
			count(&d->items.v[to], all);
		}
		const struct str cells[] = {d->items.v[from].stratum, str_i64(a, o.n), str_i64(a, o.taken),
			str_i64(a, o.compulsory), str_i64(a, o.fit), str_i64(a, o.rectify), str_i64(a, o.unfit)};
		circular_row(a, t, cells, ARRAY_LEN(cells));
	}
	const struct str sums[] = {STR("合计"), str_i64(a, all->n), str_i64(a, all->taken),
		str_i64(a, all->compulsory), str_i64(a, all->fit), str_i64(a, all->rectify), str_i64(a, all->unfit)};
	circular_row(a, t, sums, ARRAY_LEN(sums));
}

static void words(struct tx *tx, const struct draw *d, const struct outcome *o, struct wording_values *v)
{
	struct arena *a = tx->a;

	wording_text(a, v, "draw", d->head.title);
	wording_text(a, v, "body", d->head.body);
	wording_text(a, v, "frozen", date_prose(a, date_of_instant(d->head.frozen_at)));
	wording_text(a, v, "source", d->head.source);
	wording_count(a, v, "frame", o->n);
	wording_count(a, v, "taken", o->taken);
	wording_count(a, v, "compulsory", o->compulsory);
	wording_count(a, v, "replaced", o->replaced);
	wording_count(a, v, "fit", o->fit);
	wording_count(a, v, "rectify", o->rectify);
	wording_count(a, v, "unfit", o->unfit);
	wording_count(a, v, "cases", o->cases);
}

enum rc title_report(struct tx *tx, struct title_report *uc, struct err *e)
{
	struct circular_gathered g = {0};
	struct q_title_checks_of_list checks;
	struct outcome o = {0};
	struct draw d;
	bool made;

	TRY(draw_own(tx, uc->draw, &d, e));
	if (!draw_of_titles(&d) || !str_eqc(d.head.state, "drawn"))
		return err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
	for (size_t i = 0; i < d.items.n; i++)
		if (draw_waits(&d.items.v[i]))
			return err_set(e, RC_STATE, MSG_TITLE_DRAW_WAITS);
	TRY(q_title_checks_of(tx->db,
		&(struct q_title_checks_of_in){.draw_id = d.head.id, .agency_id = tx->who->agency_id}, &checks, e));
	for (size_t i = 0; i < checks.n; i++)
		o.cases += checks.v[i].last && str_eqc(checks.v[i].result, "unfit") && checks.v[i].case_file.n > 0;
	checks_table(tx->a, &d, &g, &o);
	words(tx, &d, &o, &g.values);
	return circular_put(tx,
		&(struct circular_draft){.kind = "sample", .period = str_cat(tx->a, STR("draw-"), uc->draw),
			.year = date_of_instant(tx->now).y, .draw_id = some_i64(d.head.id), .g = &g},
		&uc->public_id, &made, e);
}
