/* 工信部联企业〔2011〕300号 against boundary vectors, every bound of every line, and refusals. */
#include "../check.h"

#include "base/embedded.h"
#include "base/reftable.h"
#include "domain/decimal.h"
#include "domain/size.h"

struct world {
	struct industries industries;
	struct size_standard standard;
};

static struct world load(struct arena *a)
{
	struct world w;
	struct err e = {0};
	struct str csv;

	assert_true(embedded_find(STR("sql/reference/industries.csv"), &csv));
	assert_rc(industries_parse(a, csv, &w.industries, &e), RC_OK);
	assert_true(embedded_find(STR("sql/reference/size_thresholds.csv"), &csv));
	if (size_standard_parse(a, csv, &w.standard, &e) != RC_OK)
		fail_msg("%s", e.detail);
	return w;
}

static const struct size_line *line_of(const struct world *w, const char *code)
{
	const struct size_line *line = NULL;
	struct err e;
	const struct industry *i = industries_find(&w->industries, str_c(code));

	assert_non_null(i);
	assert_rc(size_line_of(&w->standard, &w->industries, i, &line, &e), RC_OK);
	return line;
}

static void test_vectors(void **state)
{
	static const char *const columns[] = {
	        "gbt", "employees", "revenue_wan", "assets_wan", "expected"};
	struct arena *a = *state;
	struct world w = load(a);
	struct reftable t;
	struct err e;

	assert_rc(
	        reftable_parse(a, test_file(a, "tests/data/size/vectors.csv"), columns, 5, &t, &e),
	        RC_OK);
	assert_int_equal(t.n, 719);
	for (size_t i = 0; i < t.n; i++) {
		struct size_facts f = {0};
		struct size_result r;
		for (size_t k = 0; k < SIZE_INDICATOR__MAX; k++) {
			struct str text = reftable_cell(&t, i, k + 1);
			f.has[k] = text.n > 0;
			if (f.has[k])
				assert_rc(decimal_parse(text, &f.value[k], &e), RC_OK);
		}
		const struct size_line *line = line_of(&w, str_cstr(a, reftable_cell(&t, i, 0)));
		assert_rc(size_classify(line, &f, &r, &e), RC_OK);
		if (!str_eqc(reftable_cell(&t, i, 4), size_name(r.size)))
			fail_msg("line %zu: %s", t.line[i], size_name(r.size));
	}
}

/* At each bound the class is reached; one millionth below it is not. */
static void test_bounds_are_inclusive(void **state)
{
	struct world w = load(*state);
	struct size_result r;
	struct err e;

	assert_int_equal(w.standard.n, 16);
	for (size_t l = 0; l < w.standard.n; l++) {
		const struct size_line *line = &w.standard.v[l];
		for (enum size_class c = SIZE_SMALL; c <= SIZE_LARGE; c++) {
			struct size_facts f = {.has = {true, true, true}};
			for (size_t k = 0; k < SIZE_INDICATOR__MAX; k++)
				f.value[k] = line->bounds[k].min[c];
			assert_rc(size_classify(line, &f, &r, &e), RC_OK);
			assert_int_equal(r.size, c);
			for (size_t k = 0; k < SIZE_INDICATOR__MAX; k++) {
				if (!line->bounds[k].used)
					continue;
				f.value[k]--;
				assert_rc(size_classify(line, &f, &r, &e), RC_OK);
				assert_int_equal(r.size, c - 1);
				f.value[k]++;
			}
		}
	}
}

static void test_levels(void **state)
{
	struct world w = load(*state);

	assert_ptr_equal(line_of(&w, "C"), line_of(&w, "3311"));
	assert_ptr_equal(line_of(&w, "D"), line_of(&w, "B"));
	assert_str(line_of(&w, "591")->key, "transport");
	assert_str(line_of(&w, "5920")->key, "storage");
	assert_str(line_of(&w, "7010")->key, "realestate");
	assert_str(line_of(&w, "703")->key, "other");
	assert_str(line_of(&w, "85")->key, "other");
	assert_str(line_of(&w, "L")->key, "leasing");
}

static void test_refusals(void **state)
{
	static const char *const none[] = {"53", "66", "83", "84", "S", "704", "T"};
	static const char *const several[] = {"F", "G", "59", "I", "K", "70", "Q"};
	struct world w = load(*state);
	const struct size_line *line;
	struct size_result r;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		const struct industry *it = industries_find(&w.industries, str_c(none[i]));
		assert_non_null(it);
		assert_rc(size_line_of(&w.standard, &w.industries, it, &line, &e), RC_INVALID);
		assert_int_equal(e.msg, MSG_SIZE_NO_LINE);
	}
	for (size_t i = 0; i < ARRAY_LEN(several); i++) {
		const struct industry *it = industries_find(&w.industries, str_c(several[i]));
		assert_rc(size_line_of(&w.standard, &w.industries, it, &line, &e), RC_INVALID);
		assert_int_equal(e.msg, MSG_SIZE_AMBIGUOUS);
	}
	line = line_of(&w, "3311");
	assert_rc(size_classify(line, &(struct size_facts){.has = {true}}, &r, &e), RC_INVALID);
	assert_string_equal(e.field, "revenue");
	assert_rc(size_classify(line, &(struct size_facts){.has = {true, true}, .value = {-1, 0}},
	                  &r, &e),
	        RC_INVALID);
	assert_string_equal(e.field, "staff");
}

static void test_explanation(void **state)
{
	struct world w = load(*state);
	struct size_facts f = {.has = {true, true},
	        .value = {299 * DECIMAL_ONE, 5000 * DECIMAL_ONE + DECIMAL_ONE / 2}};
	struct size_result r;
	struct err e;

	assert_rc(size_classify(line_of(&w, "33"), &f, &r, &e), RC_OK);
	struct str text = size_explain(*state, &r, &f);
	assert_true(str_has(text, STR("从业人员299人，达到小型下限20人")));
	assert_true(str_has(text, STR("营业收入5000.5万元，达到中型下限2000万元")));
	assert_true(str_ends(text, STR("故为小型")));
}

static void test_bad_tables(void **state)
{
#define HEAD "key,industry,gbt4754,indicator,large_min,medium_min,small_min\n"
	static const char *const bad[] = {
	        HEAD "a,x,A,profit,3,2,1\n",
	        HEAD "a,x,A,staff,3,2,1\na,x,A,staff,3,2,1\n",
	        HEAD "a,x,A,staff,2,2,1\n",
	        HEAD "a,x,A,staff,3,2,-1\n",
	        HEAD "a,x,A,staff,9223372036854775807,2,1\n",
	        HEAD "a,x,A,staff,3.5,2,1\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct size_standard s;
		struct err e;
		assert_rc(size_standard_parse(*state, str_c(bad[i]), &s, &e), RC_DATA);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_vectors),
	        TEST(test_bounds_are_inclusive),
	        TEST(test_levels),
	        TEST(test_refusals),
	        TEST(test_explanation),
	        TEST(test_bad_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
