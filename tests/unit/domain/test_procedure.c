/* The procedure as data: its stages in order, the calendar of its batches for every day of several years,
 * numbers, texts, validity - and what a broken file is refused for. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/procedure.h"

#define FILE_NAME "sql/reference/procedures/hebei-innovative-2023.json"

static struct procedure *load(struct arena *a)
{
	struct procedure *p;
	struct err e = {0};
	struct str text;

	assert_true(embedded_find(STR(FILE_NAME), &text));
	assert_rc(procedure_load(a, text, &p, &e), RC_OK);
	return p;
}

static struct date day(const char *text)
{
	struct date d;

	assert_true(date_parse(str_c(text), &d));
	return d;
}

static void test_stages(void **state)
{
	static const struct {
		enum stage_kind kind;
		enum holder level;
	} want[] = {{STAGE_FILING, HOLDER_ENTERPRISE}, {STAGE_CHECK, HOLDER_COUNTY},
		{STAGE_REVIEW, HOLDER_CITY}, {STAGE_SITE_VISIT, HOLDER_CITY},
		{STAGE_DECISION, HOLDER_CITY}, {STAGE_PUBLICITY, HOLDER_CITY},
		{STAGE_RECOMMEND, HOLDER_CITY}, {STAGE_REVIEW, HOLDER_PROVINCE},
		{STAGE_PUBLISH, HOLDER_PROVINCE}, {STAGE_CERTIFY, HOLDER_PROVINCE}};
	const struct procedure *p = load(*state);

	assert_int_equal(p->stages_n, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		assert_int_equal(p->stages[i].kind, want[i].kind);
		assert_int_equal(p->stages[i].level, want[i].level);
		assert_true(p->stages[i].name.n > 0);
	}
	const struct stage *s = procedure_stage(p, STAGE_PUBLICITY, HOLDER_CITY);
	assert_true(s->has_term && s->two_people);
	assert_int_equal(s->term.n, 5);
	assert_int_equal(s->term.kind, TERM_CALENDAR);
	assert_false(s->term.start_same_day);
	assert_false(s->term.no_extend);
	assert_true(procedure_stage(p, STAGE_RECOMMEND, HOLDER_CITY)->two_people);
	assert_int_equal(procedure_stage(p, STAGE_SITE_VISIT, HOLDER_CITY)->site, SITE_OPTIONAL);
	assert_int_equal(procedure_stage(p, STAGE_SITE_VISIT, HOLDER_CITY)->people, 2);
	assert_null(procedure_stage(p, STAGE_PUBLICITY, HOLDER_PROVINCE));
}

static void test_path_of_a_file(void **state)
{
	static const enum state with[] = {STATE_DRAFT, STATE_COUNTY, STATE_CITY, STATE_DECIDE,
		STATE_PUB_WAIT, STATE_RECOMMEND, STATE_PROV, STATE_APPROVED};
	const struct procedure *p = load(*state);
	enum state next;

	for (size_t i = 0; i + 1 < ARRAY_LEN(with); i++) {
		assert_true(procedure_next_state(p, with[i], true, &next));
		assert_int_equal(next, with[i + 1]);
	}
	assert_true(procedure_next_state(p, STATE_DRAFT, false, &next));
	assert_int_equal(next, STATE_CITY);
	assert_true(procedure_next_state(p, STATE_SITE, true, &next));
	assert_int_equal(next, STATE_DECIDE);
	assert_true(procedure_next_state(p, STATE_DISPUTED, true, &next));
	assert_int_equal(next, STATE_RECOMMEND);
	assert_false(procedure_next_state(p, STATE_APPROVED, true, &next)); /* certifying is no state */
	assert_false(procedure_next_state(p, STATE_SAMPLE, true, &next));
	assert_false(procedure_has_state(p, STATE_PUB_PROV));
	assert_false(procedure_has_state(p, STATE_EXPERT));
	assert_int_equal(procedure_stage_of(p, STATE_LISTED)->kind, STAGE_PUBLISH);
}

static const struct {
	int64_t year, no;
	const char *opens, *deadline;
} printed[] = {
	{2023, 1, "2023-01-13", "2023-02-27"}, /* as printed */
	{2023, 2, "2023-02-28", "2023-05-31"},
	{2023, 3, "2023-06-01", "2023-08-31"},
	{2023, 4, "2023-09-01", "2023-11-30"},
	{2024, 1, "2023-12-01", "2024-02-29"}, /* leap year */
	{2024, 2, "2024-03-01", "2024-05-31"},
	{2025, 1, "2024-12-01", "2025-02-28"},
	{2100, 1, "2099-12-01", "2100-02-28"}, /* no leap year */
};

static void test_batch_calendar(void **state)
{
	struct arena *a = *state;
	const struct procedure *p = load(a);
	struct batch_plan plan;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(printed); i++) {
		assert_rc(procedure_batch(p, printed[i].year, printed[i].no, &plan, &e), RC_OK);
		assert_int_equal(plan.year, printed[i].year);
		assert_int_equal(plan.no, printed[i].no);
		assert_str(date_str(a, plan.opens_on), printed[i].opens);
		assert_str(date_str(a, plan.city_deadline), printed[i].deadline);
	}
	assert_rc(procedure_batch(p, 2023, 0, &plan, &e), RC_INVALID);
	assert_rc(procedure_batch(p, 2023, 5, &plan, &e), RC_INVALID);
	assert_rc(procedure_batch(p, 1999, 1, &plan, &e), RC_INVALID);
	assert_rc(procedure_batch(p, 2199, 1, &plan, &e), RC_INVALID);
}

