/* Two people, two accounts, one sheet: what the first signed is what the second signs. */
#include "service/inspection.h"

#include "base/env.h"
#include "base/utf8.h"
#include "domain/inspect.h"
#include "service/cases.h"
#include "service/publicity.h"

#define CHECK_MIN 10
#define CHECK_MAX 2000
#define NAME_MAX_CHARS 30
#define SIDE_MAX 100

static const struct {
	const char *code, *word;
} results[] = {{"fit", "仍符合"}, {"rectify", "责令整改"}, {"unfit", "不再符合"}};

const char *inspection_result_word(struct str result)
{
	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		if (str_eqc(result, results[i].code))
			return results[i].word;
	return "—";
}

/* --- reading ------------------------------------------------------------------------------------------ */

enum rc inspection_load(
	struct db *db, const struct actor *who, struct str public_id, struct inspection *out, struct err *e)
{
	*out = (struct inspection){.public_id = public_id};
	TRY(q_inspection_for_officer(db,
		&(struct q_inspection_for_officer_in){
			.public_id = public_id, .agency_id = who->agency_id, .account_id = who->account_id},
		&out->row, e));
	TRY(q_inspection_people(db,
		&(struct q_inspection_people_in){.draw_id = out->row.draw_id, .seq = out->row.seq}, &out->people,
		e));
	out->drawn = out->people.n >= INSPECT_PEOPLE;
	out->of_body = out->row.draw_agency_id == who->agency_id && actor_is(who, ROLE_PROVINCE);
	for (size_t i = 0; i < out->people.n; i++)
		out->mine = out->mine || out->people.v[i].account_id == who->account_id;
	out->open = !out->row.done_at.has && out->row.replaced.n == 0;
	return RC_OK;
}

bool inspection_writes(const struct inspection *v)
{
	return v->open && (v->drawn ? v->mine : v->of_body);
}

/* --- opening -------------------------------------------------------------------------------------------- */

static enum rc sheet_put(struct tx *tx, int64_t draw_id, int64_t seq, int64_t turn, struct str due_on, struct err *e)
{
	struct str public_id;

	TRY(random_token(tx->a, 12, &public_id, e));
	return q_inspection_put(tx->db,
		&(struct q_inspection_put_in){.public_id = public_id, .draw_id = draw_id, .seq = seq, .turn = turn,
			.due_on = due_on, .now = tx->now},
		NULL, e);
}

enum rc inspection_open(struct tx *tx, const struct draw *d, const struct q_draw_items *x, struct err *e)
{
	return x->title_id ? sheet_put(tx, d->head.id, x->seq, 0, str_none(), e) : RC_OK;
}

enum rc inspection_open_all(struct tx *tx, const struct draw *d, const struct sample_frame *f, struct err *e)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].taken)
			TRY(inspection_open(tx, d, &d->items.v[i], e));
	return RC_OK;
}

enum rc inspection_unsign(struct tx *tx, int64_t draw_id, int64_t seq, struct err *e)
{
	return q_inspection_unsign(
		tx->db, &(struct q_inspection_unsign_in){.draw_id = draw_id, .seq = seq}, NULL, e);
}

/* --- writing ---------------------------------------------------------------------------------------------- */

enum rc inspection_own(struct tx *tx, struct str public_id, struct inspection *v, struct err *e)
{
	TRY(inspection_load(tx->db, tx->who, public_id, v, e));
	if (!v->open)
		return err_set(e, RC_STATE, MSG_INSPECTION_OVER);
	return inspection_writes(v) ? RC_OK : err_set(e, RC_FORBIDDEN, MSG_INSPECTION_NOT_YOURS);
}

/* What may be kept half done. */
static enum rc lengths(const struct inspection_sheet *s, struct err *e)
{
	bool known = s->result.n == 0;

	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		known = known || str_eqc(s->result, results[i].code);
	if (!known)
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_RESULT, "result");
	if (utf8_count(s->inspector1) > NAME_MAX_CHARS)
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_TWO, "inspector1");
	if (utf8_count(s->inspector2) > NAME_MAX_CHARS)
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_TWO, "inspector2");
	if (utf8_count(s->enterprise_side) > SIDE_MAX)
		return err_field(e, RC_INVALID, MSG_INSPECTION_SIDE, "side");
	return utf8_count(s->findings) <= CHECK_MAX ? RC_OK
						    : err_field(e, RC_INVALID, MSG_TITLE_CHECK_TEXT, "findings");
}

