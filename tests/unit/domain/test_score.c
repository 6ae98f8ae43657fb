/* The engine on the standards that ship: every band just below, on and above its bound; intervals,
 * manual cases, errors, the gap. tests/scenario/score_test.py holds the same engine against a
 * second implementation on random facts.
 */
#include "../check.h"

#include "base/embedded.h"
#include "domain/decimal.h"
#include "domain/score.h"

static const struct standard *standard(struct arena *a, const char *id)
{
	const struct standard *s = NULL;
	struct str bytes;
	struct err e;

	assert_true(embedded_find(str_fmt(a, "sql/reference/standards/%s.json", id), &bytes));
	assert_rc(standard_load(a, bytes, &s, &e), RC_OK);
	return s;
}

static const struct score_result *evaluate(
        struct arena *a, const struct standard *s, const char *facts_json)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	struct score_result *r = ARENA_NEW(a, struct score_result);
	struct json *j = NULL;
	struct err e;

	assert_rc(json_parse(a, str_c(facts_json), &j, &e), RC_OK);
	facts_init(f, a, 2023);
	facts_put_json(f, j);
	score_evaluate(s, f, SCORE_APPLICATION, a, r);
	return r;
}

static int64_t points(const struct score_result *r, const char *indicator)
{
	int i = standard_indicator_find(r->standard, str_c(indicator));

	assert_true(i >= 0);
	if (r->indicators[i].status != SCORE_SCORED)
		return -1;
	assert_int_equal(r->indicators[i].points.lo, r->indicators[i].points.hi);
	return r->indicators[i].points.lo / DECIMAL_ONE;
}

/* --- bands of ratios: bound in thousandths of a denominator of 1000, best first ----------------
 */

struct ratio_case {
	const char *standard, *indicator, *above, *below; /* facts: above ÷ below */
	bool at_most;
	int64_t bound[6], points[7]; /* points after the last bound: below all of them */
	size_t n;
};

static const struct ratio_case ratios[] = {
        {"innovative-2022", "rd_ratio", "rd_expense", "revenue", false, {50, 30, 20, 10},
                {20, 15, 10, 5, 0}, 4},
        {"innovative-2022", "debt_ratio", "total_liabilities", "total_assets", true, {550, 750},
                {10, 5, 0}, 2},
        {"innovative-2022", "main_ratio", "main_revenue", "revenue", false, {700, 600, 550, 500},
                {20, 15, 10, 5, 0}, 4},
        {"specialised-2022", "main_ratio", "main_revenue", "revenue", false, {800, 700, 600},
                {5, 3, 1, 0}, 3},
        {"specialised-2022", "net_margin", "net_profit", "revenue", false, {100, 80, 60, 40, 20},
                {10, 8, 6, 4, 2, 0}, 5},
        {"specialised-2022", "debt_ratio", "total_liabilities", "total_assets", true,
                {500, 600, 700}, {5, 3, 1, 0}, 3},
        {"specialised-2022", "rd_staff", "rd_staff", "staff", false, {200, 100, 50}, {5, 3, 1, 0},
                3},
        {"tech-2017", "tech_staff", "tech_staff", "staff", false, {300, 250, 200, 150, 100},
                {20, 16, 12, 8, 4, 0}, 5},
};

static void ratio_at(struct arena *a, const struct standard *s, const struct ratio_case *c,
        int64_t micro, int64_t want)
{
	struct str text = str_fmt(a, "{\"%s\":{\"2022\":%.*s},\"%s\":{\"2022\":1000}}", c->above,
	        STR_ARG(decimal_str(a, micro)), c->below);
	int64_t got = points(evaluate(a, s, str_cstr(a, text)), c->indicator);

	if (got != want)
		fail_msg("%s %s %.*s: %lld, not %lld", c->standard, c->indicator,
		        STR_ARG(decimal_str(a, micro)), (long long)got, (long long)want);
}

static void test_ratio_bands(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(ratios); i++) {
		const struct ratio_case *c = &ratios[i];
		const struct standard *s = standard(*state, c->standard);
		int64_t sign = c->at_most ? -1 : 1;
		for (size_t b = 0; b < c->n; b++) {
			int64_t on = c->bound[b] * DECIMAL_ONE;
			ratio_at(*state, s, c, on + sign, c->points[b]);
			ratio_at(*state, s, c, on, c->points[b]);
			ratio_at(*state, s, c, on - sign, c->points[b + 1]);
		}
	}
}

