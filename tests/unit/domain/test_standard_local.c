/* A province's indicators in the place of the one that stands for them: what the engine then sees, what the
 * printed points allow, and what cannot be loaded.
 */
#include "../check.h"

#include "base/embedded.h"
#include "domain/decimal.h"
#include "domain/score.h"

#define FILE_NAME "sql/reference/standards/specialised-2022.json"
#define DESIGN                                                                                     \
	"{\"id\":\"local_1\",\"name\":\"工业设计\",\"max\":5,\"rule\":\"工业设计（满分5分）\",\"formula\":\"项数\"," \
	"\"shows\":\"获奖文件\",\"facts\":[\"local_number_1\"],"                                   \
	"\"ask\":{\"fact\":\"local_number_1\",\"name\":\"工业设计奖项数\",\"hint\":\"近三年\"},"   \
	"\"value\":\"local_number_1\",\"bands\":["                                                 \
	"{\"label\":\"A\",\"text\":\"3项以上\",\"points\":5,\"when\":\"value >= 3\"},"             \
	"{\"label\":\"B\",\"text\":\"1项以上\",\"points\":2,\"when\":\"value >= 1\"},"             \
	"{\"label\":\"C\",\"text\":\"没有\",\"points\":0}]}"
#define CLUSTER                                                                                    \
	"{\"id\":\"local_2\",\"name\":\"产业集群\",\"max\":%s,\"rule\":\"r\",\"formula\":\"f\",\"shows\":\"s\"," \
	"\"facts\":[\"local_yes_2\"],\"ask\":{\"fact\":\"local_yes_2\",\"name\":\"属于特色产业集群\",\"hint\":\"\"}," \
	"\"bands\":[{\"label\":\"A\",\"text\":\"是\",\"points\":%s,\"when\":\"local_yes_2\"},"     \
	"{\"label\":\"B\",\"text\":\"否\",\"points\":0}]}"
/* Of facts that the standard asks for elsewhere already, as a ratio. */
#define RESEARCH                                                                                   \
	"{\"id\":\"local_3\",\"name\":\"研发强度\",\"max\":4,\"rule\":\"r\",\"formula\":\"f\",\"shows\":\"s\"," \
	"\"unit\":\"ratio\",\"value\":\"rd_expense.y1 / revenue.y1\",\"facts\":[\"rd_expense.y1\",\"revenue.y1\"]," \
	"\"bands\":[{\"label\":\"A\",\"text\":\"10%%以上\",\"points\":4,\"when\":\"value >= 10%%\"},"  \
	"{\"label\":\"B\",\"text\":\"其他\",\"points\":0}]}"

static struct str with(struct arena *a, struct str list)
{
	struct str text, empty = STR("\"local\": []");

	assert_true(embedded_find(STR(FILE_NAME), &text));
	size_t at = str_find(text, empty);
	assert_true(at < text.n);
	return STR_JOIN(a, str_sub(text, 0, at), STR("\"local\": ["), list, STR("]"),
		str_sub(text, at + empty.n, text.n));
}

static const struct standard *loaded(struct arena *a, struct str list)
{
	const struct standard *s = NULL;
	struct err e = {0};

	if (standard_load(a, with(a, list), &s, &e) != RC_OK)
		fail_msg("%.*s", STR_ARG(err_text(a, &e)));
	return s;
}

static void refused(struct arena *a, struct str list, const char *why)
{
	const struct standard *s = NULL;
	struct err e = {0};

	assert_rc(standard_load(a, with(a, list), &s, &e), RC_DATA);
	struct str said = err_text(a, &e);
	if (str_find(said, str_c(why)) >= said.n)
		fail_msg("%.*s, not %s", STR_ARG(said), why);
}

static struct str cluster(struct arena *a, const char *points)
{
	return str_fmt(a, CLUSTER, points, points);
}

static struct score_result judged(struct arena *a, const struct standard *s, const char *json)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	struct score_result r;
	struct json *j;

	assert_rc(json_parse(a, str_c(json), &j, NULL), RC_OK);
	facts_init(f, a, 2023);
	facts_put_json(f, j);
	score_evaluate(s, f, SCORE_APPLICATION, a, &r);
	assert_int_equal(r.errors.n, 0);
	return r;
}

static struct score_indicator of(const struct score_result *r, const char *id)
{
	int i = standard_indicator_find(r->standard, str_c(id));

	assert_true(i >= 0);
	return r->indicators[i];
}

static void shipped_it_is_empty_and_unknown(void **state)
{
	const struct standard *s = loaded(*state, STR(""));
	struct score_result r = judged(*state, s, "{}");
	struct score_indicator x = of(&r, "local");

	assert_int_equal(x.status, SCORE_MISSING);
	assert_true(x.points.lo == 0 && x.points.hi == 15 * DECIMAL_ONE);
	const struct standard_indicator *in = &s->indicators.v[standard_indicator_find(s, STR("local"))];
	assert_int_equal(in->confidence, CONFIDENCE_OPEN);
	assert_true(str_find(in->formula, STR("本省尚未公布")) < in->formula.n);
	assert_int_equal(s->asks.n, 0);
}

