/* What an area raises, who answers how fast and who lets it wait; beside it the figures on how enterprises do that
 * the quarterly survey and the yearly update hold already (第六条: 企业运行、发展态势、意见诉求). */
#include "base/vec.h"
#include "domain/decimal.h"
#include "page/officer.h"
#include "page/routes.h"
#include "page/voice_page.h"
#include "service/survey.h"
#include "service/update.h"

#define SINCE_DAYS 365

static enum rc kinds_table(struct ctx *c, struct db *db, int64_t since, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"类别", "来源", "提出#件", "待答复#件", "已解决#件", "未解决#件"};
	struct voice_kinds kinds[VOICE_ORIGIN__MAX];
	struct q_voice_by_kind_list rows;
	int64_t n = 0, waiting = 0;

	for (size_t o = 0; o < VOICE_ORIGIN__MAX; o++)
		TRY(voice_kinds_load(c->a, (enum voice_origin)o, &kinds[o], e));
	TRY(q_voice_by_kind(
		db, &(struct q_voice_by_kind_in){.agency_id = c->who.agency_id, .since = since}, &rows, e));
	struct view_table *t = &batch_table(c, v, "kinds", "按类别", STR("近一年提出的和还没有答复的"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("近一年没有提出的意见诉求和咨询。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_voice_by_kind *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		enum voice_origin o = VOICE_ENTERPRISE;
		bool known = voice_origin_parse(x->origin, &o);
		bool rated = known && o == VOICE_ENTERPRISE;
		n += x->n;
		waiting += x->waiting;
		batch_cell(c, t, r, voice_kind_name(&kinds[o], x->kind));
		batch_cell(c, t, r, known ? str_c(voice_origin_word(o)) : x->origin);
		batch_cell(c, t, r, str_i64(c->a, x->n));
		batch_cell(c, t, r, str_i64(c->a, x->waiting));
		batch_cell(c, t, r, rated ? str_i64(c->a, x->solved) : STR("—"));
		batch_cell(c, t, r, rated ? str_i64(c->a, x->unsolved) : STR("—"));
	}
	batch_stat(c, v, "近一年提出", n, "件", "");
	batch_stat(c, v, "待答复", waiting, "件", waiting ? "warn" : "");
	return RC_OK;
}

/* 中位数 and 九成 of one body's answers; "—" of none. */
static void days_cells(struct ctx *c, const struct q_voice_days_list *rows, int64_t body, struct view_table *t,
	struct view_cells *r)
{
	struct pace_count *v = ARENA_NEW_N(c->a, struct pace_count, rows->n + 1);
	static const int percents[] = {50, 90};
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].body_id == body)
			v[n++] = (struct pace_count){rows->v[i].days, rows->v[i].n};
	for (size_t k = 0; k < ARRAY_LEN(percents); k++)
		batch_cell(c, t, r, n ? str_i64(c->a, pace_quantile(v, n, percents[k])) : STR("—"));
}

static enum rc bodies_table(struct ctx *c, struct db *db, int64_t since, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"机关", "办理#件", "待答复#件", "最久的已等#工作日", "逾期#件", "首次答复中位数#工作日",
		"九成不超过#工作日"};
	struct q_voice_by_body_list rows;
	struct q_voice_days_list days;

	TRY(q_voice_by_body(db,
		&(struct q_voice_by_body_in){.agency_id = c->who.agency_id, .since = since, .now = c->now}, &rows, e));
	TRY(q_voice_days(
		db, &(struct q_voice_days_in){.agency_id = c->who.agency_id, .since = since}, &days, e));
	struct view_table *t = &batch_table(c, v, "bodies", "按机关", STR("等得最久的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("近一年没有机关办理过。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_voice_by_body *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name);
		batch_cell(c, t, r, str_i64(c->a, x->n));
		batch_cell(c, t, r, str_i64(c->a, x->waiting));
		batch_cell(c, t, r,
			x->oldest_at ? str_i64(c->a, voice_age(ctx_services(c), x->oldest_at, c->now)) : STR("—"));
		struct view_cell *late = batch_cell(c, t, r, str_i64(c->a, x->late));
		if (x->late)
			late->tag = "red";
		days_cells(c, &days, x->body_id, t, r);
	}
	return RC_OK;
}

/* --- 经营情况: nothing is asked again --- */

static void trend_row(struct ctx *c, struct view_table *t, struct str what, struct str href, struct str item,
	struct str value)
{
	struct view_cells *r = batch_row(c, t);

	batch_cell(c, t, r, what)->href = href;
	batch_cell(c, t, r, item);
	batch_cell(c, t, r, value);
}

