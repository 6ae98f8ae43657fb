/* Some answer late, some never, one report waits for its second person: that is what the pages are for. */
#include "service/demo_duties.h"

#include "domain/yearly.h"
#include "service/follow.h"
#include "service/survey.h"
#include "service/yearly.h"
#include "store/q.h"

#define HOUR_MS ((int64_t)3600 * 1000)

static struct actor signer(const struct demo_enterprise *en)
{
	return (struct actor){.roles = ROLE_LEGAL_REP, .account_id = en->legal_id, .name = en->legal_rep,
		.enterprise_id = en->id, .enterprise_name = en->name, .ip = STR("127.0.0.1")};
}

/* --- the quarter -------------------------------------------------------------------------------------- */

/* The first day of the form's next month; false: only in the year after, or not yet. */
static bool next_survey(const struct demo_round *k, struct date *out)
{
	const struct survey_form *f = k->d.procedure->survey;
	struct date after = date_of_instant(k->at);

	for (size_t i = 0; f && i < f->months_n; i++)
		if (f->months[i] > after.m) {
			*out = (struct date){after.y, (int8_t)f->months[i], 1};
			return instant_day_start(*out) < k->d.now;
		}
	return false;
}

static struct str typed(struct demo_round *k, size_t i, const struct survey_question *q, struct date first)
{
	static const char *const needs[] = {"", "（演示）希望协调中试场地", "（演示）希望与省内高校对接联合攻关", ""};
	struct demo_random *r = &k->d.random;
	struct str own;

	switch (q->type) {
	case SURVEY_NUMBER:
	case SURVEY_INTEGER:
		own = demo_figures_survey(k->d.a, &k->figures[i], q->id, first);
		return own.p ? own : STR("0");
	case SURVEY_CHOICE:
		return q->options.v[demo_between(r, 0, (int64_t)q->options.n - 1)];
	case SURVEY_TEXT:
	case SURVEY_TYPE__MAX:
		break;
	}
	return str_c(needs[demo_between(r, 0, ARRAY_LEN(needs) - 1)]);
}

static enum rc answer(struct demo_round *k, size_t i, struct str id, int64_t at, struct err *e)
{
	struct actor who = demo_filler(&k->firm[i]);
	struct tx tx = demo_tx(&k->d, &who, at);
	struct date first;
	struct survey s;

	TRY(survey_for_enterprise_load(k->d.db, &who, id, &s, e));
	if (!date_parse(s.first_on, &first))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "survey without a first day");
	struct str *values = ARENA_NEW_N(k->d.a, struct str, s.form->n);
	for (size_t q = 0; q < s.form->n; q++)
		values[q] = typed(k, i, &s.form->questions[q], first);
	struct survey_answer uc = {.public_id = id, .typed = values, .n = s.form->n};
	return survey_answer(&tx, &uc, e);
}

static enum rc surveyed(struct demo_round *k, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct survey_day day = {0};
	struct q_surveys_of_enterprise_list rows;
	struct date first;

	if (!next_survey(k, &first))
		return RC_OK;
	int64_t at = instant_day_start(first) + 6 * HOUR_MS;
	struct tx tx = demo_tx(&k->d, &system, at);
	TRY(survey_day(&tx, &day, e));
	for (size_t i = 0; i < k->n; i++) {
		TRY(q_surveys_of_enterprise(k->d.db,
			&(struct q_surveys_of_enterprise_in){.enterprise_id = k->firm[i].id}, &rows, e));
		if (rows.n && i % 4 != 3)
			TRY(answer(k, i, rows.v[0].public_id,
				at + (int64_t)(2 + i * 2) * MS_PER_DAY + (int64_t)i * 17 * 60000, e));
	}
	return RC_OK;
}

/* --- the year ------------------------------------------------------------------------------------------ */

/* What the form leaves to the body. */
static struct str section(const struct yearly_report *x, size_t i)
{
	static const char *const own[] = {
		"（演示）部分企业研发费用归集不规范，首次申报一次通过率偏低；县（市、区）专职人员少，政策宣讲覆盖不够。",
		"（演示）继续开展分行业的申报辅导，年初公布批次安排；建议省级统一佐证材料样式，开放税务数据核验接口。",
	};

	return x->texts[i].n ? x->texts[i] : str_c(own[i % ARRAY_LEN(own)]);
}

