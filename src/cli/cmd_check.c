/* `tidu check`: verifies database, evidence files and audit chain, and says what is wrong. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/check.h"

#include "base/fileio.h"

#define HEADS_MAX ((size_t)64 << 20)

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{"heads", "文件", "与另外保存的链头清单（/audit/heads.txt 或 heads.json）核对日志", NULL},
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "check",
	.operands = "",
	.summary = "核对数据库、佐证文件、操作日志链和各项必须成立的关系，逐条列出问题；没有问题时退出码为 0。",
	.options = options,
	.notes = "数据库正由服务占用时请对备份执行：tidu check --db 备份目录/tidu.db",
};

/* What the saved list vouches for, and what nobody has saved a head of yet. */
static void anchor_say(const struct audit_anchor *x)
{
	printf("保存的链头 %lld 天：", (long long)x->days);
	if (x->anchored_to)
		printf("第 1–%lld 条与之相符", (long long)x->anchored_to);
	else
		printf("没有相符的记录");
	if (x->last_seq > x->anchored_to)
		printf("；第 %lld–%lld 条没有相符的链头", (long long)x->anchored_to + 1, (long long)x->last_seq);
	printf("\n");
}

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct str file = args_value(args, "heads"), text;
	struct audit_heads heads = {0};
	struct check_result found;
	struct common_opts common;
	struct store *store;

	if (file.p) {
		TRY(file_read(a, str_cstr(a, file), HEADS_MAX, &text, e));
		TRY(audit_heads_parse(a, text, &heads, e));
	}
	TRY(common_load(a, args, &common, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 1}, &store, e));
	enum rc rc = check_all(store, common.blob_dir, file.p ? &heads : NULL, a, &found, e);
	store_close(store);
	TRY(rc);
	for (size_t i = 0; i < found.findings.n; i++)
		printf("%.*s\n", STR_ARG(found.findings.v[i]));
	if (found.anchor.days)
		anchor_say(&found.anchor);
	printf("核对佐证文件 %lld 个、日志 %lld 条：%s\n", (long long)found.files, (long long)found.events,
		found.findings.n ? "有问题" : "没有问题");
	*code = found.findings.n ? EXIT_NO : EXIT_OK;
	return RC_OK;
}

int cmd_check(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}
