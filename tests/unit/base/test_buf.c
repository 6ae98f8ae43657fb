/* Buffers keep their maximum and say so once. */
#include "../check.h"

#include "base/buf.h"

static void test_append(void **state)
{
	struct buf b;

	buf_init(&b, *state, 1000);
	assert_str(buf_view(&b), "");
	assert_non_null(buf_view(&b).p);
	buf_lit(&b, "a");
	buf_ch(&b, 'b');
	buf_c(&b, "cd");
	buf_str(&b, str_none());
	buf_i64(&b, INT64_MIN);
	buf_i64(&b, 0);
	buf_printf(&b, "%s|%d", "x", 7);
	assert_str(buf_view(&b), "abcd-92233720368547758080x|7");
	assert_false(b.overflow);
}

static void test_maximum(void **state)
{
	struct buf b;

	buf_init(&b, *state, 10);
	buf_lit(&b, "0123456789");
	assert_false(b.overflow);
	buf_lit(&b, "");
	assert_false(b.overflow);
	buf_ch(&b, 'x');
	assert_true(b.overflow);
	assert_str(buf_view(&b), "0123456789");

	buf_init(&b, *state, 10);
	buf_lit(&b, "01234567");
	buf_printf(&b, "%d", 12345); /* all or nothing */
	assert_true(b.overflow);
	assert_str(buf_view(&b), "01234567");
	buf_put(&b, "x", SIZE_MAX);
	assert_str(buf_view(&b), "01234567");

	buf_init(&b, *state, 0);
	buf_ch(&b, 'x');
	assert_true(b.overflow && buf_view(&b).n == 0);
}

static void test_growth(void **state)
{
	struct buf b;

	buf_init(&b, *state, 1 << 20);
	for (int i = 0; i < 100000; i++)
		buf_i64(&b, i % 10);
	assert_int_equal(b.n, 100000);
	for (size_t i = 0; i < b.n; i++)
		assert_int_equal(b.p[i], '0' + (int)(i % 10));
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%05d", i);
	assert_str(str_sub(buf_view(&b), b.n - 5, 5), "00999");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_append), TEST(test_maximum), TEST(test_growth)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
