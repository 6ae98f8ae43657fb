/* A figure that just reaches its band is found, one that is clear of it is not. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/score_edge.h"

static const struct standard *load(struct arena *a)
{
	const struct standard *s;
	struct err e = {0};
	struct str text;

	assert_true(embedded_find(STR("sql/reference/standards/innovative-2022.json"), &text));
	assert_rc(standard_load(a, text, &s, &e), RC_OK);
	return s;
}

static size_t edges_of(struct arena *a, const char *rd, const char *revenue, struct score_edges *out)
{
	struct facts f;

	facts_init(&f, a, 2023);
	facts_put_row(&f, STR("rd_expense"), 2022, str_c(rd));
	facts_put_row(&f, STR("revenue"), 2022, str_c(revenue));
	score_edges(load(a), &f, SCORE_APPLICATION, a, out);
	return out->n;
}

static void exactly_on_the_line(void **state)
{
	struct score_edges edges;

	/* 5 % of 1,206 is 60.3: less expense or more revenue would lose the band; said once. */
	assert_int_equal(edges_of(*state, "60.3", "1206", &edges), 1);
	assert_int_equal(edges.v[0].back, 1);
	assert_true(edges.v[0].would < edges.v[0].points);
}

static void clear_of_the_line(void **state)
{
	struct score_edges edges;

	assert_int_equal(edges_of(*state, "60.5", "1206", &edges), 0); /* more than a thousandth above */
	assert_int_equal(edges_of(*state, "60.2", "1206", &edges), 0); /* below: nothing to lose */
	assert_int_equal(edges_of(*state, "0", "1206", &edges), 0);
}

static void impossible_facts_have_no_edge(void **state)
{
	struct score_edges edges;

	assert_int_equal(edges_of(*state, "-1", "1206", &edges), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(exactly_on_the_line),
		TEST(clear_of_the_line),
		TEST(impossible_facts_have_no_edge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
