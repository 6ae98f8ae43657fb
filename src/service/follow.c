/* Events of enterprises and their consent: noted and ended on record, never removed. */
#include "service/follow.h"

#include "base/embedded.h"
#include "base/env.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/decimal.h"
#include "service/audit.h"
#include "service/permission.h"

#define NOTE_MAX 300

static enum rc load(struct arena *a, const char *member, struct follow_kinds *out, struct err *e)
{
	struct json *j;
	struct str text;

	*out = (struct follow_kinds){0};
	if (!embedded_find(STR("sql/reference/follow.json"), &text))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "follow.json");
	TRY(json_parse(a, text, &j, e));
	const struct json *kinds = json_get(j, member);
	for (const struct json *k = kinds ? kinds->first : NULL; k; k = k->next)
		VEC_PUSH(a, out,
			((struct follow_kind){json_str(k, "id", STR("")), json_str(k, "name", STR("")),
				json_bool(k, "amount", false)}));
	return RC_OK;
}

enum rc follow_kinds_load(struct arena *a, struct follow_kinds *out, struct err *e)
{
	return load(a, "kinds", out, e);
}

enum rc permission_kinds_load(struct arena *a, struct follow_kinds *out, struct err *e)
{
	return load(a, "permissions", out, e);
}

const struct follow_kind *follow_kind_of(const struct follow_kinds *k, struct str id)
{
	for (size_t i = 0; i < k->n; i++)
		if (str_eq(k->v[i].id, id))
			return &k->v[i];
	return NULL;
}

static enum rc amount_of(
	struct tx *tx, const struct follow_add *uc, const struct follow_kind *k, struct str *out, struct err *e)
{
	struct err why = {0};
	enum decimal_notice seen;
	int64_t v;

	*out = STR("");
	if (!uc->amount.n)
		return RC_OK;
	if (!k->amount || decimal_parse_text(tx->a, uc->amount, &v, &seen, &why) != RC_OK || v < 0)
		return err_field(e, RC_INVALID, MSG_FOLLOW_AMOUNT, "amount");
	*out = decimal_str(tx->a, v);
	return RC_OK;
}

static enum rc scope(
	struct tx *tx, struct str enterprise, struct q_follow_enterprise *out, struct err *e)
{
	if (!actor_is(tx->who, ROLE_OFFICER))
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	return q_follow_enterprise(tx->db,
		&(struct q_follow_enterprise_in){.public_id = enterprise, .agency_id = tx->who->agency_id},
		out, e);
}

static enum rc put_scope(
	struct tx *tx, const struct q_follow_enterprise *x, int64_t tag, struct err *e)
{
	const int64_t bodies[] = {x->county_agency_id.has ? x->county_agency_id.v : x->city_agency_id,
		x->city_agency_id, x->province_agency_id};

	for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
		TRY(q_follow_scope_put(tx->db,
			&(struct q_follow_scope_put_in){.agency_id = bodies[i], .tag_id = tag}, NULL, e));
	return RC_OK;
}

static enum rc note(struct tx *tx, const char *action, int64_t enterprise_id, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "enterprise",
			.object_id = enterprise_id, .reason = reason},
		e);
}

enum rc follow_add(struct tx *tx, struct follow_add *uc, struct err *e)
{
	struct q_follow_enterprise x;
	struct q_follow_tag_put row;
	struct follow_kinds kinds;
	struct str id, amount;

	TRY(scope(tx, uc->enterprise, &x, e));
	TRY(follow_kinds_load(tx->a, &kinds, e));
	const struct follow_kind *k = follow_kind_of(&kinds, uc->kind);
	if (!k)
		return err_field(e, RC_INVALID, MSG_FOLLOW_KIND, "kind");
	if (!date_valid(uc->on) || date_cmp(uc->on, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_FOLLOW_DAY, "on");
	TRY(amount_of(tx, uc, k, &amount, e));
	if (utf8_count(uc->note) < 2 || utf8_count(uc->note) > NOTE_MAX)
		return err_field(e, RC_INVALID, MSG_FOLLOW_NOTE, "note");
	TRY(random_token(tx->a, 12, &id, e));
	TRY(q_follow_tag_put(tx->db,
		&(struct q_follow_tag_put_in){.public_id = id, .enterprise_id = x.id,
			.agency_id = tx->who->agency_id, .kind = k->id,
			.on_date = date_str(tx->a, uc->on), .amount = amount, .note = uc->note,
			.account_id = tx->who->account_id, .now = tx->now},
		&row, e));
	TRY(put_scope(tx, &x, row.id, e));
	return note(tx, "follow_added", x.id, str_fmt(tx->a, "%.*s：%.*s", STR_ARG(k->name), STR_ARG(uc->note)), e);
}

enum rc follow_end(struct tx *tx, struct follow_end *uc, struct err *e)
{
	struct q_follow_enterprise x;
	int64_t changed;

	TRY(scope(tx, uc->enterprise, &x, e));
	if (!date_valid(uc->on) || date_cmp(uc->on, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_FOLLOW_DAY, "ended_on");
	if (utf8_count(uc->reason) < 2 || utf8_count(uc->reason) > NOTE_MAX)
		return err_field(e, RC_INVALID, MSG_FOLLOW_NOTE, "reason");
	TRY(q_follow_tag_end(tx->db,
		&(struct q_follow_tag_end_in){.public_id = uc->tag, .enterprise_id = x.id,
			.agency_id = tx->who->agency_id, .on_date = date_str(tx->a, uc->on),
			.reason = uc->reason, .account_id = tx->who->account_id},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_FOLLOW_ENDED);
	return note(tx, "follow_ended", x.id, uc->reason, e);
}

enum rc consent_set(struct tx *tx, struct consent_set *uc, struct err *e)
{
	int64_t changed, enterprise = tx->who->enterprise_id;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	if (uc->given)
		TRY(q_consent_give(tx->db,
			&(struct q_consent_give_in){.enterprise_id = enterprise,
				.purpose = str_c(uc->purpose), .account_id = tx->who->account_id,
				.now = tx->now},
			&changed, e));
	else
		TRY(q_consent_withdraw(tx->db,
			&(struct q_consent_withdraw_in){.enterprise_id = enterprise,
				.purpose = str_c(uc->purpose), .account_id = tx->who->account_id,
				.now = tx->now},
			&changed, e));
	if (changed == 0)
		return RC_OK;
	return note(tx, uc->given ? "consent_given" : "consent_withdrawn", enterprise,
		str_eqc(STR(CONSENT_EXAMPLE), uc->purpose) ? STR("作为年度总结的典型案例")
							   : STR("向金融机构提供企业名单"),
		e);
}
