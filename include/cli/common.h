/* What every command that touches a database has in common: --db, --now, --config. */
#ifndef CLI_COMMON_H
#define CLI_COMMON_H

#include "base/arena.h"
#include "base/config.h"
#include "base/env.h"
#include "base/err.h"
#include "cli/args.h"

#define COMMON_DB_DEFAULT "var/tidu.db"

/* Lines for a command's option table. */
#define COMMON_OPTIONS                                                                             \
	{"db", "PATH", "数据库文件，默认 " COMMON_DB_DEFAULT, NULL},                               \
	        {"now", "INSTANT",                                                                 \
	                "演练用的当前时间，如 2023-02-20T09:00:00+08:00；生产模式下拒绝", NULL},   \
	{                                                                                          \
		"config", "FILE", "配置文件", NULL                                                 \
	}

struct common_opts {
	const char *db;       /* path of the database */
	const char *blob_dir; /* folder of the evidence: configured, or "<db>.files" */
	struct config config; /* defaults where there is no --config */
	struct env env;       /* the clock: fixed when --now was given */
};

#define CONFIG_MAX_BYTES ((size_t)64 << 10)

/* Reads the options that the command's table has of the three. RC_INVALID: --now that is no
 * instant, or in production mode; a configuration file that is wrong. RC_NOT_FOUND, RC_IO. */
MUST_CHECK enum rc common_load(
        struct arena *a, const struct args *args, struct common_opts *out, struct err *e);
/* "tidu COMMAND: text" on stderr, with the detail for whoever runs the program; returns the exit
 * code for the error. */
int common_fail(struct arena *a, const char *command, const struct err *e);

/* The frame of a command: options are read (--help and mistakes answered), `fn` does the work and says what came of
 * it, a failure is told. `*code` is EXIT_OK unless fn sets it. */
typedef enum rc common_fn(struct arena *a, const struct args *args, int *code, struct err *e);
int common_main(const struct args_spec *spec, common_fn *fn, int argc, char **argv);

#endif
