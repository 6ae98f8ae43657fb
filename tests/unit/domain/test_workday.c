/* Working days against the day-by-day calendar 2020-2026, windows over the long holidays, and years
 * that nobody has published. */
#include "../check.h"

#include "base/embedded.h"
#include "base/reftable.h"
#include "domain/workday.h"

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

static struct date day(const char *text)
{
	struct date d;

	assert_true(date_parse(str_c(text), &d));
	return d;
}

static void test_every_day(void **state)
{
	static const char *const columns[] = {"date", "is_working_day", "kind"};
	static const char *const kinds[DAY__MAX] = {[DAY_WEEKDAY] = "weekday",
	        [DAY_WEEKEND] = "weekend",
	        [DAY_HOLIDAY] = "holiday",
	        [DAY_MAKEUP] = "makeup_workday"};
	struct arena *a = *state;
	struct calendar c = load(a);
	struct reftable t;
	struct err e;
	struct date before = {0};
	int64_t n;

	assert_rc(reftable_parse(a,
	                  test_file(a, "tests/data/holidays/cn_working_day_calendar_2020_2026.csv"),
	                  columns, 3, &t, &e),
	        RC_OK);
	assert_int_equal(t.n, 2557);
	for (size_t i = 0; i < t.n; i++) {
		struct date d = day(str_cstr(a, reftable_cell(&t, i, 0)));
		enum day_kind k = calendar_kind(&c, d, NULL);
		bool works = str_eqc(reftable_cell(&t, i, 1), "1");
		if (!str_eqc(reftable_cell(&t, i, 2), kinds[k]) || day_kind_works(k) != works)
			fail_msg("line %zu: %s", t.line[i], kinds[k]);
		if (!works)
			continue;
		/* One working day on from each working day is the next one in the file, and back.
		 */
		struct date next;
		if (!date_is_none(before)) {
			assert_rc(workday_add(&c, before, 1, false, &next, NULL, &e), RC_OK);
			assert_int_equal(date_cmp(next, d), 0);
			assert_rc(workday_add(&c, d, -1, false, &next, NULL, &e), RC_OK);
			assert_int_equal(date_cmp(next, before), 0);
		}
		before = d;
	}
	/* By year, as the notices' summaries say. */
	static const int64_t per_year[] = {249, 250, 249, 249, 251, 248, 248};
	for (int y = 2020; y <= 2026; y++) {
		struct date first = {(int16_t)y, 1, 1}, last = {(int16_t)y, 12, 31};
		assert_rc(workday_between(&c, first, last, false, &n, NULL, &e), RC_OK);
		assert_int_equal(n, per_year[y - 2020]);
	}
	/* Between any two days of three years: as many as a walk finds. */
	for (struct date first = {2022, 9, 1}; first.y < 2023; first = date_add(first, 1)) {
		int64_t walked = 0;
		for (struct date last = first; last.y < 2025; last = date_add(last, 1)) {
			walked += day_kind_works(calendar_kind(&c, last, NULL));
			assert_rc(workday_between(&c, first, last, false, &n, NULL, &e), RC_OK);
			assert_int_equal(n, walked);
		}
		assert_rc(workday_between(&c, first, date_add(first, -1), false, &n, NULL, &e), RC_OK);
		assert_int_equal(n, 0);
	}
	assert_rc(workday_between(&c, (struct date){2018, 12, 1}, (struct date){2030, 1, 1}, false, &n, NULL, &e), RC_DATA);
}

static void test_windows(void **state)
{
	static const struct {
		const char *from;
		struct term term;
		const char *first, *last;
	} cases[] = {
	        /* A plain week. */
	        {"2023-02-20", {.n = 5, .kind = TERM_WORKING}, "2023-02-21", "2023-02-27"},
	        {"2023-02-20", {.n = 5, .kind = TERM_CALENDAR}, "2023-02-21", "2023-02-27"},
	        {"2023-02-20", {.n = 5, .kind = TERM_CALENDAR, .no_extend = true}, "2023-02-21",
	                "2023-02-25"},
	        {"2023-02-20", {.n = 1, .kind = TERM_WORKING, .start_same_day = true}, "2023-02-20",
	                "2023-02-20"},
	        /* 国庆 2023: 09-29 … 10-06 off, 10-07 and 10-08 (weekend) worked. */
	        {"2023-09-25", {.n = 5, .kind = TERM_CALENDAR}, "2023-09-26", "2023-10-07"},
	        {"2023-09-28", {.n = 2, .kind = TERM_WORKING}, "2023-10-07", "2023-10-08"},
	        {"2023-09-29", {.n = 1, .kind = TERM_WORKING, .start_same_day = true}, "2023-10-07",
	                "2023-10-07"},
	        {"2023-09-29", {.n = 1, .kind = TERM_CALENDAR, .start_same_day = true},
	                "2023-09-29", "2023-10-07"},
	        /* 春节 2023: 01-21 … 01-27 off, 01-28 and 01-29 (weekend) worked. */
	        {"2023-01-19", {.n = 10, .kind = TERM_WORKING}, "2023-01-20", "2023-02-07"},
	        {"2023-01-20", {.n = 5, .kind = TERM_CALENDAR}, "2023-01-21", "2023-01-28"},
	        /* Starts on a day off, ends over the turn of a year. */
	        {"2022-12-30", {.n = 1, .kind = TERM_WORKING}, "2023-01-03", "2023-01-03"},
	        {"2024-02-28", {.n = 2, .kind = TERM_CALENDAR}, "2024-02-29", "2024-03-01"},
	};
	struct calendar c = load(*state);
	struct window w;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_rc(workday_window(&c, day(cases[i].from), &cases[i].term, false, &w, &e),
		        RC_OK);
		assert_str(date_str(*state, w.first), cases[i].first);
		assert_str(date_str(*state, w.last), cases[i].last);
		assert_false(w.provisional);
		assert_str(date_str(*state, date_of_instant(w.closes - 1)), cases[i].last);
		assert_str(str_sub(instant_str(*state, w.closes - 1000), 11, 8), "23:59:59");
	}
}

