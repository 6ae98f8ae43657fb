/* The language: what parses, what is refused, and what is known when something is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/decimal.h"
#include "domain/expr.h"

static struct arena a;
static struct facts f;

static const struct str indicators[] = {STR_INIT("ip"), STR_INIT("rd")};
static const struct expr_scope all = {.value = true,
        .scores = true,
        .conditions = true,
        .indicators = indicators,
        .indicators_n = 2,
        .groups = indicators,
        .groups_n = 1};
static const struct expr_scope facts_only = {0};

static const struct expr *parsed(const char *text, enum expr_type type)
{
	const struct expr *x = NULL;
	struct err e;

	if (expr_parse(&a, str_c(text), type, &all, &x, &e) != RC_OK)
		fail_msg("%s: %s", text, e.arg[0]);
	return x;
}

static void holds(const char *text, enum tri want, enum expr_status status)
{
	struct expr_env env = {.facts = &f};
	struct expr_value v;

	expr_eval(&env, parsed(text, EXPR_BOOL), &v);
	if (v.tri != want || (want == TRI_UNKNOWN && v.status != status))
		fail_msg("%s: %d %d", text, (int)v.tri, (int)v.status);
}

static void refused(const char *text, enum expr_type type, const struct expr_scope *scope)
{
	const struct expr *x = NULL;
	struct err e;

	if (expr_parse(&a, str_c(text), type, scope, &x, &e) != RC_DATA)
		fail_msg("accepted: %s", text);
	assert_null(x);
	assert_true(e.arg[0][0] != '\0');
}

static void put(size_t id, int year, int64_t v)
{
	facts_put(&f, id, year, v * DECIMAL_ONE);
}

static int setup(void **state)
{
	(void)state;
	facts_init(&f, &a, 2023);
	return 0;
}

static void test_grammar(void **state)
{
	(void)state;
	holds("1 + 2 * 3 == 7", TRI_TRUE, 0);
	holds("(1 + 2) * 3 == 9", TRI_TRUE, 0);
	holds("10 - 2 - 3 == 5", TRI_TRUE, 0);
	holds("12 / 2 / 3 == 2", TRI_TRUE, 0);
	holds("-3 < 2 and 5% == 0.05", TRI_TRUE, 0);
	holds("true or false and false", TRI_TRUE, 0);
	holds("not true or true", TRI_TRUE, 0);
	holds("not (true or true)", TRI_FALSE, 0);
	holds("1 != 1", TRI_FALSE, 0);
	holds("2 in 1..3 and not 4 in 1..3 and not 0 in 1..3", TRI_TRUE, 0);
	holds("min(5, floor(11 / 2)) == 5 and max(1, 2) == 2 and floor(-0.5) == -1", TRI_TRUE, 0);
	holds("if(1 > 2, 3, 4) == 4 and count(true, false, 1 < 2) == 2", TRI_TRUE, 0);
	holds("0.1 + 0.2 == 0.3", TRI_TRUE, 0);
	static const char *const bad[] = {"", "1 +", "(1", "1)", "1 2", "revenue", "revenue.y0",
	        "revenue.y5", "revenue.2022", "ip_high.y1", "nothing", "rd_basis",
	        "rd_basis == 'x'", "rd_basis == cost", "1 and 2", "true + 1", "1 < 2 < 3",
	        "points(nothing) > 1", "points ip", "count(1)", "min(1)", "floor(true)",
	        "if(1, 2, 3) > 1", "1..2", "1 in 2", "sei_field > 0", "1.2345678 > 1",
	        "9999999999999 > 1", "\xff", "revenue . y1 >"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		refused(bad[i], EXPR_BOOL, &all);
	refused("1 > 2", EXPR_NUMBER, &all);
	refused("value > 1", EXPR_BOOL, &facts_only);
	refused("total > 1", EXPR_BOOL, &facts_only);
	refused("conditions", EXPR_BOOL, &facts_only);
	refused("points(ip) > 1", EXPR_BOOL, &facts_only);
}

static void test_budget(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &a, 1 << 16);
	for (int i = 0; i < 5000; i++)
		buf_ch(&b, '(');
	refused(str_cstr(&a, buf_view(&b)), EXPR_BOOL, &all);
	buf_init(&b, &a, 1 << 16);
	buf_lit(&b, "true");
	for (int i = 0; i < 300; i++)
		buf_lit(&b, " and true");
	refused(str_cstr(&a, buf_view(&b)), EXPR_BOOL, &all);
}

static void test_unknown(void **state)
{
	(void)state;
	holds("revenue.y1 >= 100", TRI_UNKNOWN, EXPR_MISSING);
	holds("revenue.y1 >= 0", TRI_TRUE, 0); /* amounts are never below 0 */
	holds("net_profit.y1 >= 0", TRI_UNKNOWN, EXPR_MISSING);
	holds("digital_level <= 4 and digital_level < 5", TRI_TRUE, 0);
	holds("local_points > 15", TRI_FALSE, 0);
	put(FACT_EQUITY_FINANCING, 2022, 600);
	holds("equity_financing.y1 + equity_financing.y2 >= 500", TRI_TRUE, 0);
	holds("(equity_financing.y1 + equity_financing.y2) / 2 >= 300", TRI_TRUE, 0);
	holds("equity_financing.y1 + equity_financing.y2 >= 601", TRI_UNKNOWN, EXPR_MISSING);
	holds("equity_financing.y1 == equity_financing.y2", TRI_UNKNOWN, EXPR_MISSING);
	holds("count(sei_field, true, true, chain_key) >= 2", TRI_TRUE, 0);
	holds("count(sei_field, true) >= 3", TRI_FALSE, 0);
	holds("min(5, 3 * count(sei_field, true, true)) == 5", TRI_TRUE, 0);
	holds("sei_field and false", TRI_FALSE, 0);
	holds("true or sei_field", TRI_TRUE, 0);
	holds("not sei_field", TRI_UNKNOWN, EXPR_MISSING);
	holds("rd_basis == 'cost' and false", TRI_FALSE, 0);
	holds("rd_basis != 'cost'", TRI_UNKNOWN, EXPR_MISSING);
}

