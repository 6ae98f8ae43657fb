/* Every standard that ships loads and is complete; every kind of contradiction keeps one from
 * loading. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/standard.h"

#define FOLDER "sql/reference/standards/"

/* A small standard that loads; the tests below break it in one place each. */
static const char small[] =
        "{\"id\":\"small\",\"title\":\"t\",\"short\":\"s\",\"version\":\"1\",\"tier\":\"x\","
        "\"line\":\"miit\",\"basis\":[],\"boundary\":\"b\",\"confidence\":\"text\","
        "\"groups\":[{\"id\":\"g\",\"name\":\"G\",\"max\":20,\"min\":5}],\"indicators\":["
        "{\"id\":\"a\",\"name\":\"A\",\"group\":\"g\",\"max\":10,\"rule\":\"r\",\"formula\":\"f\","
        "\"confidence\":\"text\",\"unit\":\"ratio\",\"value\":\"rd_expense.y1 / "
        "revenue.y1\",\"bands\":["
        "{\"label\":\"A\",\"text\":\"hi\",\"points\":10,\"when\":\"value >= 5%\"},"
        "{\"label\":\"B\",\"text\":\"lo\",\"points\":0}]},"
        "{\"id\":\"b\",\"name\":\"B\",\"group\":\"g\",\"max\":10,\"rule\":\"r\",\"formula\":\"f\","
        "\"confidence\":\"derived\",\"points\":\"min(10, market_years)\"}],"
        "\"conditions\":[{\"id\":\"c\",\"name\":\"C\",\"text\":\"x\",\"confidence\":\"text\","
        "\"when\":\"total >= 1\"}],"
        "\"direct\":[{\"id\":\"d\",\"name\":\"D\",\"text\":\"x\",\"confidence\":\"unverified\","
        "\"when\":\"sei_field\"}],"
        "\"routes\":[{\"id\":\"score\",\"text\":\"x\",\"when\":\"conditions and group(g) >= 5\"}],"
        "\"evidence\":[{\"id\":\"e1\",\"title\":\"t\",\"shows\":\"s\",\"for\":\"indicator\",\"of\":"
        "\"a\"},"
        "{\"id\":\"e2\",\"title\":\"t\",\"shows\":\"s\",\"for\":\"indicator\",\"of\":\"b\"},"
        "{\"id\":\"e3\",\"title\":\"t\",\"shows\":\"s\",\"for\":\"direct\",\"of\":\"d\"}],"
        "\"sections\":[{\"id\":\"s1\",\"title\":\"t\",\"facts\":[\"rd_expense.y1\",\"revenue.y1\","
        "\"market_years\",\"sei_field\"]}]}";

static enum rc load(struct arena *a, struct str text, const struct standard **s, struct err *e)
{
	*s = NULL;
	return standard_load(a, text, s, e);
}

static struct str with(struct arena *a, const char *from, const char *to)
{
	struct str text = str_c(small), f = str_c(from);
	size_t at = str_find(text, f);

	if (at == text.n)
		fail_msg("not in the text: %s", from);
	return str_cat(
	        a, str_cat(a, str_sub(text, 0, at), str_c(to)), str_sub(text, at + f.n, text.n));
}

static void test_shipped(void **state)
{
	size_t found = 0;
	struct str path, bytes;
	const struct standard *s;
	struct err e;

	for (size_t i = 0; i < embedded_count(); i++) {
		embedded_at(i, &path, &bytes);
		if (!str_starts(path, STR(FOLDER)))
			continue;
		found++;
		if (load(*state, bytes, &s, &e) != RC_OK)
			fail_msg("%.*s: %s", STR_ARG(path), e.arg[0]);
		struct str name = str_cat(*state, s->id, STR(".json"));
		assert_true(str_ends(path, name));
		assert_int_equal(s->hash_hex.n, HASH_HEX_LEN);
		assert_true(s->basis.n > 0 && s->sections.n > 0 && s->boundary.n > 0);
		assert_true(s->indicators.n == 0 || s->max == 100000000);
		assert_true(s->eligibility.n > 0);
		size_t general = 0;
		for (size_t k = 0; k < s->evidence.n; k++)
			general += s->evidence.v[k].kind == EVIDENCE_GENERAL &&
			           s->evidence.v[k].required;
		assert_true(general >= 2);
	}
	assert_true(found >= 6);
}

