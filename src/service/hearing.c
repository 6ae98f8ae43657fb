/* Beside the objection, not in it: its receipt belongs to whoever objected. */
#include "service/hearing.h"

#include "base/utf8.h"
#include "service/audit.h"
#include "service/delivery.h"
#include "service/message.h"
#include "service/objection.h"
#include "service/terms.h"

static enum rc text_check(struct str text, const char *field, struct err *e)
{
	size_t n = utf8_count(text);

	return n < OBJECTION_CONTENT_MIN || n > OBJECTION_CONTENT_MAX ? err_field(e, RC_INVALID, MSG_HEARING_TEXT, field)
								      : RC_OK;
}

static enum rc note(struct tx *tx, int64_t publicity_id, int64_t objection_id, const char *action, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "publicity", .object_id = publicity_id,
			.payload = str_fmt(tx->a, "{\"objection\":%lld}", (long long)objection_id)},
		e);
}

/* Asking is accepting. */
static enum rc accept(struct tx *tx, const struct q_objection_for_officer *o, struct err *e)
{
	int64_t changed;

	if (!str_eqc(o->state, objection_code(OBJECTION_RECEIVED)))
		return RC_OK;
	TRY(q_objection_set(tx->db,
		&(struct q_objection_set_in){.id = o->id, .agency_id = tx->who->agency_id, .from_state = o->state,
			.state = str_c(objection_code(OBJECTION_ACCEPTED)), .outcome = STR(""),
			.handled_by = tx->who->account_id, .now = tx->now},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

static enum rc tell(struct tx *tx, const struct q_objection_for_officer *o, const struct hearing_ask *uc,
	int64_t enterprise_id, struct str page, struct err *e)
{
	struct str subject = STR("公示期间收到对贵企业的异议，请说明");

	TRY(delivery_put(tx,
		&(struct delivery){.enterprise_id = enterprise_id, .agency_id = tx->who->agency_id,
			.object_kind = "objection", .object_id = o->id, .object = page,
			.subject = STR_JOIN(tx->a, subject, STR("："), o->title)},
		e));
	return message_term_to_enterprise(tx, enterprise_id,
		&(struct notice){"case", subject,
			str_fmt(tx->a, "%.*s。请在 %.*s 前说明，可以附材料。没有说明的，主管部门根据已有材料核实。",
				STR_ARG(o->title), STR_ARG(deadline_text(tx->a, uc->due_at))),
			str_cat(tx->a, STR("/e/objection/"), page)},
		uc->due_at, e);
}

enum rc hearing_ask(struct tx *tx, struct hearing_ask *uc, struct err *e)
{
	struct term term = {.n = uc->days, .kind = uc->working ? TERM_WORKING : TERM_CALENDAR};
	struct q_objection_for_officer o;
	struct q_hearing_put made;
	enum objection_state s;
	struct str page;
	struct window w;
	bool found;

	TRY(batch_city_or_province(tx->who, e));
	TRY(q_objection_for_officer(tx->db,
		&(struct q_objection_for_officer_in){.public_id = uc->objection, .agency_id = tx->who->agency_id}, &o, e));
	if (!o.own)
		return err_set(e, RC_NOT_FOUND, MSG_PUBLICITY_GONE);
	if (!objection_parse(o.state, &s) || !objection_open(s)) {
		err_set(e, RC_STATE, MSG_OBJECTION_NOT_NOW);
		return err_arg(e, 0, str_c(objection_word(s)));
	}
	TRY(text_check(uc->text, "ask_text", e));
	if (uc->days < 1 || uc->days > HEARING_DAYS_MAX)
		return err_field(e, RC_INVALID, MSG_CASE_DAYS, "days");
	TRY(publicity_plan(tx->sv, &term, tx->now, &w, e));
	uc->due_at = w.closes;
	TRY(random_token(tx->a, 18, &page, e));
	TRY(q_hearing_put(tx->db,
		&(struct q_hearing_put_in){.objection_id = o.id, .agency_id = tx->who->agency_id,
			.public_id = page, .text = uc->text, .term_n = uc->days,
			.term_unit = uc->working ? STR("working") : STR("calendar"), .due_at = w.closes,
			.account_id = tx->who->account_id, .now = tx->now},
		&made, &found, e));
	if (!found)
		return err_set(e, RC_STATE, MSG_HEARING_ASKED);
	TRY(accept(tx, &o, e));
	TRY(tell(tx, &o, uc, made.enterprise_id, page, e));
	return note(tx, o.publicity_id, o.id, "objection_asked", e);
}

static enum rc number_it(struct tx *tx, struct str *out, struct err *e)
{
	struct date d = date_of_instant(tx->now);
	struct str day = str_fmt(tx->a, "YS%04d%02d%02d", d.y, d.m, d.d);
	int64_t seq;

	TRY(tx_serial(tx, str_cat(tx->a, STR("hearing/"), day), &seq, e));
	*out = str_fmt(tx->a, "%.*s%05lld", STR_ARG(day), (long long)seq);
	return RC_OK;
}

static enum rc may_reply(struct tx *tx, const struct q_hearing_for_enterprise *h, struct err *e)
{
	enum objection_state s;

	if (h->replied_at.has || !objection_parse(h->state, &s) || !objection_open(s))
		return err_set(e, RC_STATE, MSG_HEARING_OVER);
	if (tx->now < h->due_at)
		return RC_OK;
	err_set(e, RC_DEADLINE, MSG_CASE_REPLY_LATE);
	err_arg(e, 0, deadline_text(tx->a, h->due_at));
	return err_arg(e, 1, h->body);
}

enum rc hearing_reply(struct tx *tx, struct hearing_reply *uc, struct err *e)
{
	struct q_hearing_for_enterprise h;
	int64_t changed;

	TRY(q_hearing_for_enterprise(tx->db,
		&(struct q_hearing_for_enterprise_in){
			.public_id = uc->public_id, .enterprise_id = tx->who->enterprise_id},
		&h, e));
	TRY(may_reply(tx, &h, e));
	TRY(text_check(uc->text, "text", e));
	TRY(number_it(tx, &uc->receipt_no, e));
	TRY(q_hearing_reply(tx->db,
		&(struct q_hearing_reply_in){.objection_id = h.objection_id, .enterprise_id = tx->who->enterprise_id,
			.reply = uc->text, .receipt_no = uc->receipt_no, .name = tx->who->name, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(evidence_attach(tx, "objection", h.objection_id, "answer", uc->files, uc->files_n, e));
	TRY(message_to_body(tx, h.body_id,
		&(struct notice){"objection", STR("企业已就异议作出说明，请核实"),
			STR_JOIN(tx->a, h.title, STR("：回执 "), uc->receipt_no),
			str_cat(tx->a, STR("/o/objection/"), h.objection)},
		e));
	return note(tx, h.publicity_id, h.objection_id, "objection_answered", e);
}

enum rc hearing_settled(struct tx *tx, int64_t objection_id, struct str word, struct str outcome, struct err *e)
{
	struct q_hearing_of h;
	bool found;

	TRY(q_hearing_of(tx->db, &(struct q_hearing_of_in){.objection_id = objection_id}, &h, &found, e));
	if (!found)
		return RC_OK;
	return message_to_enterprise(tx, h.enterprise_id,
		&(struct notice){"case", str_cat(tx->a, STR("公示异议已办结："), word), outcome,
			str_cat(tx->a, STR("/e/objection/"), h.public_id)},
		e);
}
