/* The option parser, the table of commands, and the options that every command shares. */
#include "../check.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"

static const struct option_spec options[] = {
        {"level", "N", "等级", NULL},
        {"mode", "M", "方式", "fast|slow"},
        {"dry", NULL, "只看不做", NULL},
        COMMON_OPTIONS,
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {.command = "thing",
        .operands = "A [B]",
        .summary = "x",
        .options = options,
        .min = 1,
        .max = 2};

/* Help and complaints go nowhere while `run` runs. */
static int quiet_fd[2];

static void hush(void)
{
	int null = open("/dev/null", O_WRONLY);

	fflush(stdout);
	quiet_fd[0] = dup(STDOUT_FILENO);
	quiet_fd[1] = dup(STDERR_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	close(null);
}

static void speak(void)
{
	fflush(stdout);
	dup2(quiet_fd[0], STDOUT_FILENO);
	dup2(quiet_fd[1], STDERR_FILENO);
	close(quiet_fd[0]);
	close(quiet_fd[1]);
}

/* Words separated by blanks; the first is the command's name. */
static int split(struct arena *a, const char *line, char **argv)
{
	struct str rest = str_c(line), word;
	int argc = 0;

	while (str_cut(&rest, ' ', &word))
		argv[argc++] = str_cstr(a, word);
	return argc;
}

static enum args_outcome parse(struct arena *a, const char *line, struct args *out)
{
	char *argv[32];
	int argc = split(a, line, argv);

	hush();
	enum args_outcome o = args_parse(a, &spec, argc, argv, out);
	speak();
	return o;
}

static void test_parse(void **state)
{
	struct args args;

	assert_int_equal(parse(*state, "thing --level 5 x --mode=slow -7 --dry", &args), ARGS_RUN);
	assert_int_equal(args.operands.n, 2);
	assert_str(args.operands.v[1], "-7");
	assert_str(args_value(&args, "level"), "5");
	assert_str(args_value(&args, "mode"), "slow");
	assert_true(args_given(&args, "dry"));
	assert_false(args_given(&args, "db"));
	assert_false(args_given(&args, "nothing"));
	assert_int_equal(parse(*state, "thing -- --level --", &args), ARGS_RUN);
	assert_str(args.operands.v[0], "--level");
	assert_str(args.operands.v[1], "--");
	assert_int_equal(parse(*state, "thing --level= -", &args), ARGS_RUN);
	assert_true(args_given(&args, "level") && args_value(&args, "level").n == 0);
	assert_str(args.operands.v[0], "-");
	assert_int_equal(parse(*state, "thing --help --nonsense", &args), ARGS_HELP);
	assert_int_equal(parse(*state, "thing -h", &args), ARGS_HELP);
	/* The value of an option may begin with a dash. */
	assert_int_equal(parse(*state, "thing x --level -5", &args), ARGS_RUN);
	assert_str(args_value(&args, "level"), "-5");
}

static void test_wrong(void **state)
{
	static const char *const wrong[] = {"thing", "thing a b c", "thing a --nonsense",
	        "thing a --nonsense=1", "thing a -x", "thing a --level", "thing a --dry=1",
	        "thing a --level 1 --level 2", "thing a --dry --dry", "thing a --mode medium",
	        "thing a --mode fast|slow", "thing a --mode=", "thing a --=", "thing a --lev 1"};
	struct args args;

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (parse(*state, wrong[i], &args) != ARGS_WRONG)
			fail_msg("taken: %s", wrong[i]);
}

static enum rc load(struct arena *a, const char *line, struct common_opts *out, struct err *e)
{
	struct args args;

	assert_int_equal(parse(a, line, &args), ARGS_RUN);
	return common_load(a, &args, out, e);
}

static void test_common(void **state)
{
	struct arena *a = *state;
	struct common_opts o;
	struct err e;
	char path[] = "/tmp/tidu-config-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	assert_rc(load(a, "thing x", &o, &e), RC_OK);
	assert_string_equal(o.db, "var/tidu.db");
	assert_string_equal(o.blob_dir, "var/tidu.db.files");
	assert_false(o.env.fixed);
	assert_rc(load(a, "thing x --db /d/b.db --now 2023-02-20T09:00:00+08:00", &o, &e), RC_OK);
	assert_string_equal(o.blob_dir, "/d/b.db.files");
	assert_true(o.env.fixed);
	assert_str(instant_str(a, o.env.now), "2023-02-20T09:00:00+08:00");
	assert_rc(load(a, "thing x --now yesterday", &o, &e), RC_INVALID);
	assert_rc(load(a, "thing x --config /nonexistent/file", &o, &e), RC_NOT_FOUND);

	assert_rc(file_write_durable(path, STR("mode = production\nblob_dir = /evidence\n"), &e),
	        RC_OK);
	const char *with = str_fmt(a, "thing x --config %s", path).p;
	assert_rc(load(a, with, &o, &e), RC_OK);
	assert_true(o.config.production);
	assert_string_equal(o.blob_dir, "/evidence");
	/* The clock of a production site is the real one. */
	assert_rc(load(a, str_fmt(a, "%s --now 2023-02-20", with).p, &o, &e), RC_INVALID);
	assert_int_equal(e.msg, MSG_NOW_IN_PRODUCTION);
	assert_rc(file_write_durable(path, STR("mode = prod\n"), &e), RC_OK);
	assert_rc(load(a, with, &o, &e), RC_INVALID);
	unlink(path);
}

static int run(struct arena *a, const char *line)
{
	char *argv[32];
	int argc = split(a, line, argv);

	hush();
	int code = commands_main(argc, argv);
	speak();
	return code;
}

static void test_commands(void **state)
{
	struct arena *a = *state;
	char *alone[] = {"tidu"};

	for (const struct command *c = commands; c->name; c++) {
		assert_true(strlen(c->summary) > 3);
		for (const struct command *d = c + 1; d->name; d++)
			assert_string_not_equal(c->name, d->name);
		if (run(a, str_fmt(a, "tidu %s --help", c->name).p) != EXIT_OK)
			fail_msg("tidu %s --help", c->name);
		if (run(a, str_fmt(a, "tidu %s --no-such-option", c->name).p) != EXIT_USAGE)
			fail_msg("tidu %s --no-such-option", c->name);
	}
	hush();
	int code = commands_main(1, alone);
	speak();
	assert_int_equal(code, EXIT_USAGE);
	assert_int_equal(run(a, "tidu --help"), EXIT_OK);
	assert_int_equal(run(a, "tidu nonsense"), EXIT_USAGE);
	assert_int_equal(run(a, "tidu usc"), EXIT_USAGE);
}

static void test_small_commands(void **state)
{
	static const struct {
		const char *line;
		int code;
	} cases[] = {
	        {"tidu uscc 91110108551385082Q", EXIT_OK},
	        {"tidu uscc 91110108551385082Q 91110108551385082F", EXIT_NO},
	        {"tidu uscc", EXIT_USAGE},
	        {"tidu size 3311 --staff 299 --revenue 5000", EXIT_OK},
	        {"tidu size 3311 --staff 299", EXIT_NO},
	        {"tidu size 9999 --staff 299", EXIT_NO},
	        {"tidu size 3311 --staff x --revenue 1", EXIT_NO},
	        {"tidu workday add 2023-09-28 1", EXIT_OK},
	        {"tidu workday add 2023-09-28 -1", EXIT_OK},
	        {"tidu workday add 2023-9-28 1", EXIT_USAGE},
	        {"tidu workday add 2026-12-31 1", EXIT_NO},
	        {"tidu workday add 2026-12-31 1 --provisional", EXIT_OK},
	        {"tidu workday window 2023-02-20 5 working --start same", EXIT_OK},
	        {"tidu workday window 2023-02-20 5 weekdays", EXIT_USAGE},
	        {"tidu workday window 2023-02-20 5 working --extend maybe", EXIT_USAGE},
	        {"tidu workday", EXIT_USAGE},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int code = run(*state, cases[i].line);
		if (code != cases[i].code)
			fail_msg("%s: %d", cases[i].line, code);
	}
	for (enum rc rc = RC_INVALID; rc < RC__MAX; rc++)
		assert_int_not_equal(exit_code_of(rc), EXIT_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_parse),
	        TEST(test_wrong),
	        TEST(test_common),
	        TEST(test_commands),
	        TEST(test_small_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
