/* The acts of a case. Whose turn it is, is asked of the table; the term, of the clock; the second person, of the
 * account that proposed. */
#include "base/utf8.h"
#include "service/audit.h"
#include "service/case_step.h"
#include "service/delivery.h"
#include "service/message.h"
#include "service/national.h"
#include "service/publicity.h"
#include "service/publish.h"
#include "service/terms.h"

static int64_t next_body(const struct case_view *v, enum case_state to)
{
	if (case_turn(to) == CASE_OF_CITY && v->c.city_agency_id.has)
		return v->c.city_agency_id.v;
	return case_turn(to) == CASE_OF_PROVINCE ? v->c.province_agency_id : v->c.handler_agency_id;
}

enum rc case_opinion(struct tx *tx, struct case_opinion *uc, struct err *e)
{
	struct case_view v;
	enum case_state to;

	TRY(case_load_officer(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_stale(&v, uc->version, e));
	if (uc->act != CASE_ACT_SUPPORT && uc->act != CASE_ACT_OPPOSE && uc->act != CASE_ACT_REFUSE)
		return err_field(e, RC_INVALID, MSG_CASE_OUTCOME, "act");
	TRY(case_may(tx, &v, uc->act, &to, e));
	TRY(case_text_check(uc->text, "text", e));
	TRY(case_say(tx, v.c.id,
		&(struct case_said){"body", case_act_code(uc->act), uc->text, false, uc->files,
			uc->files_n},
		e));
	TRY(case_move(tx, &v, uc->act, to, 0, e));
	TRY(case_log(tx, &v, uc->act == CASE_ACT_REFUSE ? "case_refused" : "case_opinion", uc->text, e));
	if (!case_open(to))
		return RC_OK;
	return case_tell_body(tx, next_body(&v, to),
		str_fmt(tx->a, "%s案件%s", case_kind_word(v.kind), case_state_word(to)),
		case_headline(tx, &v), case_href(tx, "o", &v), e);
}

/* The term of the answer: the document's, else what the officer typed. */
static enum rc answer_term(const struct case_view *v, const struct case_notify *uc, struct term *out, struct err *e)
{
	*out = v->sanctions.term;
	if (v->sanctions.has_term)
		return RC_OK;
	if (uc->days < 1 || uc->days > CASE_DAYS_MAX)
		return err_field(e, RC_INVALID, MSG_CASE_DAYS, "days");
	*out = (struct term){.n = uc->days, .kind = uc->working ? TERM_WORKING : TERM_CALENDAR};
	return RC_OK;
}

/* Kept with the case: what it is counted from decides when it ends. */
static enum rc keep_term(
	struct tx *tx, const struct case_view *v, const struct term *term, struct case_notify *uc, struct err *e)
{
	struct window w;

	if (v->sanctions.has_from)
		uc->served = v->sanctions.from_served;
	uc->due_at = 0;
	if (!uc->served) {
		TRY(publicity_plan(tx->sv, term, tx->now, &w, e));
		uc->due_at = w.closes;
	}
	return q_case_term_put(tx->db,
		&(struct q_case_term_put_in){.id = v->c.id, .n = term->n,
			.unit = term->kind == TERM_WORKING ? STR("working") : STR("calendar"),
			.counted_from = uc->served ? STR("served") : STR("sent")},
		NULL, e);
}

enum rc case_notify(struct tx *tx, struct case_notify *uc, struct err *e)
{
	struct case_view v;
	enum case_state to;
	struct term term;

