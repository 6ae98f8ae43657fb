/* The register: pairs of characters, and what a stored state means on a day. */
#include "../check.h"

#include "service/registry.h"

#include <string.h>

static void grams_are_neighbouring_pairs(void **state)
{
	static const struct {
		const char *name, *grams;
	} cases[] = {
		{"石家庄", "石家 家庄"},
		{"甲", "甲"},
		{"", ""},
		{"ＡＢ（c）公司", "ab bc c公 公司"},
		{"A-B 1", "ab b1"},
		{"（）", ""},
		{"\"*\" OR x", "or rx"},
		{"𠮷野家", "𠮷野 野家"},
	};
	struct arena a;

	(void)state;
	arena_init(&a, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str got = registry_grams(&a, str_c(cases[i].name));
		if (!str_eqc(got, cases[i].grams))
			print_message("%s: %.*s\n", cases[i].name, STR_ARG(got));
		assert_true(str_eqc(got, cases[i].grams));
	}
	arena_free(&a);
}

static const char *ended(
	const char *state, const char *from, const char *to, const char *since, struct date day)
{
	struct registry_term t = {str_c(state), str_c(from), str_c(to), STR(""), str_c(since)};

	return registry_state_word(registry_state_on(t, day), t.valid_to);
}

static const char *on(const char *state, const char *from, const char *to, struct date day)
{
	return ended(state, from, to, "", day);
}

static void a_state_is_about_a_day(void **state)
{
	const char *from = "2022-12-30", *to = "2025-12-29";

	(void)state;
	assert_string_equal(on("valid", from, to, (struct date){2022, 12, 29}), "未生效");
	assert_string_equal(on("valid", from, to, (struct date){2022, 12, 30}), "有效");
	assert_string_equal(on("valid", from, to, (struct date){2025, 12, 29}), "有效");
	assert_string_equal(on("valid", from, to, (struct date){2025, 12, 30}), "已到期");
	assert_string_equal(on("revoked", from, to, (struct date){2023, 1, 1}), "已撤销");
	assert_string_equal(on("cancelled", from, to, (struct date){2023, 1, 1}), "已取消");
	assert_string_equal(on("valid", "", "", (struct date){2023, 1, 1}), "有效期未载明");
	/* Taken back on a day: it held on the day before, for ever (N12). */
	assert_string_equal(ended("revoked", from, to, "2024-05-01", (struct date){2024, 4, 30}), "有效");
	assert_string_equal(ended("revoked", from, to, "2024-05-01", (struct date){2024, 5, 1}), "已撤销");
	assert_string_equal(ended("expired", from, to, "2025-12-30", (struct date){2022, 1, 1}), "未生效");
	assert_string_equal(ended("renewing", from, to, "", (struct date){2026, 3, 1}), "复核中（原名单有效）");
}

static const char *listed(const char *state, const char *since, struct date day)
{
	struct registry_term t = {
		str_c(state), STR("2023-01-01"), STR("2025-12-31"), STR("2023-06-05"), str_c(since)};

	return registry_state_word(registry_state_on(t, day), t.valid_to);
}

/* The term begins before the list that prints it: on the days between nobody knew of the title (N14). */
static void a_day_before_the_list_did_not_have_it(void **state)
{
	(void)state;
	assert_string_equal(listed("valid", "", (struct date){2022, 12, 31}), "未生效");
	assert_string_equal(listed("valid", "", (struct date){2023, 1, 1}), "名单尚未公布");
	assert_string_equal(listed("valid", "", (struct date){2023, 6, 4}), "名单尚未公布");
	assert_string_equal(listed("valid", "", (struct date){2023, 6, 5}), "有效");
	assert_string_equal(listed("renewing", "", (struct date){2023, 6, 4}), "名单尚未公布");
	/* What came after does not change what was known. */
	assert_string_equal(listed("revoked", "2024-05-01", (struct date){2023, 6, 4}), "名单尚未公布");
	assert_string_equal(listed("revoked", "2024-05-01", (struct date){2024, 4, 30}), "有效");
	assert_string_equal(listed("revoked", "2024-05-01", (struct date){2024, 5, 1}), "已撤销");
	assert_string_equal(registry_state_tone(STR("unlisted")), "info");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grams_are_neighbouring_pairs),
		cmocka_unit_test(a_state_is_about_a_day),
		cmocka_unit_test(a_day_before_the_list_did_not_have_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
