/* Even, free of conflicts, reproducible; and what people who must not know may read. */
#include "../check.h"

#include "base/hash.h"
#include "base/json.h"
#include "domain/expertise.h"
#include "domain/redact.h"

#define JUDGES_MAX 12
#define FILES_MAX 60

struct setting {
	struct assign_in in;
	struct str judge_key[JUDGES_MAX], file_key[FILES_MAX];
	int64_t load[JUDGES_MAX], need[FILES_MAX];
	bool blocked[JUDGES_MAX * FILES_MAX], fits[JUDGES_MAX * FILES_MAX];
};

static struct setting *setting(struct arena *a, size_t judges, size_t files, int64_t sheets)
{
	struct setting *s = ARENA_NEW(a, struct setting);

	s->in = (struct assign_in){.seed = STR("20230801"), .judges = judges, .files = files,
		.judge_key = s->judge_key, .file_key = s->file_key, .load = s->load, .need = s->need,
		.blocked = s->blocked, .fits = s->fits};
	for (size_t j = 0; j < judges; j++)
		s->judge_key[j] = str_fmt(a, "E%zu", j);
	for (size_t f = 0; f < files; f++) {
		s->file_key[f] = str_fmt(a, "F%zu", f);
		s->need[f] = sheets;
	}
	return s;
}

static void spread(const struct assign_in *in, const struct assign_out *out, int64_t *low, int64_t *high)
{
	*low = *high = out->load[0];
	for (size_t j = 1; j < in->judges; j++) {
		*low = MIN_OF(*low, out->load[j]);
		*high = MAX_OF(*high, out->load[j]);
	}
}

static struct str picture(struct arena *a, const struct assign_out *out)
{
	struct str s = STR("");

	for (size_t i = 0; i < out->picks.n; i++)
		s = str_fmt(a, "%.*s%zu-%zu ", STR_ARG(s), out->picks.v[i].file, out->picks.v[i].judge);
	return s;
}

static void even_and_whole(void **state)
{
	struct arena *a = *state;
	struct setting *s = setting(a, 7, 40, 2);
	struct assign_out out;
	int64_t low, high;

	for (size_t i = 0; i < 40 * 7; i++)
		s->fits[i] = i % 3 == 0;
	expertise_assign(a, &s->in, &out);
	assert_int_equal(out.picks.n, 80);
	assert_int_equal(out.short_of, 0);
	spread(&s->in, &out, &low, &high);
	assert_true(high - low <= 1);
	for (size_t i = 1; i < out.picks.n; i++) /* two different people on every file */
		assert_true(out.picks.v[i].file != out.picks.v[i - 1].file ||
			    out.picks.v[i].judge != out.picks.v[i - 1].judge);
}

static void no_conflict_and_still_even(void **state)
{
	struct arena *a = *state;
	struct setting *s = setting(a, 6, 30, 2);
	struct assign_out out;
	int64_t low, high;

	/* The first three may only judge the first half, one file has nobody but two. */
	for (size_t f = 15; f < 30; f++)
		for (size_t j = 0; j < 3; j++)
			s->blocked[f * 6 + j] = true;
	for (size_t j = 0; j < 4; j++)
		s->blocked[29 * 6 + j] = true;
	expertise_assign(a, &s->in, &out);
	for (size_t i = 0; i < out.picks.n; i++)
		assert_false(s->blocked[out.picks.v[i].file * 6 + out.picks.v[i].judge]);
	assert_int_equal(out.picks.n, 60);
	spread(&s->in, &out, &low, &high);
	assert_true(high - low <= 1);
}

static void same_seed_same_hands(void **state)
{
	struct arena *a = *state;
	struct setting *s = setting(a, 5, 20, 2);
	struct assign_out one, two, other;

	expertise_assign(a, &s->in, &one);
	expertise_assign(a, &s->in, &two);
	assert_true(str_eq(picture(a, &one), picture(a, &two)));
	s->in.seed = STR("20230802");
	expertise_assign(a, &s->in, &other);
	assert_false(str_eq(picture(a, &one), picture(a, &other)));
}

