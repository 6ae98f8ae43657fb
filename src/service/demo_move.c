/* The move is decided yesterday, so that what went along can be seen on both sides, and one line of it is done. */
#include "service/demo_move.h"

#include "service/change.h"
#include "service/report.h"
#include "service/voice.h"
#include "store/q.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define HAPPENED 52 /* days ago */
#define TOLD 24	    /* the change is reported */

/* A place of another city of the province, with bodies of both levels. */
static const struct demo_place *elsewhere(struct demo *d, int64_t city)
{
	for (size_t i = 0; i < d->places_n; i++)
		if (d->places[i].city_agency_id != city && demo_body_of(d, d->places[i].city_agency_id) &&
			demo_body_of(d, d->places[i].county_agency_id))
			return &d->places[i];
	return NULL;
}

static enum rc demand(struct demo_case *x, const struct q_demo_holders *h, const char *title, const char *text,
	int64_t days_ago, struct str *id, struct err *e)
{
	struct actor who = demo_case_holder(h, false);
	struct tx tx = demo_case_tx(x, &who, days_ago);
	struct voice_raise uc = {.body = h->county_agency_id.has ? h->county_agency_id.v : x->city->agency_id,
		.kind = STR("policy"), .title = str_c(title), .text = str_c(text)};

	TRY(voice_raise(&tx, &uc, e));
	*id = uc.public_id;
	return RC_OK;
}

/* Somebody has reported the enterprise, the city has taken it up: it waits for the enterprise's answer. */
static enum rc reported(struct demo_case *x, const struct q_demo_holders *h, struct err *e)
{
	struct actor visitor = {.roles = ROLE_PUBLIC, .ip = STR("127.0.0.1")};
	struct tx tx = demo_case_tx(x, &visitor, 6);
	struct report_file uc = {.code = h->uscc, .person = STR("演示举报人"), .person_id = STR("110101199003077416"),
		.phone = STR("13800000000"), .content = STR("（演示）该企业迁出后，公示的主要产品已不在原址生产，请核实。"),
		.files = &x->proof, .files_n = 1};
	struct case_view v;

	TRY(report_file(&tx, &uc, e));
	TRY(report_by_secret(x->d->db, x->d->sv, uc.secret, tx.now, &v, e));
	return demo_case_tell(x, &x->city->officer[0], v.c.public_id, CASE_ACT_ACCEPT,
		"（演示）收到对贵企业生产地址的举报，请说明情况并提供证明材料。", 4, e);
}

static enum rc moved(struct demo_case *x, const struct q_demo_holders *h, const struct demo_place *to, struct err *e)
{
	struct actor who = demo_case_holder(h, true);
	struct tx tx = demo_case_tx(x, &who, TOLD);
	struct change_file uc = {.title_id = h->title_id, .kind = STR("move"),
		.happened_on = date_add(date_of_instant(x->d->now), -HAPPENED), .new_name = STR(""),
		.new_division = to->division_code,
		.text = str_fmt(x->d->a, "（演示）新厂区建成投产，住所和主要生产经营场所整体迁至%.*s%.*s，主导产品和人员不变。",
			STR_ARG(to->city), STR_ARG(to->county)),
		.files = &x->proof, .files_n = 1};
	struct case_draft decision = {.outcome = OUTCOME_UNCHANGED,
		.reason = STR("（演示）迁移属实，主导产品和经营主体不变，称号不变，由迁入地继续管理服务。")};

	TRY(change_file(&tx, &uc, e));
	decision.public_id = uc.public_id;
	if (h->county_agency_id.has)
		TRY(demo_case_support(x, demo_body_of(x->d, h->county_agency_id.v), uc.public_id, TOLD - 4, e));
	TRY(demo_case_support(x, x->city, uc.public_id, TOLD - 9, e));
	return demo_case_decide(x, &x->d->province, &decision, 2, e);
}

enum rc demo_move(struct demo_case *x, const struct q_demo_holders *h, struct err *e)
{
	const struct demo_place *to = elsewhere(x->d, x->city->agency_id);
	struct str settled, open;

	if (!to)
		return RC_OK;
	TRY(demand(x, h, "迁移以后研发补助向哪里申请",
		"（演示）企业正在迁往外市，上年度研发补助尚未拨付，迁移以后由哪里受理？", TOLD - 2, &settled, e));
	TRY(demand(x, h, "新厂区用电报装",
		"（演示）新厂区已经竣工，用电报装还没有完成，影响设备调试，希望协调。", 9, &open, e));
	TRY(reported(x, h, e));
	TRY(moved(x, h, to, e));
	struct demo_body *county = demo_body_of(x->d, to->county_agency_id);
	struct tx tx = demo_tx(x->d, &county->officer[0], x->d->now - 2 * HOUR_MS);
	struct voice_answer answer = {.public_id = settled,
		.text = STR("（演示）迁移手续已办结，上年度补助由迁入地受理，请将原申请材料报县（市、区）窗口，资料不需要重新准备。")};
	return voice_answer(&tx, &answer, e);
}
