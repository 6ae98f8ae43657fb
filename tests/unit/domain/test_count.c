/* Counting rules on the days and ranks where they change their mind; the shipped files; broken files. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/decimal.h"
#include "domain/list_kind.h"

static struct date day(const char *text)
{
	struct date d = {0};

	if (text)
		assert_true(date_parse(str_c(text), &d));
	return d;
}

static const struct counting *shipped(struct arena *a, const char *id)
{
	const struct counting *c;
	struct err e = {0};
	struct str text;

	assert_true(embedded_find(str_fmt(a, "sql/reference/counting/%s.json", id), &text));
	if (counting_load(a, text, &c, &e) != RC_OK)
		fail_msg("%s: %.*s", id, STR_ARG(err_text(a, &e)));
	return c;
}

static const struct count_rule *rule_of(const struct counting *c, size_t fact)
{
	for (size_t i = 0; i < c->rules_n; i++)
		if (c->rules[i].fact == fact)
			return &c->rules[i];
	fail_msg("%.*s has no rule for %.*s", STR_ARG(c->id), STR_ARG(fact_at(fact)->id));
	return NULL;
}

static struct counted run(struct arena *a, const char *set, size_t fact,
	const struct count_item *items, size_t n, const char *as_of)
{
	struct count_input in = {.items = items, .items_n = n};
	struct counted out;

	counting_run(a, rule_of(shipped(a, set), fact), &in, day(as_of), 0, &out);
	return out;
}

/* --- intellectual property --------------------------------------------------------------------- */

struct ip_case {
	const char *kind, *granted, *until, *transferred; /* transferred NULL: own */
	int64_t rank, ground;
	bool unrelated, unapplied;
	const char *as_of;
	int high, own, one, two, applied, one115, two115, applied2026;
};

static const struct ip_case ip_cases[] = {
	/* own invention, first to last day */
	{"invention", "2023-02-01", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0, 1},
	{"invention", "2023-02-02", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 0, 0, 0},
	{"invention", "2013-02-01", "2023-02-01", NULL, 1, 0, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0,
		1},
	{"invention", "2013-02-01", "2023-01-31", NULL, 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 0, 0,
		0},
	/* not about the product; not applied; defence patents are inventions */
	{"invention", "2020-01-01", NULL, NULL, 1, 0, 1, 0, "2023-02-01", 0, 0, 0, 0, 0, 0, 0, 0},
	{"invention", "2020-01-01", NULL, NULL, 1, 0, 0, 1, "2023-02-01", 0, 1, 1, 0, 0, 1, 0, 0},
	{"defence_invention", "2020-01-01", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0,
		1},
	/* transferred in: a day less than a year, a year to the day; 29 February */
	{"invention", "2019-01-01", NULL, "2022-02-02", 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 1, 0,
		0},
	{"invention", "2019-01-01", NULL, "2022-02-01", 1, 0, 0, 0, "2023-02-01", 0, 0, 1, 0, 1, 1, 0,
		0},
	{"invention", "2019-01-01", NULL, "2020-02-29", 1, 0, 0, 0, "2021-02-27", 0, 0, 0, 0, 0, 1, 0,
		0},
	{"invention", "2019-01-01", NULL, "2020-02-29", 1, 0, 0, 0, "2021-02-28", 0, 0, 1, 0, 1, 1, 0,
		0},
	{"invention", "2019-01-01", NULL, "", 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 1, 0, 0},
	/* kept ten years is not over ten years; the next day is */
	{"plant_variety", "2013-02-01", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0, 1},
	{"plant_variety", "2013-01-31", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 1, 1, 1, 0, 1, 1, 0, 1},
	{"ic_layout", "2022-01-01", NULL, NULL, 1, 1, 0, 0, "2023-02-01", 1, 1, 1, 0, 1, 1, 0, 1},
	/* ground 2 is a matter of dates, not of a tick */
	{"ic_layout", "2022-01-01", NULL, NULL, 1, 2, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0, 1},
	{"ic_layout", "2022-01-01", NULL, NULL, 1, 4, 0, 0, "2023-02-01", 1, 1, 1, 0, 1, 1, 0, 1},
	/* high value, but transferred half a year ago */
	{"invention", "2010-01-01", NULL, "2022-08-01", 1, 3, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 1, 0,
		0},
	/* rank three and four; not said */
	{"new_drug", "2020-01-01", NULL, NULL, 3, 0, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0, 1},
	{"new_drug", "2020-01-01", NULL, NULL, 4, 0, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0, 0},
	{"new_drug", "2020-01-01", NULL, NULL, 0, 0, 0, 0, "2023-02-01", 0, 1, 1, 0, 1, 1, 0, 0},
	/* class two: two years to the day, and a day more; software waits for nothing */
	{"utility_model", "2021-02-01", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 0, 1, 0},
	{"utility_model", "2021-01-31", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 1, 0, 0, 1, 0},
	{"design", "2021-02-01", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 0, 1, 0},
	{"software", "2023-01-31", NULL, NULL, 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 1, 0, 0, 1, 0},
	{"software", "2020-01-01", NULL, "2022-02-02", 1, 0, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 0, 1,
		0},
	{"trademark", "2010-01-01", NULL, NULL, 1, 4, 0, 0, "2023-02-01", 0, 0, 0, 0, 0, 0, 0, 0},
};

