/* What the demonstration's enterprises and visitors raise, and what the first county makes of it. The words are data:
 * sql/reference/demo/voices.csv. */
#include "service/demo_voice.h"

#include "base/embedded.h"
#include "base/reftable.h"
#include "service/voice.h"

enum { V_ORIGIN, V_KIND, V_TITLE, V_TEXT, V_DAYS, V_STEP, V_REPLY };

struct raised {
	struct demo *d;
	const struct reftable *t;
	size_t row;
	struct demo_body *body; /* the county that has it first */
	struct actor who;	/* enterprises */
	struct str id;
	int64_t at;
};

static bool step_is(const struct raised *r, const char *step)
{
	return str_eqc(reftable_cell(r->t, r->row, V_STEP), step);
}

static enum rc come_in(struct raised *r, struct err *e)
{
	struct str kind = reftable_cell(r->t, r->row, V_KIND), title = reftable_cell(r->t, r->row, V_TITLE),
		   text = reftable_cell(r->t, r->row, V_TEXT);
	struct actor visitor = {.roles = ROLE_PUBLIC, .name = STR("社会公众"), .ip = STR("127.0.0.1")};
	struct q_agency_by_id body;

	if (str_eqc(reftable_cell(r->t, r->row, V_ORIGIN), voice_origin_code(VOICE_ENTERPRISE))) {
		struct tx tx = demo_tx(r->d, &r->who, r->at);
		struct voice_raise uc = {
			.body = r->body->agency_id, .kind = kind, .title = title, .text = text};
		TRY(voice_raise(&tx, &uc, e));
		r->id = uc.public_id;
		return RC_OK;
	}
	struct tx tx = demo_tx(r->d, &visitor, r->at);
	TRY(q_agency_by_id(r->d->db, &(struct q_agency_by_id_in){.id = r->body->agency_id}, &body, e));
	struct voice_ask uc = {.body = body.code, .kind = kind, .title = title, .text = text, .name = STR("演示访客"),
		.phone = STR("13800000000"), .may_publish = true};
	TRY(voice_ask(&tx, &uc, e));
	r->id = uc.public_id;
	return RC_OK;
}

static enum rc rate(struct raised *r, enum voice_act act, const char *text, struct err *e)
{
	struct tx tx = demo_tx(r->d, &r->who, r->at + 4 * MS_PER_DAY);
	struct voice_rate uc = {.public_id = r->id, .act = act, .text = str_c(text)};

	return voice_rate(&tx, &uc, e);
}

static enum rc handled(struct raised *r, struct err *e)
{
	struct tx tx = demo_tx(r->d, &r->body->officer[0], r->at + 3 * MS_PER_DAY);
	struct str reply = reftable_cell(r->t, r->row, V_REPLY);

	if (step_is(r, "waiting"))
		return RC_OK;
	if (step_is(r, "up")) {
		struct voice_hand uc = {.public_id = r->id, .reason = reply, .up = true};
		return voice_hand(&tx, &uc, e);
	}
	struct voice_answer answer = {.public_id = r->id, .text = reply};
	TRY(voice_answer(&tx, &answer, e));
	if (step_is(r, "solved"))
		return rate(r, VOICE_SOLVE, "问题已经解决，谢谢。", e);
	if (step_is(r, "reopened"))
		return rate(r, VOICE_REOPEN, "（演示）还没有收到活动通知，请再联系。", e);
	if (!step_is(r, "published"))
		return RC_OK;
	struct voice_publish uc = {.public_id = r->id, .title = reftable_cell(r->t, r->row, V_TITLE),
		.question = reftable_cell(r->t, r->row, V_TEXT), .answer = reply};
	return voice_publish(&tx, &uc, e);
}

static enum rc words(struct demo *d, struct reftable *t, struct err *e)
{
	static const char *const columns[] = {"origin", "kind", "title", "text", "days", "step", "reply"};
	struct str csv;

	if (!embedded_find(STR("sql/reference/demo/voices.csv"), &csv))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no voices.csv");
	return reftable_parse(d->a, csv, columns, ARRAY_LEN(columns), t, e);
}

static enum rc one(struct demo *d, const struct reftable *t, size_t row, struct demo_body *body,
	const struct q_demo_fillers *p, struct err *e)
{
	int64_t days;

	if (!str_to_i64(reftable_cell(t, row, V_DAYS), &days))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "voices.csv, days");
	struct raised r = {.d = d, .t = t, .row = row, .body = body, .at = d->now - days * MS_PER_DAY,
		.who = {.roles = ROLE_FILLER, .account_id = p->account_id, .name = p->name,
			.enterprise_id = p->enterprise_id, .enterprise_name = p->enterprise, .ip = STR("127.0.0.1")}};
	TRY(come_in(&r, e));
	return handled(&r, e);
}

enum rc demo_voice(struct demo *d, struct err *e)
{
	struct q_demo_fillers_list people;
	struct reftable t;

	TRY(words(d, &t, e));
	struct demo_body *county = d->places_n ? demo_body_of(d, d->places[0].county_agency_id) : NULL;
	if (!county)
		return RC_OK; /* a province whose first place has no county body */
	TRY(q_demo_fillers(d->db, &(struct q_demo_fillers_in){.agency_id = county->agency_id}, &people, e));
	for (size_t i = 0; i < t.n && people.n; i++)
		TRY(one(d, &t, i, county, &people.v[i % people.n], e));
	return RC_OK;
}

enum rc demo_voice_of(struct demo *d, struct demo_body *body, const struct q_demo_fillers *people, size_t first,
	struct err *e)
{
	struct reftable t;

	TRY(words(d, &t, e));
	for (size_t i = first; i < t.n; i += 2)
		if (str_eqc(reftable_cell(&t, i, V_ORIGIN), voice_origin_code(VOICE_ENTERPRISE)))
			TRY(one(d, &t, i, body, &people[i % 3], e));
	return RC_OK;
}
