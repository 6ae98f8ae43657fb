/* Slices: the edges are the missing text, the empty text and bytes that are no characters. */
#include "../check.h"

#include "base/str.h"

static void test_compare(void **state)
{
	(void)state;
	assert_true(str_eq(str_none(), STR("")));
	assert_false(str_eq(STR("a"), STR("a\0")));
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("\xe4"), STR("z")) > 0); /* bytes are unsigned */
	assert_int_equal(str_cmp(str_none(), STR("")), 0);
	assert_true(str_eq_nocase(STR("AbZ@["), STR("aBz@[")));
	assert_false(str_eq_nocase(STR("@"), STR("`")));
	assert_true(str_eqc(str_none(), NULL));
	assert_true(str_eq_secret(STR(""), str_none()));
	assert_false(str_eq_secret(STR("abc"), STR("abd")));
	assert_false(str_eq_secret(STR("abc"), STR("abcd")));
}

static void test_search(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("aab"), STR("ab")), 1);
	assert_int_equal(str_find(STR("aab"), STR("abc")), 3);
	assert_int_equal(str_find(STR("aab"), STR("")), 0);
	assert_int_equal(str_find(str_none(), STR("x")), 0);
	assert_false(str_has(str_none(), STR("x")));
	assert_true(str_has(str_none(), STR("")));
	assert_int_equal(str_index(STR("a\0b"), '\0'), 1);
	assert_int_equal(str_index(str_none(), 'a'), 0);
	assert_true(str_starts(STR("abc"), STR("ab")) && !str_starts(STR("ab"), STR("abc")));
	assert_true(str_ends(STR("abc"), STR("bc")) && !str_ends(STR("bc"), STR("abc")));
	assert_true(str_ends(STR("abc"), STR("")));
}

static void test_sub_and_trim(void **state)
{
	(void)state;
	assert_str(str_sub(STR("abc"), 1, SIZE_MAX), "bc");
	assert_str(str_sub(STR("abc"), 9, 1), "");
	assert_null(str_sub(str_none(), 1, 1).p);
	assert_str(str_trim(STR(" \t\r\n\v\fa b ")), "a b");
	assert_str(str_trim(STR("   ")), "");
}

static void test_cut(void **state)
{
	struct str rest = STR("a,,b,"), part;
	const char *want[] = {"a", "", "b", ""};
	size_t n = 0;

	(void)state;
	while (str_cut(&rest, ',', &part)) {
		assert_true(n < 4);
		assert_str(part, want[n++]);
	}
	assert_int_equal(n, 4);
	rest = STR("");
	assert_true(str_cut(&rest, ',', &part));
	assert_false(str_cut(&rest, ',', &part));
	rest = str_none();
	assert_false(str_cut(&rest, ',', &part));
}

static void test_to_i64(void **state)
{
	static const char *const bad[] = {"", "-", "+1", " 1", "1 ", "1.0", "0x1", "--1", "９",
	        "9223372036854775808", "-9223372036854775809", "99999999999999999999999999"};
	int64_t v = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (str_to_i64(str_c(bad[i]), &v) || v != 7)
			fail_msg("taken: %s", bad[i]);
	assert_false(str_to_i64(str_none(), &v));
	assert_true(str_to_i64(STR("9223372036854775807"), &v) && v == INT64_MAX);
	assert_true(str_to_i64(STR("-9223372036854775808"), &v) && v == INT64_MIN);
	assert_true(str_to_i64(STR("-0"), &v) && v == 0);
	assert_true(str_to_i64(STR("007"), &v) && v == 7);
}

static void test_copies(void **state)
{
	struct arena *a = *state;
	struct str s = str_dup(a, STR("ab\0c"));

	assert_int_equal(s.n, 4);
	assert_int_equal(s.p[4], 0);
	assert_null(str_dup(a, str_none()).p);
	assert_non_null(str_dup(a, STR("")).p);
	assert_null(str_lower(a, str_none()).p);
	assert_str(str_lower(a, STR("ÀBZ[@")), "Àbz[@");
	assert_str(str_upper(a, STR("abz{`")), "ABZ{`");
	assert_str(str_cat(a, str_none(), STR("x")), "x");
	assert_str(STR_JOIN(a, STR("a"), str_none(), STR(""), STR("bc"), str_i64(a, -7)), "abc-7");
	assert_str(STR_JOIN(a, str_none()), "");
	assert_string_equal(str_cstr(a, str_none()), "");
	assert_str(str_fmt(a, "%d-%s", 5, "x"), "5-x");
	assert_str(str_fmt(a, "%s", ""), "");
	assert_str(str_i64(a, INT64_MIN), "-9223372036854775808");
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_compare), TEST(test_search),
	        TEST(test_sub_and_trim), TEST(test_cut), TEST(test_to_i64), TEST(test_copies)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