static void expect(struct arena *a, size_t i, const char *set, size_t fact, int want)
{
	const struct ip_case *t = &ip_cases[i];
	struct count_item it = {.kind = str_c(t->kind),
		.numbered = true,
		.rank = t->rank,
		.ground = t->ground,
		.related = !t->unrelated,
		.applied = !t->unapplied,
		.transferred = t->transferred != NULL,
		.granted_on = day(t->granted),
		.valid_until = day(t->until)};

	if (t->transferred && t->transferred[0])
		it.transferred_on = day(t->transferred);
	struct counted c = run(a, set, fact, &it, 1, t->as_of);
	if (c.value.state != FACT_KNOWN || c.value.v != want * DECIMAL_ONE)
		fail_msg("case %zu %.*s: %lld, want %d (%.*s)", i, STR_ARG(fact_at(fact)->id),
			(long long)c.value.v, want, STR_ARG(c.lines.n ? c.lines.v[0].why : c.sentence));
}

static void test_intellectual_property(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(ip_cases); i++) {
		const struct ip_case *t = &ip_cases[i];
		expect(*state, i, "ip-63", FACT_IP_HIGH, t->high);
		expect(*state, i, "ip-63", FACT_IP_CLASS1_OWN, t->own);
		expect(*state, i, "ip-63", FACT_IP_CLASS1, t->one);
		expect(*state, i, "ip-63", FACT_IP_CLASS2, t->two);
		expect(*state, i, "ip-63", FACT_IP_CLASS1_APPLIED, t->applied);
		expect(*state, i, "ip-115", FACT_IP115_CLASS1, t->one115);
		expect(*state, i, "ip-115", FACT_IP115_CLASS2, t->two115);
		expect(*state, i, "ip-2026", FACT_IP2026_CLASS1_APPLIED, t->applied2026);
	}
}

static void test_reasons(void **state)
{
	struct count_item items[] = {
		{.kind = STR("invention"), .related = true, .transferred = true,
			.granted_on = {2019, 1, 1}, .transferred_on = {2022, 6, 1}},
		{.kind = STR("software"), .related = true, .granted_on = {2019, 1, 1}},
		{.kind = STR("invention"), .related = true, .granted_on = {2019, 1, 1}}};
	struct counted c = run(*state, "ip-63", FACT_IP_CLASS1, items, 3, "2023-02-01");

	assert_int_equal(c.lines.n, 2); /* the software is no class one item at all */
	assert_false(c.lines.v[0].counts);
	assert_str(c.lines.v[0].why, "转让未满 1 年（2022-06-01 转入，2023-06-01 起计入）");
	assert_true(c.lines.v[1].counts && c.lines.v[1].item == 2);
	assert_str(c.sentence, "清单中这一类有 2 项，1 项计入");
	struct count_item utility = {
		.kind = STR("utility_model"), .related = true, .granted_on = {2021, 2, 1}};
	c = run(*state, "ip-63", FACT_IP_CLASS2, &utility, 1, "2023-02-01");
	assert_str(c.lines.v[0].why, "授权后维持未超过 2 年（2021-02-01 授权，2023-02-02 起计入）");
}

static void test_empty_is_not_none(void **state)
{
	struct count_input in = {0};
	const struct count_rule *r = rule_of(shipped(*state, "ip-63"), FACT_IP_HIGH);
	struct counted c;

	counting_run(*state, r, &in, day("2023-02-01"), 0, &c);
	assert_int_equal(c.value.state, FACT_UNKNOWN);
	in.nothing = true;
	counting_run(*state, r, &in, day("2023-02-01"), 0, &c);
	assert_true(c.value.state == FACT_KNOWN && c.value.v == 0);
}

