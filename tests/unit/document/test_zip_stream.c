/* What is written part by part is a package that our own reader takes, twice the same, and no part twice. */
#include "../check.h"

#include "base/fileio.h"
#include "base/deflate.h"
#include "document/archive.h"
#include "document/zip_stream.h"

static struct str make(struct arena *a, struct zip_done *done)
{
	struct zip_stream *z;
	struct str bytes;
	struct err e;

	assert_rc(zip_stream_new(a, "/tmp", &z, &e), RC_OK);
	assert_rc(zip_stream_add(z, STR("1 公示/名单.txt"), STR("甲\n乙\n"), &e), RC_OK);
	assert_rc(zip_stream_add(z, STR("空.txt"), STR(""), &e), RC_OK);
	assert_rc(zip_stream_add(z, STR("空.txt"), STR("x"), &e), RC_INTERNAL);
	assert_rc(zip_stream_finish(z, done, &e), RC_OK);
	assert_rc(file_read(a, done->path.p, 1 << 20, &bytes, &e), RC_OK);
	return bytes;
}

static void test_package(void **state)
{
	struct zip_done one, two;
	struct archive *z;
	struct str text;
	struct err e;
	struct str bytes = make(*state, &one), again = make(*state, &two);

	assert_true(str_eq(bytes, again));
	assert_true(hash_eq(one.sha256, two.sha256));
	assert_true(hash_eq(one.sha256, hash_sha256(bytes)));
	assert_int_equal(one.size, bytes.n);
	assert_rc(archive_open(*state, bytes, &z, &e), RC_OK);
	assert_int_equal(archive_count(z), 2);
	const struct archive_entry *entry = archive_find(z, STR("1 公示/名单.txt"));
	assert_non_null(entry);
	assert_rc(archive_read(z, entry, 1 << 10, &text, &e), RC_OK);
	assert_str(text, "甲\n乙\n");
}

static void test_limits(void **state)
{
	char name[600];
	struct zip_stream *z;
	struct err e;

	memset(name, 'x', sizeof(name));
	assert_rc(zip_stream_new(*state, "/nowhere", &z, &e), RC_IO);
	assert_rc(zip_stream_new(*state, "/tmp", &z, &e), RC_OK);
	assert_rc(zip_stream_add(z, (struct str){name, sizeof(name)}, STR(""), &e), RC_TOO_LARGE);
}

static void test_crc(void **state)
{
	(void)state;
	assert_int_equal(crc32_add(0, STR("")), 0);
	assert_int_equal(crc32_add(0, STR("123456789")), 0xCBF43926u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_package), TEST(test_limits), TEST(test_crc)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
