/* What holders owe each year: which window belongs to which year, and which figures ask for a word. */
#include "../check.h"

#include "domain/annual.h"

/* An edition with nothing but what the windows ask. */
static struct procedure edition(struct arena *a, const char *id, const char *from, const char *to, const char *annual)
{
	struct procedure p = {.id = str_c(id), .programme = STR("innovative"), .body = STR("body-1"),
		.legal_from = str_c(from), .legal_to = str_c(to)};
	struct json *j = NULL;
	struct err e = {0};

	assert_rc(json_parse(a, str_c(annual), &j, &e), RC_OK);
	p.json = j;
	return p;
}

#define WINDOW(rest)                                                                               \
	"{\"annual\":{\"explain_percent\":30,\"windows\":[{\"id\":\"update\",\"clause\":\"c\"," rest \
	"}]}}"

static struct annual_windows windows(
	struct arena *a, const struct procedure *const *list, size_t n, int64_t year)
{
	struct annual_windows out;
	struct err e = {0};

	assert_rc(annual_windows(a, list, n, year, &out, &e), RC_OK);
	return out;
}

static void a_window_belongs_to_the_years_it_names(void **state)
{
	struct arena *a = *state;
	struct procedure p = edition(a, "one", "2023-01-01", "",
		WINDOW("\"from\":2024,\"to\":2025,\"opens\":\"03-01\",\"closes\":\"04-30\",\"effect\":"
		       "\"recheck_lost\""));
	const struct procedure *const list[] = {&p};

	assert_int_equal(windows(a, list, 1, 2023).n, 0);
	assert_int_equal(windows(a, list, 1, 2026).n, 0);
	struct annual_windows w = windows(a, list, 1, 2024);
	assert_int_equal(w.n, 1);
	assert_int_equal(w.v[0].kind, ANNUAL_UPDATE);
	assert_true(w.v[0].recheck_lost);
	assert_str(w.v[0].holders, "innovative"); /* its own, where none is named */
	assert_int_equal(date_cmp(w.v[0].opens, (struct date){2024, 3, 1}), 0);
	assert_int_equal(date_cmp(w.v[0].closes, (struct date){2024, 4, 30}), 0);
}

/* The edition in force on the last day governs, also when it came into force while the window was open. */
static void a_new_rule_takes_the_window_that_ends_in_its_force(void **state)
{
	struct arena *a = *state;
	struct procedure old = edition(a, "old", "2022-08-01", "2026-03-31",
		WINDOW("\"opens\":\"03-01\",\"closes\":\"04-30\""));
	struct procedure new = edition(
		a, "new", "2026-04-01", "", WINDOW("\"opens\":\"03-01\",\"closes\":\"05-31\""));
	const struct procedure *const list[] = {&old, &new};

	struct annual_windows before = windows(a, list, 2, 2025), after = windows(a, list, 2, 2026);
	assert_int_equal(before.n, 1);
	assert_str(before.v[0].procedure->id, "old");
	assert_int_equal(after.n, 1);
	assert_str(after.v[0].procedure->id, "new");
	assert_int_equal(after.v[0].closes.m, 5);
}

static void another_programme_may_owe_it(void **state)
{
	struct arena *a = *state;
	struct procedure p = edition(a, "one", "2023-01-01", "",
		WINDOW("\"kind\":\"self_evaluation\",\"of\":\"specialised\",\"opens\":\"01-13\","
		       "\"closes\":\"06-30\",\"exempt\":[\"2022年第二批\"]"));
	const struct procedure *const list[] = {&p};
	struct annual_windows w = windows(a, list, 1, 2023);

	assert_int_equal(w.n, 1);
	assert_int_equal(w.v[0].kind, ANNUAL_SELF_EVALUATION);
	assert_str(w.v[0].holders, "specialised");
	assert_false(w.v[0].recheck_lost);
	assert_non_null(w.v[0].exempt);
}