static enum rc complete(struct tx *tx, const struct inspection *v, const struct inspection_sheet *s, struct err *e)
{
	struct date drawn = date_of_instant(v->row.drawn_at), today = date_of_instant(tx->now);
	bool rectify = str_eqc(s->result, "rectify");

	if (date_is_none(s->on) || date_cmp(s->on, drawn) < 0 || date_cmp(s->on, today) > 0)
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_DAY, "on");
	if (utf8_count(s->inspector1) < 2)
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_TWO, "inspector1");
	if (utf8_count(s->inspector2) < 2 || str_eq(s->inspector1, s->inspector2))
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_TWO, "inspector2");
	if (utf8_count(s->findings) < CHECK_MIN)
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_TEXT, "findings");
	if (s->result.n == 0)
		return err_field(e, RC_INVALID, MSG_TITLE_CHECK_RESULT, "result");
	if (rectify && date_cmp(s->recheck_on, today) <= 0)
		return err_field(e, RC_INVALID, MSG_INSPECTION_RECHECK, "recheck_on");
	return RC_OK;
}

/* Who was drawn is not typed. */
static void name_drawn(const struct inspection *v, struct inspection_sheet *s)
{
	if (v->drawn) {
		s->inspector1 = v->people.v[0].name;
		s->inspector2 = v->people.v[1].name;
		if (str_eq(s->inspector1, s->inspector2)) { /* namesakes */
			s->inspector1 = v->people.v[0].key;
			s->inspector2 = v->people.v[1].key;
		}
	}
	if (!str_eqc(s->result, "rectify"))
		s->recheck_on = (struct date){0};
}

static enum rc save(struct tx *tx, struct inspection *v, int64_t version, struct inspection_sheet *s, struct err *e)
{
	int64_t changed;