/* --- growth: base 1000 -------------------------------------------------------------------------
 */

static void growth_at(struct arena *a, const struct standard *s, const char *indicator,
        int64_t micro, int64_t want)
{
	/* With the year before equal to the base and its growth g: mean (g + 0) / 2 when y3 = y2.
	 */
	struct str text =
	        str_fmt(a, "{\"main_revenue\":{\"2022\":%.*s,\"2021\":1000,\"2020\":1000}}",
	                STR_ARG(decimal_str(a, micro)));

	assert_int_equal(points(evaluate(a, s, str_cstr(a, text)), indicator), want);
}

static void test_growth_bands(void **state)
{
	static const int64_t one[][2] = {{1150, 20}, {1100, 15}, {1050, 10}, {1000, 5}};
	static const int64_t two[][2] = {
	        {1200, 10}, {1160, 8}, {1120, 6}, {1080, 4}, {1000, 2}}; /* twice the mean */
	const struct standard *s = standard(*state, "innovative-2022");

	for (size_t i = 0; i < ARRAY_LEN(one); i++) {
		growth_at(*state, s, "main_growth", one[i][0] * DECIMAL_ONE + 1, one[i][1]);
		growth_at(*state, s, "main_growth", one[i][0] * DECIMAL_ONE, one[i][1]);
		growth_at(*state, s, "main_growth", one[i][0] * DECIMAL_ONE - 1, one[i][1] - 5);
	}
	s = standard(*state, "specialised-2022");
	for (size_t i = 0; i < ARRAY_LEN(two); i++) {
		growth_at(*state, s, "main_growth2", two[i][0] * DECIMAL_ONE + 1, two[i][1]);
		growth_at(*state, s, "main_growth2", two[i][0] * DECIMAL_ONE, two[i][1]);
		growth_at(*state, s, "main_growth2", two[i][0] * DECIMAL_ONE - 1, two[i][1] - 2);
	}
}

/* --- everything else, fact by fact ---------------------------------------------------------------
 */