/* --- honours ----------------------------------------------------------------------------------- */

static const struct {
	size_t fact;
	struct count_item item;
	int64_t want; /* in units of the fact */
} honour_cases[] = {
	/* as of 2023-02-01 */
	{FACT_HIGHTECH_VALID, {.kind = STR_INIT("hightech"), .numbered = true,
		.granted_on = {2020, 2, 2}, .valid_until = {2023, 2, 1}}, 1},
	{FACT_HIGHTECH_VALID, {.kind = STR_INIT("hightech"), .numbered = true,
		.granted_on = {2020, 2, 1}, .valid_until = {2023, 1, 31}}, 0},
	{FACT_HIGHTECH_VALID, {.kind = STR_INIT("hightech"), .numbered = true,
		.granted_on = {2022, 2, 1}}, 0},
	{FACT_HIGHTECH_VALID, {.kind = STR_INIT("hightech"), .granted_on = {2022, 2, 1},
		.valid_until = {2025, 1, 31}}, 0},
	{FACT_AWARD_NATIONAL_RANK_3Y, {.kind = STR_INIT("national_progress"), .rank = 4,
		.granted_on = {2020, 2, 1}}, 4 * DECIMAL_ONE},
	{FACT_AWARD_NATIONAL_RANK_3Y, {.kind = STR_INIT("national_progress"), .rank = 4,
		.granted_on = {2020, 1, 31}}, 0},
	{FACT_AWARD_NATIONAL_RANK_5Y, {.kind = STR_INIT("national_progress"), .rank = 4,
		.granted_on = {2018, 2, 1}}, 4 * DECIMAL_ONE},
	{FACT_AWARD_NATIONAL_RANK_3Y, {.kind = STR_INIT("provincial_award"), .rank = 1,
		.granted_on = {2022, 1, 1}}, 0},
	{FACT_AWARD_PROVINCIAL_RANK_3Y, {.kind = STR_INIT("provincial_award"),
		.granted_on = {2022, 1, 1}}, 0},
	{FACT_STANDARD_LEAD_5Y, {.kind = STR_INIT("standard_industry"), .rank = 5,
		.granted_on = {2018, 2, 1}}, 1},
	{FACT_STANDARD_LEAD_5Y, {.kind = STR_INIT("standard_industry"), .rank = 6,
		.granted_on = {2018, 2, 1}}, 0},
	{FACT_STANDARD_LEAD_5Y, {.kind = STR_INIT("standard_industry"), .rank = 5,
		.granted_on = {2018, 1, 31}}, 0},
	{FACT_PROVINCIAL_INSTITUTION, {.kind = STR_INIT("enterprise_center"),
		.level = STR_INIT("province"), .granted_on = {2020, 1, 1}}, 1},
	{FACT_PROVINCIAL_INSTITUTION, {.kind = STR_INIT("enterprise_center"),
		.level = STR_INIT("city"), .granted_on = {2020, 1, 1}}, 0},
	{FACT_PROVINCIAL_INSTITUTION, {.kind = STR_INIT("enterprise_center"), .level = STR_INIT(""),
		.granted_on = {2020, 1, 1}}, 0},
	{FACT_MAKER_CHINA_500_3Y, {.kind = STR_INIT("maker_china"), .rank = 500,
		.granted_on = {2021, 11, 1}}, 1},
	{FACT_MAKER_CHINA_50_3Y, {.kind = STR_INIT("maker_china"), .rank = 51,
		.granted_on = {2021, 11, 1}}, 0},
	{FACT_QUALITY_CERTIFIED, {.kind = STR_INIT("quality_system"), .numbered = true,
		.granted_on = {2020, 1, 1}, .valid_until = {2022, 12, 31}}, 0},
};

static void test_honours(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(honour_cases); i++) {
		struct counted c = run(*state, "honours", honour_cases[i].fact, &honour_cases[i].item, 1,
			"2023-02-01");
		if (c.value.state != FACT_KNOWN || c.value.v != honour_cases[i].want)
			fail_msg("case %zu: %lld (%.*s)", i, (long long)c.value.v,
				STR_ARG(c.lines.n ? c.lines.v[0].why : c.sentence));
	}
}