static enum rc survey_rows(struct ctx *c, struct db *db, const struct q_surveys_of_body *last, struct view_table *t,
	struct err *e)
{
	struct str href = str_cat(c->a, STR("/o/survey/"), last->public_id);
	struct q_survey_rates_list rates;
	struct q_survey_totals_list sums;
	int64_t due = 0, answered = 0;
	struct survey s;

	TRY(survey_for_body_load(db, &c->who, last->public_id, &s, e));
	TRY(q_survey_rates(
		db, &(struct q_survey_rates_in){.survey_id = s.id, .agency_id = c->who.agency_id}, &rates, e));
	for (size_t i = 0; i < rates.n; i++)
		due += rates.v[i].due, answered += rates.v[i].answered;
	trend_row(c, t, s.title, href, STR("已填、应填"),
		str_fmt(c->a, "%lld、%lld 家", (long long)answered, (long long)due));
	TRY(q_survey_totals(
		db, &(struct q_survey_totals_in){.survey_id = s.id, .agency_id = c->who.agency_id}, &sums, e));
	for (size_t i = 0; i < s.form->n; i++)
		for (size_t k = 0; k < sums.n; k++) {
			const struct survey_question *q = &s.form->questions[i];
			if (!str_eq(q->id, sums.v[k].question) || !sums.v[k].total.has)
				continue;
			trend_row(c, t, s.title, href, str_fmt(c->a, "%.*s合计", STR_ARG(q->label)),
				str_fmt(c->a, "%.*s %.*s（%lld 家）",
					STR_ARG(decimal_grouped(c->a, sums.v[k].total.v * (DECIMAL_ONE / 100))),
					STR_ARG(q->unit), (long long)sums.v[k].n));
		}
	return RC_OK;
}

static enum rc update_rows(struct ctx *c, struct db *db, struct view_table *t, struct err *e)
{
	struct q_update_rounds_for_officer_list rounds;
	struct q_update_bodies_list bodies;

	TRY(q_update_rounds_for_officer(
		db, &(struct q_update_rounds_for_officer_in){.agency_id = c->who.agency_id}, &rounds, e));
	for (size_t i = 0; i < rounds.n && rounds.v[i].year == rounds.v[0].year; i++) {
		const struct q_update_rounds_for_officer *x = &rounds.v[i];
		int64_t owed = 0, done = 0;
		if (!x->owed)
			continue;
		TRY(q_update_bodies(
			db, &(struct q_update_bodies_in){.round_id = x->id, .agency_id = c->who.agency_id}, &bodies, e));
		for (size_t k = 0; k < bodies.n; k++)
			owed += bodies.v[k].owed, done += bodies.v[k].done;
		trend_row(c, t, update_round_title(c, x),
			str_fmt(c->a, "/o/updates?round=%lld", (long long)x->id), STR("办理情况"),
			str_fmt(c->a, "应办理 %lld 家，已办理 %lld 家", (long long)owed, (long long)done));
	}
	return RC_OK;
}

static enum rc trend_table(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"来源", "项目", "数值"};
	struct q_surveys_of_body_list surveys;
	struct view_batch_table *box =
		batch_table(c, v, "trend", "经营情况", STR("最近一次季度调查和年度更新，本单位辖区"));
	struct view_table *t = &box->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有季度调查和年度更新的结果。");
	box->note = STR("来自企业已经填报的调查和年度更新，不另行填报。");
	TRY(q_surveys_of_body(
		db, &(struct q_surveys_of_body_in){.agency_id = c->who.agency_id}, &surveys, e));
	if (surveys.n)
		TRY(survey_rows(c, db, &surveys.v[0], t, e));
	return update_rows(c, db, t, e);
}

enum rc page_o_voice_figures(struct ctx *c, struct err *e)
{
	int64_t since = c->now - SINCE_DAYS * MS_PER_DAY;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	v = batch_view(c, STR("统计和经营情况"));
	page_crumb(c, &v->page, STR("意见诉求和咨询"), STR("/o/voice"));
	page_crumb(c, &v->page, STR("统计和经营情况"), str_none());
	v->lead = str_fmt(c->a, "本单位辖区企业的意见诉求、公众咨询和经营情况。答复期限：%.*s。", STR_ARG(voice_term(c)));
	TRY(kinds_table(c, db, since, v, e));
	TRY(bodies_table(c, db, since, v, e));
	TRY(trend_table(c, db, v, e));
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("企业动态和跟踪服务"), STR("/o/follow"), false);
	return batch_show(c, 200, v);
}