static void test_small(void **state)
{
	const struct standard *s, *again;
	struct err e;

	assert_int_equal(load(*state, str_c(small), &s, &e), RC_OK);
	assert_int_equal(standard_indicator_find(s, STR("b")), 1);
	assert_int_equal(standard_indicator_find(s, STR("z")), -1);
	assert_int_equal(standard_section_find(s, STR("s1")), 0);
	assert_int_equal(s->indicators.v[0].facts.n, 2);
	assert_int_equal(s->facts.n, 4);
	assert_int_equal(s->conditions.v[0].facts.n, 0);
	/* the hash is of the meaning, not of blanks */
	struct str spaced = with(*state, "{\"id\":\"small\",", "\n{ \"id\" : \"small\" ,\n\t");
	assert_int_equal(load(*state, spaced, &again, &e), RC_OK);
	assert_true(hash_eq(s->hash, again->hash));
	assert_int_equal(
	        load(*state, with(*state, "value >= 5%", "value >= 6%"), &again, &e), RC_OK);
	assert_false(hash_eq(s->hash, again->hash));
}

static void test_contradictions(void **state)
{
	static const struct {
		const char *from, *to;
	} table[] = {
	        {"\"title\":\"t\",\"short\"", "\"short\""},
	        {"\"confidence\":\"text\",\"groups\"", "\"confidence\":\"sure\",\"groups\""},
	        {"\"max\":20", "\"max\":21"}, /* groups add up */
	        {"\"min\":5", "\"min\":25"},
	        {"\"group\":\"g\"", "\"group\":\"h\""},
	        {"\"points\":10,\"when\"", "\"points\":9,\"when\""}, /* the best band is the max */
	        {"\"lo\",\"points\":0", "\"lo\",\"points\":10"},     /* bands fall */
	        {"\"points\":0}", "\"points\":0,\"when\":\"value < 5%\"}"}, /* everything else */
	        {",\"when\":\"value >= 5%\"", ""},
	        {"value >= 5%", "valeu >= 5%"},
	        {"value >= 5%", "value + 5%"}, /* not a condition */
	        {"revenue.y1\",\"bands", "revenue\",\"bands"},
	        {"\"when\":\"sei_field\"", "\"when\":\"total >= 5\""}, /* direct reads facts only */
	        {"group(g) >= 5", "group(h) >= 5"},
	        {"total >= 1", "conditions"},     /* would depend on itself */
	        {"\"id\":\"c\"", "\"id\":\"a\""}, /* one name space */
	        {"\"id\":\"c\"", "\"id\":\"C c\""},
	        {"\"name\":\"C\"", "\"name\":\"C\\\"\""},
	        {"\"of\":\"b\"", "\"of\":\"nothing\""},
	        {"\"for\":\"indicator\",\"of\":\"b\"",
	                "\"for\":\"general\""}, /* b has no evidence */
	        {"\"id\":\"e2\"", "\"id\":\"e1\""},
	        {",\"sei_field\"]", "]"}, /* read, and on no page */
	        {",\"sei_field\"]", ",\"sei_field\",\"sei_field\"]"},
	        {"\"market_years\",", "\"market_years.y1\","},
	        {"\"market_years\",", "\"years\","},
	        {"\"id\":\"score\"", "\"id\":\"luck\""},
	        {"\"routes\":[", "\"routes\":{\"x\":["},
	        {"\"max\":10", "\"max\":\"10\""},
	        {"\"max\":10", "\"max\":-10"},
	};

	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		const struct standard *s;
		struct err e;
		enum rc rc = load(*state, with(*state, table[i].from, table[i].to), &s, &e);
		if (rc == RC_OK || s)
			fail_msg("loads: %s", table[i].to);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_shipped), TEST(test_small), TEST(test_contradictions)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
