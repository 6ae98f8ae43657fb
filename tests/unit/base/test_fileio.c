/* Files as wholes, in a folder of their own. */
#include "../check.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/tidu-fileio-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int drop_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static int drop_folder(void **state)
{
	(void)state;
	return nftw(folder, drop_one, 8, FTW_DEPTH | FTW_PHYS);
}

static char *at(struct arena *a, const char *name)
{
	return str_cstr(a, str_fmt(a, "%s/%s", folder, name));
}

static int entries(const char *path)
{
	DIR *d = opendir(path);
	int n = 0;

	assert_non_null(d);
	for (const struct dirent *e = readdir(d); e; e = readdir(d))
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static void test_write_read(void **state)
{
	struct arena *a = *state;
	struct str got;
	struct err e;
	struct stat st;
	char *path = at(a, "x");

	assert_false(file_exists(path));
	assert_rc(file_write_durable(path, STR("one\0two"), &e), RC_OK);
	assert_rc(file_write_durable(path, STR("one\0two"), &e), RC_OK); /* over itself */
	assert_true(file_exists(path));
	assert_rc(file_read(a, path, 7, &got, &e), RC_OK);
	assert_true(str_eq(got, STR("one\0two")));
	assert_rc(file_read(a, path, 6, &got, &e), RC_TOO_LARGE);
	assert_rc(file_write_durable(path, str_none(), &e), RC_OK);
	assert_rc(file_read(a, path, 0, &got, &e), RC_OK);
	assert_int_equal(got.n, 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(entries(folder), 1); /* no temporary file stays behind */
	unlink(path);
}

static void test_failures(void **state)
{
	struct arena *a = *state;
	struct str got = STR("kept");
	struct err e;

	assert_rc(file_read(a, at(a, "none"), 9, &got, &e), RC_NOT_FOUND);
	assert_int_equal(e.msg, MSG_FILE_MISSING);
	assert_rc(file_read(a, folder, 9, &got, &e), RC_IO);
	assert_rc(file_write_durable(at(a, "no/such/x"), STR("x"), &e), RC_NOT_FOUND);
	assert_rc(dir_sync(at(a, "none"), &e), RC_NOT_FOUND);
	assert_str(got, "kept");
	/* A folder stands where the file should go. */
	assert_rc(dir_make(at(a, "d"), &e), RC_OK);
	assert_rc(file_write_durable(at(a, "d"), STR("x"), &e), RC_IO);
	assert_int_equal(entries(folder), 1);
	rmdir(at(a, "d"));
}

static void test_dir_make(void **state)
{
	struct arena *a = *state;
	struct err e;
	struct stat st;

	assert_rc(dir_make(at(a, "p/q//r/"), &e), RC_OK);
	assert_rc(dir_make(at(a, "p/q/r"), &e), RC_OK);
	assert_int_equal(stat(at(a, "p/q/r"), &st), 0);
	assert_true(S_ISDIR(st.st_mode) && (st.st_mode & 0777) == 0700);
	assert_rc(file_write_durable(at(a, "p/file"), STR("x"), &e), RC_OK);
	assert_rc(dir_make(at(a, "p/file"), &e), RC_IO);
	assert_rc(dir_make(at(a, "p/file/below"), &e), RC_IO);
}

/* A pipe has no size: growth stops at the maximum, not at the arena's limit. */
static void test_stdin(void **state)
{
	struct arena small;
	struct str got;
	struct err e;
	int fd[2], saved = dup(STDIN_FILENO);
	char chunk[60000];

	(void)state;
	memset(chunk, 'z', sizeof(chunk));
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], chunk, sizeof(chunk)), sizeof(chunk));
	close(fd[1]);
	dup2(fd[0], STDIN_FILENO);
	close(fd[0]);
	arena_init(&small, 400000);
	assert_rc(file_read(&small, "-", 60000, &got, &e), RC_OK);
	assert_int_equal(got.n, 60000);
	arena_free(&small);
	/* /dev/zero never ends. */
	int zero = open("/dev/zero", O_RDONLY);
	dup2(zero, STDIN_FILENO);
	close(zero);
	arena_init(&small, 400000);
	assert_rc(file_read(&small, "-", 150000, &got, &e), RC_TOO_LARGE);
	arena_free(&small);
	dup2(saved, STDIN_FILENO);
	close(saved);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_write_read), TEST(test_failures), TEST(test_dir_make), TEST(test_stdin)};

	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
