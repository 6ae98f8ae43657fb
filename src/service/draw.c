/* The draw of the province, step by step; each step stands before the next can be known. */
#include "service/draw.h"

#include "base/buf.h"
#include "base/env.h"
#include "base/utf8.h"
#include "service/application.h"
#include "service/audit.h"
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

enum rc draw_load(struct db *db, const struct rules *rules, struct str public_id, struct draw *out,
	struct err *e)
{
	TRY(q_draw_head(db, &(struct q_draw_head_in){.public_id = public_id}, &out->head, e));
	TRY(q_draw_items(db, &(struct q_draw_items_in){.draw_id = out->head.id}, &out->items, e));
	out->procedure = rules_procedure(rules, out->head.edition);
	return out->procedure ? RC_OK : err_detail(e, RC_DATA, MSG_INTERNAL, "draw: edition");
}

static void frame_of(struct arena *a, const struct draw *d, struct sample_frame *out)
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

static enum rc code_of(struct db *db, int64_t id, unsigned round, struct hash *out, struct err *e)
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
	buf_lit(b, "]}\n");
}

enum rc draw_file(struct db *db, const struct draw *d, struct str *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct hash code;
	struct buf b;

	buf_init(&b, a, (size_t)64 << 20);
	buf_lit(&b, "{\"format\":\"tidu-draw-1\",\"title\":");
	json_put_str(&b, d->head.title);
	buf_printf(&b, ",\"share_percent\":%lld,\"frame_hash\":", (long long)d->head.share_percent);
	json_put_str(&b, d->head.frame_hash);
	buf_lit(&b, ",\"commitment\":");
	json_put_str(&b, d->head.commitment);
	buf_lit(&b, ",\"source\":");
	json_put_str(&b, d->head.source);
	buf_lit(&b, ",\"numbers\":");
	json_put_str(&b, d->head.rounds ? d->head.numbers : STR(""));
	buf_lit(&b, ",\"codes\":[");
	for (unsigned k = 0; k < (unsigned)d->head.rounds; k++) {
		TRY(code_of(db, d->head.id, k, &code, e));
		if (k)
			buf_ch(&b, ',');
		json_put_str(&b, hash_hex(a, code));
	}
	buf_ch(&b, ']');
	put_frame(&b, d);
	put_substitutes(&b, d);
	*out = buf_view(&b);
	return RC_OK;
}

/* --- freezing ------------------------------------------------------------------------------------- */

static enum rc compulsory(struct db *db, const struct batch *b, const struct q_batch_files *r,
	struct str *out, struct err *e)
{
	const struct stage *s = procedure_stage(b->procedure, STAGE_SAMPLE, HOLDER_PROVINCE);
	struct site_reasons reasons = {0};

	*out = STR("");
	(void)r;
	if (!s || s->triggers_n == 0)
		return RC_OK;
	TRY(site_reasons_of(db_arena(db), s, &(struct site_case){0}, &reasons, e));
	if (reasons.n)
		*out = reasons.v[0]->text;
	return RC_OK;
}

enum rc draw_frame(struct db *db, const struct actor *who, const struct batch *b,
	struct q_batch_files_list *rows, struct sample_frame *out, struct err *e)
{
	struct list_entries list;

	*out = (struct sample_frame){0};
	TRY(batch_files_load(db, who, b->id, STATE_SAMPLE, rows, &list, e));
	for (size_t i = 0; i < rows->n; i++) {
		struct str reason;
		TRY(compulsory(db, b, &rows->v[i], &reason, e));
		VEC_PUSH(db_arena(db), out,
			((struct sample_item){.stratum = rows->v[i].city, .code = rows->v[i].uscc,
				.compulsory = reason}));
	}
	sample_sort(out);
	return RC_OK;
}

static const struct q_batch_files *row_of(const struct q_batch_files_list *rows, struct str code)
{
	for (size_t i = 0; i < rows->n; i++)
		if (str_eq(rows->v[i].uscc, code))
			return &rows->v[i];
	return NULL;
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

static enum rc note(struct tx *tx, const char *action, int64_t id, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "draw", .object_id = id,
			.reason = reason},
		e);
}

