/* Amounts: what is read, what is refused, and that nothing is rounded. The typed numbers are those that
 * people put into Chinese forms: full-width digits, separators, units, words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/decimal.h"

static struct arena a;

static void strict(const char *text, int64_t want)
{
	int64_t v = 77;
	struct err e;

	assert_int_equal(decimal_parse(str_c(text), &v, &e), RC_OK);
	assert_int_equal(v, want);
}

static void strict_bad(const char *text, enum msgid msg)
{
	int64_t v = 77;
	struct err e;

	assert_int_equal(decimal_parse(str_c(text), &v, &e), RC_INVALID);
	assert_int_equal(e.msg, msg);
	assert_int_equal(v, 77);
}

static void test_strict(void **state)
{
	(void)state;
	strict("0", 0);
	strict("-0", 0);
	strict("5200.5", 5200500000);
	strict("0.000001", 1);
	strict("-0.000001", -1);
	strict("1.0000000000", 1000000);
	strict("1e3", 1000000000);
	strict("1.5E-2", 15000);
	strict("1e-6", 1);
	strict("0e99", 0);
	strict("100200", 100200000000);
	strict("999999999999.999999", DECIMAL_MAX);
	strict_bad("1000000000000", MSG_DECIMAL_RANGE);
	strict_bad("99999999999999999999999999999999", MSG_DECIMAL_RANGE);
	strict_bad("1e400", MSG_DECIMAL_RANGE);
	strict_bad("0.0000001", MSG_DECIMAL_PLACES);
	strict_bad("1e-7", MSG_DECIMAL_PLACES);
	strict_bad("1.0000001", MSG_DECIMAL_PLACES);
	static const char *const bad[] = {"", "-", "+1", ".5", "5.", "01", "1,000", " 1", "1 ",
	        "0x10", "NaN", "1e", "1e+", "--1", "１"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		strict_bad(bad[i], MSG_NUMBER_BAD);
}

static void typed(struct str text, const char *want, enum decimal_notice notice)
{
	enum decimal_notice got = DECIMAL_AS_TYPED;
	int64_t v = 77;
	struct err e;
	enum rc rc = decimal_parse_text(&a, text, &v, &got, &e);

	if (!want) {
		assert_int_equal(rc, RC_INVALID);
		assert_int_equal(v, 77);
		return;
	}
	assert_int_equal(rc, RC_OK);
	assert_true(str_eqc(decimal_str(&a, v), want));
	assert_int_equal(got, notice);
}

static void test_typed(void **state)
{
	static const struct {
		const char *text, *want;
	} table[] = {{"103", "103"}, {"１０３", "103"}, {" 103 ", "103"}, {"1,234.56", "1234.56"},
	        {"1，234.56", "1234.56"}, {"12,34", NULL}, {"1 234", NULL}, {"0", "0"}, {"-0", "0"},
	        {"", NULL}, {"-", NULL}, {"无", NULL}, {"/", NULL}, {"约3000", NULL},
	        {"3000万元", NULL}, {"0.3亿", NULL}, {"3000.", "3000"}, {".5", "0.5"},
	        {"1e3", NULL}, {"1E+3", NULL}, {"0x10", NULL}, {"010", "10"}, {"NaN", NULL},
	        {"Infinity", NULL}, {"-5", "-5"}, {"999999999999999999999", NULL}, {"0.1", "0.1"},
	        {"99.995", "99.995"}, {"2000.00", "2000"}, {"1999.999", "1999.999"}, {"三千", NULL},
	        {"壹仟", NULL}, {"3000元", NULL}, {"¥3000", NULL}, {"１，２３４．５６", "1234.56"},
	        {"1.234,56", NULL}, {"1．5", "1.5"}, {"1。5", NULL}, {"\xd9\xa3", NULL},
	        {"1\xe2\x80\x8b"
	         "0",
	                NULL},
	        {"\xef\xbb\xbf"
	         "10",
	                "10"},
	        {"10\xc2\xa0", "10"}, {"10\n", "10"}, {"　10　", "10"}, {"1,234,567", "1234567"},
	        {"1234,567", NULL}, {",123", NULL}, {"1,,234", NULL}, {"1,234.5,6", NULL},
	        {"+5", "5"}, {"．", NULL}, {"%", NULL}, {"1.0000001", NULL}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		typed(str_c(table[i].text), table[i].want, DECIMAL_AS_TYPED);
	typed(STR("3000万"), "30000000", DECIMAL_WAN);
	typed(STR("３％"), "0.03", DECIMAL_PERCENT);
	typed(STR("300%"), "3", DECIMAL_PERCENT);
	typed(STR("0.00001%"), NULL, DECIMAL_PERCENT);
	typed(STR("10\0"), NULL, DECIMAL_AS_TYPED);
}

static void test_format(void **state)
{
	int64_t v, back;
	struct err e;

	(void)state;
	assert_true(str_eqc(decimal_grouped(&a, 1234567500000), "1,234,567.5"));
	assert_true(str_eqc(decimal_grouped(&a, -123456000000), "-123,456"));
	assert_true(str_eqc(decimal_grouped(&a, 999000000), "999"));
	assert_true(str_eqc(decimal_str(&a, -DECIMAL_MAX), "-999999999999.999999"));
	for (v = -1100003; v < 1100003; v += 997) {
		assert_int_equal(decimal_parse(decimal_str(&a, v), &back, &e), RC_OK);
		assert_int_equal(back, v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_strict),
	        cmocka_unit_test(test_typed), cmocka_unit_test(test_format)};

	arena_init(&a, 0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&a);
	return failed;
}
