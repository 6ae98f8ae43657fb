/* RFC 3629 to the letter: every scalar value there and back, every bad form refused. */
#include "../check.h"

#include "base/utf8.h"

static void test_every_scalar(void **state)
{
	char raw[4];

	(void)state;
	for (int32_t cp = 0; cp <= 0x110000; cp++) {
		size_t n = utf8_put(raw, cp), i = 0;
		bool scalar = cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff);
		assert_int_equal(n > 0, scalar);
		if (!scalar)
			continue;
		struct str s = {raw, n};
		if (utf8_next(s, &i) != cp || i != n || !utf8_valid(s) || utf8_count(s) != 1)
			fail_msg("U+%04X", (unsigned)cp);
	}
	assert_int_equal(utf8_put(raw, -1), 0);
}

static void test_bad_forms(void **state)
{
	static const struct str bad[] = {
	        STR_INIT("\x80"),
	        STR_INIT("\xbf"),
	        STR_INIT("\xc0\x80"),
	        STR_INIT("\xc1\xbf"),
	        STR_INIT("\xe0\x80\x80"),
	        STR_INIT("\xe0\x9f\xbf"),
	        STR_INIT("\xf0\x80\x80\x80"),
	        STR_INIT("\xf0\x8f\xbf\xbf"),
	        STR_INIT("\xed\xa0\x80"),
	        STR_INIT("\xed\xbf\xbf"),
	        STR_INIT("\xf4\x90\x80\x80"),
	        STR_INIT("\xf5\x80\x80\x80"),
	        STR_INIT("\xfe"),
	        STR_INIT("\xff"),
	        STR_INIT("\xc3"),
	        STR_INIT("\xe4\xb8"),
	        STR_INIT("\xf0\x9f\x98"),
	        STR_INIT("\xe4\xb8x"),
	        STR_INIT("\xc3("),
	        STR_INIT("abc\xe4"),
	        STR_INIT("\xf8\x88\x80\x80\x80"),
	};

	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(bad); k++) {
		size_t i = 0, steps = 0;
		assert_false(utf8_valid(bad[k]));
		assert_true(utf8_has_invisible(bad[k]));
		while (i < bad[k].n && steps++ < 10)
			(void)utf8_next(bad[k], &i);
		assert_int_equal(i, bad[k].n);
	}
	size_t i = 0;
	assert_int_equal(utf8_next(str_none(), &i), -1);
	assert_true(utf8_valid(str_none()));
}

static void test_truncate(void **state)
{
	(void)state;
	assert_str(utf8_truncate(STR("河北省"), 2), "河北");
	assert_str(utf8_truncate(STR("河北省"), 9), "河北省");
	assert_str(utf8_truncate(STR("河北省"), 0), "");
	assert_int_equal(utf8_count(STR("a河😀")), 3);
}

static void test_halfwidth(void **state)
{
	assert_str(utf8_halfwidth(*state, STR("１２．５％　ＡＺａｚ！～")), "12.5% AZaz!~");
	assert_str(utf8_halfwidth(*state, STR("万元￥，。")), "万元￥,。");
	assert_str(utf8_halfwidth(*state, STR("\xff\xe4")), "\xff\xe4");
	assert_str(utf8_halfwidth(*state, STR("")), "");
}

static void test_invisible(void **state)
{
	static const char *const seen[] = {
	        "河北公司", "a b\tc\nd\r", "é", "㐀𠀀", "葛\U000E0100", "—…“”", "\u3000"};
	static const struct str unseen[] = {STR_INIT("a\0b"), STR_INIT("\x1b[31m"),
	        STR_INIT("\x7f"), STR_INIT("\xc2\x85"), STR_INIT("\u00ad"), STR_INIT("\u200b"),
	        STR_INIT("\u200d"), STR_INIT("\u200e"), STR_INIT("\u2028"), STR_INIT("\u2029"),
	        STR_INIT("\u202e"), STR_INIT("\u2060"), STR_INIT("\u2066"), STR_INIT("\ufeff"),
	        STR_INIT("\u3164"), STR_INIT("\u061c"), STR_INIT("\U000e0041"), STR_INIT("\ufffa")};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(seen); i++)
		if (utf8_has_invisible(str_c(seen[i])))
			fail_msg("refused: %s", seen[i]);
	for (size_t i = 0; i < ARRAY_LEN(unseen); i++)
		if (!utf8_has_invisible(unseen[i]))
			fail_msg("not noticed: %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_every_scalar), TEST(test_bad_forms),
	        TEST(test_truncate), TEST(test_halfwidth), TEST(test_invisible)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
