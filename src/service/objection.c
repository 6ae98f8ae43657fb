/* An objection holds back one enterprise, not a list; the second it comes decides whether it counts. */
#include "service/objection.h"

#include "base/utf8.h"
#include "domain/uscc.h"
#include "service/audit.h"
#include "service/hearing.h"
#include "service/message.h"

/* --- filing -------------------------------------------------------------------------------------- */

static enum rc in_time(struct tx *tx, const struct publicity *p, struct err *e)
{
	if (p->open)
		return RC_OK;
	err_set(e, RC_DEADLINE, MSG_OBJECTION_LATE);
	return err_arg(e, 0,
		str_fmt(tx->a, "%.*s 24:00", STR_ARG(date_prose(tx->a, p->window.last))));
}

static enum rc check_fields(struct tx *tx, struct objection_file *uc, struct err *e)
{
	size_t n = utf8_count(uc->content);

	uc->person_id = uscc_normalise(tx->a, uc->person_id);
	if (utf8_count(uc->person) < 2)
		return err_field(e, RC_INVALID, MSG_OBJECTION_PERSON, "person");
	if (!person_code_valid(uc->person_id))
		return err_field(e, RC_INVALID, MSG_OBJECTION_CODE, "person_id");
	if (uc->phone.n < 7)
		return err_field(e, RC_INVALID, MSG_OBJECTION_PHONE, "phone");
	if (n < OBJECTION_CONTENT_MIN || n > OBJECTION_CONTENT_MAX)
		return err_field(e, RC_INVALID, MSG_OBJECTION_CONTENT, "content");
	return RC_OK;
}

static enum rc number_it(struct tx *tx, struct str *out, struct err *e)
{
	struct date d = date_of_instant(tx->now);
	struct str day = str_fmt(tx->a, "%04d%02d%02d", d.y, d.m, d.d);
	int64_t seq;

	TRY(tx_serial(tx, str_cat(tx->a, STR("objection/"), day), &seq, e));
	*out = str_fmt(tx->a, "YY%.*s%05lld", STR_ARG(day), (long long)seq);
	return RC_OK;
}

enum rc objection_file(struct tx *tx, struct objection_file *uc, struct err *e)
{
	struct q_publicity_item_by_seq item;
	struct q_objection_put row;
	struct publicity p;
	bool found;

	TRY(publicity_for_public(tx->db, tx->sv->rules, uc->publicity, tx->now, &p, e));
	TRY(in_time(tx, &p, e));
	TRY(q_publicity_item_by_seq(tx->db,
		&(struct q_publicity_item_by_seq_in){.publicity_id = p.head.id, .seq = uc->seq}, &item,
		&found, e));
	if (!found)
		return err_field(e, RC_INVALID, MSG_OBJECTION_WHOM, "seq");
	TRY(check_fields(tx, uc, e));
	TRY(number_it(tx, &uc->receipt_no, e));
	TRY(random_token(tx->a, 18, &uc->public_id, e));
	TRY(q_objection_put(tx->db,
		&(struct q_objection_put_in){.public_id = uc->public_id,
			.receipt_no = uc->receipt_no, .publicity_id = p.head.id,
			.application_id = item.application_id, .agency_id = p.head.agency_id,
			.person = uc->person, .person_id = uc->person_id, .phone = uc->phone,
			.content = uc->content, .now = tx->now},
		&row, e));
	TRY(evidence_attach(tx, "objection", row.id, "proof", uc->files, uc->files_n, e));
	TRY(message_to_body(tx, p.head.agency_id,
		&(struct notice){"objection", STR("收到公示异议，请办理"),
			str_fmt(tx->a, "%.*s：第 %lld 号企业，回执 %.*s", STR_ARG(p.head.title),
				(long long)uc->seq, STR_ARG(uc->receipt_no)),
			str_cat(tx->a, STR("/o/objection/"), uc->public_id)},
		e));
	tx->location = str_fmt(tx->a, "/objection/%.*s", STR_ARG(uc->public_id));
	return audit_append(tx,
		&(struct audit_event){.action = "objection_received", .object_kind = "publicity",
			.object_id = p.head.id,
			.payload = str_fmt(tx->a, "{\"objection\":%lld,\"seq\":%lld}",
				(long long)row.id, (long long)uc->seq)},
		e);
}

enum rc objection_of_list(struct tx *tx, const struct objection_found *o, struct err *e)
{
	struct str receipt, id;
	struct q_objection_put row;

