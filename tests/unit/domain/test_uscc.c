/* GB 32100-2015 and GB 11714 against vectors of a dozen projects, and the words of the refusals. */
#include "../check.h"

#include "base/reftable.h"
#include "domain/uscc.h"

static const char *problem_word(enum uscc_problem p)
{
	static const char *const words[USCC__MAX] = {[USCC_OK] = "ok",
	        [USCC_EMPTY] = "empty",
	        [USCC_LENGTH] = "length",
	        [USCC_CHARACTER] = "charset",
	        [USCC_CHECK] = "checksum"};

	return words[p];
}

static void test_vectors(void **state)
{
	static const char *const columns[] = {"code", "after_trim_upper"};
	struct arena *a = *state;
	struct reftable t;
	struct err e;

	assert_rc(
	        reftable_parse(a, test_file(a, "tests/data/uscc/vectors.csv"), columns, 2, &t, &e),
	        RC_OK);
	assert_int_equal(t.n, 190);
	for (size_t i = 0; i < t.n; i++) {
		struct str code = reftable_cell(&t, i, 0);
		struct uscc_result r = uscc_check(str_upper(a, uscc_trim(code)));
		if (!str_eqc(reftable_cell(&t, i, 1), problem_word(r.problem)))
			fail_msg("%.*s: %s", STR_ARG(code), problem_word(r.problem));
		assert_int_equal(uscc_explain(a, &r).n == 0, r.problem == USCC_OK);
	}
}

static void test_every_single_change_is_noticed(void **state)
{
	static const char good[] = "91110108551385082Q",
	                  alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	char code[USCC_LEN + 1];

	(void)state;
	for (size_t i = 0; i < USCC_LEN; i++) {
		for (const char *c = alphabet; *c; c++) {
			memcpy(code, good, sizeof(code));
			code[i] = *c;
			assert_int_equal(uscc_valid((struct str){code, USCC_LEN}), *c == good[i]);
		}
	}
}

static void test_check_characters(void **state)
{
	(void)state;
	/* The standard's own wrong example. */
	assert_int_equal(uscc_check_char(STR("91350100M000100Y4")), '3');
	assert_int_equal(uscc_check_char(STR("91512081MA62K0260")), 'E');
	assert_int_equal(uscc_check_char(STR("9151208")), 0);
	assert_int_equal(uscc_check_char(STR("91512081MA62K026O")), 0);
	/* GB 11714: remainders that give X and 0. */
	assert_int_equal(uscc_org_check_char(STR("71526726")), 'X');
	assert_int_equal(uscc_org_check_char(STR("D2143569")), 'X');
	assert_int_equal(uscc_org_check_char(STR("00000000")), '0');
	assert_int_equal(uscc_org_check_char(STR("0000000-")), 0);
}

static void test_normalise(void **state)
{
	struct arena *a = *state;

	assert_str(uscc_normalise(a, STR("\t ９１１１０１０８５５１３８５０８２ｑ\u3000\u00a0\n")),
	        "91110108551385082Q");
	assert_str(uscc_normalise(a, STR("  \u3000 ")), "");
	assert_str(uscc_normalise(a, STR("")), "");
	assert_str(uscc_normalise(a, STR("9111 0108-551385082q")), "9111 0108-551385082Q");
	assert_str(uscc_normalise(a, STR("\xff\xfe")), "\xff\xfe");
}

static void explains(struct arena *a, const char *code, const char *part)
{
	struct uscc_result r = uscc_check(str_c(code));
	struct str text = uscc_explain(a, &r);

	if (!str_has(text, str_c(part)))
		fail_msg("%s: %.*s", code, STR_ARG(text));
}

static void test_explanations(void **state)
{
	struct arena *a = *state;

	explains(a, "91110108551385082F",
	        "第 18 位应为“Q”，现为“F”；第 9 至 17 位组织机构代码自身无误");
	explains(a, "91110108551385028Q", "也不符");
	explains(a, "914403003196285000", "表格软件");
	explains(a, "9111O108551385082Q", "第 5 位“O”");
	explains(a, "9111A108551385082Q", "第 5 位“A”应为数字");
	explains(a, "91110108551385082Ｑ", "第 18 位“Ｑ”是全角字符");
	explains(a, "91110108551385082q", "第 18 位“q”是小写字母");
	explains(a, "9111010855138508 Q", "第 17 位“\\x20”是空格");
	explains(a, "9111010855\u200b385082Q", "看不见");
	explains(a, "9111010855138508\xff\xffQ", "应为 18 位，现为 19 位");
	explains(a, "", "未填写");
}

static void test_region_digits_never_matter(void **state)
{
	char code[] = "91000000551385082?";

	(void)state;
	for (int region = 0; region < 1000000; region += 997) {
		snprintf(code, sizeof(code), "91%06u551385082?", (unsigned)region % 1000000U);
		code[17] = uscc_check_char((struct str){code, 17});
		assert_true(uscc_valid((struct str){code, 18}));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_vectors),
	        TEST(test_every_single_change_is_noticed),
	        TEST(test_check_characters),
	        TEST(test_normalise),
	        TEST(test_explanations),
	        TEST(test_region_digits_never_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
