/* Exactness: thresholds met to the last digit, comparison beyond 128-bit products, rounding for
 * people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/decimal.h"
#include "domain/ratio.h"

#define BIG ((i128)1 << 126)

static struct arena a;

static struct ratio of(i128 n, i128 d)
{
	return (struct ratio){n, d};
}

static void shows(struct ratio r, const char *fraction, const char *percent)
{
	struct buf b;

	buf_init(&b, &a, 200);
	ratio_put(&b, r);
	assert_true(str_eqc(buf_view(&b), fraction));
	buf_init(&b, &a, 200);
	ratio_put_percent(&b, r);
	assert_true(str_eqc(buf_view(&b), percent));
}

static void test_compare(void **state)
{
	(void)state;
	/* 30 of 1000 is 3 %; a millionth less is not */
	assert_int_equal(ratio_cmp(of(30, 1000), of(3, 100)), 0);
	assert_int_equal(ratio_cmp(of(29999999, 1000000000), of(3, 100)), -1);
	assert_int_equal(ratio_cmp(of(-1, 3), of(1, 3)), -1);
	/* products that do not fit */
	assert_int_equal(ratio_cmp(of(BIG, BIG - 1), of(BIG - 1, BIG - 2)), -1);
	assert_int_equal(ratio_cmp(of(BIG - 1, BIG - 2), of(BIG, BIG - 1)), 1);
	assert_int_equal(ratio_cmp(of(BIG, 3), of(BIG, 3)), 0);
	assert_int_equal(ratio_cmp(of(-BIG, BIG - 1), of(-BIG + 1, BIG - 2)), 1);
	assert_int_equal(ratio_cmp(of(2 * (BIG / 2), BIG), of(BIG - 1, BIG - 1)), 0);
	assert_int_equal(ratio_cmp(of(-BIG, 7), of(BIG, 5)), -1);
}

static void test_arithmetic(void **state)
{
	struct ratio r = {77, 1};
	int64_t v;

	(void)state;
	assert_true(ratio_add(of(1, 10), of(2, 10), &r));
	assert_int_equal(ratio_cmp(r, of(3, 10)), 0);
	assert_true(ratio_div(of(1, 3), of(-2, 3), &r));
	assert_true(r.den > 0);
	assert_int_equal(ratio_cmp(r, of(-1, 2)), 0);
	r = of(77, 1);
	assert_false(ratio_div(of(1, 3), of(0, 5), &r));
	assert_false(ratio_mul(of(BIG - 1, 1), of(BIG - 1, 1), &r));
	assert_false(ratio_add(of(BIG, 1), of(BIG, 1), &r));
	assert_true(r.num == 77);
	/* fits only after reducing */
	assert_true(ratio_mul(of(BIG, 3), of(3, BIG), &r));
	assert_int_equal(ratio_cmp(r, of(1, 1)), 0);
	assert_true(ratio_to_decimal_down(of(-1, 3), &v));
	assert_int_equal(v, -333334);
	assert_true(ratio_to_decimal_up(of(1, 3), &v));
	assert_int_equal(v, 333334);
	assert_true(ratio_to_decimal_up(of(1, 2), &v));
	assert_int_equal(v, 500000);
	assert_false(ratio_to_decimal_up(of(BIG, 1), &v));
	assert_int_equal(ratio_cmp(ratio_floor(of(-7, 2)), of(-4, 1)), 0);
	assert_int_equal(ratio_cmp(ratio_ceil(of(-7, 2)), of(-3, 1)), 0);
	assert_int_equal(ratio_cmp(ratio_ceil(of(6, 3)), of(2, 1)), 0);
}

static void test_text(void **state)
{
	(void)state;
	shows(of(312000000, 5200000000), "3/50", "6.00");
	shows(of(-5, 20), "-1/4", "-25.00");
	shows(of(0, 9), "0", "0.00");
	shows(of(8, 4), "2", "200.00");
	shows(of(1, 3), "1/3", "33.33");
	shows(of(2, 3), "2/3", "66.67");
	shows(of(1, 800), "1/800", "0.13"); /* 0.125: halves away from zero */
	shows(of(-1, 800), "-1/800", "-0.13");
	shows(of(-1, 1000000), "-1/1000000", "0.00");
	shows(of(49999, 1000000), "49999/1000000", "5.00"); /* shown 5.00, and still below 5 % */
	shows(of(BIG - 1, BIG),
	        "85070591730234615865843651857942052863/"
	        "85070591730234615865843651857942052864",
	        "100.00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_compare),
	        cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_text)};

	arena_init(&a, 0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&a);
	return failed;
}