	TRY(case_load_officer(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_stale(&v, uc->version, e));
	if (uc->act != CASE_ACT_NOTIFY && uc->act != CASE_ACT_ACCEPT)
		return err_field(e, RC_INVALID, MSG_CASE_OUTCOME, "act");
	TRY(case_may(tx, &v, uc->act, &to, e));
	TRY(case_text_check(uc->text, "text", e));
	TRY(answer_term(&v, uc, &term, e));
	TRY(keep_term(tx, &v, &term, uc, e));
	TRY(case_say(tx, v.c.id,
		&(struct case_said){"body", case_act_code(uc->act), uc->text, true, NULL, 0}, e));
	TRY(case_move(tx, &v, uc->act, to, uc->due_at, e));
	TRY(case_log(tx, &v, "case_notified", uc->text, e));
	struct str subject = v.kind == CASE_REPORT ? STR("有举报需要贵企业答复") : STR("拟对贵企业作出处理，请陈述申辩");
	struct str until = uc->due_at ? str_fmt(tx->a, "请在 %.*s 前答复", STR_ARG(deadline_text(tx->a, uc->due_at)))
				      : str_fmt(tx->a, "请打开查阅，自查阅之日起 %lld 个%s内答复", (long long)term.n,
						term.kind == TERM_WORKING ? "工作日" : "日历日");
	TRY(case_send_out(tx, &v, subject, e));
	if (!v.c.enterprise_id.has)
		return RC_OK;
	return message_term_to_enterprise(tx, v.c.enterprise_id.v,
		&(struct notice){"case", subject,
			str_fmt(tx->a, "%.*s，%.*s。未答复的，期限届满后将继续办理。", STR_ARG(v.c.no), STR_ARG(until)),
			case_href(tx, "e", &v)},
		uc->due_at, e);
}

enum rc case_reply(struct tx *tx, struct case_reply *uc, struct err *e)
{
	struct case_view v;
	enum case_state to;

	TRY(case_load_enterprise(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_may(tx, &v, CASE_ACT_REPLY, &to, e));
	TRY(case_text_check(uc->text, "text", e));
	TRY(case_say(tx, v.c.id,
		&(struct case_said){"enterprise", "reply", uc->text, true, uc->files, uc->files_n}, e));
	TRY(case_move(tx, &v, CASE_ACT_REPLY, to, 0, e));
	TRY(case_log(tx, &v, "case_replied", STR(""), e));
	return case_tell_body(tx, v.c.handler_agency_id, STR("企业已答复，请提出处理意见"),
		case_headline(tx, &v), case_href(tx, "o", &v), e);
}

/* `at` is the instant of service: a term that is counted from it ends so many days after that day. */
static enum rc serve(struct tx *tx, const struct case_view *v, int64_t at, struct str way, bool *done, struct err *e)
{
	struct term term = {.n = v->c.term_n,
		.kind = str_eqc(v->c.term_unit, "working") ? TERM_WORKING : TERM_CALENDAR};
	int64_t due = v->c.due_at, changed = 0;
	struct window w;

	if (v->state == CASE_NOTICE && str_eqc(v->c.term_from, "served")) {
		TRY(publicity_plan(tx->sv, &term, at, &w, e));
		due = w.closes;
	}
	TRY(q_case_served(tx->db,
		&(struct q_case_served_in){.id = v->c.id, .at = at, .due_at = due, .way = way}, &changed, e));
	*done = changed == 1;
	return RC_OK;
}

enum rc case_seen(struct tx *tx, struct case_seen *uc, struct err *e)
{
	struct delivery_seen seen = {.object_kind = "case", .object = uc->public_id};
	struct case_view v;
	bool first;

