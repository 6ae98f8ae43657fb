/* One parser for all commands, so that every command refuses what it does not know. */
#include "cli/args.h"

#include <stdarg.h>

#include "base/vec.h"
#include "cli/commands.h"

static size_t option_index(const struct args_spec *spec, struct str name)
{
	size_t i = 0;

	while (spec->options && spec->options[i].name && !str_eqc(name, spec->options[i].name))
		i++;
	return i;
}

static bool option_at(const struct args_spec *spec, size_t i)
{
	return spec->options && spec->options[i].name;
}

int args_wrong(const struct args_spec *spec, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "tidu %s: ", spec->command);
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, "；用法见 tidu %s --help\n", spec->command);
	va_end(ap);
	return EXIT_USAGE;
}

void args_help(const struct args_spec *spec)
{
	bool any = option_at(spec, 0);

	printf("用法：tidu %s%s%s%s\n\n%s\n", spec->command, any ? " [选项]" : "",
	        *spec->operands ? " " : "", spec->operands, spec->summary);
	if (any)
		printf("\n选项：\n");
	for (size_t i = 0; option_at(spec, i); i++) {
		const struct option_spec *o = &spec->options[i];
		int n = printf("  --%s%s%s", o->name, o->value ? " " : "",
		        o->choices ? o->choices
		        : o->value ? o->value
		                   : "");
		printf("%*s%s\n", MAX_OF(28 - n, 2), "", o->help);
	}
	if (spec->notes)
		printf("\n%s\n", spec->notes);
}

static bool in_choices(const char *choices, struct str value)
{
	struct str rest = str_c(choices), one;

	while (str_cut(&rest, '|', &one))
		if (str_eq(one, value))
			return true;
	return false;
}

/* argv[*i] begins with "--" and is longer. */
static bool take_option(struct args *args, int argc, char **argv, int *i)
{
	const struct args_spec *spec = args->spec;
	struct str rest = str_sub(str_c(argv[*i]), 2, SIZE_MAX), name;

	(void)str_cut(&rest, '=', &name);
	size_t at = option_index(spec, name);
	if (!option_at(spec, at)) {
		args_wrong(spec, "没有选项 --%.*s", STR_ARG(name));
		return false;
	}
	const struct option_spec *o = &spec->options[at];
	if (args->value[at].p) {
		args_wrong(spec, "选项 --%s 给了两次", o->name);
		return false;
	}
	if (!o->value && rest.p) {
		args_wrong(spec, "选项 --%s 不带值", o->name);
		return false;
	}
	if (o->value && !rest.p) {
		if (*i + 1 >= argc) {
			args_wrong(spec, "选项 --%s 需要一个值：%s", o->name, o->value);
			return false;
		}
		rest = str_c(argv[++*i]);
	}
	if (o->choices && !in_choices(o->choices, rest)) {
		args_wrong(spec, "选项 --%s 只能是 %s", o->name, o->choices);
		return false;
	}
	args->value[at] = o->value ? rest : STR("");
	return true;
}

enum args_outcome args_parse(
        struct arena *a, const struct args_spec *spec, int argc, char **argv, struct args *out)
{
	struct args args = {.spec = spec};
	bool only_operands = false;

	for (int i = 1; i < argc; i++) {
		struct str arg = str_c(argv[i]);
		bool negative = arg.n > 1 && arg.p[0] == '-' && arg.p[1] >= '0' && arg.p[1] <= '9';
		if (only_operands || arg.n < 2 || arg.p[0] != '-' || negative) {
			VEC_PUSH(a, &args.operands, arg);
		} else if (str_eqc(arg, "--")) {
			only_operands = true;
		} else if (str_eqc(arg, "--help") || str_eqc(arg, "-h")) {
			args_help(spec);
			return ARGS_HELP;
		} else if (arg.p[1] != '-') {
			args_wrong(spec, "没有选项 %s", argv[i]);
			return ARGS_WRONG;
		} else if (!take_option(&args, argc, argv, &i)) {
			return ARGS_WRONG;
		}
	}
	if (args.operands.n < (size_t)spec->min ||
	        (spec->max >= 0 && args.operands.n > (size_t)spec->max)) {
		args_wrong(spec,
		        args.operands.n < (size_t)spec->min ? "缺少参数，应为 %s"
		                                            : "参数过多，应为 %s",
		        *spec->operands ? spec->operands : "无");
		return ARGS_WRONG;
	}
	*out = args;
	return ARGS_RUN;
}

struct str args_value(const struct args *args, const char *name)
{
	size_t at = option_index(args->spec, str_c(name));

	return option_at(args->spec, at) ? args->value[at] : str_none();
}
