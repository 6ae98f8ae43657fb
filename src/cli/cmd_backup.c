/* `tidu backup DEST`: a verified copy of database and evidence, also while the server runs. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/check.h"

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "backup",
	.operands = "DEST",
	.summary = "把数据库和佐证文件备份到文件夹 DEST（服务运行时也可以），并核对备份。",
	.options = options,
	.min = 1,
	.max = 1,
	.notes = "恢复：把 DEST/tidu.db 和 DEST/tidu.db.files 放回原处；恢复前先 tidu check --db DEST/tidu.db。",
};

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct common_opts common;
	int64_t files = 0;

	(void)code;
	TRY(common_load(a, args, &common, e));
	TRY(backup_all(common.db, common.blob_dir, args->operands.v[0].p, a, &files, e));
	printf("已备份到 %s：数据库和 %lld 个佐证文件\n", args->operands.v[0].p, (long long)files);
	return RC_OK;
}

int cmd_backup(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}
