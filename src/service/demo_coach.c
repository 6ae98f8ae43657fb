/* Targets shared out, coaching and a message, each through the use case of its page. */
#include "service/demo_coach.h"

#include "service/coach.h"
#include "service/target.h"
#include "store/q.h"

#define COACHED 3
#define TOLD 6

/* The city's target in equal parts, the first of its counties takes what is over. */
static enum rc share_out(struct demo *d, const struct actor *who, int64_t year, struct err *e)
{
	struct tx tx = demo_tx(d, who, d->now);
	struct target_board b;
	int64_t counties = 0, given = 0;

	TRY(target_board_load(d->db, d->sv->rules, who, d->procedure->id, year, d->now, &b, e));
	for (size_t i = 0; i < b.n; i++)
		counties += b.lines[i].body_id != TARGET_REST;
	if (!b.has_own || b.total.target < counties || counties == 0)
		return RC_OK;
	struct targets_set uc = {.edition = d->procedure->id, .year = year,
		.source = STR("演示：本市年度任务分解"),
		.v = ARENA_NEW_N(d->a, struct target_typed, b.n + 1)};
	for (size_t i = 0; i < b.n; i++) {
		int64_t n = b.total.target / counties + (given == 0 ? b.total.target % counties : 0);
		if (b.lines[i].body_id == TARGET_REST)
			continue;
		given += n;
		uc.v[uc.n++] = (struct target_typed){
			.body_id = b.lines[i].body_id, .typed = str_i64(d->a, n)};
	}
	return targets_set(&tx, &uc, e);
}

static enum rc record(struct demo *d, const struct actor *who, const struct coach_ask *ask, struct str uscc, size_t nth,
	struct err *e)
{
	static const struct {
		const char *method, *content, *result, *next;
	} words[] = {
		{"visit", "（演示）对照评价标准逐项核对，讲解研发费用归集和佐证材料要求", "企业已明确缺项，安排专人补齐",
			"电话回访填报进度"},
		{"phone", "（演示）电话了解没有报送的原因，解释有效证书可以作为直接条件", "企业财务人员更换，准备下周登录填报",
			"下周再次联系"},
		{"visit", "（演示）到企业演示信息填报和承诺书签署", "已完成基本信息填写，尚缺上年度审计报告", "审计报告出具后提醒报送"},
	};
	const int ago = (int)(2 + nth * 6);
	struct tx tx = demo_tx(d, who, d->now - (int64_t)ago * MS_PER_DAY + MS_PER_DAY);
	struct date on = date_add(date_of_instant(d->now), -ago);
	size_t w = nth % ARRAY_LEN(words);
	struct coaching_add uc = {.uscc = uscc, .programme = ask->procedure->programme, .year = ask->year, .on = on,
		.person = who->name, .method = str_c(words[w].method), .content = str_c(words[w].content),
		.result = str_c(words[w].result), .next_step = str_c(words[w].next),
		.next_on = date_str(d->a, date_add(on, 7))};

	return coaching_add(&tx, &uc, e);
}

static enum rc tell(struct demo *d, const struct actor *who, const struct procedure *p, const struct coach_rows *rows,
	int64_t at, struct err *e)
{
	struct tx tx = demo_tx(d, who, at);
	struct str *to = ARENA_NEW_N(d->a, struct str, rows->n + 1);
	struct coach_mail_begin uc = {.programme = p->programme,
		.subject = str_cat(d->a, STR("请办理"), p->tier_name),
		.body = STR("（演示）你单位还没有报送申报材料，请登录工作台查看还缺的项目，在截止日期前报送。"),
		.uscc = to, .n = MIN_OF(rows->n, (size_t)TOLD)};

	for (size_t i = 0; i < uc.n; i++)
		to[i] = rows->v[i].uscc;
	TRY(coach_mail_begin(&tx, &uc, e));
	struct coach_mail_send part = {.id = uc.id, .limit = TOLD};
	return coach_mail_send(&tx, &part, e);
}

static enum rc coach(struct demo *d, const struct actor *who, const struct coach_ask *ask, struct err *e)
{
	struct coach_rows rows;

	TRY(coach_load(d->db, d->sv->rules, who, ask, d->now, &rows, e));
	for (size_t i = 0; i < rows.n && i < COACHED; i++)
		TRY(record(d, who, ask, rows.v[i].uscc, i, e));
	return rows.n ? tell(d, who, ask->procedure, &rows, d->now, e) : RC_OK;
}

enum rc demo_coach_certified(struct demo *d, const struct procedure *p, int64_t city_agency_id, struct err *e)
{
	struct coach_ask ask = {.list = COACH_CERTIFIED, .procedure = p, .year = date_of_instant(d->now).y, .state = STR(""),
		.key = STR(""), .key_place = STR(""), .limit = TOLD};
	struct q_accounts_of_agency_list people;
	struct q_agency_by_id body;

	TRY(q_agency_by_id(d->db, &(struct q_agency_by_id_in){.id = city_agency_id}, &body, e));
	TRY(q_accounts_of_agency(d->db, &(struct q_accounts_of_agency_in){.agency_id = city_agency_id}, &people, e));
	if (!people.n)
		return RC_OK;
	struct actor who = {.roles = ROLE_CITY, .account_id = people.v[0].id, .name = people.v[0].name,
		.agency_id = body.id, .agency_name = body.name, .agency_level = body.level, .ip = STR("127.0.0.1")};
	return coach(d, &who, &ask, e);
}

/* The bodies above and below have told some before, longer ago than a second text needs. */
static enum rc told_before(struct demo *d, const struct coach_ask *ask, struct err *e)
{
	struct demo_body *county = d->places_n ? demo_body_of(d, d->places[0].county_agency_id) : NULL;
	const struct actor *who[] = {county ? &county->officer[0] : NULL, &d->province.officer[0]};

	for (size_t i = 0; i < ARRAY_LEN(who); i++) {
		struct coach_rows rows;
		if (!who[i])
			continue;
		TRY(coach_load(d->db, d->sv->rules, who[i], ask, d->now, &rows, e));
		if (rows.n)
			TRY(tell(d, who[i], ask->procedure, &rows,
				d->now - (int64_t)(COACH_AGAIN_DAYS * (2 - i) + 3) * MS_PER_DAY, e));
	}
	return RC_OK;
}

enum rc demo_coach(struct demo *d, int64_t year, struct err *e)
{
	struct coach_ask ask = {.procedure = d->procedure, .year = year, .state = STR("draft"), .key = STR(""),
		.key_place = STR(""), .limit = TOLD};
	bool coached = false;

	TRY(told_before(d, &ask, e));
	for (size_t i = 0; i < d->bodies_n; i++) {
		const struct actor *who = &d->bodies[i].officer[0];
		if (!actor_is(who, ROLE_CITY))
			continue;
		TRY(share_out(d, who, year, e));
		if (!coached)
			TRY(coach(d, who, &ask, e));
		coached = true;
	}
	return RC_OK;
}