static void test_manual(void **state)
{
	struct expr_env env = {.facts = &f};
	struct expr_value v;

	(void)state;
	put(FACT_RD_EXPENSE, 2022, 50);
	holds("rd_expense.y1 / revenue.y1 >= 3%", TRI_UNKNOWN, EXPR_MISSING);
	put(FACT_REVENUE, 2022, 0);
	holds("rd_expense.y1 / revenue.y1 >= 3%", TRI_UNKNOWN, EXPR_MANUAL);
	holds("rd_expense.y1 >= 100 and rd_expense.y1 / revenue.y1 >= 3%", TRI_FALSE, 0);
	holds("sei_field and rd_expense.y1 / revenue.y1 >= 3%", TRI_UNKNOWN, EXPR_MISSING);
	holds("growth(rd_expense.y1, revenue.y1) >= 0", TRI_UNKNOWN, EXPR_MANUAL);
	expr_eval(&env, parsed("growth(rd_expense.y1, revenue.y1) >= 0", EXPR_BOOL), &v);
	assert_true(str_starts(expr_reason(&a, &env), STR("revenue.2022（营业收入总额）")));
	/* beyond 128 bits: undefined rather than wrong */
	facts_put(&f, FACT_RD_EXPENSE, 2022, DECIMAL_MAX);
	holds("rd_expense.y1 * rd_expense.y1 * rd_expense.y1 * rd_expense.y1 > 1", TRI_UNKNOWN,
	        EXPR_MANUAL);
}

static void test_missing_list(void **state)
{
	struct expr_env env = {.facts = &f};
	struct fact_refs refs = {0};

	(void)state;
	put(FACT_IP_HIGH, 0, 0);
	expr_missing(&env,
	        parsed("ip_high >= 1 or (ip_class1 >= 1 and revenue.y2 > 5) or (false and staff.y1 "
	               "> 1)",
	                EXPR_BOOL),
	        &a, &refs);
	assert_int_equal(refs.n, 2);
	assert_int_equal(refs.v[0].fact, FACT_IP_CLASS1);
	assert_int_equal(refs.v[1].fact, FACT_REVENUE);
	assert_int_equal(refs.v[1].back, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup(test_grammar, setup),
	        cmocka_unit_test_setup(test_budget, setup),
	        cmocka_unit_test_setup(test_unknown, setup),
	        cmocka_unit_test_setup(test_manual, setup),
	        cmocka_unit_test_setup(test_missing_list, setup)};

	arena_init(&a, 0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&a);
	return failed;
}