static void earlier_load_counts(void **state)
{
	struct arena *a = *state;
	struct setting *s = setting(a, 3, 9, 1);
	struct assign_out out;

	s->load[0] = 6;
	expertise_assign(a, &s->in, &out);
	assert_int_equal(out.load[0], 6); /* (6 + 9) / 3 = 5: nothing more for the first */
	assert_true(out.load[1] >= 4 && out.load[2] >= 4);
}

static void too_few_is_said(void **state)
{
	struct arena *a = *state;
	struct setting *s = setting(a, 2, 2, 2);
	struct assign_out out;

	s->blocked[0] = true;
	expertise_assign(a, &s->in, &out);
	assert_int_equal(out.missing[0], 1);
	assert_int_equal(out.missing[1], 0);
	assert_int_equal(out.short_of, 1);
	s->in.judges = 0;
	expertise_assign(a, &s->in, &out);
	assert_int_equal(out.short_of, 4);
}

static void fields_are_preferred(void **state)
{
	struct arena *a = *state;
	struct setting *s = setting(a, 4, 8, 1);
	struct assign_out out;
	size_t fits = 0;

	for (size_t f = 0; f < 8; f++)
		s->fits[f * 4 + f % 4] = true;
	expertise_assign(a, &s->in, &out);
	for (size_t i = 0; i < out.picks.n; i++)
		fits += out.picks.v[i].fits;
	assert_int_equal(fits, 8);
	assert_true(str_has(assign_why(a, &s->in, &out, &out.picks.v[0]), STR("领域相符")));
}

/* --- conflicts ---------------------------------------------------------------------------------------- */

static struct judged applicant(struct arena *a)
{
	struct judged f = {.name = STR("石家庄星辰机械有限公司"), .uscc = STR("91130100MA0T00001X"),
		.industry = STR("3441"), .division = STR("130102")};

	VEC_PUSH(a, &f.places, STR("石家庄市"));
	VEC_PUSH(a, &f.places, STR("石家庄"));
	VEC_PUSH(a, &f.people, STR("王建国"));
	return f;
}

