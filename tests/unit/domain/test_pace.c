/* A stay begins the working day after; a quantile is a number of days that stays really took. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/pace.h"

static struct calendar load(struct arena *a)
{
	struct calendar_row *rows;
	struct calendar c;
	struct err e = {0};
	struct str csv;
	size_t n;

	assert_true(embedded_find(STR("sql/reference/holidays.csv"), &csv));
	assert_rc(calendar_rows_parse(a, csv, &rows, &n, &e), RC_OK);
	assert_rc(calendar_build(a, rows, n, &c, &e), RC_OK);
	return c;
}

static int64_t stay(const struct calendar *c, const char *from, const char *to)
{
	int64_t arrived, left, days = -1;
	struct err e = {0};

	assert_true(instant_parse(str_c(from), &arrived));
	assert_true(instant_parse(str_c(to), &left));
	assert_rc(pace_days(c, arrived, left, &days, &e), RC_OK);
	return days;
}

static void days_of_a_stay(void **state)
{
	struct calendar c = load(*state);

	assert_int_equal(stay(&c, "2023-02-06T09:00", "2023-02-06T17:00"), 0);
	assert_int_equal(stay(&c, "2023-02-06T09:00", "2023-02-07T08:00"), 1);
	assert_int_equal(stay(&c, "2023-02-10T17:00", "2023-02-13T09:00"), 1); /* over a weekend */
	assert_int_equal(stay(&c, "2023-01-20T09:00", "2023-01-28T09:00"), 1); /* 春节; the 28th is worked */
	assert_int_equal(stay(&c, "2023-02-10T17:00", "2023-02-12T09:00"), 0); /* left on a Sunday */
	assert_int_equal(stay(&c, "2023-02-10T17:00", "2023-02-01T09:00"), 0); /* clock set back */
	assert_int_equal(stay(&c, "2150-01-01T09:00", "2150-01-08T09:00"), 5); /* no calendar yet */
}

static void quantiles(void **state)
{
	static const struct pace_count v[] = {{0, 1}, {2, 4}, {3, 4}, {40, 1}};
	static const struct pace_count one[] = {{7, 1}};

	(void)state;
	assert_int_equal(pace_quantile(v, 4, 50), 2);
	assert_int_equal(pace_quantile(v, 4, 51), 3);
	assert_int_equal(pace_quantile(v, 4, 90), 3);
	assert_int_equal(pace_quantile(v, 4, 91), 40);
	assert_int_equal(pace_quantile(v, 4, 100), 40);
	assert_int_equal(pace_quantile(one, 1, 50), 7);
	assert_int_equal(pace_quantile(one, 1, 1), 7);
	assert_int_equal(pace_quantile(NULL, 0, 50), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(days_of_a_stay),
		TEST(quantiles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