	name_drawn(v, s);
	TRY(lengths(s, e));
	TRY(q_inspection_save(tx->db,
		&(struct q_inspection_save_in){.id = v->row.id, .version = version,
			.done_on = date_is_none(s->on) ? STR("") : date_str(tx->a, s->on),
			.inspector1 = s->inspector1, .inspector2 = s->inspector2,
			.enterprise_side = s->enterprise_side, .findings = s->findings, .result = s->result,
			.recheck_on = date_is_none(s->recheck_on) ? STR("") : date_str(tx->a, s->recheck_on),
			.by_name = tx->who->name, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	return inspection_load(tx->db, tx->who, v->public_id, v, e);
}

enum rc inspection_save(struct tx *tx, struct inspection_save *uc, struct err *e)
{
	struct inspection v;

	TRY(inspection_own(tx, uc->public_id, &v, e));
	TRY(save(tx, &v, uc->version, &uc->sheet, e));
	uc->version = v.row.version;
	return RC_OK;
}

/* --- signing ------------------------------------------------------------------------------------------------ */

/* First instant that is too late for the enterprise's comment; 0: the procedure prints no term. */
static enum rc comment_until(struct tx *tx, const struct inspection *v, int64_t *out, struct err *e)
{
	const struct procedure *p =
		rules_procedure(tx->sv->rules, v->row.edition, date_of_instant(v->row.frozen_at));
	const struct json *j = p ? json_get(json_get(p->json, "inspection"), "comment") : NULL;
	struct term term = {.n = json_i64(j, "days", 0),
		.kind = str_eqc(json_str(j, "unit", STR("")), "working") ? TERM_WORKING : TERM_CALENDAR};
	struct window w;

	*out = 0;
	if (term.n < 1)
		return RC_OK;
	TRY(publicity_plan(tx->sv, &term, tx->now, &w, e));
	*out = w.closes;
	return RC_OK;
}

static enum rc tell_enterprise(struct tx *tx, const struct inspection *v, int64_t until, struct err *e)
{
	bool rectify = str_eqc(v->row.result, "rectify");
	struct str term = until ? str_fmt(tx->a, "可以在 %.*s 前", STR_ARG(instant_human(tx->a, until))) : STR("可以");

	return case_tell_enterprise(tx, v->row.enterprise_id,
		rectify ? str_cat(tx->a, STR("抽查责令整改，复查日期 "), v->row.recheck_on) : STR("抽查核查记录已登记"),
		str_fmt(tx->a, "%.*s：%s。%.*s在诚信档案中查看核查记录并提出意见。", STR_ARG(v->row.draw_title),
			inspection_result_word(v->row.result), STR_ARG(term)),
		str_cat(tx->a, STR("/e/inspection/"), v->public_id), e);
}

static struct str signature(struct arena *a, struct str name, int64_t at)
{
	return STR_JOIN(a, name, STR("　"), instant_human(a, at));
}

static enum rc record(struct tx *tx, const struct inspection *v, struct err *e)
{
	const struct q_inspection_for_officer *r = &v->row;
	int64_t until;

	TRY(comment_until(tx, v, &until, e));
	TRY(q_title_check_put(tx->db,
		&(struct q_title_check_put_in){.draw_id = r->draw_id, .seq = r->seq, .turn = r->turn,
			.title_id = r->title_id, .done_on = r->done_on, .inspector1 = r->inspector1,
			.inspector2 = r->inspector2, .enterprise_side = r->enterprise_side,
			.findings = r->findings, .result = r->result, .recheck_on = r->recheck_on,
			.comment_until = until,
			.signed1 = v->drawn ? signature(tx->a, r->signed_name, r->signed_at.v) : STR(""),
			.signed2 = v->drawn ? signature(tx->a, tx->who->name, tx->now) : STR(""),
			.account_id = tx->who->account_id, .name = tx->who->name, .now = tx->now},
		NULL, e));
	return tell_enterprise(tx, v, until, e);
}

static enum rc finish(struct tx *tx, const struct inspection *v, struct err *e)
{
	const struct q_inspection_for_officer *r = &v->row;
	int64_t changed;

	TRY(record(tx, v, e));
	TRY(q_inspection_done(tx->db,
		&(struct q_inspection_done_in){.id = r->id, .version = r->version, .now = tx->now}, &changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(q_draw_item_done(
		tx->db, &(struct q_draw_item_done_in){.draw_id = r->draw_id, .seq = r->seq}, NULL, e));
	if (str_eqc(r->result, "rectify"))
		TRY(sheet_put(tx, r->draw_id, r->seq, r->turn + 1, r->recheck_on, e));
	return draw_note(tx, r->turn ? "title_rechecked" : "title_checked", r->draw_id,
		str_fmt(tx->a, "%.*s：%s", STR_ARG(r->name), inspection_result_word(r->result)), e);
}

static enum rc call_second(struct tx *tx, const struct inspection *v, struct err *e)
{
	for (size_t i = 0; i < v->people.n; i++)
		if (v->people.v[i].account_id != tx->who->account_id)
			TRY(q_message_put(tx->db,
				&(struct q_message_put_in){.account_id = v->people.v[i].account_id, .at = tx->now,
					.kind = STR("draw"),
					.subject = str_cat(tx->a, STR("请核对签名："), v->row.name),
					.body = str_cat(tx->a, tx->who->name, STR("已在核查记录上签名，请核对后签名。")),
					.link = str_cat(tx->a, STR("/o/inspection/"), v->public_id)},
				NULL, e));
	return RC_OK;
}

enum rc inspection_sign(struct tx *tx, struct inspection_sign *uc, struct err *e)
{
	struct inspection v;

	uc->done = false;
	TRY(inspection_own(tx, uc->public_id, &v, e));
	name_drawn(&v, &uc->sheet);
	TRY(lengths(&uc->sheet, e));
	TRY(complete(tx, &v, &uc->sheet, e));
	TRY(save(tx, &v, uc->version, &uc->sheet, e));
	uc->done = !v.drawn;
	if (uc->done)
		return finish(tx, &v, e);
	TRY(q_inspection_sign(tx->db,
		&(struct q_inspection_sign_in){.id = v.row.id, .account_id = tx->who->account_id,
			.by_name = tx->who->name, .now = tx->now},
		NULL, e));
	TRY(call_second(tx, &v, e));
	return draw_note(tx, "title_check_signed", v.row.draw_id, v.row.name, e);
}

enum rc inspection_countersign(struct tx *tx, struct inspection_countersign *uc, struct err *e)
{
	struct inspection v;

	TRY(inspection_own(tx, uc->public_id, &v, e));
	if (!v.drawn || !v.row.signed_by.has || v.row.version != uc->version)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	if (v.row.signed_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	return finish(tx, &v, e);
}
