/* Who may apply: every kind of condition, on the first and the last day, and what a refusal says. */
#include "../check.h"

#include "domain/entry.h"

static const struct eligibility rules[] = {
	{STR_INIT("declared"), STR_INIT("独立法人"), STR_INIT("第三条"), ENTRY_DECLARE, STR_INIT(""),
		STR_INIT("")},
	{STR_INIT("title"), STR_INIT("由创新型中小企业申请"), STR_INIT("第十条"), ENTRY_TITLE,
		STR_INIT("innovative tech"), STR_INIT("先申报创新型中小企业")},
	{STR_INIT("ban"), STR_INIT("不在禁止申报期"), STR_INIT("第十六条"), ENTRY_BAN, STR_INIT(""),
		STR_INIT("")},
	{STR_INIT("listed"), STR_INIT("未被列入"), STR_INIT("第三条"), ENTRY_LISTED, STR_INIT(""),
		STR_INIT("")},
	{STR_INIT("size"), STR_INIT("中小企业"), STR_INIT("第三条"), ENTRY_SIZE, STR_INIT(""),
		STR_INIT("")},
	{STR_INIT("province"), STR_INIT("省内注册"), STR_INIT("第三条"), ENTRY_PROVINCE, STR_INIT(""),
		STR_INIT("")},
	{STR_INIT("cluster"), STR_INIT("纳入统计"), STR_INIT("一"), ENTRY_CLUSTER, STR_INIT(""),
		STR_INIT("")},
	{STR_INIT("pool"), STR_INIT("先进入培育库"), STR_INIT("一"), ENTRY_POOL, STR_INIT("leader"),
		STR_INIT("")},
};
enum { DECLARED, TITLE, BAN, LISTED, SIZE, PROVINCE, CLUSTER, POOL };

static struct date day(const char *text)
{
	struct date d = {0};

	assert_true(date_parse(str_c(text), &d));
	return d;
}

static void check(struct arena *a, const struct entry_case *c, struct entry_result *r)
{
	struct procedure p = {.programme = STR("specialised"),
		.eligibility = (struct eligibility *)(uintptr_t)rules,
		.eligibility_n = ARRAY_LEN(rules)};

	entry_check(a, &p, c, r);
}

static void test_nothing_known(void **state)
{
	struct entry_case c = {.day = day("2023-05-01"), .size_known = TRI_UNKNOWN,
		.size_text = STR("待填")};
	struct entry_result r[ARRAY_LEN(rules)];

	check(*state, &c, r);
	assert_int_equal(r[DECLARED].holds, TRI_UNKNOWN);
	assert_int_equal(r[TITLE].holds, TRI_FALSE);
	assert_int_equal(r[BAN].holds, TRI_TRUE);
	assert_int_equal(r[LISTED].holds, TRI_TRUE);
	assert_int_equal(r[SIZE].holds, TRI_UNKNOWN);
	assert_int_equal(r[PROVINCE].holds, TRI_UNKNOWN);
	assert_int_equal(r[CLUSTER].holds, TRI_FALSE);
	assert_ptr_equal(entry_refusal(r, ARRAY_LEN(rules)), &r[TITLE]);
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		assert_true(r[i].fact.n > 0 && r[i].rule == &rules[i]);
}

static void test_title_in_force(void **state)
{
	struct entry_title t[] = {{STR("tech"), STR("科技型中小企业"), day("2023-01-01"),
		day("2023-12-31"), true, false}};
	struct entry_case c = {.titles = t, .titles_n = 1, .size_known = TRI_UNKNOWN};
	struct entry_result r[ARRAY_LEN(rules)];
	static const struct {
		const char *on;
		bool in_force;
		enum tri want;
	} cases[] = {{"2022-12-31", true, TRI_FALSE}, {"2023-01-01", true, TRI_TRUE},
		{"2023-12-31", true, TRI_TRUE}, {"2024-01-01", true, TRI_FALSE},
		{"2023-06-01", false, TRI_FALSE}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		c.day = day(cases[i].on);
		t[0].in_force = cases[i].in_force;
		check(*state, &c, r);
		assert_int_equal(r[TITLE].holds, cases[i].want);
	}
	assert_str(r[TITLE].fact, "科技型中小企业已失效");
	t[0] = (struct entry_title){
		STR("leader"), STR("领跑者"), day("2023-01-01"), (struct date){0}, true, false};
	check(*state, &c, r); /* another tier does not help */
	assert_int_equal(r[TITLE].holds, TRI_FALSE);
}

