/* `tidu tick`: what the clock does, once. serve and fcgi do it by themselves; behind plain CGI a timer calls
 * this. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/jobs.h"

#include <stdio.h>

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{"until", "DATE", "演练：从 --now 起每天办理一次，直到这一天", NULL},
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "tick",
	.operands = "",
	.summary = "办理到期的事项一次：批次开放与截止、公示期满、逾期未报、称号到期、复算、核对日志、备份。",
	.options = options,
	.notes = "可以随时、重复执行，没有到期的事项时不做改动。tidu serve 和 tidu fcgi 运行时自动办理，"
		 "不必另行执行；\n停机之后按应当发生的先后补办；有任务失败时退出码为 1，原因也在管理员的“定时任务”页。以 CGI 方式部署时请用定时任务每分钟执行一次。",
};

struct tick {
	struct arena *a;
	int64_t now, last; /* ms UTC; once a day from `now` to `last` */
	bool failed;
};

static void say(struct tick *t, struct arena *a, const struct jobs_result *r)
{
	struct str text = jobs_text(a, r), day = date_str(a, date_of_instant(t->now));

	if (t->last > t->now && text.n)
		printf("%.*s %.*s\n", STR_ARG(day), STR_ARG(text));
	else if (t->last <= t->now)
		printf("%.*s\n", STR_ARG(text.n ? text : STR("没有到期的事项")));
	for (size_t i = 0; i < r->failures.n; i++)
		fprintf(stderr, "%.*s\n", STR_ARG(r->failures.v[i]));
	t->failed = t->failed || r->failures.n > 0;
}

static enum rc rounds(const struct services *sv, struct tick *t, struct err *e)
{
	struct jobs_result r;
	struct arena day;
	enum rc rc = RC_OK;

	arena_init(&day, 0);
	for (;;) {
		rc = jobs_run(sv, t->now, &day, &r, e);
		if (rc == RC_OK)
			say(t, &day, &r);
		if (rc != RC_OK || t->now >= t->last)
			break;
		t->now = MIN_OF(t->now + MS_PER_DAY, t->last);
		arena_reset(&day);
	}
	arena_free(&day);
	return rc;
}

static enum rc tick(const struct common_opts *common, struct store *store, struct tick *t, struct err *e)
{
	struct services *sv;

	TRY(services_open(store, &common->config, common->env, &sv, e));
	enum rc rc = rounds(sv, t, e);
	services_close(sv);
	return rc;
}

/* The last round is at the same time of the day as the first. */
static enum rc until(const struct args *args, const struct common_opts *common, struct tick *t, struct err *e)
{
	struct str text = args_value(args, "until");
	struct date d;

	t->last = t->now = env_now(&common->env);
	if (!text.p)
		return RC_OK;
	if (!date_parse(text, &d) || !common->env.fixed)
		return err_set(e, RC_INVALID, MSG_TICK_UNTIL);
	t->last = instant_day_start(d) + (t->now - instant_day_start(date_of_instant(t->now)));
	return RC_OK;
}

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct common_opts common;
	struct tick t = {.a = a};
	struct store *store;

	TRY(common_load(a, args, &common, e));
	TRY(until(args, &common, &t, e));
	TRY(store_open(&(struct store_options){
			       .path = common.db, .readers = 1, .lock_wait_ms = 10000},
		&store, e));
	enum rc rc = tick(&common, store, &t, e);
	store_close(store);
	*code = t.failed ? EXIT_NO : EXIT_OK;
	return rc;
}

int cmd_tick(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}