static const struct {
	const char *standard, *indicator, *facts;
	int64_t points; /* -1: not scored */
} cases[] = {
        {"innovative-2022", "ip", "{\"ip_high\":1}", 20}, /* nothing missing can change it */
        {"innovative-2022", "ip", "{\"ip_high\":0,\"ip_class1_own\":1}", 15},
        {"innovative-2022", "ip", "{\"ip_class1_own\":1}", -1},
        {"innovative-2022", "ip", "{\"ip_high\":0,\"ip_class1_own\":0,\"ip_class1\":1}", 10},
        {"innovative-2022", "ip",
                "{\"ip_high\":0,\"ip_class1_own\":0,\"ip_class1\":0,\"ip_class2\":1}", 5},
        {"innovative-2022", "ip",
                "{\"ip_high\":0,\"ip_class1_own\":0,\"ip_class1\":0,\"ip_class2\":0}", 0},
        {"innovative-2022", "field", "{\"sei_field\":true}", 10},
        {"innovative-2022", "field", "{\"sei_field\":false}", 5},
        {"innovative-2022", "field", "{\"sei_field\":null}", -1},
        {"innovative-2022", "rd_ratio",
                "{\"rd_expense\":{\"2022\":30},\"revenue\":{\"2022\":1000}}", 15},
        {"innovative-2022", "rd_ratio",
                "{\"rd_expense\":{\"2022\":0.3},\"revenue\":{\"2022\":10.00}}", 15},
        {"innovative-2022", "rd_ratio", "{\"rd_expense\":{\"2022\":0},\"revenue\":{\"2022\":0}}",
                -1},
        {"specialised-2022", "ip", "{\"ip_high\":2}", 10},
        {"specialised-2022", "ip", "{\"ip_high\":0,\"ip_class1_own\":3}", 8},
        {"specialised-2022", "ip", "{\"ip_high\":0,\"ip_class1_own\":0,\"ip_class1\":1}", 6},
        {"specialised-2022", "ip",
                "{\"ip_high\":0,\"ip_class1_own\":0,\"ip_class1\":0,\"ip_class2\":9}", 2},
        {"specialised-2022", "market_years", "{\"market_years\":1.999999}", 0},
        {"specialised-2022", "market_years", "{\"market_years\":2}", 1},
        {"specialised-2022", "market_years", "{\"market_years\":3.9}", 1},
        {"specialised-2022", "market_years", "{\"market_years\":9.999999}", 4},
        {"specialised-2022", "market_years", "{\"market_years\":10}", 5},
        {"specialised-2022", "market_years", "{\"market_years\":40}", 5},
        {"specialised-2022", "field", "{\"field_level\":\"gap\"}", 5},
        {"specialised-2022", "field", "{\"field_level\":\"basic\"}", 3},
        {"specialised-2022", "field", "{\"field_level\":\"other\"}", 0},
        {"specialised-2022", "digital", "{\"digital_level\":4}", 5},
        {"specialised-2022", "digital", "{\"digital_level\":3}", 5},
        {"specialised-2022", "digital", "{\"digital_level\":2}", 3},
        {"specialised-2022", "digital", "{\"digital_level\":1}", 0},
        {"specialised-2022", "digital", "{\"digital_level\":0}", 0},
        {"specialised-2022", "quality",
                "{\"quality_award\":false,\"quality_certified\":false,\"own_brand\":false,"
                "\"standard_drafting\":false}",
                0},
        {"specialised-2022", "quality",
                "{\"quality_award\":false,\"quality_certified\":true,\"own_brand\":false,"
                "\"standard_drafting\":false}",
                3},
        {"specialised-2022", "quality", "{\"quality_award\":true,\"own_brand\":true}", 5},
        {"specialised-2022", "quality", "{\"quality_award\":true}", -1},
        {"specialised-2022", "local", "{\"local_points\":15}", 15},
        {"specialised-2022", "local", "{}", -1},
        {"specialised-2022", "rd_input", "{\"rd_expense\":{\"2022\":500}}", 10}, /* amount alone */
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":499.999999},\"revenue\":{\"2022\":100000}}", 8},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":400},\"revenue\":{\"2022\":100000}}", 8},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":399.999999},\"revenue\":{\"2022\":100000}}", 6},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":300},\"revenue\":{\"2022\":100000}}", 6},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":200},\"revenue\":{\"2022\":100000}}", 4},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":100},\"revenue\":{\"2022\":100000}}", 2},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":99.999999},\"revenue\":{\"2022\":100000}}", 0},
        {"specialised-2022", "rd_input", "{\"rd_expense\":{\"2022\":1},\"revenue\":{\"2022\":10}}",
                10},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":0.8},\"revenue\":{\"2022\":10}}", 8},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":0.6},\"revenue\":{\"2022\":10}}", 6},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":0.4},\"revenue\":{\"2022\":10}}", 4},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":0.3},\"revenue\":{\"2022\":10}}", 2},
        {"specialised-2022", "rd_input",
                "{\"rd_expense\":{\"2022\":0.299999},\"revenue\":{\"2022\":10}}", 0},
        {"specialised-2022", "institution", "{\"institution_level\":\"nation\"}", 10},
        {"specialised-2022", "institution", "{\"institution_level\":\"province\"}", 8},
        {"specialised-2022", "institution", "{\"institution_level\":\"city\"}", 4},
        {"specialised-2022", "institution", "{\"institution_level\":\"below_city\"}", 2},
        {"specialised-2022", "institution", "{\"institution_level\":\"none\"}", 0},
        {"tech-2017", "results", "{\"ip115_class1\":1}", 30},
        {"tech-2017", "results", "{\"ip115_class1\":0,\"ip115_class2\":4}", 24},
        {"tech-2017", "results", "{\"ip115_class1\":0,\"ip115_class2\":3}", 18},
        {"tech-2017", "results", "{\"ip115_class1\":0,\"ip115_class2\":2}", 12},
        {"tech-2017", "results", "{\"ip115_class1\":0,\"ip115_class2\":1}", 6},
        {"tech-2017", "results", "{\"ip115_class1\":0,\"ip115_class2\":0}", 0},
        /* the basis is missing, so the indicator is, even where every band says 0 */
        {"tech-2017", "rd_input",
                "{\"rd_expense\":{\"2022\":0},\"revenue\":{\"2022\":9},\"cost_expense\":{\"2022\":"
                "9}}",
                -1},
};