static void test_best_of_several(void **state)
{
	struct count_item items[] = {
		{.kind = STR("national_progress"), .rank = 7, .granted_on = {2022, 1, 1}},
		{.kind = STR("national_nature"), .rank = 2, .granted_on = {2021, 1, 1}},
		{.kind = STR("national_nature"), .rank = 1, .granted_on = {2019, 1, 1}},
		{.kind = STR("institution"), .level = STR("below_city"), .granted_on = {2019, 1, 1}},
		{.kind = STR("technology_center"), .level = STR("nation"), .granted_on = {2024, 1, 1}},
		{.kind = STR("enterprise_center"), .level = STR("city"), .granted_on = {2019, 1, 1}}};

	assert_int_equal(run(*state, "honours", FACT_AWARD_NATIONAL_RANK_3Y, items, 6, "2023-02-01")
				 .value.v,
		2 * DECIMAL_ONE);
	assert_int_equal(run(*state, "honours", FACT_AWARD_NATIONAL_RANK_5Y, items, 6, "2023-02-01")
				 .value.v,
		1 * DECIMAL_ONE);
	struct counted c = run(*state, "honours", FACT_INSTITUTION_LEVEL, items, 6, "2023-02-01");
	struct str shown = fact_show(*state, FACT_INSTITUTION_LEVEL, c.value);
	assert_str(shown, "市级"); /* the national one comes next year */
}

/* --- projects and quarters --------------------------------------------------------------------- */

static void test_sum_and_mean(void **state)
{
	struct count_project projects[] = {
		{2022, 100 * DECIMAL_ONE + 1}, {2021, 7 * DECIMAL_ONE}, {2022, DECIMAL_ONE / 10}};
	struct count_quarter quarters[] = {{2022, 1, 10, 11, 3, 3}, {2022, 2, 11, 12, 3, 4},
		{2022, 3, 12, 12, 4, 4}, {2022, 4, 12, 13, 4, -1}, {2021, 4, 1, 1, 1, 1}};
	struct count_input in = {
		.projects = projects, .projects_n = 3, .quarters = quarters, .quarters_n = 5};
	struct counted c;

	counting_run(*state, rule_of(shipped(*state, "rd-projects"), FACT_RD_EXPENSE), &in,
		day("2023-07-01"), 2022, &c);
	assert_true(c.value.state == FACT_KNOWN);
	assert_int_equal(c.value.v, 100 * DECIMAL_ONE + DECIMAL_ONE / 10 + 1);
	counting_run(*state, rule_of(shipped(*state, "rd-projects"), FACT_RD_EXPENSE), &in,
		day("2023-07-01"), 2020, &c);
	assert_int_equal(c.value.state, FACT_UNKNOWN);
	/* 21+23+24+25 = 93 eighths */
	counting_run(*state, rule_of(shipped(*state, "staff-quarters"), FACT_STAFF), &in,
		day("2023-07-01"), 2022, &c);
	assert_true(c.value.state == FACT_KNOWN && c.value.v == 11625000);
	counting_run(*state, rule_of(shipped(*state, "staff-quarters"), FACT_TECH_STAFF), &in,
		day("2023-07-01"), 2022, &c);
	assert_int_equal(c.value.state, FACT_UNKNOWN);
	assert_str(c.sentence, "2022 年第 4 季度的人数还没有填");
	counting_run(*state, rule_of(shipped(*state, "staff-quarters"), FACT_STAFF), &in,
		day("2023-07-01"), 2021, &c);
	assert_str(c.sentence, "2021 年第 1、2、3 季度的人数还没有填");
	projects[0].expense = DECIMAL_MAX;
	counting_run(*state, rule_of(shipped(*state, "rd-projects"), FACT_RD_EXPENSE), &in,
		day("2023-07-01"), 2022, &c);
	assert_int_equal(c.value.state, FACT_UNKNOWN);
}

/* --- files ------------------------------------------------------------------------------------- */

