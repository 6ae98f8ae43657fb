/* The classification as loaded from the reference table, and tables that must be refused. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/industry.h"

static struct industries load(struct arena *a)
{
	struct industries all;
	struct err e = {0};
	struct str csv;

	assert_true(embedded_find(STR("sql/reference/industries.csv"), &csv));
	if (industries_parse(a, csv, &all, &e) != RC_OK)
		fail_msg("%s", e.detail);
	return all;
}

static void test_reference(void **state)
{
	struct industries all = load(*state);
	size_t level[5] = {0};

	for (size_t i = 0; i < all.n; i++)
		level[all.v[i].level]++;
	/* GB/T 4754-2017: 20 门类, 97 大类, 473 中类, 1381 小类. */
	assert_int_equal(level[1], 20);
	assert_int_equal(level[2], 97);
	assert_int_equal(level[3], 473);
	assert_int_equal(level[4], 1381);
}

static void test_find(void **state)
{
	struct industries all = load(*state);
	const struct industry *i = industries_find(&all, STR("3311"));

	assert_non_null(i);
	assert_str(industry_section(i)->code, "C");
	assert_true(industry_within(i, STR("33")) && industry_within(i, STR("3311")));
	assert_false(industry_within(i, STR("3")));
	assert_ptr_equal(industries_find(&all, STR("C3311")), i);
	assert_ptr_equal(industries_find(&all, STR("c3311")), i);
	assert_non_null(industries_find(&all, STR("c")));
	assert_str(industries_find(&all, STR("01"))->name, "农业");
	static const char *const unknown[] = {
	        "", "D3311", "33110", "CC", "C ", "1", "3319x", "00", "Z", "C33111", "331\xe4"};
	for (size_t k = 0; k < ARRAY_LEN(unknown); k++)
		if (industries_find(&all, str_c(unknown[k])))
			fail_msg("found %s", unknown[k]);
}

static void test_bad_tables(void **state)
{
	static const char *const bad[] = {
	        "code,level,name\nA,1,x\n",                         /* no parent column */
	        "code,level,name,parent_code\nA,1,x,\nA,1,y,\n",    /* twice */
	        "code,level,name,parent_code\n01,2,x,A\nA,1,y,\n",  /* child first */
	        "code,level,name,parent_code\nA,1,x,\n011,3,y,A\n", /* level left out */
	        "code,level,name,parent_code\nA,5,x,\n",
	        "code,level,name,parent_code\nA,1,x,B\n",
	        "code,level,name,parent_code\n,1,x,\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct industries all;
		struct err e;
		assert_rc(industries_parse(*state, str_c(bad[i]), &all, &e), RC_DATA);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_reference), TEST(test_find), TEST(test_bad_tables)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
