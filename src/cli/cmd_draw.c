/* `tidu draw verify`: a published draw computed again, from its file alone or from what a database
 * holds. */
#include "base/fileio.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/draw.h"

#define FILE_MAX ((size_t)64 << 20)

static const struct option_spec options[] = {
        {"id", "ID", "不读文件，重算数据库里的这一次抽查；ID 是抽查公开页地址的最后一段", NULL},
        COMMON_OPTIONS,
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
        .command = "draw",
        .operands = "verify [FILE]",
        .summary = "按公布的号码重算一次抽查：FILE 是抽查公开页的结果文件 draw.json。",
        .options = options,
        .min = 1,
        .max = 2,
        .notes = "例：tidu draw verify draw.json\n"
                 "　　tidu draw verify --db 备份目录/tidu.db --id ID\n"
                 "一致时退出码为 0；不一致时逐条写到标准输出，文件读不懂时写到标准错误，退出码为 "
                 "1。",
};

static enum rc draw_text(
        struct db *db, struct rules **rules, struct str id, struct str *out, struct err *e)
{
	struct draw d;

	TRY(rules_open(db, rules, e));
	TRY(draw_load(db, *rules, id, &d, e));
	return draw_file(db, &d, out, e);
}

/* The same file as the public page offers. */
static enum rc from_database(
        struct arena *a, const struct args *args, struct str id, struct str *out, struct err *e)
{
	struct common_opts common;
	struct rules *rules = NULL;
	struct store *store;
	struct str text;
	struct db *db;

	TRY(common_load(a, args, &common, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 1}, &store, e));
	enum rc rc = store_read(store, a, &db, e);
	if (rc == RC_OK) {
		rc = draw_text(db, &rules, id, &text, e);
		if (rc == RC_OK)
			*out = str_dup(a, text);
		store_read_end(db);
	}
	rules_close(rules);
	store_close(store);
	return rc;
}

static int verify(struct arena *a, const struct args *args)
{
	struct str id = args_value(args, "id"), text;
	struct strs differences;
	struct err e = {0};
	bool drawn;

	enum rc rc = id.p ? from_database(a, args, id, &text, &e)
	                  : file_read(a, str_cstr(a, args->operands.v[1]), FILE_MAX, &text, &e);
	if (rc != RC_OK || sample_verify(a, text, &differences, &drawn, &e) != RC_OK)
		return common_fail(a, "draw", &e);
	for (size_t i = 0; i < differences.n; i++)
		printf("%.*s\n", STR_ARG(differences.v[i]));
	if (differences.n == 0)
		puts(drawn ? "一致：按公布的名单、一次性码和号码重算，结果相同"
		           : "一致：名单与公布的校验码相同；尚未抽取");
	return differences.n ? EXIT_NO : EXIT_OK;
}

int cmd_draw(int argc, char **argv)
{
	struct arena a;
	struct args args;
	int code;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome != ARGS_RUN)
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	else if (!str_eqc(args.operands.v[0], "verify"))
		code = args_wrong(&spec, "不认识 %.*s，应为 verify", STR_ARG(args.operands.v[0]));
	else if ((args.operands.n == 2) == (args_value(&args, "id").p != NULL))
		code = args_wrong(
		        &spec, "%s", "请给出结果文件，或者用 --id 指定数据库里的一次抽查");
	else
		code = verify(&a, &args);
	arena_free(&a);
	return code;
}
