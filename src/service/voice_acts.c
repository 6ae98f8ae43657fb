/* What becomes of a demand or a question: the moves are domain/voice's, whose turn it is stands in the row. */
#include "base/env.h"
#include "service/audit.h"
#include "service/message.h"
#include "service/voice.h"
#include "service/voice_inside.h"
#include "store/q.h"

#define ANSWER_MIN 4
#define REASON_MAX 500

static enum rc stale(int64_t typed, int64_t version, struct err *e)
{
	return typed && typed != version ? err_set(e, RC_CONFLICT, MSG_STALE) : RC_OK;
}

static enum rc not_now(struct err *e, enum voice_state s, enum voice_act act)
{
	err_set(e, RC_STATE, MSG_VOICE_NOT_NOW);
	err_arg(e, 0, str_c(voice_state_word(s)));
	return err_arg(e, 1, str_c(voice_act_word(act)));
}

/* The one that the officer's body has, when the act may follow. */
static enum rc turn(struct tx *tx, struct str public_id, enum voice_act act, struct q_voice_for_officer *v,
	enum voice_origin *o, enum voice_state *to, struct err *e)
{
	enum voice_state from;

	if (!actor_is(tx->who, ROLE_OFFICER))
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	TRY(q_voice_for_officer(tx->db,
		&(struct q_voice_for_officer_in){.public_id = public_id, .agency_id = tx->who->agency_id}, v,
		e));
	if (!voice_state_parse(v->state, &from) || !voice_origin_parse(v->origin, o))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "voice %lld", (long long)v->id);
	if (v->holder_id != tx->who->agency_id) {
		err_set(e, RC_FORBIDDEN, MSG_VOICE_NOT_YOURS);
		err_arg(e, 0, v->holder);
		return err_arg(e, 1, str_c(voice_act_word(act)));
	}
	return voice_next(*o, from, v->reopened, act, to) ? RC_OK : not_now(e, from, act);
}

static enum rc say(struct tx *tx, int64_t id, enum voice_act act, struct str text, struct opt_i64 days, struct err *e)
{
	bool body = tx->who->agency_id != 0;
	struct q_voice_said_put row;

	return q_voice_said_put(tx->db,
		&(struct q_voice_said_put_in){.voice_id = id, .party = body ? STR("body") : STR("asker"),
			.act = str_c(voice_act_code(act)), .text = text, .days = days,
			.account_id = tx->who->account_id,
			.agency_id = body ? some_i64(tx->who->agency_id) : none_i64(), .now = tx->now},
		&row, e);
}

