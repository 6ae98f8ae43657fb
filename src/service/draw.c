/* The draw of the province: what it is made of, how it is read, and its freezing. The steps that follow are in
 * draw_steps.c.
 */
#include "service/draw.h"

#include "base/buf.h"
#include "base/env.h"
#include "base/map.h"
#include "service/application.h"
#include "service/audit.h"
#include "service/roster.h"
#include "service/site.h"

/* --- reading -------------------------------------------------------------------------------------- */

static const struct {
	const char *state, *word;
} words[] = {{"frozen", "名单已冻结"}, {"announced", "已公布号码来源"}, {"entered", "号码已录入，待第二人抽取"},
	{"drawn", "已抽取"}};

const char *draw_state_word(struct str state)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(state, words[i].state))
			return words[i].word;
	return "?";
}

static enum rc people_load(struct db *db, struct draw *d, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_draw_duties_list duties;

	d->people = NULL;
	if (!roster_kept(d))
		return RC_OK;
	d->people = ARENA_NEW_N(a, struct str, d->items.n + 1);
	TRY(q_draw_duties(db, &(struct q_draw_duties_in){.draw_id = d->head.id}, &duties, e));
	for (size_t i = 0; i < duties.n; i++) {
		struct str *s = &d->people[duties.v[i].seq - 1];
		*s = s->n ? STR_JOIN(a, *s, STR("、"), duties.v[i].name) : duties.v[i].name;
	}
	return RC_OK;
}

enum rc draw_load(struct db *db, const struct rules *rules, struct str public_id, struct draw *out,
	struct err *e)
{
	out->public_id = public_id;
	TRY(q_draw_head(db, &(struct q_draw_head_in){.public_id = public_id}, &out->head, e));
	TRY(q_draw_items(db, &(struct q_draw_items_in){.draw_id = out->head.id}, &out->items, e));
	TRY(people_load(db, out, e));
	out->procedure = rules_procedure(rules, out->head.edition,
		draw_of_titles(out) ? date_of_instant(out->head.frozen_at) : rules_pin(out->head.opens_on));
	return out->procedure ? RC_OK : err_detail(e, RC_DATA, MSG_INTERNAL, "draw: edition");
}

bool draw_of_titles(const struct draw *d)
{
	return !d->head.batch_id.has;
}

void draw_frame_of(struct arena *a, const struct draw *d, struct sample_frame *out)
{
	*out = (struct sample_frame){0};
	for (size_t i = 0; i < d->items.n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		VEC_PUSH(a, out,
			((struct sample_item){.stratum = x->stratum, .code = x->code,
				.compulsory = x->compulsory, .taken = x->taken != 0,
				.round = (unsigned)x->round}));
	}
}

enum rc draw_code(struct db *db, int64_t id, unsigned round, struct hash *out, struct err *e)
{
	struct q_draw_secret row;
	struct hash secret;

	TRY(q_draw_secret(db, &(struct q_draw_secret_in){.id = id}, &row, e));
	if (!hash_from_hex(row.secret, &secret))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "draw %lld: secret", (long long)id);
	*out = sample_code(secret, round);
	return RC_OK;
}

static void put_frame(struct buf *b, const struct draw *d)
{
	buf_lit(b, ",\"frame\":[");
	for (size_t i = 0; i < d->items.n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		buf_c(b, i ? ",[" : "[");
		json_put_str(b, x->stratum);
		buf_ch(b, ',');
		json_put_str(b, x->code);
		buf_ch(b, ',');
		json_put_str(b, x->compulsory);
		buf_ch(b, ']');
	}
	buf_lit(b, "],\"drawn\":[");
	bool first = true;
	for (size_t i = 0; i < d->items.n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		if (!x->taken || x->round)
			continue;
		if (!first)
			buf_ch(b, ',');
		first = false;
		json_put_str(b, x->code);
	}
}

static void put_substitutes(struct buf *b, const struct draw *d)
{
	bool first = true;

	buf_lit(b, "],\"substitutes\":[");
	for (int64_t round = 1; round < d->head.rounds; round++) {
		for (size_t i = 0; i < d->items.n; i++) {
			const struct q_draw_items *x = &d->items.v[i];
			if (!x->taken || x->round != round || !x->substitute_for.has)
				continue;
			const struct q_draw_items *gone = &d->items.v[x->substitute_for.v - 1];
			buf_c(b, first ? "{\"for\":" : ",{\"for\":");
			first = false;
			json_put_str(b, gone->code);
			buf_lit(b, ",\"code\":");
			json_put_str(b, x->code);
			buf_lit(b, ",\"reason\":");
			json_put_str(b, gone->reason);
			buf_ch(b, '}');
		}
	}
	buf_ch(b, ']');
}

