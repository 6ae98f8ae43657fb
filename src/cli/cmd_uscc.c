/* `tidu uscc CODE…`: is it a unified social credit code, and if not, why. */
#include "base/arena.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "domain/uscc.h"

static const struct args_spec spec = {
        .command = "uscc",
        .operands = "CODE...",
        .summary =
                "逐个校验统一社会信用代码（GB 32100-2015）：每个一行，CODE ok 或 CODE bad: 原因。",
        .min = 1,
        .max = -1,
        .notes = "首尾空白和小写字母按改正后校验；全角字符指出位置，不算正确。\n"
                 "行政区划位不作为拒绝的理由。有任何一个不正确时退出码为 1。",
};

/* The code as given, without what would break the line. */
static void put_code(struct str code)
{
	for (size_t i = 0; i < code.n; i++)
		putchar((unsigned char)code.p[i] < 0x20 || code.p[i] == 0x7f ? '?' : code.p[i]);
}

int cmd_uscc(int argc, char **argv)
{
	struct arena a;
	struct args args;
	int code = EXIT_OK;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome != ARGS_RUN) {
		arena_free(&a);
		return outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	}
	for (size_t i = 0; i < args.operands.n; i++) {
		struct str given = uscc_trim(args.operands.v[i]);
		struct uscc_result r = uscc_check(str_upper(&a, given));
		put_code(given);
		if (r.problem == USCC_OK) {
			puts(" ok");
		} else {
			printf(" bad: %.*s\n", STR_ARG(uscc_explain(&a, &r)));
			code = EXIT_NO;
		}
	}
	arena_free(&a);
	return code;
}