/* Every enterprise of the city agrees to be an example; the first two become one. */
static enum rc examples(struct demo_round *k, struct demo_body *b, struct str report, int64_t at, struct err *e)
{
	static const char *const what[] = {
		"（演示）企业把年销售收入的十分之一以上投入研发，与省内高校共建联合实验室，主导产品替代进口，主营业务收入连年增长。",
		"（演示）企业由代工转向自有品牌，完成产线数字化改造，不良率明显下降，首次进入整机企业的合格供应商名录。",
	};
	struct tx tx = demo_tx(&k->d, &b->officer[0], at);
	size_t n = 0;

	for (size_t i = 0; i < k->n && n < ARRAY_LEN(what); i++) {
		struct q_yearly_candidate c = {.name = STR("")};
		struct actor who = signer(&k->firm[i]);
		struct tx own = demo_tx(&k->d, &who, at - MS_PER_DAY);
		bool here;
		TRY(q_yearly_candidate(k->d.db,
			&(struct q_yearly_candidate_in){.agency_id = b->agency_id,
				.tier = k->d.procedure->programme, .word = k->firm[i].uscc},
			&c, &here, e));
		if (!here)
			continue;
		TRY(consent_set(&own, &(struct consent_set){.purpose = CONSENT_EXAMPLE, .given = true}, e));
		struct yearly_case_add uc = {.public_id = report, .enterprise = k->firm[i].public_id,
			.title = str_cat(k->d.a, k->firm[i].trade->product, STR("的研发之路")),
			.text = str_c(what[n++])};
		TRY(yearly_case_add(&tx, &uc, e));
	}
	return RC_OK;
}

/* The first city has sent its report, the second has it with its second person, the third has begun. */
static enum rc report(struct demo_round *k, struct demo_body *b, size_t nth, int64_t at, struct err *e)
{
	struct tx first = demo_tx(&k->d, &b->officer[0], at), second = demo_tx(&k->d, &b->officer[1], at + MS_PER_DAY);
	struct q_demo_yearly_report row;
	struct yearly_report x;
	bool there;

	TRY(q_demo_yearly_report(
		k->d.db, &(struct q_demo_yearly_report_in){.agency_id = b->agency_id}, &row, &there, e));
	if (!there)
		return RC_OK;
	TRY(examples(k, b, row.public_id, at - MS_PER_DAY, e));
	TRY(yearly_load(k->d.db, k->d.sv->rules, first.who, row.public_id, &x, e));
	struct str texts[YEARLY_SECTIONS_MAX];
	for (size_t i = 0; i < x.form.n; i++)
		texts[i] = section(&x, i);
	struct yearly_save save = {.public_id = row.public_id, .version = x.r.version, .texts = texts, .n = x.form.n,
		.propose = nth < 2};
	TRY(yearly_save(&first, &save, e));
	struct yearly_send send = {.public_id = row.public_id};
	return nth == 0 ? yearly_send(&second, &send, e) : RC_OK;
}

static enum rc reported(struct demo_round *k, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct yearly_day day = {0};
	struct yearly_form f;
	size_t nth = 0;

	if (!yearly_asked(k->d.procedure))
		return RC_OK;
	TRY(yearly_form_load(k->d.a, json_get(k->d.procedure->json, "yearly_report"), &f, e));
	struct date_range days = yearly_days(&f, (int)k->plan.year);
	int64_t opens = instant_day_start(days.first) + 6 * HOUR_MS, last = instant_day_start(days.last) + 9 * HOUR_MS;
	struct tx tx = demo_tx(&k->d, &system, opens);
	if (opens > k->d.now || last < k->at)
		return RC_OK;
	TRY(yearly_day(&tx, &day, e));
	for (size_t i = 0; i < k->d.bodies_n; i++)
		if (actor_is(&k->d.bodies[i].officer[0], ROLE_CITY))
			TRY(report(k, &k->d.bodies[i], nth++, last - 3 * MS_PER_DAY, e));
	tx.now = last - 2 * MS_PER_DAY;
	return yearly_day(&tx, &day, e); /* reminds who has not sent */
}

enum rc demo_duties(struct demo_round *k, struct err *e)
{
	if (!k->n)
		return RC_OK;
	TRY(reported(k, e));
	return surveyed(k, e);
}