enum rc draw_file(struct db *db, const struct draw *d, struct str *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct hash code;
	struct buf b;

	buf_init(&b, a, (size_t)64 << 20);
	buf_printf(&b, "{\"format\":\"tidu-draw-%d\",\"title\":", roster_kept(d) ? 2 : 1);
	json_put_str(&b, d->head.title);
	buf_printf(&b, ",\"share_percent\":%lld,\"frame_hash\":", (long long)d->head.share_percent);
	json_put_str(&b, d->head.frame_hash);
	buf_lit(&b, ",\"commitment\":");
	json_put_str(&b, d->head.commitment);
	buf_lit(&b, ",\"source\":");
	json_put_str(&b, d->head.source);
	buf_lit(&b, ",\"source_on\":");
	json_put_str(&b, d->head.source_on);
	buf_lit(&b, ",\"numbers\":");
	json_put_str(&b, d->head.rounds ? d->head.numbers : STR(""));
	buf_lit(&b, ",\"codes\":[");
	for (unsigned k = 0; k < (unsigned)d->head.rounds; k++) {
		TRY(draw_code(db, d->head.id, k, &code, e));
		if (k)
			buf_ch(&b, ',');
		json_put_str(&b, hash_hex(a, code));
	}
	buf_ch(&b, ']');
	put_frame(&b, d);
	put_substitutes(&b, d);
	if (roster_kept(d))
		TRY(roster_json(db, d, &b, e));
	buf_lit(&b, "}\n");
	*out = buf_view(&b);
	return RC_OK;
}

/* --- freezing ------------------------------------------------------------------------------------- */

/* The first reason of the procedure for which this file is visited whatever the lot says. */
static enum rc compulsory(struct db *db, const struct rules *rules, const struct stage *s, int64_t id,
	int64_t now, struct str *out, struct err *e)
{
	struct application_file file;
	struct site_reasons reasons;

	*out = STR("");
	if (s->triggers_n == 0 && !s->visited_by_city)
		return RC_OK;
	TRY(application_reload(db, rules, id, &file, e));
	const struct stage *visit = procedure_stage(file.procedure, STAGE_SITE_VISIT, HOLDER_CITY);
	TRY(site_reasons_for(
		db, rules, &file, s->visited_by_city && visit ? visit : s, now, &reasons, e));
	if (reasons.n)
		*out = reasons.v[0]->text;
	return RC_OK;
}

/* Files of an earlier draw that it still deals with, by number. */
static enum rc open_files(struct db *db, const struct actor *who, const struct batch *b,
	struct map *out, struct err *e)
{
	struct q_draw_files_open_list list;

	map_init(out, db_arena(db));
	TRY(q_draw_files_open(db,
		&(struct q_draw_files_open_in){.batch_id = b->id, .agency_id = who->agency_id}, &list,
		e));
	for (size_t i = 0; i < list.n; i++)
		map_put(out, str_i64(db_arena(db), list.v[i].application_id), &list.v[i]);
	return RC_OK;
}

enum rc draw_frame(struct db *db, const struct rules *rules, const struct actor *who,
	const struct batch *b, int64_t now, struct q_batch_files_list *rows, struct sample_frame *out,
	struct err *e)
{
	const struct stage *s = procedure_stage(b->procedure, STAGE_SAMPLE, HOLDER_PROVINCE);
	struct list_entries list;
	struct map before;

	if (!s)
		return err_set(e, RC_STATE, MSG_DRAW_NO_STAGE);
	*out = (struct sample_frame){0};
	TRY(batch_files_load(db, who, b->id, STATE_SAMPLE, rows, &list, e));
	TRY(open_files(db, who, b, &before, e));
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_batch_files *r = &rows->v[i];
		struct str reason;
		if (map_get(&before, str_i64(db_arena(db), r->application_id)))
			continue;
		TRY(compulsory(db, rules, s, r->application_id, now, &reason, e));
		VEC_PUSH(db_arena(db), out,
			((struct sample_item){
				.stratum = r->city, .code = r->uscc, .compulsory = reason}));
	}
	sample_sort(out);
	return RC_OK;
}

static enum rc share_of(
	const struct batch *b, const struct draw_freeze *uc, int64_t *out, struct err *e)
{
	const struct stage *s = procedure_stage(b->procedure, STAGE_SAMPLE, HOLDER_PROVINCE);

	if (!s)
		return err_set(e, RC_STATE, MSG_DRAW_NO_STAGE);
	*out = s->share_percent ? s->share_percent : uc->share_percent;
	return *out >= 1 && *out <= 100 ? RC_OK
					: err_field(e, RC_INVALID, MSG_DRAW_SHARE, "share");
}

enum rc draw_note(struct tx *tx, const char *action, int64_t id, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "draw", .object_id = id,
			.reason = reason},
		e);
}

/* Chance, except in a rehearsal, where the same seed gives the same years. */
static enum rc secret_make(const struct tx *tx, int64_t batch_id, struct hash *out, struct err *e)
{
	if (!tx->sv->rehearsal)
		return random_bytes(out->b, HASH_LEN, e);
	*out = hash_sha256(str_fmt(tx->a, "%llu/%lld/%lld", (unsigned long long)tx->sv->rehearsal,
		(long long)batch_id, (long long)tx->now));
	return RC_OK;
}

