/* `tidu init`: a database with schema and reference data, and no accounts. */
#include "base/fileio.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/install.h"

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "init",
	.operands = "",
	.summary = "建立数据库：表结构、行政区划、主管部门、节假日历、标准和细则；不建立账号。",
	.options = options,
	.notes = "对已有的数据库再次执行只补充缺少的内容。第一个管理员账号用 tidu user add 建立。",
};

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct common_opts common;
	struct store *store;

	(void)code;
	TRY(common_load(a, args, &common, e));
	bool there = file_exists(common.db);
	TRY(dir_make(common.blob_dir, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 1, .create = true}, &store,
		e));
	enum rc rc = install_reference(store, a, env_now(&common.env), e);
	store_close(store);
	if (rc == RC_OK && there)
		fprintf(stderr, "tidu init: %s 已经存在，原有内容不变，只补充了缺少的内容\n", common.db);
	return rc;
}

int cmd_init(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}