static void test_other_bands(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct score_result *r =
		        evaluate(*state, standard(*state, cases[i].standard), cases[i].facts);
		if (points(r, cases[i].indicator) != cases[i].points)
			fail_msg("%s %s %s", cases[i].standard, cases[i].indicator, cases[i].facts);
	}
}

static void test_tech_rd(void **state)
{
	static const int64_t revenue[] = {60, 50, 40, 30, 20}, cost[] = {300, 250, 200, 150, 100};
	const struct standard *s = standard(*state, "tech-2017");

	for (int by_cost = 0; by_cost < 2; by_cost++)
		for (size_t i = 0; i < 5; i++)
			for (int64_t d = -1; d <= 1; d++) {
				int64_t rd = (by_cost ? cost : revenue)[i] * DECIMAL_ONE + d;
				struct str text = str_fmt(*state,
				        "{\"rd_basis\":\"%s\",\"rd_expense\":{\"2022\":%.*s},"
				        "\"revenue\":{\"2022\":%d},\"cost_expense\":{\"2022\":%d}}",
				        by_cost ? "cost" : "revenue",
				        STR_ARG(decimal_str(*state, rd)), by_cost ? 1 : 1000,
				        by_cost ? 1000 : 1);
				assert_int_equal(points(evaluate(*state, s, str_cstr(*state, text)),
				                         "rd_input"),
				        50 - 10 * (int64_t)i - (d < 0 ? 10 : 0));
			}
}

/* --- verdicts ------------------------------------------------------------------------------------
 */

#define INNOVATIVE_60                                                                              \
	"\"ip_high\":0,\"ip_class1_own\":0,\"ip_class1\":0,\"ip_class2\":1,"                       \
	"\"rd_expense\":{\"2022\":30},\"revenue\":{\"2022\":1000,\"2021\":1000},"                  \
	"\"main_revenue\":{\"2022\":550,\"2021\":500},\"total_assets\":{\"2022\":100},"            \
	"\"total_liabilities\":{\"2022\":75},\"sei_field\":true"
#define NO_DIRECT                                                                                  \
	"\"award_national_rank_3y\":0,\"award_provincial_rank_3y\":0,\"hightech_valid\":false,"    \
	"\"innovation_honour_valid\":false,\"provincial_institution\":false,"                      \
	"\"equity_financing\":{\"2022\":0,\"2021\":0,\"2020\":0}"

static void test_verdicts(void **state)
{
	const struct standard *s = standard(*state, "innovative-2022");
	/* 20 + 20 + 20 = 60: passes on every bound at once */
	const struct score_result *r = evaluate(*state, s, "{" INNOVATIVE_60 "," NO_DIRECT "}");

	assert_int_equal(r->verdict, SCORE_PASS);
	assert_int_equal(r->route, ROUTE_SCORE);
	assert_int_equal(r->total.lo, 60 * DECIMAL_ONE);
	/* The direct route decides when it holds too. */
	r = evaluate(*state, s, "{" INNOVATIVE_60 ",\"hightech_valid\":true}");
	assert_int_equal(r->route, ROUTE_DIRECT);
	/* Passing stands although direct conditions are unknown. */
	r = evaluate(*state, s, "{" INNOVATIVE_60 "}");
	assert_int_equal(r->verdict, SCORE_PASS);
	assert_int_equal(r->direct[1].holds, TRI_UNKNOWN);
	/* A sub-minimum that cannot be met any more fails a draft; unknown direct conditions keep
	 * it open. */
	const char *poor =
	        "\"revenue\":{\"2022\":1000},\"main_revenue\":{\"2022\":10},\"sei_field\":false";
	r = evaluate(*state, s, str_cstr(*state, str_fmt(*state, "{%s," NO_DIRECT "}", poor)));
	assert_int_equal(r->verdict, SCORE_FAIL);
	assert_true(r->missing.n > 0);
	r = evaluate(*state, s, str_cstr(*state, str_fmt(*state, "{%s}", poor)));
	assert_int_equal(r->verdict, SCORE_OPEN);
	r = evaluate(*state, s, "{}");
	assert_int_equal(r->verdict, SCORE_OPEN);
	assert_int_equal(r->total.hi, 100 * DECIMAL_ONE);
	assert_int_equal(r->total.lo, 0);
}

