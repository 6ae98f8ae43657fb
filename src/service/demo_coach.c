/* Targets shared out, coaching and a message, each through the use case of its page. */
#include "service/demo_coach.h"

#include "service/coach.h"
#include "service/target.h"

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

static enum rc record(struct demo *d, const struct actor *who, int64_t year, struct str uscc, struct err *e)
{
	struct tx tx = demo_tx(d, who, d->now);
	struct date today = date_of_instant(d->now);
	struct coaching_add uc = {.uscc = uscc, .programme = d->procedure->programme, .year = year,
		.on = date_add(today, -2), .person = who->name, .method = STR("visit"),
		.content = STR("（演示）对照评价标准逐项核对，讲解研发费用归集和佐证材料要求"),
		.result = STR("企业已明确缺项，安排专人补齐"), .next_step = STR("电话回访填报进度"),
		.next_on = date_str(d->a, date_add(today, 5))};

	return coaching_add(&tx, &uc, e);
}

static enum rc tell(struct demo *d, const struct actor *who, const struct coach_rows *rows, struct err *e)
{
	struct tx tx = demo_tx(d, who, d->now);
	struct str *to = ARENA_NEW_N(d->a, struct str, rows->n + 1);
	struct coach_mail_begin uc = {.programme = d->procedure->programme,
		.subject = str_cat(d->a, STR("请办理"), d->procedure->tier_name),
		.body = STR("（演示）你单位还没有报送申报材料，请登录工作台查看还缺的项目，在截止日期前报送。"),
		.uscc = to, .n = MIN_OF(rows->n, (size_t)TOLD)};

	for (size_t i = 0; i < uc.n; i++)
		to[i] = rows->v[i].uscc;
	TRY(coach_mail_begin(&tx, &uc, e));
	struct coach_mail_send part = {.id = uc.id, .limit = TOLD};
	return coach_mail_send(&tx, &part, e);
}

static enum rc coach(struct demo *d, const struct actor *who, int64_t year, struct err *e)
{
	struct coach_ask ask = {.procedure = d->procedure, .year = year, .state = STR("draft"), .key = STR(""),
		.key_place = STR(""), .limit = TOLD};
	struct coach_rows rows;

	TRY(coach_load(d->db, d->sv->rules, who, &ask, d->now, &rows, e));
	for (size_t i = 0; i < rows.n && i < COACHED; i++)
		TRY(record(d, who, year, rows.v[i].uscc, e));
	return rows.n ? tell(d, who, &rows, e) : RC_OK;
}

enum rc demo_coach(struct demo *d, int64_t year, struct err *e)
{
	bool coached = false;

	for (size_t i = 0; i < d->bodies_n; i++) {
		const struct actor *who = &d->bodies[i].officer[0];
		if (!actor_is(who, ROLE_CITY))
			continue;
		TRY(share_out(d, who, year, e));
		if (!coached)
			TRY(coach(d, who, year, e));
		coached = true;
	}
	return RC_OK;
}
