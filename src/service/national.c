/* The ministry has no account here: its part is a letter that goes out and an answer that two people record. */
#include "service/national.h"

#include "base/env.h"
#include "service/audit.h"
#include "service/case_step.h"
#include "service/change.h"
#include "service/publish.h"

bool national_needed(const struct case_view *v, enum case_outcome o)
{
	return o < OUTCOME__MAX && v->sanctions.national.has && v->sanctions.national.may[o] && v->c.title_id.has;
}

static bool says_so(const struct procedure *p)
{
	const struct json *n = json_get(json_get(p->json, "sanctions"), "national");

	return n && n->type == JSON_OBJECT;
}

bool national_programme(const struct rules *rules, struct str programme, struct str body, struct str edition, struct date day)
{
	const struct procedure *own = case_procedure(rules, programme, body, edition, day);
	const struct rules_list *list = rules_list(rules, day);

	if (own)
		return says_so(own);
	for (size_t i = 0; i < list->procedures_n; i++)
		if (str_eq(list->procedures[i]->programme, programme) && says_so(list->procedures[i]))
			return true;
	return false;
}

/* --- the letter ------------------------------------------------------------------------------------------- */

/* 已于…告知企业，企业于…作出陈述申辩 */
static struct str heard_text(struct arena *a, const struct case_view *v)
{
	if (!v->c.told_at.has)
		return STR("");
	struct str told = date_prose(a, date_of_instant(v->c.told_at.v));
	if (!v->c.replied_at.has)
		return str_fmt(a, "我单位已于%.*s告知企业，企业在规定期限内未作陈述申辩。", STR_ARG(told));
	return str_fmt(a, "我单位已于%.*s告知企业，企业于%.*s作出陈述申辩，已予核实。", STR_ARG(told),
		STR_ARG(date_prose(a, date_of_instant(v->c.replied_at.v))));
}

static void letter(struct arena *a, const struct case_view *v, const struct q_case_subject_title *t, struct str *title,
	struct str *body)
{
	const struct procedure_word words[] = {{"name", v->c.name}, {"uscc", v->c.uscc}, {"tier", t->tier_name},
		{"batch", t->batch_title},
		{"certificate", t->certificate_no.n ? str_fmt(a, "（证书编号 %.*s）", STR_ARG(t->certificate_no)) : STR("")},
		{"reason", v->c.reason}, {"heard", heard_text(a, v)}, {"clause", v->c.clause},
		{"basis", procedure_basis(a, v->procedure)}, {"ministry", v->sanctions.national.ministry}};

	*title = procedure_words(a, v->procedure, "national_report", words, ARRAY_LEN(words));
	*body = procedure_words(a, v->procedure, "national_report_body", words, ARRAY_LEN(words));
}

static enum rc keep_letter(struct tx *tx, const struct case_view *v, struct err *e)
{
	struct q_case_subject_title t;
	struct str title, body, public_id;

	TRY(q_case_subject_title(tx->db, &(struct q_case_subject_title_in){.id = v->c.title_id.v}, &t, e));
	letter(tx->a, v, &t, &title, &body);
	TRY(random_token(tx->a, 12, &public_id, e));
	return q_national_put(tx->db,
		&(struct q_national_put_in){.case_id = v->c.id, .public_id = public_id,
			.title_id = v->c.title_id.v, .agency_id = tx->who->agency_id,
			.ministry = v->sanctions.national.ministry, .doc_no = v->c.doc_no, .title = title,
			.body = body, .reported_on = date_str(tx->a, date_of_instant(tx->now)), .now = tx->now},
		NULL, e);
}

enum rc national_report(struct tx *tx, struct case_view *v, struct err *e)
{
	struct str ministry = v->sanctions.national.ministry;
	enum case_state to;
	int64_t changed;

