/* 定时任务: what runs by itself, when it ran and runs next, what went wrong; and to run one by hand. */
#include "page/admin.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "service/jobs.h"

static struct view_tag state_of(const struct jobs_item *j, int64_t now)
{
	if (j->off)
		return tag_of("grey", STR("未启用"));
	if (j->held_until)
		return tag_of("blue", STR("正在办理"));
	if (j->failures)
		return tag_of("red", STR("没有办成"));
	if (j->last_at > now + MS_PER_DAY)
		return tag_of("amber", STR("时钟被往回调过"));
	return j->last_at ? tag_of("green", STR("正常")) : tag_of("grey", STR("尚未运行"));
}

static struct str took(struct ctx *c, const struct jobs_item *j)
{
	if (!j->last_at)
		return STR("—");
	if (j->last_ms < 1000)
		return str_fmt(c->a, "%lld 毫秒", (long long)j->last_ms);
	return str_fmt(c->a, "%lld 秒", (long long)(j->last_ms / 1000));
}

static struct str result_of(struct ctx *c, const struct jobs_item *j)
{
	if (j->off)
		return str_c(j->off);
	if (j->failures)
		return str_fmt(c->a, "%.*s 起第 %lld 次失败：%.*s",
			STR_ARG(instant_human(c->a, j->failed_at)), (long long)j->failures,
			STR_ARG(j->error));
	return j->last_at ? j->result : STR("—");
}

static struct str next_of(struct ctx *c, const struct jobs_item *j)
{
	if (j->due_at == JOBS_NEVER)
		return STR("没有待办");
	return j->due_at <= c->now ? STR("即将办理") : instant_human(c->a, j->due_at);
}

enum rc page_a_jobs(struct ctx *c, struct err *e)
{
	struct view_a_jobs v = {0};
	struct jobs_items jobs;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(jobs_list(ctx_services(c), db, c->now, &jobs, e));
	admin_page(c, "定时任务", &v.page);
	for (size_t i = 0; i < jobs.n; i++) {
		const struct jobs_item *j = &jobs.v[i];
		*VEC_ADD(c->a, &v.jobs) = (struct view_job){.name = str_c(j->name),
			.word = str_c(j->word), .what = str_c(j->what), .when = str_c(j->when),
			.state = state_of(j, c->now),
			.last = j->last_at ? instant_human(c->a, j->last_at) : STR("从未"),
			.took = took(c, j), .result = result_of(c, j), .next = next_of(c, j),
			.may = !j->off && !j->held_until};
		v.failing = v.failing || j->failures > 0;
	}
	tmpl_admin_jobs(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_a_jobs_post(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, STR("/a/jobs"));
	struct str text;

	TRY(jobs_run_one(ctx_services(c), &c->who, form_get(&c->form, "job"), c->now, c->a, &text, e));
	return ctx_done(c, &call, text.n ? text : STR("已运行，没有到期的事项"));
}