static void test_zero_staff_points(void **state)
{
	const struct standard *s = standard(*state, "tech-2017");
	const char *rest = "\"revenue\":{\"2022\":1000},\"cost_expense\":{\"2022\":900},"
	                   "\"total_assets\":{\"2022\":1000},\"rd_expense\":{\"2022\":60},"
	                   "\"rd_basis\":\"revenue\",\"ip115_class1\":1,\"hightech_valid\":false,"
	                   "\"award_national_rank_5y\":0,\"provincial_institution\":false,"
	                   "\"standard_lead_5y\":false";
	struct str text = str_fmt(
	        *state, "{%s,\"staff\":{\"2022\":100},\"tech_staff\":{\"2022\":9.999999}}", rest);
	const struct score_result *r = evaluate(*state, s, str_cstr(*state, text));

	assert_int_equal(r->total.lo, 80 * DECIMAL_ONE);
	assert_int_equal(r->verdict, SCORE_FAIL); /* 科技人员指标得分为 0 */
	assert_int_equal(r->sets_n > 0, true);
	assert_int_equal(r->sets[0].n, 1);
	assert_int_equal(r->sets[0].step[0].change[0].to, 10 * DECIMAL_ONE);
	text = str_fmt(
	        *state, "{%s,\"staff\":{\"2022\":500.5},\"tech_staff\":{\"2022\":400}}", rest);
	r = evaluate(*state, s, str_cstr(*state, text));
	assert_int_equal(r->conditions[0].holds, TRI_FALSE);
	assert_int_equal(r->verdict, SCORE_FAIL);
}

static void test_manual(void **state)
{
	const struct score_result *r = evaluate(*state, standard(*state, "innovative-2022"),
	        "{\"main_revenue\":{\"2022\":5,\"2021\":0}}");

	assert_int_equal(r->manual.n, 1);
	assert_str(r->manual.v[0], "main_growth");
	assert_true(str_has(r->indicators[2].reason, STR("main_revenue.2021")));
	assert_int_equal(r->indicators[2].points.hi, 20 * DECIMAL_ONE);
	r = evaluate(*state, standard(*state, "little-giant-2026"),
	        "{\"revenue\":{\"2022\":6000,\"2020\":0}}");
	assert_int_equal(r->conditions[4].holds, TRI_UNKNOWN);
	assert_true(r->conditions[4].manual);
	assert_str(r->manual.v[0], "growth");
}

static void test_recheck(void **state)
{
	const struct standard *s = standard(*state, "little-giant-2026");
	struct facts f;
	struct score_result r;

	facts_init(&f, *state, 2023);
	facts_put(&f, FACT_REVENUE, 2022, 5000 * DECIMAL_ONE);
	facts_put(&f, FACT_REVENUE, 2020, 6000 * DECIMAL_ONE);
	score_evaluate(s, &f, SCORE_APPLICATION, *state, &r);
	assert_int_equal(r.conditions[4].holds, TRI_FALSE);
	score_evaluate(s, &f, SCORE_RECHECK, *state, &r);
	assert_int_equal(r.conditions[4].holds, TRI_TRUE);
}

static void test_errors(void **state)
{
	const struct score_result *r = evaluate(*state, standard(*state, "innovative-2022"),
	        "{\"revenue\":{\"2022\":5},\"main_revenue\":{\"2022\":6},\"x\":1,\"sei_field\":2}");

	assert_int_equal(r->verdict, SCORE_ERROR);
	assert_int_equal(r->errors.n, 3);
	assert_true(str_starts(r->errors.v[0], STR("x：")));
	assert_true(str_starts(r->errors.v[1], STR("sei_field：")));
	assert_true(str_starts(r->errors.v[2], STR("main_revenue.2022：")));
	struct buf b;
	buf_init(&b, *state, 1 << 16);
	score_put_json(&b, r);
	assert_true(
	        str_has(buf_view(&b), STR("\"result\":\"error\",\"route\":null,\"groups\":{}")));
	assert_false(str_has(buf_view(&b), STR("\"total\"")));
	(void)score_explain_hash(*state, r);
}