/* The tier below as the next one shows it (L47). */
static void test_title_says_until_when(void **state)
{
	struct entry_title t = {STR("tech"), STR("科技型中小企业"), day("2023-01-01"), day("2023-12-31"), true,
		false};
	struct entry_case c = {.titles = &t, .titles_n = 1, .size_known = TRI_UNKNOWN};
	struct entry_result r[ARRAY_LEN(rules)];
	static const struct {
		const char *on;
		bool renewing;
		enum tri want;
		const char *fact;
	} cases[] = {{"2022-12-31", false, TRI_FALSE, "科技型中小企业自 2023-01-01 起有效"},
		{"2023-12-31", false, TRI_TRUE, "科技型中小企业，有效期至 2023-12-31"},
		{"2024-01-01", false, TRI_FALSE, "科技型中小企业有效期至 2023-12-31，已失效"},
		{"2024-01-01", true, TRI_TRUE, "科技型中小企业，有效期至 2023-12-31，复核中，原名单继续有效"}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		c.day = day(cases[i].on);
		t.renewing = cases[i].renewing;
		check(*state, &c, r);
		assert_int_equal(r[TITLE].holds, cases[i].want);
		assert_str(r[TITLE].fact, cases[i].fact);
	}
	assert_ptr_equal(entry_below(r, ARRAY_LEN(rules)), &r[TITLE]);
	assert_null(entry_below(r, TITLE));
	assert_str(entry_below_text(*state, &r[TITLE]),
		"前提：由创新型中小企业申请（第十条）——科技型中小企业，有效期至 2023-12-31，复核中，原名单继续有效");
	t.in_force = t.renewing = false;
	check(*state, &c, r);
	assert_str(entry_below_text(*state, &r[TITLE]),
		"前提：由创新型中小企业申请（第十条）——科技型中小企业有效期至 2023-12-31，已失效。先申报创新型中小企业");
	t.to = day("2025-12-31");
	check(*state, &c, r);
	assert_str(r[TITLE].fact, "科技型中小企业已失效");
}

static void test_bans_and_lists(void **state)
{
	struct entry_ban b[] = {{STR("tech"), STR("编号被撤销"), STR("豫科企〔2025〕8号"),
					day("2025-03-01"), day("2025-12-31")},
		{STR(""), STR("数据造假"), STR("第十六条"), day("2025-05-01"), day("2028-05-01")}};
	struct entry_listed l = {STR("abnormal"), day("2025-02-01")};
	struct entry_case c = {.bans = b, .bans_n = 1, .size_known = TRI_TRUE, .size = SIZE_LARGE,
		.size_text = STR("大型"), .division = STR("410102"), .body_division = STR("130000")};
	struct entry_result r[ARRAY_LEN(rules)];

	c.day = day("2025-06-01");
	check(*state, &c, r);
	assert_int_equal(r[BAN].holds, TRI_TRUE); /* of another programme */
	c.bans_n = 2;
	check(*state, &c, r);
	assert_int_equal(r[BAN].holds, TRI_FALSE);
	assert_str(r[BAN].fact, "数据造假（第十六条），不得申报至 2028-05-01");
	c.day = day("2028-05-01");
	check(*state, &c, r);
	assert_int_equal(r[BAN].holds, TRI_FALSE); /* the last day counts */
	c.day = day("2028-05-02");
	c.listed = &l;
	c.listed_n = 1;
	check(*state, &c, r);
	assert_int_equal(r[BAN].holds, TRI_TRUE);
	assert_int_equal(r[LISTED].holds, TRI_FALSE);
	assert_str(r[LISTED].fact, "2025-02-01 起列入经营异常名录");
	assert_int_equal(r[SIZE].holds, TRI_FALSE);
	assert_int_equal(r[PROVINCE].holds, TRI_FALSE);
	assert_string_equal(entry_word(&r[PROVINCE]), "不符合");
}

/* E1: recognition only from the pool; a procedure that leads through it lets the same filing enter first. */
static void test_pool(void **state)
{
	struct entry_pool pools[] = {{STR("other"), day("2023-07-01")}, {STR("leader"), day("2023-07-22")}};
	struct entry_case c = {.day = day("2023-07-26"), .pools = pools, .pools_n = 1};
	struct entry_result r[ARRAY_LEN(rules)];
	struct stage stage = {.kind = STAGE_POOL, .level = HOLDER_CITY};
	struct procedure own = {.programme = STR("leader"), .stages = &stage, .stages_n = 1,
		.eligibility = (struct eligibility *)(uintptr_t)&rules[POOL], .eligibility_n = 1};

	check(*state, &c, r);
	assert_int_equal(r[POOL].holds, TRI_FALSE); /* in the pool of another programme */
	entry_check(*state, &own, &c, r);
	assert_int_equal(r[0].holds, TRI_UNKNOWN);
	c.pools_n = 2;
	check(*state, &c, r);
	assert_int_equal(r[POOL].holds, TRI_TRUE);
	assert_str(r[POOL].fact, "2023-07-22 起在培育库");
	entry_check(*state, &own, &c, r);
	assert_int_equal(r[0].holds, TRI_TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_known),
		TEST(test_title_in_force),
		TEST(test_title_says_until_when),
		TEST(test_bans_and_lists),
		TEST(test_pool),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
