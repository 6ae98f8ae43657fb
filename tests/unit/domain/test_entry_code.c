/* Position 11: both boundaries from both sides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/entry_code.h"
#include "domain/serial.h"

static char code(const char *founded, const char *filed)
{
	struct date a = {0}, b = {0};

	(void)!date_parse(str_c(founded), &a);
	(void)!date_parse(str_c(filed), &b);
	return entry_code(a, b, 2025);
}

static void test_the_last_of_may_and_the_first_of_june(void **state)
{
	(void)state;
	assert_int_equal(code("2019-03-01", "2025-05-31"), '0');
	assert_int_equal(code("2019-03-01", "2025-06-01"), 'A');
	assert_int_equal(code("2019-03-01", "2025-01-01"), '0');
	assert_int_equal(code("2019-03-01", "2025-12-31"), 'A');
}

static void test_the_turn_of_the_year_of_founding(void **state)
{
	(void)state;
	assert_int_equal(code("2024-12-31", "2025-05-31"), '0');
	assert_int_equal(code("2024-12-31", "2025-06-01"), 'A');
	assert_int_equal(code("2025-01-01", "2025-05-31"), 'B');
	assert_int_equal(code("2025-01-01", "2025-06-01"), 'B');
	assert_int_equal(code("2025-06-01", "2025-06-01"), 'B');
}

static void test_what_cannot_be_said(void **state)
{
	(void)state;
	assert_int_equal(code("", "2025-06-01"), 0);
	assert_int_equal(code("2019-03-01", ""), 0);
	assert_int_equal(code("2025-06-02", "2025-06-01"), 0);
}

/* The pattern of the editions makes 18 positions; the seventh digit of a sequence is refused, not cut. */
static void test_eighteen_positions(void **state)
{
	struct str pattern = STR("{year}{division:6}{entry_code}0{seq:6}"), out;
	struct serial_value v[] = {{"year", STR("2025")}, {"division", STR("130171")},
		{"entry_code", STR("A")}, {"seq", STR("42")}};
	struct arena a;
	struct err e;

	(void)state;
	arena_init(&a, 0);
	assert_int_equal(serial_format(&a, pattern, v, 4, &out, &e), RC_OK);
	assert_true(str_eqc(out, "2025130171A0000042"));
	assert_int_equal(out.n, 18);
	v[3].text = STR("999999");
	assert_int_equal(serial_format(&a, pattern, v, 4, &out, &e), RC_OK);
	v[3].text = STR("1000000");
	assert_int_equal(serial_format(&a, pattern, v, 4, &out, &e), RC_INVALID);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_last_of_may_and_the_first_of_june),
		cmocka_unit_test(test_the_turn_of_the_year_of_founding),
		cmocka_unit_test(test_what_cannot_be_said),
		cmocka_unit_test(test_eighteen_positions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
