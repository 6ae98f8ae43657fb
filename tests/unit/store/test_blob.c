/* Evidence by content: the same bytes once, a changed file found out, nothing but blobs walked. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fileio.h"
#include "store/blob.h"

struct fixture {
	struct arena a;
	char dir[40];
};

static int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){.dir = "/tmp/tidu-blob-XXXXXX"};
	arena_init(&f.a, 0);
	assert_non_null(mkdtemp(f.dir));
	*state = &f;
	return 0;
}

static int drop(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	nftw(f->dir, drop, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(&f->a);
	return 0;
}

struct seen {
	int n;
	int64_t bytes;
	struct hash last;
};

static enum rc see(void *arg, struct hash h, int64_t size, int64_t mtime_ms, struct err *e)
{
	struct seen *s = arg;

	(void)e;
	assert_true(mtime_ms > 1500000000000);
	s->n++;
	s->bytes += size;
	s->last = h;
	return RC_OK;
}

static enum rc stop(void *arg, struct hash h, int64_t size, int64_t mtime_ms, struct err *e)
{
	(void)h;
	(void)size;
	(void)mtime_ms;
	++*(int *)arg;
	return err_set(e, RC_LIMITED, MSG_IO);
}

static void put_and_get(void **state)
{
	struct fixture *f = *state;
	struct hash h, again, empty;
	struct str out;
	struct err e;
	struct seen seen = {0};
	struct stat st;

	assert_int_equal(blob_put(f->dir, STR("营业执照"), &h, &e), RC_OK);
	assert_int_equal(blob_put(f->dir, STR("营业执照"), &again, &e), RC_OK);
	assert_int_equal(blob_put(f->dir, STR(""), &empty, &e), RC_OK);
	assert_true(hash_eq(h, again) && hash_eq(h, hash_sha256(STR("营业执照"))));
	assert_int_equal(blob_get(&f->a, f->dir, h, &out, &e), RC_OK);
	assert_true(str_eqc(out, "营业执照"));
	assert_int_equal(blob_get(&f->a, f->dir, empty, &out, &e), RC_OK);
	assert_int_equal(out.n, 0);
	assert_int_equal(blob_get(&f->a, f->dir, hash_sha256(STR("x")), &out, &e), RC_NOT_FOUND);
	assert_int_equal(stat(str_cstr(&f->a, blob_path(&f->a, f->dir, h)), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	assert_int_equal(blob_walk(f->dir, see, &seen, &e), RC_OK);
	assert_int_equal(seen.n, 2);
	assert_int_equal(seen.bytes, (int64_t)strlen("营业执照"));
}

static void a_changed_file_is_found_out(void **state)
{
	struct fixture *f = *state;
	struct hash h;
	struct str out = STR("untouched");
	struct err e;

	assert_int_equal(blob_put(f->dir, STR("right"), &h, &e), RC_OK);
	const char *path = str_cstr(&f->a, blob_path(&f->a, f->dir, h));
	assert_int_equal(file_write_durable(path, STR("wrong"), &e), RC_OK);
	assert_int_equal(blob_get(&f->a, f->dir, h, &out, &e), RC_DATA);
	assert_true(str_eqc(out, "untouched"));
	/* The right bytes heal it. */
	assert_int_equal(blob_put(f->dir, STR("right"), &h, &e), RC_OK);
	assert_int_equal(blob_get(&f->a, f->dir, h, &out, &e), RC_OK);
}

static void only_blobs_are_walked(void **state)
{
	struct fixture *f = *state;
	struct hash h;
	struct err e;
	struct seen seen = {0};
	int stopped = 0;

	assert_int_equal(blob_walk("/nowhere/at/all", see, &seen, &e), RC_OK);
	assert_int_equal(blob_put(f->dir, STR("a"), &h, &e), RC_OK);
	assert_int_equal(blob_put(f->dir, STR("b"), &h, &e), RC_OK);
	struct str left = str_fmt(&f->a, "%s/tmp/left-over", f->dir);
	assert_int_equal(file_write_durable(str_cstr(&f->a, left), STR("x"), &e), RC_OK);
	left = str_fmt(&f->a, "%s.part", str_cstr(&f->a, blob_path(&f->a, f->dir, h)));
	assert_int_equal(file_write_durable(str_cstr(&f->a, left), STR("x"), &e), RC_OK);
	assert_int_equal(blob_walk(f->dir, see, &seen, &e), RC_OK);
	assert_int_equal(seen.n, 2);
	assert_int_equal(blob_walk(f->dir, stop, &stopped, &e), RC_LIMITED);
	assert_int_equal(stopped, 1);
}

static void a_folder_that_cannot_be_written(void **state)
{
	struct fixture *f = *state;
	struct hash h = {{7}};
	struct err e;
	struct str file = str_fmt(&f->a, "%s/file", f->dir);

	assert_int_equal(file_write_durable(str_cstr(&f->a, file), STR("x"), &e), RC_OK);
	assert_int_not_equal(blob_put(str_cstr(&f->a, file), STR("a"), &h, &e), RC_OK);
	assert_int_equal(h.b[0], 7);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	        T(put_and_get),
	        T(a_changed_file_is_found_out),
	        T(only_blobs_are_walked),
	        T(a_folder_that_cannot_be_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
