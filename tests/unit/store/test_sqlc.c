/* The SQL compiler on good input (against the checked-in result, which the other tests of the store
 * use) and on everything that it must refuse: tests/data/sqlc/refused_*.sql say in their first line
 * what they expect to be told.
 */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fileio.h"

#define FOLDER "tests/data/sqlc/"

extern char **environ;

struct run {
	struct arena a;
	char dir[40];
	const char *h, *c, *said;
};

static int setup(void **state)
{
	static struct run r;

	r = (struct run){.dir = "/tmp/tidu-sqlc-XXXXXX"};
	arena_init(&r.a, 0);
	assert_non_null(mkdtemp(r.dir));
	r.h = str_cstr(&r.a, str_fmt(&r.a, "%s/q.h", r.dir));
	r.c = str_cstr(&r.a, str_fmt(&r.a, "%s/q.c", r.dir));
	r.said = str_cstr(&r.a, str_fmt(&r.a, "%s/said", r.dir));
	*state = &r;
	return 0;
}

static int teardown(void **state)
{
	struct run *r = *state;

	unlink(r->h);
	unlink(r->c);
	unlink(r->said);
	rmdir(r->dir);
	arena_free(&r->a);
	return 0;
}

static int compile(struct run *r, const char *input)
{
	char *argv[] = {(char[]){"build/host/sqlc"}, str_cstr(&r->a, str_c(r->h)),
	        str_cstr(&r->a, str_c(r->c)), str_cstr(&r->a, str_c(input)), NULL};
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	        &actions, STDERR_FILENO, r->said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(posix_spawn(&pid, argv[0], &actions, NULL, argv, environ), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	posix_spawn_file_actions_destroy(&actions);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static struct str contents(struct run *r, const char *path)
{
	struct str s;

	assert_int_equal(file_read(&r->a, path, 1 << 20, &s, NULL), RC_OK);
	return s;
}

static void good_input(void **state)
{
	struct run *r = *state;

	assert_int_equal(compile(r, FOLDER "good.sql"), 0);
	assert_true(str_eq(contents(r, r->h), contents(r, FOLDER "good.q.h")));
	assert_true(str_eq(contents(r, r->c), contents(r, FOLDER "good.q.c")));
}

static void refused(struct run *r, const char *name)
{
	const char *path = str_cstr(&r->a, str_fmt(&r->a, FOLDER "%s", name));
	struct str rest = contents(r, path), first;
	const struct str mark = STR("-- expect: ");

	assert_true(str_cut(&rest, '\n', &first) && str_starts(first, mark));
	int status = compile(r, path);
	struct str said = contents(r, r->said);
	if (status != 1 || !str_has(said, str_sub(first, mark.n, first.n)))
		fail_msg("%s: status %d, said: %.*s", name, status, STR_ARG(said));
	assert_true(str_starts(said, str_c(path))); /* file:line, for editors */
	assert_false(file_exists(r->h));
}

static void refused_input(void **state)
{
	DIR *d = opendir(FOLDER);
	int n = 0;

	assert_non_null(d);
	for (const struct dirent *entry; (entry = readdir(d)) != NULL;) {
		if (!str_starts(str_c(entry->d_name), STR("refused_")))
			continue;
		refused(*state, entry->d_name);
		n++;
	}
	closedir(d);
	assert_true(n >= 20);
}

static void nothing_is_a_catalogue_too(void **state)
{
	struct run *r = *state;

	assert_int_equal(compile(r, "/dev/null"), 0);
	assert_true(str_has(contents(r, r->c), STR("STMT__MAX")));
	assert_int_equal(compile(r, "/nowhere/x.sql"), 1);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	        T(good_input),
	        T(refused_input),
	        T(nothing_is_a_catalogue_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