	TRY(case_load_enterprise(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(serve(tx, &v, tx->now, STR(""), &first, e));
	if (first)
		TRY(case_log(tx, &v, "case_read", STR(""), e));
	return delivery_seen(tx, &seen, e);
}

static enum rc serve_rows(struct tx *tx, const struct case_view *v, int64_t at, struct str way, struct err *e)
{
	struct q_delivery_waiting_list rows = {0};

	if (!v->c.enterprise_id.has)
		return RC_OK;
	TRY(q_delivery_waiting(tx->db,
		&(struct q_delivery_waiting_in){.enterprise_id = v->c.enterprise_id.v,
			.object_kind = STR("case"), .object = v->c.public_id},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(q_delivery_served(tx->db,
			&(struct q_delivery_served_in){.id = rows.v[i].id, .at = at, .name = STR(""), .way = way},
			NULL, e));
	return RC_OK;
}

enum rc case_serve(struct tx *tx, struct case_serve *uc, struct err *e)
{
	struct case_view v;
	bool first;

	TRY(case_load_officer(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_stale(&v, uc->version, e));
	if (v.c.handler_agency_id != tx->who->agency_id)
		return err_set(e, RC_FORBIDDEN, MSG_CASE_NOT_YOURS);
	if (!v.c.told_at.has || v.c.read_at.has || v.state != CASE_NOTICE)
		return err_set(e, RC_STATE, MSG_CASE_SERVED);
	if (!date_valid(uc->on) || date_cmp(uc->on, date_of_instant(tx->now)) > 0 ||
		date_cmp(uc->on, date_of_instant(v.c.told_at.v)) < 0)
		return err_field(e, RC_INVALID, MSG_CASE_SERVE_ON, "serve_on");
	if (utf8_count(uc->way) < 2 || utf8_count(uc->way) > 100)
		return err_field(e, RC_INVALID, MSG_CASE_SERVE_WAY, "serve_way");
	int64_t at = MAX_OF(instant_day_start(uc->on), v.c.told_at.v);
	TRY(serve(tx, &v, at, uc->way, &first, e));
	if (!first)
		return err_set(e, RC_STATE, MSG_CASE_SERVED);
	TRY(serve_rows(tx, &v, at, uc->way, e));
	return case_log(tx, &v, "case_served", str_fmt(tx->a, "%.*s，%.*s", STR_ARG(date_str(tx->a, uc->on)), STR_ARG(uc->way)), e);
}

bool case_late(const struct case_view *v)
{
	struct date last;

	return date_parse(v->c.report_by, &last) && v->c.opened_at >= instant_day_end(last);
}

/* --- decision --------------------------------------------------------------------------------------------- */

/* Unchanged; no longer fit, as the document's grounds end a title; or what being late leads to. */
static bool change_may_end(const struct case_view *v, enum case_outcome o)
{
	bool late = case_late(v), fits = o == OUTCOME_UNCHANGED || (late && v->changes.late[o]);

	for (size_t i = 0; i < v->sanctions.n && !fits; i++)
		fits = o != OUTCOME_NO_RECHECK && v->sanctions.v[i].may[o];
	return fits;
}

/* Does the ground, or a change that was reported late, lead to this? */
bool case_outcome_allowed(const struct case_view *v, const struct sanction *ground, enum case_outcome o)
{
	if (!case_may_end(v->kind, o))
		return false;
	if (v->kind == CASE_CHANGE)
		return change_may_end(v, o);
	if (v->kind == CASE_SANCTION && o != OUTCOME_DROP)
		return ground && (ground->may[o] || (o == OUTCOME_BAN && ground->bans));
	return v->state != CASE_RECTIFY || o != OUTCOME_UNFOUNDED;
}

struct date case_ban_last(const struct case_view *v, struct date day)
{
	struct date last, least;

	if (!date_parse(v->c.ban_to, &last))
		return (struct date){0};
	least = v->ground && v->ground->bans ? sanction_ban_last(v->ground, day) : last;
	return date_cmp(least, last) > 0 ? least : last;
}

static enum rc check_ban(struct tx *tx, const struct case_view *v, const struct sanction *g,
	const struct case_draft *uc, struct err *e)
{
	struct date today = date_of_instant(tx->now), least;

	if (v->kind != CASE_SANCTION || !g || !g->bans || uc->outcome == OUTCOME_DROP)
		return RC_OK;
	least = sanction_ban_last(g, today);
	if (date_is_none(least))
		least = today;
	if (!v->c.uscc.n)
		return err_field(e, RC_INVALID, MSG_CASE_NO_CODE, "ban_to");
	if (!date_is_none(uc->ban_to) && date_cmp(uc->ban_to, least) >= 0)
		return RC_OK;
	err_field(e, RC_INVALID, MSG_CASE_BAN_TO, "ban_to");
	return err_arg(e, 0, date_str(tx->a, least));
}

static enum rc check_draft(struct tx *tx, const struct case_view *v, const struct sanction *g,
	struct case_draft *uc, struct err *e)
{
	if (v->kind == CASE_SANCTION && uc->outcome != OUTCOME_DROP && !g)
		return err_field(e, RC_INVALID, MSG_CASE_GROUND, "ground");
	if (!case_outcome_allowed(v, g, uc->outcome))
		return err_field(e, RC_INVALID, MSG_CASE_OUTCOME, "outcome");
	if (case_adverse(uc->outcome) && !v->c.told_at.has)
		return err_set(e, RC_STATE, MSG_CASE_NOT_TOLD);
	TRY(case_text_check(uc->reason, "reason", e));
	TRY(check_ban(tx, v, g, uc, e));
	if (uc->outcome == OUTCOME_RECTIFY && (date_is_none(uc->recheck_on) ||
			date_cmp(uc->recheck_on, date_of_instant(tx->now)) <= 0))
		return err_field(e, RC_INVALID, MSG_CASE_RECHECK, "recheck_on");
	if (case_published(uc->outcome))
		return publish_number(tx->a, uc->doc_no, &uc->doc_no, e);
	uc->doc_no = STR("");
	return RC_OK;
}

static struct str clause_of(const struct case_view *v, const struct sanction *g)
{
	if (g)
		return g->clause;
	if (v->change)
		return v->change->clause;
	return v->kind == CASE_REPORT ? v->sanctions.report_clause : STR("");
}

enum rc case_draft(struct tx *tx, struct case_draft *uc, struct err *e)
{
	const struct sanction *g;
	struct case_view v;
	enum case_state to;
	bool bans;

	TRY(case_load_officer(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_stale(&v, uc->version, e));
	TRY(case_may(tx, &v, CASE_ACT_DRAFT, &to, e));
	if (v.kind != CASE_SANCTION)
		uc->ground = v.c.ground;
	g = v.kind == CASE_SANCTION ? sanction_by_id(&v.sanctions, uc->ground) : NULL;
	TRY(check_draft(tx, &v, g, uc, e));
	bans = g && g->bans && uc->outcome != OUTCOME_DROP;
	TRY(q_case_propose(tx->db,
		&(struct q_case_propose_in){.id = v.c.id, .ground = uc->ground,
			.outcome = str_c(case_outcome_code(uc->outcome)), .reason = uc->reason,
			.clause = clause_of(&v, g), .doc_no = uc->doc_no,
			.ban_to = bans ? date_str(tx->a, uc->ban_to) : STR(""),
			.recheck_on = uc->outcome == OUTCOME_RECTIFY ? date_str(tx->a, uc->recheck_on)
								     : STR(""),
			.account_id = tx->who->account_id, .now = tx->now},
		NULL, e));
	TRY(case_say(tx, v.c.id,
		&(struct case_said){"body", "draft",
			str_fmt(tx->a, "%s。%.*s", case_outcome_word(uc->outcome), STR_ARG(uc->reason)),
			false, uc->files, uc->files_n},
		e));
	TRY(case_move(tx, &v, CASE_ACT_DRAFT, to, 0, e));
	TRY(case_log(tx, &v, "case_drafted", uc->reason, e));
	return case_tell_body(tx, v.c.handler_agency_id, STR("处理意见待第二人确认"), case_headline(tx, &v),
		case_href(tx, "o", &v), e);
}

static enum rc send_back(struct tx *tx, const struct case_view *v, struct case_confirm *uc, struct err *e)
{
	enum case_state to;

	TRY(case_may(tx, v, CASE_ACT_BACK, &to, e));
	TRY(case_text_check(uc->text, "text", e));
	TRY(case_say(tx, v->c.id, &(struct case_said){"body", "back", uc->text, false, NULL, 0}, e));
	TRY(case_move(tx, v, CASE_ACT_BACK, to, 0, e));
	return case_log(tx, v, "case_sent_back", uc->text, e);
}

enum rc case_confirm(struct tx *tx, struct case_confirm *uc, struct err *e)
{
	struct opt_i64 announcement;
	struct case_view v;
	enum case_state to;
	struct date recheck;
	int64_t changed, due = 0;

	TRY(case_load_officer(tx->db, tx->sv, tx->who, uc->public_id, tx->now, &v, e));
	TRY(case_stale(&v, uc->version, e));
	if (uc->back)
		return send_back(tx, &v, uc, e);
	if (v.state == CASE_SIGNING && national_needed(&v, v.outcome))
		return national_report(tx, &v, e);
	bool rectify = v.state == CASE_SIGNING && v.outcome == OUTCOME_RECTIFY;
	TRY(case_may(tx, &v, rectify ? CASE_ACT_RECTIFY : CASE_ACT_CONFIRM, &to, e));
	if (v.c.proposed_by.has && v.c.proposed_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	if (rectify && date_parse(v.c.recheck_on, &recheck))
		due = instant_day_start(recheck);
	if (v.c.ban_to.n)
		v.c.ban_to = date_str(tx->a, case_ban_last(&v, date_of_instant(tx->now)));
	TRY(case_publish(tx, &v, v.c.doc_no, &announcement, e));
	TRY(case_say(tx, v.c.id,
		&(struct case_said){"body", "confirm",
			str_fmt(tx->a, "%s。%.*s", case_outcome_word(v.outcome), STR_ARG(v.c.reason)),
			v.kind != CASE_LIFT && v.outcome != OUTCOME_PROCEED, NULL, 0},
		e));
	TRY(case_log(tx, &v, "case_decided", v.c.reason, e));
	TRY(q_case_decide(tx->db,
		&(struct q_case_decide_in){.id = v.c.id, .version = v.c.version,
			.state = str_c(case_state_code(to)), .due_at = due,
			.ban_to = v.c.ban_to, .account_id = tx->who->account_id,
			.announcement_id = announcement, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(case_take_effect(tx, &v, e));
	if (v.outcome == OUTCOME_DROP && !v.c.told_at.has)
		return RC_OK; /* it was never told, so it is not told now */
	TRY(case_send_out(tx, &v,
		str_fmt(tx->a, "%s：%s", case_kind_word(v.kind), case_outcome_word(v.outcome)), e));
	return case_tell_enterprise(tx, v.c.enterprise_id,
		str_fmt(tx->a, "%s：%s", case_kind_word(v.kind), case_outcome_word(v.outcome)),
		str_fmt(tx->a, "%.*s。%.*s", STR_ARG(v.c.no), STR_ARG(v.c.reason)), case_href(tx, "e", &v), e);
}

/* --- papers ----------------------------------------------------------------------------------------------- */

enum rc case_paper(struct tx *tx, struct case_paper *uc, struct err *e)
{
	struct q_case_paper_for_enterprise own;
	struct q_case_paper_for_officer body;
	int64_t id;

	if (tx->who->enterprise_id) {
		TRY(q_case_paper_for_enterprise(tx->db,
			&(struct q_case_paper_for_enterprise_in){
				.public_id = uc->public_id, .enterprise_id = tx->who->enterprise_id},
			&own, e));
		uc->filename = own.filename, uc->mime = own.mime, uc->sha256 = own.sha256;
		id = own.case_id;
	} else {
		TRY(q_case_paper_for_officer(tx->db,
			&(struct q_case_paper_for_officer_in){
				.public_id = uc->public_id, .agency_id = tx->who->agency_id},
			&body, e));
		uc->filename = body.filename, uc->mime = body.mime, uc->sha256 = body.sha256;
		id = body.case_id;
	}
	return audit_append(tx,
		&(struct audit_event){.action = "file_viewed", .object_kind = "case", .object_id = id,
			.payload = str_fmt(tx->a, "{\"file\":\"%.*s\"}", STR_ARG(uc->public_id))},
		e);
}