static const struct score_step *step_for(const struct score_result *r, const char *indicator)
{
	for (size_t i = 0; i < r->gap.n; i++)
		if (r->gap.v[i].kind == STEP_INDICATOR &&
		        str_eqc(r->standard->indicators.v[r->gap.v[i].of].id, indicator))
			return &r->gap.v[i];
	return NULL;
}

static void test_gap_text(void **state)
{
	const struct score_result *r = evaluate(*state, standard(*state, "innovative-2022"),
	        "{\"revenue\":{\"2022\":1000},\"rd_expense\":{\"2022\":26.8},"
	        "\"total_assets\":{\"2022\":300},\"total_liabilities\":{\"2022\":200}}");
	const struct score_step *s = step_for(r, "rd_ratio");
	struct buf b;

	assert_non_null(s);
	buf_init(&b, *state, 4096);
	score_step_text(&b, r, s);
	assert_str(buf_view(&b), "研发费用（2022年）再增加 3.2 万元 → +5 分");
	s = step_for(r, "debt_ratio");
	buf_init(&b, *state, 4096);
	score_step_text(&b, r, s);
	assert_str(buf_view(&b), "负债总额（2022年）再减少 35 万元 → +5 分");
	assert_null(step_for(r, "ip")); /* nothing known, nothing proposed */
	assert_int_equal(r->sets_n, 0); /* not failing */
}

static void test_ceiling_follows(void **state)
{
	const struct score_result *r = evaluate(*state, standard(*state, "innovative-2022"),
	        "{\"revenue\":{\"2022\":1000},\"main_revenue\":{\"2022\":1000,\"2021\":999}}");
	const struct score_step *s = step_for(r, "main_growth");

	assert_non_null(s);
	assert_int_equal(s->n, 2);
	assert_int_equal(s->change[0].fact, FACT_MAIN_REVENUE);
	assert_int_equal(s->change[0].to, 1048950000);
	assert_int_equal(s->change[1].fact, FACT_REVENUE);
	assert_int_equal(s->change[1].to, 1048950000);
}

/* --- the cheapest sets against brute force -------------------------------------------------------
 */

struct brute {
	const struct score_result *r;
	size_t best_k, best_climb;
};

/* Every choice of bands for the indicators from i on. */
static void brute_run(
        struct brute *b, size_t i, size_t k, size_t climb, int64_t total, const int64_t group[3])
{
	const struct standard *s = b->r->standard;

	if (i == s->indicators.n) {
		bool ok = total >= 60 * DECIMAL_ONE;
		for (size_t g = 0; g < 3; g++)
			ok = ok && group[g] >= s->groups.v[g].min;
		if (ok && (k < b->best_k || (k == b->best_k && climb < b->best_climb))) {
			b->best_k = k;
			b->best_climb = climb;
		}
		return;
	}
	const struct standard_indicator *x = &s->indicators.v[i];
	for (int band = b->r->indicators[i].band; band >= 0; band--) {
		size_t up = (size_t)(b->r->indicators[i].band - band);
		int64_t g[3] = {group[0], group[1], group[2]};
		g[x->group] += x->bands[band].points;
		brute_run(b, i + 1, k + (up > 0), climb + up, total + x->bands[band].points, g);
	}
}