static void conflicts_by_rule(void **state)
{
	struct arena *a = *state;
	struct judged f = applicant(a);
	const struct {
		struct judge j;
		bool city;
		enum conflict want;
	} cases[] = {
		{{STR("李专家"), STR("燕山大学"), STR("34"), STR("130300"), STR("")}, true, CONFLICT_NONE},
		{{STR("李专家"), STR("石家庄 星辰机械有限公司"), STR(""), STR(""), STR("")}, false, CONFLICT_EMPLOYER},
		{{STR("李专家"), STR("星辰机械集团"), STR(""), STR(""), STR("")}, false, CONFLICT_EMPLOYER},
		{{STR("李专家"), STR("石家庄市工业研究院"), STR(""), STR(""), STR("")}, false, CONFLICT_NONE},
		{{STR("李专家"), STR("大学"), STR(""), STR(""), STR("甲公司\n91130100ma0t00001x")}, false, CONFLICT_DECLARED},
		{{STR("李专家"), STR("大学"), STR(""), STR(""), STR("王建国")}, false, CONFLICT_DECLARED},
		{{STR("李专家"), STR("大学"), STR(""), STR(""), STR("星辰机械")}, false, CONFLICT_DECLARED},
		{{STR("王建国"), STR("大学"), STR(""), STR(""), STR("")}, false, CONFLICT_PERSON},
		{{STR("李专家"), STR("大学"), STR(""), STR("130100"), STR("")}, true, CONFLICT_CITY},
		{{STR("李专家"), STR("大学"), STR(""), STR("130100"), STR("")}, false, CONFLICT_NONE},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(conflict_of(a, &cases[i].j, &f, cases[i].city), cases[i].want);
	assert_true(field_fits(STR("35 34"), STR("C"), STR("3441")));
	assert_true(field_fits(STR("C"), STR("C"), STR("3441")));
	assert_true(field_fits(STR("34"), STR("C"), STR("C3441")));
	assert_false(field_fits(STR("35"), STR("C"), STR("3441")));
	assert_false(field_fits(STR(""), STR("C"), STR("3441")));
}

/* --- results ------------------------------------------------------------------------------------------ */

static void results(void **state)
{
	(void)state;
	const int64_t near[] = {80, 95}, far[] = {60, 80, 78}, tie[] = {60, 70, 80}, half[] = {80, 81, 81};

	assert_false(sheets_diverge(near, 2, 15));
	assert_true(sheets_diverge(near, 2, 14));
	assert_false(sheets_diverge(near, 1, 14));
	assert_false(sheets_diverge(near, 2, 0));
	assert_int_equal(sheets_result(near, 2, false), 8750);
	assert_int_equal(sheets_result(far, 3, true), 7900);
	assert_int_equal(sheets_result(tie, 3, true), 7000);
	assert_int_equal(sheets_result(half, 3, false), 8067);
	assert_int_equal(sheets_result(NULL, 0, false), 0);
}

static enum rc rules_from(struct arena *a, const char *text, struct expert_rules *out)
{
	struct json *j;
	struct err e = {0};

	TRY(json_parse(a, str_c(text), &j, &e));
	return expert_rules_of(a, j, out, &e);
}

static void criteria(void **state)
{
	struct arena *a = *state;
	struct expert_rules r;

	assert_int_equal(rules_from(a, "{}", &r), RC_STATE);
	assert_int_equal(rules_from(a, "{\"criteria\":[{\"id\":\"x\",\"name\":\"甲\",\"max\":0}]}", &r), RC_DATA);
	assert_int_equal(rules_from(a, "{\"criteria\":[{\"id\":\"x\",\"name\":\"甲\",\"max\":5},"
					 "{\"id\":\"x\",\"name\":\"乙\",\"max\":5}]}", &r), RC_DATA);
	assert_int_equal(rules_from(a, "{\"sheets\":2,\"divergence\":15,\"confidence\":\"design\",\"criteria\":["
					 "{\"id\":\"x\",\"name\":\"甲\",\"max\":40},"
					 "{\"id\":\"y\",\"name\":\"乙\",\"max\":60}]}", &r), RC_OK);
	assert_int_equal(r.max, 100);
	assert_int_equal(r.n, 2);
	assert_true(str_eqc(r.confidence, "design"));
}

/* --- redaction ----------------------------------------------------------------------------------------- */

static void redacted(void **state)
{
	struct arena *a = *state;
	struct strs terms = {0}, places = {0};
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"石家庄星辰机械有限公司成立于2010年", "×××成立于2010年"},
		{"我公司（星辰机械）与星辰公司", "我公司（×××）与×××公司"},
		{"石 家 庄　星辰 机械有限公司", "×××"},
		{"法人王建国，联系人 王 建国。", "法人×××，联系人 ×××。"},
		{"信用代码９１１３０１００MA0T00001x", "信用代码×××"},
		{"91130100MA0T00001X", "×××"},
		{"手机13812345678、138 1234 5678、138-1234-5678", "手机×××、×××、×××"},
		{"电话 0311-87803327 或 (0311)87803327", "电话 ××× 或 (×××"},
		{"邮箱 a.b@xing.com.cn，网址 https://www.xing.cn/a?b=1。", "邮箱 ×××，网址 ×××。"},
		{"营业收入 12345.67 万元，2021 2022 年均增长 13.5%", "营业收入 12345.67 万元，2021 2022 年均增长 13.5%"},
		{"研发费用0.135亿元", "研发费用0.135亿元"},
		{"Xing Chen 牌", "××× 牌"},
		{"", ""},
		{"\xff\xfe", "×××"},
	};

	VEC_PUSH(a, &places, STR("石家庄"));
	redact_enterprise(a, &terms, STR("石家庄星辰机械有限公司"), &places);
	redact_term(a, &terms, STR("王建国"));
	redact_term(a, &terms, STR("91130100MA0T00001X"));
	redact_term(a, &terms, STR("xing chen"));
	redact_term(a, &terms, STR("王")); /* one character: would blacken half the text */
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(redact(a, &terms, str_c(cases[i].text)), cases[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(even_and_whole),
		TEST(no_conflict_and_still_even),
		TEST(same_seed_same_hands),
		TEST(earlier_load_counts),
		TEST(too_few_is_said),
		TEST(fields_are_preferred),
		TEST(conflicts_by_rule),
		TEST(results),
		TEST(criteria),
		TEST(redacted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