static enum rc put_draw(struct tx *tx, const struct batch *b, const struct sample_frame *f,
	int64_t share, struct draw_freeze *uc, int64_t *id, struct err *e)
{
	struct q_draws_of_batch_list before;
	struct hash secret;
	struct q_draw_put row;

	TRY(q_draws_of_batch(tx->db,
		&(struct q_draws_of_batch_in){.batch_id = b->id, .agency_id = tx->who->agency_id},
		&before, e));
	for (size_t i = 0; i < before.n; i++)
		if (!str_eqc(before.v[i].state, "drawn"))
			return err_set(e, RC_STATE, MSG_DRAW_RUNNING);
	TRY(random_bytes(secret.b, HASH_LEN, e));
	TRY(random_token(tx->a, 12, &uc->public_id, e));
	TRY(q_draw_put(tx->db,
		&(struct q_draw_put_in){.public_id = uc->public_id, .batch_id = b->id,
			.agency_id = tx->who->agency_id, .seq = (int64_t)before.n + 1,
			.title = str_cat(tx->a, batch_name(tx->a, b), STR("抽查")),
			.share_percent = share, .secret = hash_hex(tx->a, secret),
			.commitment = hash_hex(tx->a, sample_commitment(secret)),
			.frame_hash = hash_hex(tx->a, sample_frame_hash(tx->a, f)),
			.count = (int64_t)f->n, .account_id = tx->who->account_id, .now = tx->now},
		&row, e));
	*id = row.id;
	return RC_OK;
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
	TRY(draw_frame(tx->db, tx->who, &b, &rows, &f, e));
	if (f.n == 0)
		return err_set(e, RC_STATE, MSG_DRAW_EMPTY);
	if (uc->seen.n && !str_eq(uc->seen, hash_hex(tx->a, sample_frame_hash(tx->a, &f))))
		return err_set(e, RC_CONFLICT, MSG_LIST_CHANGED);
	TRY(put_draw(tx, &b, &f, share, uc, &id, e));
	for (size_t i = 0; i < f.n; i++) {
		const struct q_batch_files *r = row_of(&rows, f.v[i].code);
		TRY(q_draw_item_put(tx->db,
			&(struct q_draw_item_put_in){.draw_id = id, .seq = (int64_t)i + 1,
				.application_id = r->application_id, .stratum = f.v[i].stratum,
				.code = f.v[i].code, .name = r->name,
				.compulsory = f.v[i].compulsory},
			NULL, e));
	}
	return note(tx, "draw_frozen", id, str_fmt(tx->a, "%zu 家，抽取比例 %lld%%", f.n, (long long)share),
		e);
}

/* --- the steps ------------------------------------------------------------------------------------ */

/* Of this very body. */
static enum rc own(struct tx *tx, struct str public_id, struct draw *d, struct err *e)
{
	struct q_draw_for_officer row;

	TRY(batch_province_only(tx->who, e));
	TRY(q_draw_for_officer(tx->db,
		&(struct q_draw_for_officer_in){
			.public_id = public_id, .agency_id = tx->who->agency_id},
		&row, e));
	return draw_load(tx->db, tx->sv->rules, public_id, d, e);
}

static enum rc step(int64_t changed, struct err *e)
{
	return changed == 1 ? RC_OK : err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
}

enum rc draw_announce(struct tx *tx, struct draw_announce *uc, struct err *e)
{
	size_t n = utf8_count(uc->source);
	struct draw d;
	int64_t changed;

	TRY(own(tx, uc->draw, &d, e));
	if (n < 8 || n > 300)
		return err_field(e, RC_INVALID, MSG_DRAW_SOURCE, "source");
	TRY(q_draw_announce(tx->db,
		&(struct q_draw_announce_in){.id = d.head.id, .agency_id = tx->who->agency_id,
			.source = uc->source, .now = tx->now},
		&changed, e));
	TRY(step(changed, e));
	return note(tx, "draw_announced", d.head.id, uc->source, e);
}

enum rc draw_enter(struct tx *tx, struct draw_enter *uc, struct err *e)
{
	size_t n = utf8_count(uc->numbers), w = utf8_count(uc->witnesses);
	struct draw d;
	int64_t changed;

	TRY(own(tx, uc->draw, &d, e));
	if (n < 4 || n > 200)
		return err_field(e, RC_INVALID, MSG_DRAW_NUMBERS, "numbers");
	if (w < 5 || w > 200)
		return err_field(e, RC_INVALID, MSG_DRAW_WITNESSES, "witnesses");
	TRY(q_draw_enter(tx->db,
		&(struct q_draw_enter_in){.id = d.head.id, .agency_id = tx->who->agency_id,
			.numbers = uc->numbers, .witnesses = uc->witnesses,
			.account_id = tx->who->account_id, .now = tx->now},
		&changed, e));
	TRY(step(changed, e));
	return note(tx, "draw_entered", d.head.id, uc->numbers, e);
}

static enum rc sample_move(struct tx *tx, int64_t application_id, enum action act, struct str reason,
	struct err *e)
{
	struct flow_move m = {.application_id = application_id, .act = act, .who = HOLDER_PROVINCE,
		.reason = reason};

	return flow_move(tx, &m, e);
}

static enum rc settle(struct tx *tx, const struct draw *d, const struct sample_frame *f,
	struct draw_confirm *uc, struct err *e)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		if (f->v[i].taken) {
			uc->taken++;
			TRY(q_draw_item_take(tx->db,
				&(struct q_draw_item_take_in){.draw_id = d->head.id, .seq = x->seq},
				NULL, e));
			continue;
		}
		if (!str_eqc(x->state, state_code(STATE_SAMPLE)))
			continue;
		uc->passed++;
		TRY(sample_move(tx, x->application_id, ACT_SAMPLE_PASS, STR("抽查未抽中"), e));
	}
	return RC_OK;
}

enum rc draw_confirm(struct tx *tx, struct draw_confirm *uc, struct err *e)
{
	struct sample_frame f;
	struct hash code;
	struct draw d;
	int64_t changed;

