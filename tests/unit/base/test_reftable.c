/* Our own CSV, strictly; and the files that travel in the program. */
#include "../check.h"

#include "base/embedded.h"
#include "base/reftable.h"

static const char *const columns[] = {"b", "a"};

static void test_good(void **state)
{
	struct reftable t;
	struct err e;

	assert_rc(reftable_parse(*state,
	                  STR("\xef\xbb\xbf"
	                      "a,x,b\r\n1,2,3\n\"q,\"\"r\"\"\",\"\",\"line\nbreak\"\n\n,,\n4,5,6"),
	                  columns, 2, &t, &e),
	        RC_OK);
	assert_int_equal(t.n, 4);
	assert_str(reftable_cell(&t, 0, 0), "3");
	assert_str(reftable_cell(&t, 0, 1), "1");
	assert_str(reftable_cell(&t, 1, 0), "line\nbreak");
	assert_str(reftable_cell(&t, 1, 1), "q,\"r\"");
	assert_str(reftable_cell(&t, 2, 1), "");
	assert_str(reftable_cell(&t, 3, 0), "6");
	assert_int_equal(t.line[1], 3);
	assert_int_equal(t.line[2], 6); /* lines of the file, through breaks and empty lines */
	assert_rc(reftable_parse(*state, STR("a,b"), columns, 2, &t, &e), RC_OK);
	assert_int_equal(t.n, 0);
}

static void test_bad(void **state)
{
	static const struct str bad[] = {STR_INIT(""), STR_INIT("a\n"), STR_INIT("a,b,a\n"),
	        STR_INIT("a,b\n1\n"), STR_INIT("a,b\n1,2,3\n"), STR_INIT("a,b\n\"1,2\n"),
	        STR_INIT("a,b\n\"1\"x,2\n"), STR_INIT("a,b\n1\"2,3\n"), STR_INIT("a,b\n1\r2,3\n"),
	        STR_INIT("a,b\n\xff,2\n")};
	struct reftable t = {.n = 99};
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (reftable_parse(*state, bad[i], columns, 2, &t, &e) != RC_DATA)
			fail_msg("taken: %.*s", STR_ARG(bad[i]));
		assert_int_equal(t.n, 99);
	}
	assert_rc(reftable_parse(*state, STR("a,b\n1,2\n\n\"x\ny\",1,2\n"), columns, 2, &t, &e),
	        RC_DATA);
	assert_non_null(strstr(e.detail, "line 5"));
}

static void test_embedded(void **state)
{
	struct str path, bytes, found, before = str_none();

	assert_true(embedded_count() > 5);
	for (size_t i = 0; i < embedded_count(); i++) {
		embedded_at(i, &path, &bytes);
		assert_true(str_cmp(before, path) < 0);
		assert_true(embedded_find(path, &found));
		assert_ptr_equal(found.p, bytes.p);
		/* Byte for byte the file of the repository. */
		assert_true(str_eq(bytes, test_file(*state, str_cstr(*state, path))));
		before = path;
	}
	found = STR("kept");
	assert_false(embedded_find(STR("sql/reference"), &found));
	assert_false(embedded_find(STR(""), &found));
	assert_false(embedded_find(STR("zzz"), &found));
	assert_str(found, "kept");
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_good), TEST(test_bad), TEST(test_embedded)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
