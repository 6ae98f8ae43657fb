/* `tidu draw verify FILE`: a published draw computed again, without a database. */
#include "base/fileio.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "domain/sample.h"

#define FILE_MAX ((size_t)64 << 20)

static const struct args_spec spec = {
        .command = "draw",
        .operands = "verify FILE",
        .summary = "按公布的号码重算一次抽查：FILE 是抽查公开页的结果文件 draw.json。",
        .min = 2,
        .max = 2,
        .notes = "一致时退出码为 0；不一致时逐条写出，退出码为 1。",
};

static int verify(struct arena *a, struct str path)
{
	struct strs differences;
	struct str text;
	struct err e = {0};
	bool drawn;

	if (file_read(a, str_cstr(a, path), FILE_MAX, &text, &e) != RC_OK ||
	        sample_verify(a, text, &differences, &drawn, &e) != RC_OK)
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
	else
		code = verify(&a, args.operands.v[1]);
	arena_free(&a);
	return code;
}
