/* `tidu size INDUSTRY …`: the size class and why. */
#include "base/arena.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/reference.h"
#include "domain/decimal.h"
#include "domain/size.h"

static const struct option_spec options[] = {
        {"staff", "N", "年末从业人员，人", NULL},
        {"revenue", "W", "营业收入，万元", NULL},
        {"assets", "W", "资产总额，万元", NULL},
        {NULL, NULL, NULL, NULL},
};

static const struct args_spec spec = {
        .command = "size",
        .operands = "INDUSTRY",
        .summary = "按《中小企业划型标准规定》（工信部联企业〔2011〕300号）判定企业规模：先写大型、"
                   "中型、小型"
                   "或微型，再写理由。",
        .options = options,
        .min = 1,
        .max = 1,
        .notes = "INDUSTRY 是 GB/T 4754-2017 "
                 "任一级代码：C、33、331、3311。只需给出该行业所用的指标。",
};

static enum rc read_facts(const struct args *args, struct size_facts *f, struct err *e)
{
	static const char *const names[SIZE_INDICATOR__MAX] = {
	        [SIZE_STAFF] = "staff", [SIZE_REVENUE] = "revenue", [SIZE_ASSETS] = "assets"};

	*f = (struct size_facts){0};
	for (size_t k = 0; k < SIZE_INDICATOR__MAX; k++) {
		struct str text = args_value(args, names[k]);
		if (!text.p)
			continue;
		if (decimal_parse(text, &f->value[k], e) != RC_OK ||
		        (k == SIZE_STAFF && f->value[k] % DECIMAL_ONE != 0)) {
			err_set(e, RC_INVALID, MSG_OPTION_NUMBER);
			return err_arg(e, 0, str_c(names[k])), err_arg(e, 1, text);
		}
		f->has[k] = true;
	}
	return RC_OK;
}

static enum rc size_run(struct arena *a, const struct args *args, struct err *e)
{
	const struct size_line *line;
	struct size_standard standard;
	struct industries industries;
	struct size_result r;
	struct size_facts f;

	TRY(reference_industries(a, &industries, e));
	TRY(reference_size(a, &standard, e));
	const struct industry *i = industries_find(&industries, args->operands.v[0]);
	if (!i) {
		err_set(e, RC_INVALID, MSG_INDUSTRY_UNKNOWN);
		return err_arg(e, 0, args->operands.v[0]);
	}
	TRY(read_facts(args, &f, e));
	TRY(size_line_of(&standard, &industries, i, &line, e));
	TRY(size_classify(line, &f, &r, e));
	printf("%s\n%.*s\n", size_name(r.size), STR_ARG(size_explain(a, &r, &f)));
	return RC_OK;
}

int cmd_size(int argc, char **argv)
{
	struct err e = {0};
	struct args args;
	struct arena a;
	int code;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome != ARGS_RUN)
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	else
		code = size_run(&a, &args, &e) == RC_OK ? EXIT_OK
		                                        : common_fail(&a, spec.command, &e);
	arena_free(&a);
	return code;
}