static uint32_t dice(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

static void random_facts(struct facts *f, struct arena *a, uint32_t *seed)
{
	static const size_t none[] = {FACT_AWARD_NATIONAL_RANK_3Y, FACT_AWARD_PROVINCIAL_RANK_3Y,
	        FACT_HIGHTECH_VALID, FACT_INNOVATION_HONOUR_VALID, FACT_PROVINCIAL_INSTITUTION};
	static const size_t counts[] = {
	        FACT_IP_HIGH, FACT_IP_CLASS1_OWN, FACT_IP_CLASS1, FACT_IP_CLASS2};
	int64_t base = (100 + dice(seed, 400)) * DECIMAL_ONE;

	facts_init(f, a, 2023);
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		facts_put(f, none[i], 0, 0);
	for (int back = 1; back <= 3; back++)
		facts_put(f, FACT_EQUITY_FINANCING, 2023 - back, 0);
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		facts_put(f, counts[i], 0, dice(seed, 4) == 0 ? DECIMAL_ONE : 0);
	facts_put(f, FACT_SEI_FIELD, 0, dice(seed, 2));
	facts_put(f, FACT_REVENUE, 2022, 1000 * DECIMAL_ONE);
	facts_put(f, FACT_RD_EXPENSE, 2022, dice(seed, 70) * DECIMAL_ONE);
	facts_put(f, FACT_MAIN_REVENUE, 2021, base);
	facts_put(f, FACT_MAIN_REVENUE, 2022, base / 100 * (80 + dice(seed, 40)));
	facts_put(f, FACT_TOTAL_ASSETS, 2022, 100 * DECIMAL_ONE);
	facts_put(f, FACT_TOTAL_LIABILITIES, 2022, (30 + dice(seed, 70)) * DECIMAL_ONE);
}

static void set_check(const struct brute *b, const struct score_set *set, struct arena *a)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	struct score_result again;
	size_t climb = 0;

	assert_int_equal(set->n, b->best_k);
	*f = *b->r->facts;
	for (size_t i = 0; i < set->n; i++) {
		climb += (size_t)(b->r->indicators[set->step[i].of].band - set->step[i].band);
		for (size_t k = 0; k < set->step[i].n; k++) {
			const struct score_change *c = &set->step[i].change[k];
			facts_put(f, c->fact, 2023 - c->back, c->to);
		}
	}
	assert_true(climb >= b->best_climb);
	if (set == &b->r->sets[0])
		assert_int_equal(climb, b->best_climb);
	score_evaluate(b->r->standard, f, SCORE_APPLICATION, a, &again);
	assert_int_equal(again.verdict, SCORE_PASS);
	assert_int_equal(again.route, ROUTE_SCORE);
}

static void test_sets_brute_force(void **state)
{
	const struct standard *s = standard(*state, "innovative-2022");
	struct facts *f = ARENA_NEW(*state, struct facts);
	uint32_t seed = 20230227;
	int failing = 0;

	for (int round = 0; round < 400; round++) {
		static const int64_t zero[3] = {0, 0, 0};
		struct score_result r;
		random_facts(f, *state, &seed);
		score_evaluate(s, f, SCORE_APPLICATION, *state, &r);
		assert_int_equal(r.missing.n, 0);
		if (r.verdict != SCORE_FAIL)
			continue;
		failing++;
		struct brute b = {&r, SIZE_MAX, SIZE_MAX};
		brute_run(&b, 0, 0, 0, 0, zero);
		assert_true(r.sets_n > 0);
		for (size_t i = 0; i < r.sets_n; i++)
			set_check(&b, &r.sets[i], *state);
	}
	assert_true(failing > 200);
}

static void test_same_bytes(void **state)
{
	const struct standard *s = standard(*state, "specialised-2022");
	const char *facts = "{\"revenue\":{\"2022\":5200},\"rd_expense\":{\"2022\":312}}";
	struct buf b, c;

	buf_init(&b, *state, 1 << 18);
	buf_init(&c, *state, 1 << 18);
	score_explain_json(&b, evaluate(*state, s, facts));
	score_explain_json(
	        &c, evaluate(*state, standard(*state, "specialised-2022"),
	                    "{\"rd_expense\":{\"2022\":312.0},\"revenue\":{\"2022\":52e2}}"));
	assert_false(b.overflow);
	assert_true(str_eq(buf_view(&b), buf_view(&c)));
	assert_true(hash_eq(
	        score_explain_hash(*state, evaluate(*state, s, facts)), hash_sha256(buf_view(&b))));
	struct json *j;
	struct err e;
	assert_rc(json_parse(*state, buf_view(&b), &j, &e), RC_OK);
	assert_int_equal(json_get(j, "indicators")->n, s->indicators.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_ratio_bands), TEST(test_growth_bands),
	        TEST(test_other_bands), TEST(test_tech_rd), TEST(test_verdicts),
	        TEST(test_zero_staff_points), TEST(test_manual), TEST(test_recheck),
	        TEST(test_errors), TEST(test_gap_text), TEST(test_ceiling_follows),
	        TEST(test_sets_brute_force), TEST(test_same_bytes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
