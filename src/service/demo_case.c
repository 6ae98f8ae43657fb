/* The steps of a case, each by the named people of a body. */
#include "service/demo_case.h"

#include "service/sanction.h"
#include "store/q.h"

#define ANSWER_DAYS 10

struct demo_case demo_case_of(struct demo *d, struct demo_body *city)
{
	return (struct demo_case){.d = d, .city = city,
		.proof = {STR("证明材料（演示样张）.pdf"), STR("application/pdf"), d->proof, d->proof_size}};
}

struct actor demo_case_holder(const struct q_demo_holders *h, bool legal)
{
	return (struct actor){.roles = legal ? ROLE_LEGAL_REP : ROLE_FILLER,
		.account_id = legal ? h->legal_id : h->filler_id,
		.name = legal ? h->legal_rep : h->contact,
		.enterprise_id = h->enterprise_id,
		.enterprise_name = h->name,
		.ip = STR("127.0.0.1")};
}

struct tx demo_case_tx(struct demo_case *x, const struct actor *who, int64_t days_ago)
{
	return demo_tx(x->d, who, x->d->now - days_ago * MS_PER_DAY);
}

enum rc demo_case_tell(struct demo_case *x, const struct actor *who, struct str id, enum case_act act, const char *text,
	int64_t days_ago, struct err *e)
{
	struct tx tx = demo_case_tx(x, who, days_ago);
	struct case_notify uc = {
		.public_id = id, .act = act, .text = str_c(text), .days = ANSWER_DAYS, .working = true};

	return case_notify(&tx, &uc, e);
}

enum rc demo_case_support(struct demo_case *x, struct demo_body *b, struct str id, int64_t days_ago, struct err *e)
{
	struct tx tx = demo_case_tx(x, &b->officer[0], days_ago);
	struct case_opinion uc = {.public_id = id, .act = CASE_ACT_SUPPORT,
		.text = STR("（演示）已向企业核实，情况属实，同意上报。")};

	return case_opinion(&tx, &uc, e);
}

/* Two people of a body. */
enum rc demo_case_decide(struct demo_case *x, struct demo_body *b, struct case_draft *uc, int64_t days_ago, struct err *e)
{
	struct tx first = demo_case_tx(x, &b->officer[0], days_ago), second = demo_case_tx(x, &b->officer[1], days_ago - 1);
	struct case_confirm confirm = {.public_id = uc->public_id};

	TRY(case_draft(&first, uc, e));
	return case_confirm(&second, &confirm, e);
}

enum rc demo_case_open(struct demo_case *x, const struct q_demo_holders *h, const char *ground, struct demo_body *b,
	int64_t days_ago, struct str *id, struct err *e)
{
	struct tx tx = demo_case_tx(x, &b->officer[0], days_ago);
	struct sanction_open uc = {.title_id = h->title_id, .ground = str_c(ground),
		.text = STR("（演示）日常检查发现有关情况，证据见附件，提请处理。"),
		.files = &x->proof, .files_n = 1};

	TRY(sanction_open(&tx, &uc, e));
	*id = uc.public_id;
	return RC_OK;
}
