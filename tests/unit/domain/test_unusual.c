/* What stands out, on its edges. */
#include "../check.h"

#include "domain/unusual.h"

#define MIN_MS ((int64_t)60 * 1000)

static const struct calendar_row rows[] = {
	{2026, {2026, 10, 1}, false, STR_INIT("国庆节")}, {2026, {2026, 10, 10}, true, STR_INIT("国庆节")}};

static struct calendar cal_of(struct arena *a)
{
	struct calendar cal;
	struct err e;

	assert_rc(calendar_build(a, rows, ARRAY_LEN(rows), &cal, &e), RC_OK);
	return cal;
}

static int64_t at(const char *text)
{
	int64_t ms;

	assert_true(instant_parse(str_c(text), &ms));
	return ms;
}

static void test_hours_and_days(void **state)
{
	static const struct {
		const char *at;
		unsigned marks;
	} want[] = {{"2026-11-20T06:59:59+08:00", UNUSUAL_HOUR}, {"2026-11-20T07:00:00+08:00", 0},
		{"2026-11-20T20:59:59+08:00", 0}, {"2026-11-20T21:00:00+08:00", UNUSUAL_HOUR},
		{"2026-11-21T10:00:00+08:00", UNUSUAL_DAY}, {"2026-10-01T10:00:00+08:00", UNUSUAL_DAY},
		{"2026-10-10T10:00:00+08:00", 0}, {"2026-11-22T23:30:00+08:00", UNUSUAL_DAY | UNUSUAL_HOUR}};
	struct calendar cal = cal_of(*state);

	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		struct unusual_act act = {.at = at(want[i].at), .account_id = 1};
		unusual_mark(*state, &cal, &act, 1);
		assert_int_equal(act.marks, want[i].marks);
	}
}

static void test_quick(void **state)
{
	struct calendar cal = cal_of(*state);
	int64_t t = at("2026-11-20T10:00:00+08:00");
	struct unusual_act v[] = {{.at = t, .account_id = 1, .judged = true, .came_at = t - 5 * MIN_MS + 1},
		{.at = t, .account_id = 1, .judged = true, .came_at = t - 5 * MIN_MS},
		{.at = t, .account_id = 1, .judged = true}, {.at = t, .account_id = 1, .came_at = t - 1}};

	unusual_mark(*state, &cal, v, ARRAY_LEN(v));
	assert_int_equal(v[0].marks, UNUSUAL_QUICK);
	for (size_t i = 1; i < ARRAY_LEN(v); i++)
		assert_int_equal(v[i].marks, 0);
}

static void test_bulk(void **state)
{
	struct unusual_act v[2 * UNUSUAL_BULK_N + 2];
	struct calendar cal = cal_of(*state);
	int64_t t = at("2026-11-20T10:00:00+08:00");
	size_t n = ARRAY_LEN(v);

	/* Two people in turn; the second one slower by one act than the window allows. */
	for (size_t i = 0; i < n; i++)
		v[i] = (struct unusual_act){.at = t + (int64_t)(i / 2) * 31 * 1000, .account_id = i % 2 ? 7 : 3, .judged = true};
	for (size_t i = n / 2; i < n; i++)
		v[i].at += 3 * MIN_MS;
	unusual_mark(*state, &cal, v, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(v[i].marks, 0);
	for (size_t i = 0; i < n; i++) /* exactly as many as count, within exactly the time */
		v[i].at = t + (int64_t)(i / 2) * UNUSUAL_BULK_MS / (UNUSUAL_BULK_N - 1);
	unusual_mark(*state, &cal, v, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(v[i].marks, UNUSUAL_BULK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_hours_and_days), TEST(test_quick), TEST(test_bulk)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