	TRY(case_may(tx, v, CASE_ACT_REPORT, &to, e));
	if (v->c.proposed_by.has && v->c.proposed_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	TRY(keep_letter(tx, v, e));
	TRY(case_say(tx, v->c.id,
		&(struct case_said){"body", case_act_code(CASE_ACT_REPORT),
			str_fmt(tx->a, "经核实，拟%s，已报%.*s决定。%.*s", case_outcome_word(v->outcome),
				STR_ARG(ministry), STR_ARG(v->c.reason)),
			true, NULL, 0},
		e));
	TRY(case_log(tx, v, "case_reported", v->c.reason, e));
	TRY(q_case_report(tx->db,
		&(struct q_case_report_in){.id = v->c.id, .version = v->c.version,
			.state = str_c(case_state_code(to)), .account_id = tx->who->account_id},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(change_take_effect(tx, v, e));
	struct str subject = str_fmt(tx->a, "%s：省级已核实，报%.*s决定", case_kind_word(v->kind), STR_ARG(ministry));
	TRY(case_send_out(tx, v, subject, e));
	return case_tell_enterprise(tx, v->c.enterprise_id, subject,
		str_fmt(tx->a, "%.*s。在%.*s作出决定前，称号仍然有效。", STR_ARG(v->c.no), STR_ARG(ministry)),
		case_href(tx, "e", v), e);
}

/* --- the answer ------------------------------------------------------------------------------------------- */

struct date national_ban_least(const struct case_view *v, struct date answered)
{
	struct date from = answered;

	if (!v->ground || !v->ground->bans || !v->reported)
		return (struct date){0};
	if (v->sanctions.national.ban_from_report && !date_parse(v->national.reported_on, &from))
		from = answered;
	return sanction_ban_last(v->ground, from);
}

static enum rc check_ban(struct tx *tx, const struct case_view *v, const struct national_answer *uc, struct err *e)
{
	struct date least = national_ban_least(v, uc->answered_on);

	if (!uc->agreed || !v->ground || !v->ground->bans)
		return RC_OK;
	if (date_is_none(least))
		least = uc->answered_on;
	if (!date_is_none(uc->ban_to) && date_cmp(uc->ban_to, least) >= 0)
		return RC_OK;
	err_field(e, RC_INVALID, MSG_CASE_BAN_TO, "ban_to");
	return err_arg(e, 0, date_str(tx->a, least));
}

static enum rc check_answer(struct tx *tx, const struct case_view *v, struct national_answer *uc, struct err *e)
{
	struct date reported;

	if (publish_number(tx->a, uc->answer_no, &uc->answer_no, e) != RC_OK)
		return err_field(e, RC_INVALID, MSG_DOCUMENT_NO, "answer_no");
	if (!date_parse(v->national.reported_on, &reported))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "letter of case %lld", (long long)v->c.id);
	if (date_is_none(uc->answered_on) || date_cmp(uc->answered_on, reported) < 0 ||
		date_cmp(uc->answered_on, date_of_instant(tx->now)) > 0) {
		err_field(e, RC_INVALID, MSG_NATIONAL_DAY, "answered_on");
		return err_arg(e, 0, v->national.reported_on);
	}
	TRY(case_text_check(uc->text, "text", e));
	return check_ban(tx, v, uc, e);
}

enum rc national_answer(struct tx *tx, struct national_answer *uc, struct err *e)
{
	struct case_view v;
	enum case_state to;

	TRY(case_load_officer(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_stale(&v, uc->version, e));
	TRY(case_may(tx, &v, CASE_ACT_ANSWER, &to, e));
	TRY(check_answer(tx, &v, uc, e));
	bool bans = uc->agreed && v.ground && v.ground->bans;
	TRY(q_national_answer_put(tx->db,
		&(struct q_national_answer_put_in){.case_id = v.c.id, .answer_no = uc->answer_no,
			.answered_on = date_str(tx->a, uc->answered_on), .agreed = uc->agreed,
			.ban_to = bans ? date_str(tx->a, uc->ban_to) : STR(""),
			.account_id = tx->who->account_id, .now = tx->now},
		NULL, e));
	TRY(case_say(tx, v.c.id,
		&(struct case_said){"body", case_act_code(CASE_ACT_ANSWER),
			str_fmt(tx->a, "%.*s，%.*s，%s。%.*s", STR_ARG(uc->answer_no),
				STR_ARG(date_prose(tx->a, uc->answered_on)),
				uc->agreed ? "同意取消" : "未同意取消", STR_ARG(uc->text)),
			false, uc->files, uc->files_n},
		e));
	TRY(case_move(tx, &v, CASE_ACT_ANSWER, to, 0, e));
	TRY(case_log(tx, &v, "case_answered", uc->text, e));
	return case_tell_body(tx, v.c.handler_agency_id, STR("部级答复待第二人确认"), case_headline(tx, &v),
		case_href(tx, "o", &v), e);
}

static enum rc redo(struct tx *tx, const struct case_view *v, const struct national_settle *uc, struct err *e)
{
	enum case_state to;

	TRY(case_may(tx, v, CASE_ACT_REDO, &to, e));
	TRY(case_text_check(uc->text, "text", e));
	TRY(case_say(tx, v->c.id,
		&(struct case_said){"body", case_act_code(CASE_ACT_REDO), uc->text, false, NULL, 0}, e));
	TRY(case_move(tx, v, CASE_ACT_REDO, to, 0, e));
	return case_log(tx, v, "case_sent_back", uc->text, e);
}

/* What was proposed becomes what was decided: the row first, then its effects by the view. */
static enum rc decide(struct tx *tx, struct case_view *v, enum case_state to, struct err *e)
{
	struct opt_i64 announcement;
	int64_t changed;

	TRY(q_national_settle_put(tx->db,
		&(struct q_national_settle_put_in){
			.case_id = v->c.id, .account_id = tx->who->account_id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	v->national.settled_at = some_i64(tx->now);
	v->c.ban_to = v->national.ban_to;
	if (!v->national.agreed)
		v->outcome = OUTCOME_KEPT;
	TRY(case_publish(tx, v, STR(""), &announcement, e));
	TRY(q_case_settle(tx->db,
		&(struct q_case_settle_in){.id = v->c.id, .version = v->c.version,
			.state = str_c(case_state_code(to)), .outcome = str_c(case_outcome_code(v->outcome)),
			.ban_to = v->c.ban_to, .announcement_id = announcement, .now = tx->now},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

enum rc national_settle(struct tx *tx, struct national_settle *uc, struct err *e)
{
	struct case_view v;
	enum case_state to;

	TRY(case_load_officer(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_stale(&v, uc->version, e));
	if (uc->back)
		return redo(tx, &v, uc, e);
	TRY(case_may(tx, &v, CASE_ACT_SETTLE, &to, e));
	if (v.national.answer_by.has && v.national.answer_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	TRY(decide(tx, &v, to, e));
	struct str text = str_fmt(tx->a, "%.*s（%.*s，%.*s）：%s", STR_ARG(v.national.ministry), STR_ARG(v.national.answer_no),
		STR_ARG(v.national.answered_on), case_outcome_word(v.outcome));
	TRY(case_say(tx, v.c.id,
		&(struct case_said){"body", case_act_code(CASE_ACT_SETTLE), text, true, NULL, 0}, e));
	TRY(case_log(tx, &v, "case_decided", text, e));
	if (v.outcome != OUTCOME_KEPT)
		TRY(case_take_effect(tx, &v, e));
	struct str subject =
		str_fmt(tx->a, "%s：%s", case_kind_word(v.kind), case_outcome_word(v.outcome));
	TRY(case_send_out(tx, &v, subject, e));
	return case_tell_enterprise(
		tx, v.c.enterprise_id, subject, STR_JOIN(tx->a, v.c.no, STR("。"), text), case_href(tx, "e", &v), e);
}