static enum rc move(struct tx *tx, const struct q_voice_for_officer *v, enum voice_state to, int64_t holder,
	int64_t answered_at, struct err *e)
{
	int64_t changed;

	TRY(q_voice_move(tx->db,
		&(struct q_voice_move_in){.id = v->id, .agency_id = tx->who->agency_id, .version = v->version,
			.state = str_c(voice_state_code(to)), .holder_id = holder, .answered_at = answered_at},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

/* A visitor has no account: the receipt is where the answer is read. */
static enum rc tell_asker(struct tx *tx, const struct q_voice_for_officer *v, struct str public_id,
	struct str subject, struct err *e)
{
	if (!v->enterprise_id.has)
		return RC_OK;
	return message_answer_to_enterprise(tx, v->enterprise_id.v,
		&(struct notice){"voice", subject,
			str_fmt(tx->a, "%.*s：%.*s", STR_ARG(v->no), STR_ARG(v->title)),
			str_cat(tx->a, STR("/e/voice/"), public_id)},
		e);
}

enum rc voice_answer(struct tx *tx, struct voice_answer *uc, struct err *e)
{
	struct q_voice_for_officer v = {0};
	enum voice_origin o;
	enum voice_state to;

	TRY(turn(tx, uc->public_id, VOICE_ANSWER, &v, &o, &to, e));
	TRY(stale(uc->version, v.version, e));
	TRY(voice_text_check(tx, uc->text, ANSWER_MIN, VOICE_TEXT_MAX, "text", e));
	bool first = v.answered_at == 0;
	TRY(say(tx, v.id, VOICE_ANSWER, uc->text,
		first ? some_i64(voice_age(tx->sv, v.waiting_at, tx->now)) : none_i64(), e));
	TRY(move(tx, &v, to, v.holder_id, first ? tx->now : v.answered_at, e));
	TRY(tell_asker(tx, &v, uc->public_id,
		str_fmt(tx->a, "%.*s已%s意见诉求", STR_ARG(v.holder), first ? "答复" : "补充答复"), e));
	return voice_note(tx, "voice_answered", v.id, v.no, voice_state_code(to), e);
}

static enum rc target(struct tx *tx, const struct q_voice_for_officer *v, const struct voice_hand *uc,
	int64_t *out, struct err *e)
{
	struct q_voice_below_list rows;

	if (uc->up) {
		if (!v->parent_id.has)
			return err_set(e, RC_STATE, MSG_VOICE_TOP);
		*out = v->parent_id.v;
		return RC_OK;
	}
	TRY(q_voice_below(tx->db,
		&(struct q_voice_below_in){
			.agency_id = tx->who->agency_id, .division_code = v->division_code},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id == uc->to) {
			*out = uc->to;
			return RC_OK;
		}
	return err_field(e, RC_INVALID, MSG_VOICE_BODY, "to");
}

enum rc voice_hand(struct tx *tx, struct voice_hand *uc, struct err *e)
{
	enum voice_act act = uc->up ? VOICE_HAND_UP : VOICE_HAND_DOWN;
	struct q_voice_for_officer v = {0};
	struct q_agency_by_id next;
	enum voice_origin o;
	enum voice_state to;
	int64_t holder = 0;

	TRY(turn(tx, uc->public_id, act, &v, &o, &to, e));
	TRY(stale(uc->version, v.version, e));
	TRY(target(tx, &v, uc, &holder, e));
	TRY(voice_text_check(tx, uc->reason, ANSWER_MIN, REASON_MAX, "reason", e));
	TRY(q_agency_by_id(tx->db, &(struct q_agency_by_id_in){.id = holder}, &next, e));
	TRY(say(tx, v.id, act, str_fmt(tx->a, "转%.*s办理。%.*s", STR_ARG(next.name), STR_ARG(uc->reason)),
		none_i64(), e));
	TRY(move(tx, &v, to, holder, v.answered_at, e));
	TRY(q_voice_scope_put(
		tx->db, &(struct q_voice_scope_put_in){.voice_id = v.id, .holder_id = holder}, NULL, e));
	TRY(message_to_body(tx, holder,
		&(struct notice){"voice",
			str_fmt(tx->a, "%.*s转来%s，请答复", STR_ARG(v.holder), voice_origin_word(o)),
			str_fmt(tx->a, "%.*s：%.*s", STR_ARG(v.no), STR_ARG(v.title)),
			str_cat(tx->a, STR("/o/voice/"), uc->public_id)},
		e));
	TRY(tell_asker(tx, &v, uc->public_id, str_fmt(tx->a, "意见诉求已转%.*s办理", STR_ARG(next.name)), e));
	return voice_note(tx, "voice_handed", v.id, v.no, voice_state_code(to), e);
}

/* --- the public's copy --- */

enum rc voice_publish(struct tx *tx, struct voice_publish *uc, struct err *e)
{
	struct q_voice_for_officer v = {0};
	enum voice_origin o;
	enum voice_state to;
	int64_t changed;

	TRY(turn(tx, uc->public_id, VOICE_PUBLISH, &v, &o, &to, e));
	if (!v.may_publish)
		return err_set(e, RC_STATE, MSG_VOICE_NOT_AGREED);
	TRY(voice_text_check(tx, uc->title, VOICE_TITLE_MIN, VOICE_TITLE_MAX, "title", e));
	TRY(voice_text_check(tx, uc->question, VOICE_TITLE_MIN, VOICE_TEXT_MAX, "question", e));
	TRY(voice_text_check(tx, uc->answer, ANSWER_MIN, VOICE_TEXT_MAX, "answer", e));
	TRY(q_answer_publish(tx->db,
		&(struct q_answer_publish_in){.voice_id = v.id, .agency_id = tx->who->agency_id,
			.title = uc->title, .question = uc->question, .answer = uc->answer, .account_id = tx->who->account_id,
			.now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_VOICE_SHOWN);
	return voice_note(tx, "voice_published", v.id, v.no, voice_state_code(to), e);
}

enum rc voice_withdraw(struct tx *tx, struct voice_withdraw *uc, struct err *e)
{
	struct q_voice_for_officer v = {0};
	enum voice_origin o;
	enum voice_state to;
	int64_t changed;

	TRY(turn(tx, uc->public_id, VOICE_PUBLISH, &v, &o, &to, e));
	TRY(q_answer_withdraw(tx->db,
		&(struct q_answer_withdraw_in){
			.voice_id = v.id, .agency_id = tx->who->agency_id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_VOICE_NOT_SHOWN);
	return voice_note(tx, "voice_withdrawn", v.id, v.no, voice_state_code(to), e);
}

/* --- the enterprise --- */

static enum rc rated(struct tx *tx, const struct q_voice_for_enterprise *v, const struct voice_rate *uc,
	enum voice_state to, struct err *e)
{
	bool again = uc->act == VOICE_REOPEN;
	int64_t due = v->due_at, changed;

	if (again)
		TRY(voice_due(tx, &due, e));
	TRY(q_voice_say(tx->db,
		&(struct q_voice_say_in){.id = v->id, .enterprise_id = tx->who->enterprise_id,
			.version = v->version, .state = str_c(voice_state_code(to)),
			.reopened = again || v->reopened, .waiting_at = again ? tx->now : v->waiting_at,
			.due_at = due, .answered_at = again ? 0 : v->answered_at},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

enum rc voice_rate(struct tx *tx, struct voice_rate *uc, struct err *e)
{
	bool again = uc->act == VOICE_REOPEN;
	struct q_voice_for_enterprise v;
	enum voice_state from, to;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(q_voice_for_enterprise(tx->db,
		&(struct q_voice_for_enterprise_in){
			.public_id = uc->public_id, .enterprise_id = tx->who->enterprise_id},
		&v, e));
	TRY(stale(uc->version, v.version, e));
	if (!voice_state_parse(v.state, &from))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "voice %lld", (long long)v.id);
	if (again && v.reopened)
		return err_set(e, RC_STATE, MSG_VOICE_ONCE);
	if (uc->act != VOICE_SOLVE && uc->act != VOICE_NOT_SOLVED && !again)
		return not_now(e, from, uc->act);
	if (!voice_next(VOICE_ENTERPRISE, from, v.reopened, uc->act, &to))
		return not_now(e, from, uc->act);
	TRY(voice_text_check(tx, uc->text, again ? VOICE_TEXT_MIN : 0, again ? VOICE_TEXT_MAX : REASON_MAX, "text", e));
	TRY(say(tx, v.id, uc->act, uc->text, none_i64(), e));
	TRY(rated(tx, &v, uc, to, e));
	TRY(message_to_body(tx, v.holder_id,
		&(struct notice){"voice",
			again ? STR("企业再次提出意见诉求，请答复")
			      : str_fmt(tx->a, "企业反馈：%s", voice_state_word(to)),
			str_fmt(tx->a, "%.*s：%.*s", STR_ARG(v.no), STR_ARG(v.title)),
			str_cat(tx->a, STR("/o/voice/"), uc->public_id)},
		e));
	return voice_note(tx, again ? "voice_reopened" : "voice_rated", v.id, v.no, voice_state_code(to), e);
}
