/* `tidu check`: verifies database, evidence files and audit chain, and says what is wrong. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/check.h"

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "check",
	.operands = "",
	.summary = "核对数据库、佐证文件、操作日志链和各项必须成立的关系，逐条列出问题；没有问题时退出码为 0。",
	.options = options,
	.notes = "数据库正由服务占用时请对备份执行：tidu check --db 备份目录/tidu.db",
};

static enum rc run(struct arena *a, const struct args *args, struct check_result *out, struct err *e)
{
	struct common_opts common;
	struct store *store;

	TRY(common_load(a, args, &common, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 1}, &store, e));
	enum rc rc = check_all(store, common.blob_dir, a, out, e);
	store_close(store);
	return rc;
}

int cmd_check(int argc, char **argv)
{
	struct check_result result;
	struct err e = {0};
	struct args args;
	struct arena a;
	int code = EXIT_OK;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome != ARGS_RUN) {
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	} else if (run(&a, &args, &result, &e) != RC_OK) {
		code = common_fail(&a, "check", &e);
	} else {
		for (size_t i = 0; i < result.findings.n; i++)
			printf("%.*s\n", STR_ARG(result.findings.v[i]));
		printf("核对佐证文件 %lld 个、日志 %lld 条：%s\n", (long long)result.files,
			(long long)result.events, result.findings.n ? "有问题" : "没有问题");
		code = result.findings.n ? EXIT_NO : EXIT_OK;
	}
	arena_free(&a);
	return code;
}
