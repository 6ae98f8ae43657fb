/* The commands of the program: one const table, walked by --help and by tests.
 * Exit codes, the same for every command: 0 done · 1 the answer is no, or bad input data (said on
 * stderr or in the output) · 2 the command line is wrong · 3 the environment failed (disk,
 * database, network, a locked database) · 4 a bug.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "base/err.h"

enum { EXIT_OK = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_ENVIRONMENT = 3, EXIT_BUG = 4 };

/* argv[0] is the command's name; returns the exit code. */
typedef int command_fn(int argc, char **argv);

struct command {
	const char *name;
	const char *summary; /* Chinese, one line */
	command_fn *run;
};

/* Ends with a NULL name. */
extern const struct command commands[];

/* What main does with its arguments. */
int commands_main(int argc, char **argv);
int exit_code_of(enum rc rc);

/* One per src/cli/cmd_NAME.c; each has its line in the table. */
int cmd_cgi(int argc, char **argv);
int cmd_workflow(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_backup(int argc, char **argv);
int cmd_demo(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_fcgi(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_routes(int argc, char **argv);
int cmd_score(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_size(int argc, char **argv);
int cmd_rehearse(int argc, char **argv);
int cmd_tick(int argc, char **argv);
int cmd_user(int argc, char **argv);
int cmd_uscc(int argc, char **argv);
int cmd_draw(int argc, char **argv);
int cmd_workday(int argc, char **argv);

#endif
