/* Dates and instants: every day of three centuries, legal days of UTC+8, and what people type. */
#include "../check.h"

#include "base/time.h"

static void test_every_day(void **state)
{
	struct date d = {1900, 1, 1}, last = {2199, 12, 31};
	int64_t days = date_days(d);
	int weekday = 1; /* 1900-01-01 was a Monday */

	(void)state;
	for (; date_cmp(d, last) <= 0; d = date_add(d, 1)) {
		if (!date_valid(d) || date_days(d) != days || date_weekday(d) != weekday)
			fail_msg("%d-%d-%d", d.y, d.m, d.d);
		struct date next = date_add(d, 1);
		assert_true(next.d == d.d + 1 ||
		            (next.d == 1 && date_cmp(d, date_month_end(d.y, d.m)) == 0));
		days++;
		weekday = weekday % 7 + 1;
	}
	assert_int_equal(date_days((struct date){1970, 1, 1}), 0);
	assert_int_equal(date_days((struct date){2000, 3, 1}), 11017);
}

static void test_parse(void **state)
{
	static const char *const bad[] = {"", "2023-2-7", "2023-02-30", "2023-00-01", "2023-13-01",
	        "2023-02-00", "1899-12-31", "2200-01-01", "2023/02/07", "2023-02-07 ", "20230207",
	        "２０２３-02-07", "2023-02-0x", "2100-02-29"};
	struct date d = {9, 9, 9};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (date_parse(str_c(bad[i]), &d) || d.y != 9)
			fail_msg("taken: %s", bad[i]);
	assert_true(date_parse(STR("2024-02-29"), &d));
	assert_str(date_str(*state, d), "2024-02-29");
	assert_str(date_prose(*state, (struct date){2023, 2, 7}), "2023年2月7日");
	assert_str(date_str(*state, (struct date){0}), "");
	assert_str(date_prose(*state, (struct date){0}), "");
}

static void test_loose(void **state)
{
	static const char *const good[] = {"2023-02-07", "2023-2-7", "2023/02/07", "2023.2.7",
	        "2023年2月7日", "20230207", "２０２３年２月７日", " 2023-2-7 ", "2023 2 7",
	        "2023．2．7", "2023年02月07", "２０２３０２０７"};
	static const char *const bad[] = {"", "2023-2", "2023-2-30", "07/02/2023", "23-2-7",
	        "2023-2-7-1", "2023-02-07T10", "2023-1-1 10:00", "二〇二三年二月七日", "202302",
	        "2023020", "2023-002-7", "20230230", "x2023-2-7", "12023-2-7", "2023-2-7\xff",
	        "2023                              2       7"};
	struct date d;

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		if (!date_parse_loose(str_c(good[i]), &d))
			fail_msg("refused: %s", good[i]);
		assert_str(date_str(*state, d), "2023-02-07");
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (date_parse_loose(str_c(bad[i]), &d))
			fail_msg("taken: %s", bad[i]);
}

static void test_months_and_years(void **state)
{
	static const struct {
		struct date from;
		int months;
		const char *want;
	} cases[] = {{{2023, 1, 31}, 1, "2023-02-28"}, {{2024, 1, 31}, 1, "2024-02-29"},
	        {{2023, 12, 15}, 1, "2024-01-15"}, {{2023, 1, 15}, -1, "2022-12-15"},
	        {{2023, 3, 31}, -13, "2022-02-28"}, {{2023, 11, 30}, 3, "2024-02-29"},
	        {{2023, 5, 5}, 0, "2023-05-05"}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(date_str(*state, date_add_months(cases[i].from, cases[i].months)),
		        cases[i].want);
	assert_str(date_str(*state, date_add_years((struct date){2024, 2, 29}, 3)), "2027-02-28");
	assert_str(date_str(*state, date_add_years((struct date){2024, 2, 29}, 4)), "2028-02-29");
	assert_false(date_valid(date_add_months((struct date){1900, 1, 1}, -1900 * 12 - 5)));
}

/* 23:59:59 is in time, 00:00:00 is not: the day of China standard time. */
static void test_deadline_second(void **state)
{
	struct date d = {2023, 2, 27};
	int64_t end = instant_day_end(d), ms;

	assert_true(instant_parse(STR("2023-02-27T23:59:59+08:00"), &ms) && ms < end);
	assert_true(instant_parse(STR("2023-02-28T00:00:00+08:00"), &ms) && ms == end);
	assert_true(instant_parse(STR("2023-02-27T16:00:00Z"), &ms) && ms == end);
	assert_int_equal(date_cmp(date_of_instant(end - 1), d), 0);
	assert_int_equal(date_cmp(date_of_instant(end), date_add(d, 1)), 0);
	assert_int_equal(instant_day_start(d) + MS_PER_DAY, end);
	assert_str(instant_str(*state, end - 1), "2023-02-27T23:59:59+08:00");
	assert_str(instant_str(*state, -1), "1970-01-01T07:59:59+08:00");
	assert_int_equal(
	        date_cmp(date_of_instant(-CST_OFFSET_MS - 1), (struct date){1969, 12, 31}), 0);
}

static void test_instants(void **state)
{
	static const struct {
		const char *text, *same;
	} good[] = {{"2023-02-20", "2023-02-20T00:00:00+08:00"},
	        {"2023-02-20T09:00", "2023-02-20T09:00:00+08:00"},
	        {"2023-02-20 09:00:30", "2023-02-20T09:00:30+08:00"},
	        {"2023-02-20T01:00:00Z", "2023-02-20T09:00:00+08:00"},
	        {"2023-02-20T00:00:00-05:30", "2023-02-20T13:30:00+08:00"},
	        {"2023-02-20T01:00Z", "2023-02-20T09:00:00+08:00"},
	        {"2023-02-20T09:00:00.5", "2023-02-20T09:00:00+08:00"},
	        {"2023-02-20T09:00:00.123456789+08:00", "2023-02-20T09:00:00+08:00"}};
	static const char *const bad[] = {"", "2023-02-20T", "2023-02-20T9:00", "2023-02-20T24:00",
	        "2023-02-20T09:60", "2023-02-20T09:00:60", "2023-02-20T09:00:00+0800",
	        "2023-02-20T09:00:00+15:00", "2023-02-20T09:00:00+08:60", "2023-02-20T09:00:00.",
	        "2023-02-20T09:00:00.1234567890", "2023-02-30T09:00", "2023-02-20T09:00x",
	        "2023-02-20T09:00:00 ", "2023-02-20T09:00:00Z0"};
	int64_t ms;

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		if (!instant_parse(str_c(good[i].text), &ms))
			fail_msg("refused: %s", good[i].text);
		assert_str(instant_str(*state, ms), good[i].same);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (instant_parse(str_c(bad[i]), &ms))
			fail_msg("taken: %s", bad[i]);
	assert_true(instant_parse(STR("2023-02-20T09:00:00.250"), &ms) && ms % 1000 == 250);
	assert_true(instant_parse(STR("2023-02-20T01:00:00Z"), &ms) && ms == 1676854800000);
	assert_str(instant_human(*state, ms), "2023-02-20 09:00");
	assert_str(instant_http(*state, ms), "Mon, 20 Feb 2023 01:00:00 GMT");
	assert_str(instant_http(*state, instant_day_start((struct date){2024, 3, 1})),
	        "Thu, 29 Feb 2024 16:00:00 GMT");
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_every_day), TEST(test_parse), TEST(test_loose),
	        TEST(test_months_and_years), TEST(test_deadline_second), TEST(test_instants)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