static enum rc put_items(struct tx *tx, int64_t id, const struct draw_new *n, const struct sample_frame *f,
	struct err *e)
{
	for (size_t i = 0; i < f->n; i++)
		TRY(q_draw_item_put(tx->db,
			&(struct q_draw_item_put_in){.draw_id = id, .seq = (int64_t)i + 1,
				.application_id = n->rows[i].application_id, .title_id = n->rows[i].title_id,
				.stratum = f->v[i].stratum, .code = f->v[i].code, .name = n->rows[i].name,
				.compulsory = f->v[i].compulsory, .place = n->rows[i].place},
			NULL, e));
	return RC_OK;
}

enum rc draw_put_new(struct tx *tx, const struct draw_new *n, const struct sample_frame *f,
	struct str *public_id, int64_t *id, struct err *e)
{
	struct hash secret;
	struct roster roster;
	struct q_draw_put row;

	TRY(secret_make(tx, n->batch_id.has ? n->batch_id.v : 0, &secret, e));
	TRY(random_token(tx->a, 12, public_id, e));
	TRY(roster_choose(tx, n, f, &roster, e));
	TRY(q_draw_put(tx->db,
		&(struct q_draw_put_in){.public_id = *public_id, .batch_id = n->batch_id, .tier = n->tier,
			.edition = n->edition, .agency_id = tx->who->agency_id, .seq = n->seq,
			.title = n->title, .share_percent = n->share_percent,
			.secret = hash_hex(tx->a, secret),
			.commitment = hash_hex(tx->a, sample_commitment(secret)),
			.frame_hash = hash_hex(tx->a, sample_frame_hash(tx->a, f)),
			.count = (int64_t)f->n, .avoid = n->avoid,
			.roster_hash = roster.pool.n ? hash_hex(tx->a, inspect_hash(tx->a, &roster.board)) : STR(""),
			.account_id = tx->who->account_id, .now = tx->now},
		&row, e));
	*id = row.id;
	TRY(put_items(tx, row.id, n, f, e));
	return roster_put(tx, row.id, &roster, e);
}

/* The rows beside the frame. */
static struct draw_row *rows_of(struct arena *a, const struct q_batch_files_list *files, const struct sample_frame *f)
{
	struct draw_row *rows = ARENA_NEW_N(a, struct draw_row, f->n + 1);
	struct map by_code;

	map_init(&by_code, a);
	for (size_t i = 0; i < files->n; i++)
		map_put(&by_code, files->v[i].uscc, &files->v[i]);
	for (size_t i = 0; i < f->n; i++) {
		const struct q_batch_files *r = map_get(&by_code, f->v[i].code);
		rows[i] = (struct draw_row){.application_id = some_i64(r->application_id), .name = r->name, .place = r->place};
	}
	return rows;
}

static enum rc put_draw(struct tx *tx, const struct batch *b, const struct sample_frame *f,
	const struct draw_row *rows, int64_t share, struct draw_freeze *uc, int64_t *id, struct err *e)
{
	struct q_draws_of_batch_list before;

	TRY(q_draws_of_batch(tx->db,
		&(struct q_draws_of_batch_in){.batch_id = b->id, .agency_id = tx->who->agency_id},
		&before, e));
	for (size_t i = 0; i < before.n; i++)
		if (!str_eqc(before.v[i].state, "drawn"))
			return err_set(e, RC_STATE, MSG_DRAW_RUNNING);
	return draw_put_new(tx,
		&(struct draw_new){.batch_id = some_i64(b->id), .tier = STR(""), .edition = STR(""),
			.title = str_cat(tx->a, batch_name(tx->a, b), STR("抽查")),
			.seq = (int64_t)before.n + 1, .share_percent = share,
			.avoid = roster_avoid(b->procedure), .rows = rows},
		f, &uc->public_id, id, e);
}

enum rc draw_freeze(struct tx *tx, struct draw_freeze *uc, struct err *e)
{
	struct q_batch_files_list rows;
	struct sample_frame f;
	struct batch b;
	int64_t share = 0, id = 0;

	TRY(batch_province_only(tx->who, e));
	TRY(batch_for_officer(tx->db, tx->sv->rules, tx->who, uc->batch_id, &b, e));
	TRY(share_of(&b, uc, &share, e));
	TRY(draw_frame(tx->db, tx->sv->rules, tx->who, &b, tx->now, &rows, &f, e));
	if (f.n == 0)
		return err_set(e, RC_STATE, MSG_DRAW_EMPTY);
	if (uc->seen.n && !str_eq(uc->seen, hash_hex(tx->a, sample_frame_hash(tx->a, &f))))
		return err_set(e, RC_CONFLICT, MSG_LIST_CHANGED);
	TRY(put_draw(tx, &b, &f, rows_of(tx->a, &rows, &f), share, uc, &id, e));
	return draw_note(tx, "draw_frozen", id, str_fmt(tx->a, "%zu 家，抽取比例 %lld%%", f.n, (long long)share),
		e);
}