static void its_indicators_take_the_place(void **state)
{
	struct str list = STR_JOIN((struct arena *)*state, STR(DESIGN), STR(","), cluster(*state, "6"));
	const struct standard *s = loaded(*state, list), *empty = loaded(*state, STR(""));
	struct score_result r = judged(*state, s, "{\"local_number_1\":2,\"local_yes_2\":true}");

	assert_int_equal(standard_indicator_find(s, STR("local")), -1);
	assert_int_equal(s->indicators.n, empty->indicators.n + 1);
	assert_int_equal(standard_indicator_find(s, STR("local_1")), standard_indicator_find(empty, STR("local")));
	assert_true(s->max == 100 * DECIMAL_ONE);
	assert_true(of(&r, "local_1").points.lo == 2 * DECIMAL_ONE && of(&r, "local_1").band == 1);
	assert_true(of(&r, "local_2").points.hi == 6 * DECIMAL_ONE);
	/* What nobody was given cannot be earned: 5 and 6 of 15. */
	assert_true(s->groups.v[2].unused == 4 * DECIMAL_ONE);
	r = judged(*state, s, "{}");
	assert_true(r.groups[2].hi == 11 * DECIMAL_ONE);
	/* The gap says it in the province's words. */
	r = judged(*state, s, "{\"local_number_1\":2}");
	struct buf b;
	buf_init(&b, *state, 4096);
	for (size_t i = 0; i < r.gap.n; i++)
		score_step_text(&b, &r, &r.gap.v[i]);
	assert_true(str_find(buf_view(&b), STR("工业设计奖项数")) < buf_view(&b).n);
	assert_str(standard_fact(s, FACT_LOCAL_NUMBER_1).name, "工业设计奖项数");
	assert_str(standard_fact(s, FACT_REVENUE).name, "营业收入总额");
	assert_str(standard_fact(NULL, FACT_REVENUE).name, "营业收入总额");
}

static void form_and_evidence_ask_for_them(void **state)
{
	struct str list = STR_JOIN((struct arena *)*state, STR(DESIGN), STR(","), str_fmt(*state, RESEARCH));
	const struct standard *s = loaded(*state, list);
	int section = standard_section_find(s, STR("distinctiveness"));
	size_t slots = 0;

	/* Its own fact; what another page asks for already is not asked twice. */
	assert_int_equal(s->sections.v[section].facts.n, 1);
	assert_int_equal(s->sections.v[section].facts.v[0].fact, FACT_LOCAL_NUMBER_1);
	assert_str(s->sections.v[section].hint, "");
	for (size_t i = 0; i < s->evidence.n; i++)
		if (str_starts(s->evidence.v[i].id, STR("local_proof"))) {
			slots++;
			assert_int_equal(s->evidence.v[i].of, (size_t)standard_indicator_find(s, slots == 1 ? STR("local_1") : STR("local_3")));
		}
	assert_int_equal(slots, 2);
	struct score_result r = judged(*state, s, "{\"rd_expense\":{\"2022\":100},\"revenue\":{\"2022\":1000}}");
	assert_true(of(&r, "local_3").points.lo == 4 * DECIMAL_ONE);
}

static void a_hundred_points_stay_a_hundred(void **state)
{
	struct arena *a = *state;

	(void)loaded(a, STR_JOIN(a, STR(DESIGN), STR(","), cluster(a, "10"))); /* 15 */
	refused(a, STR_JOIN(a, STR(DESIGN), STR(","), cluster(a, "10.000001")), "超过文件规定的分值");
	refused(a, STR_JOIN(a, STR(DESIGN), STR(","), cluster(a, "0")), "大于 0");
	refused(a, STR_JOIN(a, STR(DESIGN), STR(","), cluster(a, "1"), STR(","), str_fmt(a, RESEARCH), STR(","), STR(DESIGN)),
		"个数超过");
	refused(a, STR("1"), "大于 0");
	refused(a, STR_JOIN(a, STR(DESIGN), STR(","), STR(DESIGN)), "编号重复");
}

static void only_its_own_facts_get_a_meaning(void **state)
{
	refused(*state,
		STR("{\"id\":\"local_1\",\"name\":\"n\",\"max\":5,\"rule\":\"r\",\"formula\":\"f\",\"shows\":\"s\","
		    "\"facts\":[],\"ask\":{\"fact\":\"revenue\",\"name\":\"别的\"},\"value\":\"revenue.y1\",\"bands\":["
		    "{\"label\":\"A\",\"text\":\"t\",\"points\":5,\"when\":\"value >= 1\"},"
		    "{\"label\":\"B\",\"text\":\"t\",\"points\":0}]}"),
		"ask");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shipped_it_is_empty_and_unknown),
		TEST(its_indicators_take_the_place),
		TEST(form_and_evidence_ask_for_them),
		TEST(a_hundred_points_stay_a_hundred),
		TEST(only_its_own_facts_get_a_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
