/* Frozen lists are their bytes; a window's days are counted as the law counts them; objections hold back
 * one enterprise. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/publicity.h"

#define M ((int64_t)1000000)

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

static void test_canonical_bytes(void **state)
{
	struct arena *a = *state;
	const struct list_entry v[] = {
		{1, STR("甲公司"), STR("91130102MA07XXXX01"), STR("石家庄市桥西区"), true, 78 * M},
		{2, STR("乙公司"), STR("91130702MA07XXXX02"), STR("张家口市桥西区"), false,
			60 * M + M / 2},
	};

	assert_str(list_canonical(a, LIST_PUBLIC, v, 2),
		"1\t甲公司\t91130102MA07XXXX01\t石家庄市桥西区\n"
		"2\t乙公司\t91130702MA07XXXX02\t张家口市桥西区\n");
	assert_str(list_canonical(a, LIST_SUMMARY, v, 2),
		"1\t甲公司\t91130102MA07XXXX01\t石家庄市桥西区\t是\t78\n"
		"2\t乙公司\t91130702MA07XXXX02\t张家口市桥西区\t否\t60.5\n");
	assert_str(list_canonical(a, LIST_PUBLIC, v, 0), "");
}

static void test_hash_depends_on_everything_shown(void **state)
{
	struct arena *a = *state;
	struct list_entry v[2] = {{1, STR("甲"), STR("A"), STR("X"), false, 60 * M},
		{2, STR("乙"), STR("B"), STR("X"), false, 60 * M}};
	struct hash full = list_hash(a, LIST_SUMMARY, v, 2), open = list_hash(a, LIST_PUBLIC, v, 2);
	struct list_entry swapped[2] = {v[1], v[0]};

	assert_false(hash_eq(full, list_hash(a, LIST_SUMMARY, swapped, 2)));
	assert_false(hash_eq(full, list_hash(a, LIST_SUMMARY, v, 1)));
	v[1].score = 61 * M;
	assert_false(hash_eq(full, list_hash(a, LIST_SUMMARY, v, 2)));
	assert_true(hash_eq(open, list_hash(a, LIST_PUBLIC, v, 2))); /* the public does not read scores */
	v[1].area = STR("Y");
	assert_false(hash_eq(open, list_hash(a, LIST_PUBLIC, v, 2)));
	v[1].application_id = 99; /* no part of the list */
	struct hash now = list_hash(a, LIST_PUBLIC, v, 2);
	v[1].application_id = 2;
	assert_true(hash_eq(now, list_hash(a, LIST_PUBLIC, v, 2)));
}

static void test_score_as_printed(void **state)
{
	struct arena *a = *state;

	assert_str(list_score(a, 100 * M), "100");
	assert_str(list_score(a, 0), "0");
	assert_str(list_score(a, 61 * M + 250000), "61.25");
	assert_str(list_yes_no(true), "是");
	assert_str(list_yes_no(false), "否");
}

/* Posted on a day, five calendar days from the next one on, as a city would see it. */
static const struct {
	const char *posted, *first, *last;
	int64_t total;
	bool extended;
} windows[] = {
	{"2023-02-06", "2023-02-07", "2023-02-13", 7, true},  /* Sat 11 → Mon 13 */
	{"2023-02-08", "2023-02-09", "2023-02-13", 5, false}, /* ends on a Monday */
	{"2023-09-25", "2023-09-26", "2023-10-07", 12, true}, /* 国庆: 09-29 … 10-06 off, 10-07 worked */
	{"2023-01-18", "2023-01-19", "2023-01-28", 10, true}, /* 春节: 01-21 … 01-27 off, Sat 28 worked */
	{"2023-04-27", "2023-04-28", "2023-05-04", 7, true},  /* 五一 until 05-03 */
	{"2023-06-19", "2023-06-20", "2023-06-25", 6, true},  /* 端午: Sun 25 is worked */
};

static void test_windows_over_holidays(void **state)
{
	struct arena *a = *state;
	struct calendar c = load(a);
	struct term t = {.n = 5, .kind = TERM_CALENDAR};
	struct window w;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(windows); i++) {
		assert_rc(workday_window(&c, day(windows[i].posted), &t, false, &w, &e), RC_OK);
		assert_str(date_str(a, w.first), windows[i].first);
		assert_str(date_str(a, w.last), windows[i].last);
		assert_int_equal(w.closes, instant_day_end(day(windows[i].last)));
		struct publicity_clock k = publicity_clock(&c, &w, &t, w.first);
		assert_int_equal(k.day, 1);
		assert_int_equal(k.total, windows[i].total);
		assert_int_equal(k.extended, windows[i].extended);
		assert_int_equal(publicity_clock(&c, &w, &t, day(windows[i].posted)).day, 0);
		assert_int_equal(publicity_clock(&c, &w, &t, w.last).day, windows[i].total);
		assert_int_equal(
			publicity_clock(&c, &w, &t, date_add(w.last, 9)).day, windows[i].total);
	}
}

