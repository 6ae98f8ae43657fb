/* `tidu tick`: what the clock does, once. serve and fcgi do it by themselves; behind plain CGI a timer calls
 * this. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/jobs.h"

#include <stdio.h>

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "tick",
	.operands = "",
	.summary = "办理到期的事项一次：批次开放与截止、公示期满、逾期未报、清理过期会话。",
	.options = options,
	.notes = "可以随时、重复执行，没有到期的事项时不做改动。tidu serve 和 tidu fcgi 运行时自动办理，"
		 "不必另行执行；\n以 CGI 方式部署时请用定时任务每分钟执行一次。",
};

static enum rc tick(struct arena *a, const struct common_opts *common, struct store *store,
	struct err *e)
{
	struct services *sv;
	struct jobs_result r;

	TRY(services_open(store, &common->config, common->env, &sv, e));
	enum rc rc = jobs_run(sv, env_now(&common->env), a, &r, e);
	services_close(sv);
	TRY(rc);
	struct str text = jobs_text(a, &r);
	printf("%.*s\n", STR_ARG(text.n ? text : STR("没有到期的事项")));
	return RC_OK;
}

static enum rc run(struct arena *a, const struct args *args, struct err *e)
{
	struct common_opts common;
	struct store *store;

	TRY(common_load(a, args, &common, e));
	TRY(store_open(&(struct store_options){
			       .path = common.db, .readers = 1, .lock_wait_ms = 10000},
		&store, e));
	enum rc rc = tick(a, &common, store, e);
	store_close(store);
	return rc;
}

int cmd_tick(int argc, char **argv)
{
	struct err e = {0};
	struct args args;
	struct arena a;
	int code = EXIT_OK;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome != ARGS_RUN)
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	else if (run(&a, &args, &e) != RC_OK)
		code = common_fail(&a, "tick", &e);
	arena_free(&a);
	return code;
}