static void what_is_wrong_is_named(void **state)
{
	static const char *const wrong[] = {
		WINDOW("\"opens\":\"04-30\",\"closes\":\"03-01\""), /* ends before it begins */
		WINDOW("\"opens\":\"02-30\",\"closes\":\"04-30\""), /* no such day */
		WINDOW("\"opens\":\"03-01\""),
		WINDOW("\"opens\":\"03-01\",\"closes\":\"04-30\",\"effect\":\"fine\""),
		WINDOW("\"opens\":\"03-01\",\"closes\":\"04-30\",\"kind\":\"other\""),
		WINDOW("\"opens\":\"03-01\",\"closes\":\"04-30\",\"exempt\":\"all\""),
		"{\"annual\":{\"windows\":[{\"id\":\"update\",\"opens\":\"03-01\",\"closes\":\"04-30\"}]}}",
		"{\"annual\":{\"windows\":{}}}",
		"{\"annual\":{\"explain_percent\":-1,\"windows\":[]}}",
		"{\"annual\":{\"explain_percent\":1001,\"windows\":[]}}",
	};
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct procedure p = edition(a, "one", "2023-01-01", "", wrong[i]);
		struct err e = {0};
		if (annual_check(a, &p, &e) != RC_DATA)
			fail_msg("accepted: %s", wrong[i]);
		assert_true(str_find(err_text(a, &e), STR("one")) < err_text(a, &e).n);
	}
	struct procedure none = edition(a, "one", "2023-01-01", "", "{}");
	assert_rc(annual_check(a, &none, &(struct err){0}), RC_OK);
	assert_int_equal(annual_explain_percent(&none), 0);
}

/* 29 February opens a window only in leap years; a procedure that says so is refused when it is loaded. */
static void days_are_those_of_the_year(void **state)
{
	struct arena *a = *state;
	struct procedure p =
		edition(a, "one", "2023-01-01", "", WINDOW("\"opens\":\"02-29\",\"closes\":\"04-30\""));
	const struct procedure *const list[] = {&p};
	struct annual_windows out;
	struct err e = {0};

	assert_int_equal(windows(a, list, 1, 2024).n, 1);
	assert_rc(annual_windows(a, list, 1, 2025, &out, &e), RC_DATA);
}

#define U ((int64_t)1000000)

static void more_than_so_many_per_cent_asks_for_a_word(void **state)
{
	(void)state;
	assert_false(annual_needs_reason(100 * U, 130 * U, 30)); /* exactly is not more */
	assert_true(annual_needs_reason(100 * U, 130 * U + 1, 30));
	assert_false(annual_needs_reason(100 * U, 70 * U, 30));
	assert_true(annual_needs_reason(100 * U, 70 * U - 1, 30));
	assert_true(annual_needs_reason(0, 1, 30)); /* from nothing to something */
	assert_false(annual_needs_reason(0, 0, 30));
	assert_false(annual_needs_reason(1, INT64_MAX, 0)); /* no percentage: no question */
	assert_true(annual_needs_reason(-100 * U, 100 * U, 30)); /* a loss became a profit */
	assert_true(annual_needs_reason(INT64_MAX, INT64_MIN + 1, 100)); /* no overflow */
	assert_false(annual_needs_reason(INT64_MAX, 0, 100));
}

static void words(void **state)
{
	(void)state;
	assert_string_equal(annual_kind_code(ANNUAL_SELF_EVALUATION), "self_evaluation");
	assert_string_equal(annual_kind_word(STR("update")), "年度信息更新");
	assert_string_equal(annual_kind_word(STR("?")), "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_window_belongs_to_the_years_it_names),
		TEST(a_new_rule_takes_the_window_that_ends_in_its_force),
		TEST(another_programme_may_owe_it),
		TEST(what_is_wrong_is_named),
		TEST(days_are_those_of_the_year),
		TEST(more_than_so_many_per_cent_asks_for_a_word),
		TEST(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