static void test_unpublished_year(void **state)
{
	struct term five = {.n = 5, .kind = TERM_CALENDAR},
	            open = {.n = 5, .kind = TERM_CALENDAR, .no_extend = true};
	struct calendar c = load(*state);
	struct window w = {.closes = 77};
	struct date d = {1, 1, 1};
	bool provisional = false;
	struct err e;

	assert_rc(workday_add(&c, day("2026-12-31"), 1, false, &d, NULL, &e), RC_DATA);
	assert_int_equal(e.msg, MSG_CALENDAR_UNKNOWN);
	assert_string_equal(e.arg[0], "2027");
	assert_int_equal(d.y, 1);
	assert_rc(workday_add(&c, day("2020-01-02"), -1, false, &d, NULL, &e), RC_DATA);
	assert_string_equal(e.arg[0], "2019");
	assert_rc(workday_window(&c, day("2026-12-28"), &five, false, &w, &e), RC_DATA);
	assert_int_equal(w.closes, 77);
	/* Weekends only: 2027-01-02 is a Saturday. */
	assert_rc(workday_window(&c, day("2026-12-28"), &five, true, &w, &e), RC_OK);
	assert_str(date_str(*state, w.last), "2027-01-04");
	assert_true(w.provisional);
	/* Nothing asks whether the last day is a day off: no calendar is needed. */
	assert_rc(workday_window(&c, day("2026-12-28"), &open, false, &w, &e), RC_OK);
	assert_false(w.provisional);
	/* The day before an unknown year is enough when the year is not reached. */
	assert_rc(workday_add(&c, day("2019-12-31"), 1, true, &d, &provisional, &e), RC_OK);
	assert_str(date_str(*state, d), "2020-01-02");
	assert_false(provisional);
}

static void test_limits(void **state)
{
	struct calendar none;
	struct window w;
	struct date d;
	struct err e;
	static const int64_t bad[] = {0, -1, WORKDAY_MAX_DAYS + 1, INT64_MAX, INT64_MIN};

	assert_rc(calendar_build(*state, NULL, 0, &none, &e), RC_OK);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_rc(workday_window(&none, day("2023-01-01"), &(struct term){.n = bad[i]},
		                  true, &w, &e),
		        RC_INVALID);
	assert_rc(workday_add(&none, day("2023-01-01"), INT64_MIN, true, &d, NULL, &e), RC_INVALID);
	assert_rc(workday_add(&none, day("2199-12-31"), 1, true, &d, NULL, &e), RC_INVALID);
	assert_rc(workday_add(&none, day("1900-01-01"), -1, true, &d, NULL, &e), RC_INVALID);
	assert_rc(workday_window(&none, day("2199-12-30"),
	                  &(struct term){.n = 5, .no_extend = true}, true, &w, &e),
	        RC_INVALID);
	assert_rc(
	        workday_add(&none, (struct date){2023, 2, 30}, 1, true, &d, NULL, &e), RC_INVALID);
	assert_rc(workday_add(&none, day("2023-01-01"), 0, false, &d, NULL, &e), RC_OK);
	assert_str(date_str(*state, d), "2023-01-01");
}

static void test_bad_rows(void **state)
{
	static const char *const bad[] = {
	        "year,date,type,name\n2023,2023-02-30,holiday,x\n",
	        "year,date,type,name\n2023,2023-02-03,feast,x\n",
	        "year,date,type,name\n23,2023-02-03,holiday,x\n",
	};
	struct calendar_row twice[] = {{.year = 2023, .date = {2023, 1, 1}},
	        {.year = 2024, .date = {2023, 1, 1}, .works = true}};
	struct calendar_row *rows;
	struct calendar c;
	struct err e;
	size_t n;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_rc(calendar_rows_parse(*state, str_c(bad[i]), &rows, &n, &e), RC_DATA);
	assert_rc(calendar_build(*state, twice, 2, &c, &e), RC_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_every_day),
	        TEST(test_windows),
	        TEST(test_unpublished_year),
	        TEST(test_limits),
	        TEST(test_bad_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