/* Every day from the first on has exactly one batch, and it contains the day; batches follow each other
 * without a gap. */
static void test_every_day_has_its_batch(void **state)
{
	const struct procedure *p = load(*state);
	struct batch_plan plan, before = {0};
	struct date d = day("2023-01-13"), end = day("2024-02-29");

	assert_false(procedure_batch_on(p, day("2023-01-12"), &plan));
	assert_false(procedure_batch_on(p, day("2020-05-01"), &plan));
	for (; date_cmp(d, end) <= 0; d = date_add(d, 1)) {
		assert_true(procedure_batch_on(p, d, &plan));
		assert_true(date_cmp(d, plan.opens_on) >= 0);
		assert_true(date_cmp(d, plan.city_deadline) <= 0);
		if (before.year && (before.year != plan.year || before.no != plan.no)) {
			assert_int_equal(date_cmp(date_add(before.city_deadline, 1), plan.opens_on), 0);
			assert_int_equal(before.no == 4 ? 1 : before.no + 1, plan.no);
			assert_int_equal(before.no == 4 ? before.year + 1 : before.year, plan.year);
		}
		before = plan;
	}
	assert_true(procedure_batch_on(p, day("2023-12-01"), &plan));
	assert_int_equal(plan.year, 2024);
	assert_int_equal(plan.no, 1);
	/* A batch that was opened in force goes on; none is opened after it. */
	assert_true(procedure_has_batch(p, 2024, 1));
	assert_false(procedure_has_batch(p, 2024, 2));
	assert_false(procedure_has_batch(p, 2022, 4));
	assert_false(procedure_batch_on(p, day("2024-03-01"), &plan));
}

static void test_words_and_numbers(void **state)
{
	struct arena *a = *state;
	const struct procedure *p = load(a);

	assert_str(procedure_batch_title(a, p, 2023, 1), "2023年第一批");
	assert_str(procedure_batch_title(a, p, 2024, 4), "2024年第四批");
	assert_str(procedure_text(a, p, "summary", STR("2023年第一批"), STR("")),
		"2023年第一批河北省创新型中小企业推荐汇总表");
	assert_str(procedure_text(a, p, "publicity", STR("B"), STR("C")),
		"CB河北省创新型中小企业拟推荐名单公示");
	assert_str(procedure_text(a, p, "no such text", STR("B"), STR("C")), "");
	assert_str(number_cn(a, 1), "一");
	assert_str(number_cn(a, 10), "十");
	assert_str(number_cn(a, 11), "十一");
	assert_str(number_cn(a, 20), "二十");
	assert_str(number_cn(a, 99), "九十九");
	assert_str(number_cn(a, 100), "100");
}

static void test_validity(void **state)
{
	struct arena *a = *state;
	const struct procedure *p = load(a);

	assert_str(date_str(a, procedure_validity(p, day("2023-03-20")).to), "2026-03-19");
	assert_str(date_str(a, procedure_validity(p, day("2024-02-29")).to), "2027-02-27");
	assert_str(date_str(a, procedure_validity(p, day("2023-01-01")).to), "2025-12-31");
	assert_str(procedure_validity_text(a, p), "自公告之日起3年");
}

/* What is changed in the file, and which member the refusal names. */
static const struct {
	const char *from, *to, *member;
} broken[] = {
	{"\"per_year\": 4", "\"per_year\": 5", "batches.per_year"},
	{"\"per_year\": 4", "\"per_year\": 0", "batches.per_year"},
	{"\"month_of_period\": 2", "\"month_of_period\": 4", "batches.city_deadline"},
	{"\"years\": 3", "\"years\": 0", "validity.years"},
	{"\"unit\": \"calendar\"", "\"unit\": \"weeks\"", "stages.term"},
	{"\"days\": 5", "\"days\": 0", "stages.term"},
	{"\"kind\": \"decision\"", "\"kind\": \"dice\"", "stages.kind"},
	{"\"kind\": \"decision\", \"level\": \"city\"", "\"kind\": \"decision\", \"level\": \"moon\"",
		"stages.level"},
	{"\"receipt\": \"HBHZ{date}{seq:6}\"", "\"receipt\": \"\"", "numbers"},
	{"\"standard\": \"innovative-2022\"", "\"standard\": \"\"",
		"id, title, programme, tier_name, body, standard"},
};

static void test_broken_files(void **state)
{
	struct arena *a = *state;
	struct str text;
	struct procedure *p;

	assert_true(embedded_find(STR(FILE_NAME), &text));
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		struct err e = {0};
		size_t at = str_find(text, str_c(broken[i].from));
		assert_true(at < text.n);
		struct str head = str_sub(text, 0, at),
			   tail = str_sub(text, at + str_c(broken[i].from).n, text.n);
		struct str changed =
			str_cat(a, str_cat(a, head, str_c(broken[i].to)), tail);
		if (procedure_load(a, changed, &p, &e) != RC_DATA)
			fail_msg("%s is taken", broken[i].to);
		assert_string_equal(e.arg[1], broken[i].member);
	}
	struct err e = {0};
	assert_true(procedure_load(a, STR("{}"), &p, &e) != RC_OK);
	assert_true(procedure_load(a, STR("["), &p, &e) != RC_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_stages),
		TEST(test_path_of_a_file),
		TEST(test_batch_calendar),
		TEST(test_every_day_has_its_batch),
		TEST(test_words_and_numbers),
		TEST(test_validity),
		TEST(test_broken_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