static void test_kinds_are_known(void **state)
{
	const struct list_defs *defs;
	struct err e = {0};
	struct str text;
	size_t sets = 0;

	assert_true(embedded_find(STR("sql/reference/lists.json"), &text));
	if (list_defs_load(*state, text, &defs, &e) != RC_OK)
		fail_msg("%.*s", STR_ARG(err_text(*state, &e)));
	for (size_t i = 0; i < embedded_count(); i++) {
		const struct counting *c;
		struct str path;
		embedded_at(i, &path, &text);
		if (!str_starts(path, STR("sql/reference/counting/")))
			continue;
		assert_rc(counting_load(*state, text, &c, &e), RC_OK);
		assert_true(str_ends(path, str_fmt(*state, "/%.*s.json", STR_ARG(c->id))));
		for (size_t k = 0; k < c->rules_n; k++)
			for (size_t m = 0; m < c->rules[k].kinds.n; m++)
				assert_non_null(list_kind_find(
					&defs->list[c->list], c->rules[k].kinds.v[m]));
		sets++;
	}
	assert_true(sets >= 6);
	const struct list_kind *k = list_kind_find(&defs->list[COUNT_IP], STR("utility_model"));
	assert_true(k->label[LIST_FIELD_OBTAINED].n && !k->label[LIST_FIELD_GROUND].n);
	k = list_kind_find(&defs->list[COUNT_HONOURS], STR("hightech"));
	assert_true(k->needed[LIST_FIELD_VALID_UNTIL] && !k->label[LIST_FIELD_RANK].n);
}

/* What a procedure derives is there, and no fact of one file is counted twice over. */
static void test_procedures_derive_what_is_there(void **state)
{
	size_t named = 0;

	for (size_t i = 0; i < embedded_count(); i++) {
		bool seen[FACT__MAX] = {false};
		struct str path, text;
		struct json *j;
		struct err e = {0};
		embedded_at(i, &path, &text);
		if (!str_starts(path, STR("sql/reference/procedures/")))
			continue;
		assert_rc(json_parse(*state, text, &j, &e), RC_OK);
		const struct json *list = json_get(j, "derived");
		for (const struct json *d = list ? list->first : NULL; d; d = d->next, named++) {
			const struct counting *c = shipped(*state, str_cstr(*state, d->text));
			for (size_t k = 0; k < c->rules_n; k++) {
				if (seen[c->rules[k].fact])
					fail_msg("%.*s: %.*s twice", STR_ARG(path),
						STR_ARG(fact_at(c->rules[k].fact)->id));
				seen[c->rules[k].fact] = true;
			}
		}
	}
	assert_true(named > 0);
}

static void test_broken_files(void **state)
{
#define HEAD                                                                                       \
	"{\"id\":\"x\",\"title\":\"x\",\"confidence\":\"text\",\"basis\":{\"name\":\"x\"},"
	static const char *const broken[] = {
		"{}", "[]", HEAD "\"list\":\"ips\",\"facts\":[]}", HEAD "\"list\":\"ip\",\"facts\":[]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_low\"}]}",
		/* a yearly fact from a list, a number from "exists", a count of quarters */
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"rd_expense\",\"text\":\"x\",\"value\":\"sum\"}]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"exists\",\"kinds\":[\"a\"]}]}",
		HEAD "\"list\":\"quarters\",\"facts\":[{\"fact\":\"staff\",\"text\":\"x\",\"value\":\"mean\",\"of\":\"x\"}]}",
		HEAD "\"list\":\"quarters\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"]}]}",
		/* no kinds; an unknown test; tests without their number; twice the same fact */
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\"}]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"],\"tests\":[{\"test\":\"old\"}]}]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"],\"tests\":[{\"test\":\"within\"}]}]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"],\"tests\":[{\"test\":\"ground\",\"in\":[40]}]}]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"],\"tests\":[{\"any\":[{\"test\":\"own\"}]}]}]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"],\"tests\":[{\"any\":[{\"any\":[]}],\"else\":\"x\"}]}]}",
		HEAD "\"list\":\"ip\",\"facts\":[{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"]},{\"fact\":\"ip_high\",\"text\":\"x\",\"value\":\"count\",\"kinds\":[\"a\"]}]}",
	};

	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		const struct counting *c = NULL;
		struct err e = {0};
		if (counting_load(*state, str_c(broken[i]), &c, &e) != RC_DATA || c)
			fail_msg("broken file %zu is taken", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_intellectual_property),
		TEST(test_reasons),
		TEST(test_empty_is_not_none),
		TEST(test_honours),
		TEST(test_best_of_several),
		TEST(test_sum_and_mean),
		TEST(test_kinds_are_known),
		TEST(test_procedures_derive_what_is_there),
		TEST(test_broken_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