	TRY(number_it(tx, &receipt, e));
	TRY(random_token(tx->a, 18, &id, e));
	TRY(q_objection_put(tx->db,
		&(struct q_objection_put_in){.public_id = id, .receipt_no = receipt, .publicity_id = o->publicity_id,
			.application_id = o->application_id, .agency_id = o->agency_id,
			.person = STR("系统：与联合惩戒名单比对"), .person_id = STR(""), .phone = STR(""),
			.content = o->content, .now = tx->now},
		&row, e));
	TRY(message_to_body(tx, o->agency_id,
		&(struct notice){"objection", STR("公示中的企业被列入联合惩戒名单，请复核"),
			STR_JOIN(tx->a, o->content, STR("回执 "), receipt), str_cat(tx->a, STR("/o/objection/"), id)},
		e));
	return audit_append(tx,
		&(struct audit_event){.action = "objection_received", .object_kind = "publicity",
			.object_id = o->publicity_id, .reason = o->content,
			.payload = str_fmt(tx->a, "{\"objection\":%lld}", (long long)row.id)},
		e);
}

bool objection_phone_matches(struct str phone, struct str tail)
{
	char digits[64];
	size_t n = 0;

	for (size_t i = 0; i < phone.n && n < sizeof(digits); i++)
		if (phone.p[i] >= '0' && phone.p[i] <= '9')
			digits[n++] = phone.p[i];
	return tail.n == 4 && n >= 4 &&
	       str_eq_secret((struct str){digits + n - 4, 4}, tail);
}

/* --- handling ------------------------------------------------------------------------------------ */

static enum rc states_now(struct tx *tx, const struct q_objection_for_officer *o,
	enum objection_verdict *out, struct err *e)
{
	struct q_objection_states_list rows;

	TRY(q_objection_states(tx->db,
		&(struct q_objection_states_in){
			.application_id = o->application_id, .publicity_id = o->publicity_id},
		&rows, e));
	enum objection_state *v = ARENA_NEW_N(tx->a, enum objection_state, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (!objection_parse(rows.v[i].state, &v[i]))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "objection state");
	*out = objections_verdict(v, rows.n);
	return RC_OK;
}

/* After the window: the file waits for this. */
static enum rc release(struct tx *tx, const struct q_objection_for_officer *o,
	const struct objection_handle *uc, struct err *e)
{
	enum objection_verdict v = OBJECTIONS_PENDING;

	bool city = str_eqc(o->application_state, state_code(STATE_DISPUTED));

	if (!city && !str_eqc(o->application_state, state_code(STATE_DISPUTED_PROV)))
		return RC_OK; /* the window is still open, or the file is out already */
	TRY(states_now(tx, o, &v, e));
	if (v == OBJECTIONS_PENDING)
		return RC_OK;
	bool upheld = v == OBJECTIONS_UPHELD;
	struct flow_move m = {.application_id = o->application_id,
		.act = upheld ? ACT_UPHELD : ACT_CLEARED,
		.who = city ? HOLDER_CITY : HOLDER_PROVINCE,
		.reason = upheld ? uc->outcome : STR("公示异议经核实不成立或未受理")};
	TRY(flow_move(tx, &m, e));
	return q_publicity_item_set(tx->db,
		&(struct q_publicity_item_set_in){.publicity_id = o->publicity_id,
			.application_id = o->application_id,
			.outcome = upheld ? STR("upheld") : STR("cleared")},
		NULL, e);
}

enum rc objection_handle(struct tx *tx, struct objection_handle *uc, struct err *e)
{
	struct q_objection_for_officer o;
	enum objection_state from;
	int64_t changed;

	TRY(batch_city_or_province(tx->who, e));
	TRY(q_objection_for_officer(tx->db,
		&(struct q_objection_for_officer_in){
			.public_id = uc->public_id, .agency_id = tx->who->agency_id},
		&o, e));
	if (!o.own)
		return err_set(e, RC_NOT_FOUND, MSG_PUBLICITY_GONE);
	uc->publicity = o.publicity;
	if (!objection_parse(o.state, &from) || !objection_may(from, uc->to)) {
		err_set(e, RC_STATE, MSG_OBJECTION_NOT_NOW);
		return err_arg(e, 0, str_c(objection_word(from)));
	}
	size_t length = utf8_count(uc->outcome);
	if ((uc->to != OBJECTION_ACCEPTED && length < 4) || length > OBJECTION_CONTENT_MAX)
		return err_field(e, RC_INVALID, MSG_OBJECTION_OUTCOME, "outcome");
	TRY(q_objection_set(tx->db,
		&(struct q_objection_set_in){.id = o.id, .agency_id = tx->who->agency_id,
			.from_state = o.state, .state = str_c(objection_code(uc->to)),
			.outcome = uc->outcome, .handled_by = tx->who->account_id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(audit_append(tx,
		&(struct audit_event){.action = "objection_handled", .object_kind = "publicity",
			.object_id = o.publicity_id, .reason = uc->outcome,
			.payload = str_fmt(tx->a, "{\"objection\":%lld,\"to\":\"%s\"}",
				(long long)o.id, objection_code(uc->to))},
		e));
	if (!objection_open(uc->to))
		TRY(hearing_settled(tx, o.id, str_c(objection_word(uc->to)), uc->outcome, e));
	return release(tx, &o, uc, e);
}