static void test_working_days_over_the_national_holiday(void **state)
{
	struct arena *a = *state;
	struct calendar c = load(a);
	struct term t = {.n = 10, .kind = TERM_WORKING};
	struct window w;
	struct err e;

	assert_rc(workday_window(&c, day("2023-09-25"), &t, false, &w, &e), RC_OK);
	assert_str(date_str(a, w.first), "2023-09-26");
	assert_str(date_str(a, w.last), "2023-10-13"); /* 26 27 28 | 7 8 9 10 11 12 13 */
	assert_int_equal(publicity_clock(&c, &w, &t, day("2023-10-03")).day, 3);
	assert_int_equal(publicity_clock(&c, &w, &t, day("2023-10-08")).day, 5);
	assert_int_equal(publicity_clock(&c, &w, &t, day("2023-10-13")).day, 10);
	assert_int_equal(publicity_clock(&c, &w, &t, day("2023-10-13")).total, 10);
	assert_false(publicity_clock(&c, &w, &t, day("2023-10-13")).extended);
}

static void test_year_without_calendar(void **state)
{
	struct arena *a = *state;
	struct calendar c = load(a);
	struct term t = {.n = 5, .kind = TERM_CALENDAR};
	struct window w;
	struct err e;

	assert_rc(workday_window(&c, day("2031-03-03"), &t, false, &w, &e), RC_DATA);
	assert_rc(workday_window(&c, day("2031-03-03"), &t, true, &w, &e), RC_OK);
	assert_true(w.provisional);
	(void)a;
}

static void test_objection_moves(void **state)
{
	static const struct {
		enum objection_state from, to;
	} fine[] = {{OBJECTION_RECEIVED, OBJECTION_ACCEPTED}, {OBJECTION_RECEIVED, OBJECTION_REJECTED},
		{OBJECTION_ACCEPTED, OBJECTION_CLEARED}, {OBJECTION_ACCEPTED, OBJECTION_UPHELD}};

	for (int from = 0; from < OBJECTION__MAX; from++) {
		for (int to = 0; to < OBJECTION__MAX; to++) {
			bool want = false;
			for (size_t i = 0; i < ARRAY_LEN(fine); i++)
				want = want || ((int)fine[i].from == from && (int)fine[i].to == to);
			assert_int_equal(objection_may((enum objection_state)from,
						 (enum objection_state)to),
				want);
		}
		enum objection_state back;
		assert_true(objection_parse(
			str_c(objection_code((enum objection_state)from)), &back));
		assert_int_equal(back, from);
		assert_true(objection_word((enum objection_state)from)[0] != 0);
	}
	enum objection_state s;
	assert_false(objection_parse(STR("lost"), &s));
	assert_true(objection_open(OBJECTION_RECEIVED));
	assert_true(objection_open(OBJECTION_ACCEPTED));
	assert_false(objection_open(OBJECTION_REJECTED));
	assert_false(objection_open(OBJECTION_CLEARED));
	assert_false(objection_open(OBJECTION_UPHELD));
	(void)state;
}

static void test_verdicts(void **state)
{
	const enum objection_state none[] = {OBJECTION_REJECTED, OBJECTION_CLEARED},
				   some[] = {OBJECTION_CLEARED, OBJECTION_ACCEPTED},
				   bad[] = {OBJECTION_RECEIVED, OBJECTION_UPHELD};

	assert_int_equal(objections_verdict(NULL, 0), OBJECTIONS_NONE);
	assert_int_equal(objections_verdict(none, 2), OBJECTIONS_NONE);
	assert_int_equal(objections_verdict(some, 2), OBJECTIONS_PENDING);
	assert_int_equal(objections_verdict(bad, 2), OBJECTIONS_UPHELD);
	(void)state;
}

static void test_who_objects(void **state)
{
	static const char *const fine[] = {"11010519491231002X", "91350100M000100Y43"};
	static const char *const wrong[] = {"", "110105194912310021", "110105194913310021", "110105194902300047", "1101051949123100",
		"11010519491231002x", "abc", "9135010OM000100Y43"};

	for (size_t i = 0; i < ARRAY_LEN(fine); i++)
		assert_true(person_code_valid(str_c(fine[i])));
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(person_code_valid(str_c(wrong[i])));
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_canonical_bytes),
		TEST(test_hash_depends_on_everything_shown),
		TEST(test_score_as_printed),
		TEST(test_windows_over_holidays),
		TEST(test_working_days_over_the_national_holiday),
		TEST(test_year_without_calendar),
		TEST(test_objection_moves),
		TEST(test_verdicts),
		TEST(test_who_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
