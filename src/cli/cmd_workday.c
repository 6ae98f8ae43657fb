/* `tidu workday add|window`: the arithmetic of terms, as the pages do it. */
#include "base/arena.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/reference.h"
#include "domain/workday.h"

#define PROVISIONAL                                                                                \
	{                                                                                          \
		"provisional", NULL, "遇到未公布日历的年份只按周末推算，并注明“暂定”", NULL        \
	}

static const struct option_spec add_options[] = {
        PROVISIONAL,
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec add_spec = {
        .command = "workday add",
        .operands = "DATE N",
        .summary = "DATE 之后第 N 个工作日（N 为负时往前）。",
        .options = add_options,
        .min = 2,
        .max = 2,
};

static const struct option_spec window_options[] = {
        {"start", "WHEN", "next 从次日起算（默认）；same 当日计入", "next|same"},
        {"extend", "YES", "按日历日计算时，末日为休息日的顺延至下一工作日，默认 yes", "yes|no"},
        PROVISIONAL,
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec window_spec = {
        .command = "workday window",
        .operands = "DATE N calendar|working",
        .summary = "从 DATE 起算 N 个日历日或工作日的期限，写出首日和末日。",
        .options = window_options,
        .min = 3,
        .max = 3,
};

static const struct args_spec spec = {
        .command = "workday",
        .operands = "add DATE N | window DATE N calendar|working",
        .summary = "按国务院办公厅公布的放假安排推算工作日和期限。",
        .min = 0,
        .max = -1,
        .notes = "选项见 tidu workday add --help 和 tidu workday window --help。\n"
                 "没有公布日历的年份不计算，并指明年份。",
};

static int date_wrong(const struct args_spec *s, struct str text)
{
	return args_wrong(s, "日期 %.*s 不正确，应为 2023-02-27 的格式", STR_ARG(text));
}

static void say_provisional(const struct args_spec *s, bool provisional)
{
	if (provisional)
		fprintf(stderr, "tidu %s: 暂定：期限涉及尚未公布放假安排的年份，只按周末推算\n",
		        s->command);
}

static int run_add(struct arena *a, const struct calendar *c, const struct args *args)
{
	struct str date = args->operands.v[0], count = args->operands.v[1];
	bool provisional = false;
	struct date from, to;
	struct err e = {0};
	int64_t n;

	if (!date_parse(date, &from))
		return date_wrong(&add_spec, date);
	if (!str_to_i64(count, &n))
		return args_wrong(&add_spec, "天数 %.*s 不是整数", STR_ARG(count));
	if (workday_add(c, from, n, args_given(args, "provisional"), &to, &provisional, &e) !=
	        RC_OK)
		return common_fail(a, add_spec.command, &e);
	printf("%.*s\n", STR_ARG(date_str(a, to)));
	say_provisional(&add_spec, provisional);
	return EXIT_OK;
}

static int run_window(struct arena *a, const struct calendar *c, const struct args *args)
{
	struct str date = args->operands.v[0], count = args->operands.v[1],
	           kind = args->operands.v[2];
	struct window w;
	struct date from;
	struct err e = {0};
	struct term term = {
	        .kind = str_eqc(kind, "working") ? TERM_WORKING : TERM_CALENDAR,
	        .start_same_day = str_eqc(args_value(args, "start"), "same"),
	        .no_extend = str_eqc(args_value(args, "extend"), "no"),
	};

	if (!date_parse(date, &from))
		return date_wrong(&window_spec, date);
	if (!str_to_i64(count, &term.n))
		return args_wrong(&window_spec, "天数 %.*s 不是整数", STR_ARG(count));
	if (term.kind == TERM_CALENDAR && !str_eqc(kind, "calendar"))
		return args_wrong(&window_spec, "%.*s 应为 calendar 或 working", STR_ARG(kind));
	if (workday_window(c, from, &term, args_given(args, "provisional"), &w, &e) != RC_OK)
		return common_fail(a, window_spec.command, &e);
	printf("%.*s %.*s\n", STR_ARG(date_str(a, w.first)), STR_ARG(date_str(a, w.last)));
	say_provisional(&window_spec, w.provisional);
	return EXIT_OK;
}

static int with_calendar(struct arena *a, const struct args_spec *s, int argc, char **argv,
        int (*run)(struct arena *, const struct calendar *, const struct args *))
{
	struct calendar calendar;
	struct err e = {0};
	struct args args;

	switch (args_parse(a, s, argc, argv, &args)) {
	case ARGS_HELP:
		return EXIT_OK;
	case ARGS_WRONG:
		return EXIT_USAGE;
	case ARGS_RUN:
		break;
	}
	if (reference_calendar(a, &calendar, &e) != RC_OK)
		return common_fail(a, s->command, &e);
	return run(a, &calendar, &args);
}

int cmd_workday(int argc, char **argv)
{
	struct str verb = argc > 1 ? str_c(argv[1]) : str_none();
	struct args args;
	struct arena a;
	int code;

	arena_init(&a, 0);
	if (str_eqc(verb, "add"))
		code = with_calendar(&a, &add_spec, argc - 1, argv + 1, run_add);
	else if (str_eqc(verb, "window"))
		code = with_calendar(&a, &window_spec, argc - 1, argv + 1, run_window);
	else if (args_parse(&a, &spec, argc, argv, &args) == ARGS_HELP)
		code = EXIT_OK;
	else
		code = args_wrong(&spec, "第一个参数应为 add 或 window");
	arena_free(&a);
	return code;
}
