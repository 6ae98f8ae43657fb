/* Options by table. A command declares its options once; parsing, --help and the errors come from
 * the table. Options may stand before, between and after operands; "--" ends them; "--name=value"
 * and "--name value" are the same; an option given twice is an error. A negative number ("-5") is
 * an operand. There are no one-letter options except -h.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "base/arena.h"
#include "base/err.h"

#define ARGS_MAX_OPTIONS 24

struct option_spec {
	const char *name;    /* without the dashes; NULL ends the table */
	const char *value;   /* name of the value in --help; NULL: a switch */
	const char *help;    /* Chinese, one line */
	const char *choices; /* "calendar|working"; NULL: any text */
};

struct args_spec {
	const char *command;  /* "workday window" */
	const char *operands; /* "DATE N calendar|working"; "" when there are none */
	const char *summary;
	const struct option_spec *options;
	int min, max;      /* operands; max < 0: any number */
	const char *notes; /* further lines of --help, or NULL */
};

struct args {
	const struct args_spec *spec;
	struct strs operands;               /* each .p is NUL-terminated, as the shell gave it */
	struct str value[ARGS_MAX_OPTIONS]; /* by place in the table; p == NULL: not given */
};

enum args_outcome { ARGS_RUN, ARGS_HELP, ARGS_WRONG };

/* ARGS_HELP: help was printed to stdout, exit 0. ARGS_WRONG: one line on stderr, exit 2.
 * The list of operands lives in `a`, the texts in argv. */
enum args_outcome args_parse(
        struct arena *a, const struct args_spec *spec, int argc, char **argv, struct args *out);
void args_help(const struct args_spec *spec);
/* One line on stderr with the way to --help; returns EXIT_USAGE. */
PRINTF_LIKE(2, 3) int args_wrong(const struct args_spec *spec, const char *fmt, ...);

/* By name, which must be in the table; NUL-terminated. str_none() when not given, "" for a switch
 * that is. */
struct str args_value(const struct args *args, const char *name);
static inline bool args_given(const struct args *args, const char *name)
{
	return args_value(args, name).p != NULL;
}

#endif
