/* What the province does with a recommendation: approve, send back, refuse - some files or all of them. */
#include "base/map.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/recommend.h"

static const struct {
	enum action act;
	enum state from;
} allowed[] = {
	{ACT_APPROVE, STATE_PROV},
	{ACT_REFUSE, STATE_PROV},
	{ACT_SEND_BACK, STATE_PROV},
	{ACT_SEND_BACK, STATE_SAMPLE},
	{ACT_SEND_BACK, STATE_PROV_WAIT},
	{ACT_SEND_BACK, STATE_APPROVED},
};

bool province_may(enum action act, struct str state)
{
	for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
		if (allowed[i].act == act && str_eqc(state, state_code(allowed[i].from)))
			return true;
	return false;
}

static enum rc check(const struct province_decide *uc, struct err *e)
{
	if (uc->act != ACT_APPROVE && uc->act != ACT_SEND_BACK && uc->act != ACT_REFUSE)
		return err_set(e, RC_INVALID, MSG_PROVINCE_ACT);
	if (uc->act != ACT_APPROVE && utf8_count(uc->reason) < 4)
		return err_field(e, RC_INVALID, MSG_PROVINCE_REASON, "reason");
	if (utf8_count(uc->reason) > 500)
		return err_field(e, RC_INVALID, MSG_PROVINCE_REASON, "reason");
	return !uc->all && uc->files_n == 0 ? err_field(e, RC_INVALID, MSG_PROVINCE_NONE, "id")
					    : RC_OK;
}

static enum rc decide_one(struct tx *tx, const struct q_recommendation_items *r,
	struct province_decide *uc, struct err *e)
{
	if (!province_may(uc->act, r->state)) {
		uc->left++;
		return RC_OK;
	}
	struct flow_move m = {.application_id = r->application_id,
		.act = uc->act,
		.who = HOLDER_PROVINCE,
		.reason = uc->reason};
	TRY(flow_move(tx, &m, e));
	uc->done++;
	return RC_OK;
}

/* The whole letter goes back: the city corrects and recommends anew. */
static enum rc return_it(struct tx *tx, const struct recommendation *r,
	const struct province_decide *uc, struct err *e)
{
	struct q_accounts_of_agency_list people;

	TRY(q_recommendation_return(tx->db,
		&(struct q_recommendation_return_in){
			.id = r->head.id, .reason = uc->reason, .now = tx->now},
		NULL, e));
	TRY(q_accounts_of_agency(tx->db,
		&(struct q_accounts_of_agency_in){.agency_id = r->head.agency_id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("recommend"), .subject = STR("推荐被省级退回，请办理"),
				.body = str_fmt(tx->a, "%.*s：%.*s", STR_ARG(r->head.batch_title),
					STR_ARG(uc->reason)),
				.link = str_fmt(tx->a, "/o/recommendation/%.*s",
					STR_ARG(uc->recommendation))},
			NULL, e));
	return audit_append(tx,
		&(struct audit_event){.action = "recommendation_returned",
			.object_kind = "recommendation", .object_id = r->head.id,
			.reason = uc->reason},
		e);
}

enum rc province_decide(struct tx *tx, struct province_decide *uc, struct err *e)
{
	struct recommendation r;
	struct map chosen;

	TRY(batch_province_only(tx->who, e));
	TRY(check(uc, e));
	TRY(recommendation_load(tx->db, tx->sv->rules, tx->who, uc->recommendation, tx->now, &r, e));
	if (r.head.agency_id == tx->who->agency_id)
		return err_set(e, RC_NOT_FOUND, MSG_RECOMMEND_GONE);
	map_init(&chosen, tx->a);
	for (size_t i = 0; i < uc->files_n; i++)
		map_put(&chosen, uc->files[i], uc);
	uc->done = uc->left = 0;
	for (size_t i = 0; i < r.rows.n; i++)
		if (uc->all || map_get(&chosen, r.rows.v[i].public_id))
			TRY(decide_one(tx, &r.rows.v[i], uc, e));
	if (uc->done == 0)
		return err_set(e, RC_STATE, MSG_PROVINCE_NOTHING);
	return uc->all && uc->act == ACT_SEND_BACK ? return_it(tx, &r, uc, e) : RC_OK;
}