	TRY(own(tx, uc->draw, &d, e));
	if (!str_eqc(d.head.state, "entered"))
		return err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
	if (d.head.entered_by.has && d.head.entered_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	if (!str_eq(uc->numbers, d.head.numbers))
		return err_field(e, RC_INVALID, MSG_DRAW_NUMBERS_DIFFER, "numbers");
	frame_of(tx->a, &d, &f);
	if (!str_eq(hash_hex(tx->a, sample_frame_hash(tx->a, &f)), d.head.frame_hash))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "draw %lld: frame", (long long)d.head.id);
	TRY(code_of(tx->db, d.head.id, 0, &code, e));
	sample_draw(tx->a, &f, d.head.share_percent, code, d.head.numbers);
	TRY(q_draw_confirm(tx->db,
		&(struct q_draw_confirm_in){.id = d.head.id, .agency_id = tx->who->agency_id,
			.account_id = tx->who->account_id, .now = tx->now},
		&changed, e));
	TRY(step(changed, e));
	uc->taken = uc->passed = 0;
	TRY(settle(tx, &d, &f, uc, e));
	return note(tx, "draw_drawn", d.head.id,
		str_fmt(tx->a, "抽中 %lld 家", (long long)uc->taken), e);
}

static const struct q_draw_items *item_of(const struct draw *d, struct str file)
{
	for (size_t i = 0; i < d->items.n; i++)
		if (str_eq(d->items.v[i].public_id, file))
			return &d->items.v[i];
	return NULL;
}

/* A drawn file that still waits here. */
static enum rc waiting(const struct draw *d, struct str file, const struct q_draw_items **out,
	struct err *e)
{
	*out = item_of(d, file);
	if (!*out)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return (*out)->taken && str_eqc((*out)->state, state_code(STATE_SAMPLE))
		       ? RC_OK
		       : err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
}

enum rc draw_substitute(struct tx *tx, struct draw_substitute *uc, struct err *e)
{
	const struct q_draw_items *gone = NULL;
	unsigned round;
	struct sample_frame f;
	struct hash code;
	struct draw d;

	TRY(own(tx, uc->draw, &d, e));
	TRY(waiting(&d, uc->file, &gone, e));
	if (utf8_count(uc->reason) < 4 || utf8_count(uc->reason) > 300)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	round = (unsigned)d.head.rounds;
	if (round >= SAMPLE_ROUNDS)
		return err_set(e, RC_STATE, MSG_DRAW_ROUNDS);
	frame_of(tx->a, &d, &f);
	TRY(code_of(tx->db, d.head.id, round, &code, e));
	struct sample_item *x =
		sample_substitute(tx->a, &f, gone->stratum, round, code, d.head.numbers);
	if (!x)
		return err_set(e, RC_STATE, MSG_DRAW_NOBODY);
	const struct q_draw_items *next = &d.items.v[x - f.v];
	uc->name = next->name;
	TRY(q_draw_item_take(tx->db,
		&(struct q_draw_item_take_in){.draw_id = d.head.id, .seq = next->seq, .round = round,
			.substitute_for = some_i64(gone->seq)},
		NULL, e));
	TRY(q_draw_item_excuse(tx->db,
		&(struct q_draw_item_excuse_in){
			.draw_id = d.head.id, .seq = gone->seq, .reason = uc->reason},
		NULL, e));
	TRY(q_draw_round(
		tx->db, &(struct q_draw_round_in){.id = d.head.id, .round = round}, NULL, e));
	TRY(sample_move(tx, gone->application_id, ACT_SAMPLE_PASS,
		str_cat(tx->a, STR("抽查替补："), uc->reason), e));
	return note(tx, "draw_substituted", d.head.id, uc->reason, e);
}

/* The last visit of this body; false: none is done. */
static enum rc visited(struct tx *tx, int64_t application_id, bool *done, bool *failed, struct err *e)
{
	struct q_site_checks_of_list list;

	*done = *failed = false;
	TRY(q_site_checks_of(
		tx->db, &(struct q_site_checks_of_in){.application_id = application_id}, &list, e));
	for (size_t i = 0; i < list.n && !*done; i++) {
		if (!str_eqc(list.v[i].state, "done") || list.v[i].agency_id != tx->who->agency_id)
			continue;
		*done = true;
		*failed = str_eqc(list.v[i].result, "bad");
	}
	return RC_OK;
}

enum rc draw_decide(struct tx *tx, struct draw_decide *uc, struct err *e)
{
	const struct q_draw_items *x = NULL;
	bool done, failed;
	struct draw d;

	TRY(own(tx, uc->draw, &d, e));
	TRY(waiting(&d, uc->file, &x, e));
	TRY(visited(tx, x->application_id, &done, &failed, e));
	if (!done)
		return err_set(e, RC_STATE, MSG_DRAW_NOT_VISITED);
	if (uc->act == ACT_SAMPLE_PASS && failed)
		return err_set(e, RC_STATE, MSG_DRAW_VISIT_FAILED);
	if (uc->act == ACT_SAMPLE_FAIL && utf8_count(uc->reason) < 4)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	return sample_move(tx, x->application_id, uc->act,
		uc->reason.n ? uc->reason : STR("抽查核查通过"), e);
}
