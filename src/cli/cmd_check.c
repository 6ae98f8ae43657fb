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

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct check_result found;
	struct common_opts common;
	struct store *store;

	TRY(common_load(a, args, &common, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 1}, &store, e));
	enum rc rc = check_all(store, common.blob_dir, a, &found, e);
	store_close(store);
	TRY(rc);
	for (size_t i = 0; i < found.findings.n; i++)
		printf("%.*s\n", STR_ARG(found.findings.v[i]));
	printf("核对佐证文件 %lld 个、日志 %lld 条：%s\n", (long long)found.files, (long long)found.events,
		found.findings.n ? "有问题" : "没有问题");
	*code = found.findings.n ? EXIT_NO : EXIT_OK;
	return RC_OK;
}

int cmd_check(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}
