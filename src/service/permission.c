/* Asked, answered, and only then done: the schema refuses the last step without the second. */
#include "service/permission.h"

#include "base/env.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/message.h"

static const struct {
	const char *state, *word, *tag;
} states[] = {
	{"asked", "待企业答复", "amber"},
	{"agreed", "已同意", "green"},
	{"declined", "不同意", "red"},
	{"withdrawn", "已撤回同意", "red"},
	{"dropped", "已取消", "grey"},
	{"done", "已开展", "done"},
};

const char *permission_word(struct str state, const char **tag)
{
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eqc(state, states[i].state)) {
			*tag = states[i].tag;
			return states[i].word;
		}
	*tag = "grey";
	return "";
}

static enum rc scope(struct tx *tx, struct str enterprise, struct q_follow_enterprise *out, struct err *e)
{
	if (!actor_is(tx->who, ROLE_OFFICER))
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	return q_follow_enterprise(tx->db,
		&(struct q_follow_enterprise_in){.public_id = enterprise, .agency_id = tx->who->agency_id},
		out, e);
}

static enum rc note(struct tx *tx, const char *action, int64_t enterprise_id, struct str public_id, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "enterprise", .object_id = enterprise_id,
			.payload = str_fmt(tx->a, "{\"permission\":\"%.*s\"}", STR_ARG(public_id))},
		e);
}

enum rc permission_ask(struct tx *tx, struct permission_ask *uc, struct err *e)
{
	struct q_follow_enterprise x;
	struct follow_kinds kinds;
	struct str id;

	TRY(scope(tx, uc->enterprise, &x, e));
	TRY(permission_kinds_load(tx->a, &kinds, e));
	const struct follow_kind *k = follow_kind_of(&kinds, uc->purpose);
	if (!k)
		return err_field(e, RC_INVALID, MSG_FOLLOW_KIND, "purpose");
	if (!date_valid(uc->on) || date_cmp(uc->on, date_of_instant(tx->now)) < 0)
		return err_field(e, RC_INVALID, MSG_PERMISSION_DAY, "on");
	if (utf8_count(uc->what) < PERMISSION_WHAT_MIN || utf8_count(uc->what) > PERMISSION_TEXT_MAX)
		return err_field(e, RC_INVALID, MSG_PERMISSION_WHAT, "what");
	TRY(random_token(tx->a, 12, &id, e));
	TRY(q_permission_put(tx->db,
		&(struct q_permission_put_in){.public_id = id, .enterprise_id = x.id,
			.agency_id = tx->who->agency_id, .purpose = k->id,
			.on_date = date_str(tx->a, uc->on), .what = uc->what,
			.account_id = tx->who->account_id, .now = tx->now},
		NULL, e));
	TRY(message_to_enterprise(tx, x.id,
		&(struct notice){"permission", str_fmt(tx->a, "%.*s征求贵企业意见", STR_ARG(k->name)),
			str_fmt(tx->a, "%.*s拟于 %.*s 开展%.*s，请答复是否同意。不同意不影响任何办理。",
				STR_ARG(tx->who->agency_name), STR_ARG(date_str(tx->a, uc->on)), STR_ARG(k->name)),
			str_cat(tx->a, STR("/e/permission/"), id)},
		e));
	return note(tx, "permission_asked", x.id, id, e);
}

enum rc permission_close(struct tx *tx, struct permission_close *uc, struct err *e)
{
	struct q_follow_enterprise x;
	int64_t changed;

	TRY(scope(tx, uc->enterprise, &x, e));
	if (utf8_count(uc->note) < 2 || utf8_count(uc->note) > PERMISSION_TEXT_MAX)
		return err_field(e, RC_INVALID, MSG_PERMISSION_NOTE, "note");
	TRY(q_permission_close(tx->db,
		&(struct q_permission_close_in){.public_id = uc->public_id, .enterprise_id = x.id,
			.agency_id = tx->who->agency_id, .state = uc->done ? STR("done") : STR("dropped"),
			.note = uc->note, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_PERMISSION_NOT_AGREED);
	return note(tx, uc->done ? "permission_done" : "permission_dropped", x.id, uc->public_id, e);
}

enum rc permission_reply(struct tx *tx, struct permission_reply *uc, struct err *e)
{
	struct q_permission_for_enterprise x;
	struct follow_kinds kinds;
	const char *to;
	int64_t changed;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(q_permission_for_enterprise(tx->db,
		&(struct q_permission_for_enterprise_in){
			.public_id = uc->public_id, .enterprise_id = tx->who->enterprise_id},
		&x, e));
	bool asked = str_eqc(x.state, "asked"), agreed = str_eqc(x.state, "agreed");
	if (!asked && !(agreed && !uc->agree))
		return err_set(e, RC_STATE, MSG_PERMISSION_OVER);
	if (utf8_count(uc->text) > PERMISSION_TEXT_MAX)
		return err_field(e, RC_INVALID, MSG_PERMISSION_LONG, "text");
	to = uc->agree ? "agreed" : asked ? "declined" : "withdrawn";
	TRY(q_permission_answer(tx->db,
		&(struct q_permission_answer_in){.id = x.id, .enterprise_id = tx->who->enterprise_id,
			.from_state = x.state, .state = str_c(to), .answer = uc->text,
			.account_id = tx->who->account_id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(permission_kinds_load(tx->a, &kinds, e));
	const struct follow_kind *k = follow_kind_of(&kinds, x.purpose);
	const char *tag;
	TRY(message_to_body(tx, x.agency_id,
		&(struct notice){"permission",
			str_fmt(tx->a, "%.*s：企业%s", STR_ARG(k ? k->name : x.purpose), permission_word(str_c(to), &tag)),
			tx->who->enterprise_name, STR_JOIN(tx->a, STR("/o/follow/"), x.enterprise, STR("/consent"))},
		e));
	return note(tx, uc->agree ? "permission_agreed" : "permission_declined", tx->who->enterprise_id, uc->public_id, e);
}
