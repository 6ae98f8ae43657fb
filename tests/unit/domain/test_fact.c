/* The dictionary walked, and the gate through which values pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/decimal.h"
#include "domain/fact.h"

static struct arena a;

static void test_dictionary(void **state)
{
	(void)state;
	for (size_t i = 0; i < FACT__MAX; i++) {
		const struct fact *f = fact_at(i);
		size_t words;
		assert_int_equal(fact_find(f->id), (int)i);
		assert_true(f->name.n > 0 && f->brief.n > 0);
		assert_int_equal(f->yearly, i < FACTS_YEARLY);
		assert_int_equal(fact_words(i, &words) != NULL, f->type == FACT_WORD);
		/* names stand in JSON as they are */
		assert_int_equal(str_index(f->name, '"'), f->name.n);
		assert_int_equal(str_index(f->brief, '"'), f->brief.n);
		assert_int_equal(str_index(f->brief, '\\'), f->brief.n);
		if (fact_ceiling(i) >= 0)
			assert_true(f->yearly && fact_is_ceiling((size_t)fact_ceiling(i)));
	}
	assert_int_equal(fact_find(STR("turnover")), -1);
	assert_int_equal(fact_find(STR("")), -1);
	assert_true(fact_at(FACT_NET_PROFIT)->may_be_negative);
}

static void test_canonical(void **state)
{
	struct err e;
	int64_t v;

	(void)state;
	for (size_t i = 0; i < FACT__MAX; i++) {
		const char *text = fact_at(i)->type == FACT_BOOL   ? "true"
		                   : fact_at(i)->type == FACT_WORD ? NULL
		                                                   : "3";
		size_t n;
		struct str s = text ? str_c(text) : fact_words(i, &n)[1].id;
		assert_int_equal(fact_parse(i, s, &v, &e), RC_OK);
		assert_true(str_eq(fact_text(&a, i, (struct fact_value){v, FACT_KNOWN}), s));
	}
	assert_int_equal(fact_parse(FACT_REVENUE, STR("-1"), &v, &e), RC_INVALID);
	assert_int_equal(e.msg, MSG_FACT_NEGATIVE);
	assert_int_equal(fact_parse(FACT_NET_PROFIT, STR("-1"), &v, &e), RC_OK);
	assert_int_equal(fact_parse(FACT_IP_HIGH, STR("1.5"), &v, &e), RC_INVALID);
	assert_int_equal(fact_parse(FACT_DIGITAL_LEVEL, STR("5"), &v, &e), RC_INVALID);
	assert_int_equal(fact_parse(FACT_SEI_FIELD, STR("1"), &v, &e), RC_INVALID);
	assert_int_equal(fact_parse(FACT_RD_BASIS, STR("profit"), &v, &e), RC_INVALID);
}

static void typed(size_t id, const char *text, const char *canonical)
{
	struct fact_value v = {77, FACT_BAD};
	struct err e;
	enum rc rc = fact_parse_typed(&a, id, str_c(text), &v, &e);

	if (!canonical) {
		assert_int_equal(rc, RC_INVALID);
		assert_int_equal(v.state, FACT_BAD);
		return;
	}
	assert_int_equal(rc, RC_OK);
	assert_true(str_eqc(fact_text(&a, id, v), canonical));
}

static void test_typed(void **state)
{
	(void)state;
	typed(FACT_REVENUE, "１，２３４．５６", "1234.56");
	typed(FACT_REVENUE, "  ", "");
	typed(FACT_REVENUE, "3000万", NULL);
	typed(FACT_REVENUE, "3000万元", NULL);
	typed(FACT_REVENUE, "3%", NULL);
	typed(FACT_REVENUE, "-5", NULL);
	typed(FACT_MARKET_SHARE, "12.5％", "12.5");
	typed(FACT_MARKET_SHARE, "100.1", NULL);
	typed(FACT_SEI_FIELD, "是", "true");
	typed(FACT_SEI_FIELD, "false", "false");
	typed(FACT_SEI_FIELD, "也许", NULL);
	typed(FACT_INSTITUTION_LEVEL, "省级", "province");
	typed(FACT_INSTITUTION_LEVEL, "nation", "nation");
	assert_true(
	        str_eqc(fact_show(&a, FACT_REVENUE, (struct fact_value){5200500000, FACT_KNOWN}),
	                "5,200.5 万元"));
	assert_true(
	        str_eqc(fact_show(&a, FACT_MARKET_SHARE, (struct fact_value){12500000, FACT_KNOWN}),
	                "12.5%"));
	assert_true(str_eqc(fact_show(&a, FACT_SEI_FIELD, (struct fact_value){0}), "未填"));
}

static void test_rows(void **state)
{
	struct facts f;
	struct strs errors = {0};
	struct buf b;

	(void)state;
	facts_init(&f, &a, 2023);
	facts_put_row(&f, STR("revenue"), 2022, STR("5200.5"));
	facts_put_row(&f, STR("revenue"), 2009, STR("1"));
	facts_put_row(&f, STR("sei_field"), 0, STR("false"));
	facts_put_row(&f, STR("rd_basis"), 0, STR("cost"));
	facts_put_row(&f, STR("ip_high"), 0, STR(""));
	assert_int_equal(f.errors.n, 0);
	assert_int_equal(facts_get(&f, FACT_REVENUE, 1).v, 5200500000);
	assert_int_equal(facts_get(&f, FACT_REVENUE, 2).state, FACT_UNKNOWN);
	assert_int_equal(
	        facts_get(&f, FACT_SEI_FIELD, 0).state, FACT_KNOWN); /* false is not unknown */
	assert_int_equal(facts_get(&f, FACT_IP_HIGH, 0).state, FACT_UNKNOWN);
	buf_init(&b, &a, 4096);
	facts_put_canonical(&b, &f);
	assert_true(str_eqc(buf_view(&b),
	        "{\"revenue\":{\"2022\":5200.5},\"sei_field\":false,\"rd_basis\":\"cost\"}"));
	facts_put_row(&f, STR("main_revenue"), 2009, STR("1.000001"));
	facts_put_row(&f, STR("main_revenue"), 2022, STR("5200.5"));
	facts_check(&f, &a, &errors);
	assert_int_equal(errors.n, 1);
	assert_true(str_starts(errors.v[0], STR("main_revenue.2009：")));
	facts_put_row(&f, STR("revenue"), 2021, STR("many"));
	facts_put_row(&f, STR("nonsense"), 0, STR("1"));
	assert_int_equal(f.errors.n, 2);
	assert_int_equal(facts_get(&f, FACT_REVENUE, 2).state, FACT_BAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_dictionary),
	        cmocka_unit_test(test_canonical), cmocka_unit_test(test_typed),
	        cmocka_unit_test(test_rows)};

	arena_init(&a, 0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&a);
	return failed;
}
