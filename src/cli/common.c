/* The three options that mean the same everywhere, the frame of a command, and the one way to report a failure. */
#include "cli/common.h"

#include "base/fileio.h"
#include "base/time.h"
#include "cli/commands.h"

static enum rc load_config(struct arena *a, struct str path, struct config *config, struct err *e)
{
	struct str text;

	config_default(config);
	if (!path.p)
		return RC_OK;
	TRY(file_read(a, path.p, CONFIG_MAX_BYTES, &text, e));
	return config_parse(a, text, config, e);
}

enum rc common_load(
        struct arena *a, const struct args *args, struct common_opts *out, struct err *e)
{
	struct common_opts made = {0};
	struct str db = args_value(args, "db"), now = args_value(args, "now");

	TRY(load_config(a, args_value(args, "config"), &made.config, e));
	if (now.p) {
		if (made.config.production)
			return err_set(e, RC_INVALID, MSG_NOW_IN_PRODUCTION);
		if (!instant_parse(now, &made.env.now))
			return err_set(e, RC_INVALID, MSG_NOW_BAD);
		made.env.fixed = true;
	}
	made.db = db.p ? db.p : COMMON_DB_DEFAULT;
	made.blob_dir = made.config.blob_dir.n ? str_cstr(a, made.config.blob_dir)
	                                       : str_fmt(a, "%s.files", made.db).p;
	*out = made;
	return RC_OK;
}

int common_fail(struct arena *a, const char *command, const struct err *e)
{
	struct str text = err_text(a, e);

	fprintf(stderr, "tidu %s: %.*s%s%s%s\n", command, STR_ARG(text), e->detail[0] ? "（" : "",
	        e->detail, e->detail[0] ? "）" : "");
	return exit_code_of(e->code);
}

int common_main(const struct args_spec *spec, common_fn *fn, int argc, char **argv)
{
	struct err e = {0};
	struct args args;
	struct arena a;
	int code = EXIT_OK;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, spec, argc, argv, &args);
	if (outcome != ARGS_RUN)
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	else if (fn(&a, &args, &code, &e) != RC_OK)
		code = common_fail(&a, spec->command, &e);
	arena_free(&a);
	return code;
}
