/* Numbers by pattern, check codes and document numbers. */
#include "../check.h"

#include "domain/serial.h"

static const struct serial_value values[] = {
        {"edition", STR_INIT("HBCX")},
        {"year", STR_INIT("2023")},
        {"batch", STR_INIT("1")},
        {"seq", STR_INIT("42")},
        {"word", STR_INIT("x1")},
};

static void formats(struct arena *a, const char *pattern, const char *want)
{
	struct str out;
	struct err e = {0};

	if (serial_format(a, str_c(pattern), values, ARRAY_LEN(values), &out, &e) != RC_OK)
		fail_msg("%s: %s", pattern, e.detail);
	assert_str(out, want);
}

static void test_format(void **state)
{
	formats(*state, "{edition}-{year}{batch:2}-{seq:5}", "HBCX-202301-00042");
	formats(*state, "冀创〔{year}〕{seq}号", "冀创〔2023〕42号");
	formats(*state, "{{{seq:2}}}", "{42}");
	formats(*state, "{seq:18}", "000000000000000042");
	formats(*state, "plain", "plain");
}

static void test_refusals(void **state)
{
	static const struct {
		const char *pattern;
		enum rc rc;
	} bad[] = {{"{seq", RC_DATA}, {"seq}", RC_DATA}, {"{}", RC_DATA}, {"{:3}", RC_DATA},
	        {"{seq:0}", RC_DATA}, {"{seq:19}", RC_DATA}, {"{seq:x}", RC_DATA},
	        {"{seq:}", RC_DATA}, {"{nobody}", RC_DATA}, {"{word:5}", RC_DATA}, {"", RC_DATA},
	        {"{seq:1}", RC_INVALID}, {"{year:3}", RC_INVALID}, {"{se{q}", RC_DATA}};
	struct str out = STR("untouched");
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_rc(serial_format(*state, str_c(bad[i].pattern), values, ARRAY_LEN(values),
		                  &out, &e),
		        bad[i].rc);
	char too_long[SERIAL_MAX + 2];
	memset(too_long, 'a', sizeof(too_long));
	assert_rc(serial_format(
	                  *state, (struct str){too_long, sizeof(too_long)}, values, 1, &out, &e),
	        RC_DATA);
	assert_str(out, "untouched");
}

static void test_pattern_check(void **state)
{
	static const char *const names[] = {"year", "seq"};
	struct err e;

	(void)state;
	assert_rc(serial_pattern_check(STR("A{year}{seq:5}"), names, 2, "seq", &e), RC_OK);
	assert_rc(serial_pattern_check(STR("A{year}"), names, 2, "seq", &e), RC_DATA);
	assert_rc(serial_pattern_check(STR("A{year}"), names, 2, NULL, &e), RC_OK);
	assert_rc(serial_pattern_check(STR("{batch}{seq}"), names, 2, "seq", &e), RC_DATA);
	assert_rc(serial_pattern_check(STR("{{seq}}"), names, 2, "seq", &e), RC_DATA);
	assert_rc(serial_pattern_check(STR(""), names, 2, NULL, &e), RC_DATA);
	assert_rc(serial_pattern_check(STR("\xff{seq}"), names, 2, "seq", &e), RC_DATA);
}

static void test_check_code(void **state)
{
	struct str key = STR("key-of-this-installation"), number = STR("冀创2023-00042");

	/* Computed with Python's hmac. */
	assert_str(serial_check_code(*state, key, number), "HHEST8PA");
	assert_true(serial_check_verify(key, number, STR("HHEST8PA")));
	assert_true(serial_check_verify(key, number, STR(" hhes-t8pa ")));
	assert_false(serial_check_verify(key, number, STR("HHEST8PB")));
	assert_false(serial_check_verify(key, number, STR("HHEST8P")));
	assert_false(serial_check_verify(key, number, STR("HHEST8PAA")));
	assert_false(serial_check_verify(key, number, STR("")));
	assert_false(serial_check_verify(key, STR("冀创2023-00043"), STR("HHEST8PA")));
	assert_false(serial_check_verify(STR("another"), number, STR("HHEST8PA")));
	/* O for 0, I and L for 1: find a number whose code has both. */
	for (int i = 0;; i++) {
		struct str n = str_i64(*state, i), code = serial_check_code(*state, key, n);
		char typed[SERIAL_CHECK_LEN];
		assert_true(i < 10000);
		if (!str_has(code, STR("0")) || !str_has(code, STR("1")))
			continue;
		for (size_t k = 0; k < SERIAL_CHECK_LEN; k++)
			typed[k] = code.p[k] == '0'   ? 'o'
			           : code.p[k] == '1' ? (k % 2 ? 'I' : 'l')
			                              : code.p[k];
		assert_true(serial_check_verify(key, n, (struct str){typed, sizeof(typed)}));
		break;
	}
}

static void test_document_no(void **state)
{
	static const char *const same[] = {"冀工信企业函〔2023〕12号", "冀工信企业函[2023]12号",
	        " 冀工信企业函（２０２３）１２号 ", "冀工信企业函【2023】 第12号",
	        "冀工信企业函［2023］12 号", "冀工信企业函 〔 2023 〕 12号"};
	static const char *const bad[] = {"", "〔2023〕12号", "函〔23〕12号", "函〔2023〕012号",
	        "函〔2023〕号", "函〔2023〕12", "函2023]12号", "函〔2023 12号",
	        "函〔2023〕〔2024〕1号", "函〔1900〕1号", "函\xff〔2023〕1号", "函〔2023〕1-2号",
	        "函\u200b〔2023〕1号", "函〔2023〕第号"};
	struct str out;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		assert_rc(serial_document_no(*state, str_c(same[i]), &out, &e), RC_OK);
		assert_str(out, same[0]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (serial_document_no(*state, str_c(bad[i]), &out, &e) != RC_INVALID)
			fail_msg("taken: %s", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_format),
	        TEST(test_refusals),
	        TEST(test_pattern_check),
	        TEST(test_check_code),
	        TEST(test_document_no),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
