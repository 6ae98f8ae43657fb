/* Strict JSON: nothing that cJSON would wave through, no digit lost, no text taken for a number. */
#include "../check.h"

#include "base/json.h"

static struct json *parse(struct arena *a, struct str text)
{
	struct json *j = NULL;
	struct err e = {0};

	if (json_parse(a, text, &j, &e) != RC_OK)
		fail_msg("%.*s: %s", STR_ARG(text), e.arg[0]);
	return j;
}

static void test_values(void **state)
{
	struct json *j = parse(*state,
	        STR(" {\"a\": [1, -0.50e+3, \"x\", true, false, null, {}, []], \"b\":\"\"}\r\n"));
	const struct json *a = json_get(j, "a"), *v = a->first;

	assert_int_equal(j->n, 2);
	assert_int_equal(a->n, 8);
	assert_str(v->text, "1");
	v = v->next;
	assert_int_equal(v->type, JSON_NUMBER);
	assert_str(v->text, "-0.50e+3");
	v = v->next;
	assert_int_equal(v->type, JSON_STRING);
	static const enum json_type rest[] = {
	        JSON_TRUE, JSON_FALSE, JSON_NULL, JSON_OBJECT, JSON_ARRAY};
	for (size_t i = 0; i < ARRAY_LEN(rest); i++) {
		v = v->next;
		assert_int_equal(v->type, rest[i]);
	}
	assert_null(v->next);
	assert_str(json_str(j, "b", STR("other")), "");
	assert_str(json_str(j, "a", STR("other")), "other");
	assert_null(json_get(j, "c"));
	assert_null(json_get(a, "a"));
	assert_null(json_get(NULL, "a"));
	assert_str(parse(*state, STR("123456789012345678901234567890.000000000000000000001"))->text,
	        "123456789012345678901234567890.000000000000000000001");
	assert_str(parse(*state, STR("\xef\xbb\xbf\"x\""))->text,
	        "x"); /* a BOM is what Windows adds */
}

static void test_refused(void **state)
{
	static const struct str bad[] = {STR_INIT(""), STR_INIT(" "), STR_INIT("{"), STR_INIT("}"),
	        STR_INIT("[1,]"), STR_INIT("[1 2]"), STR_INIT("{\"a\":1,}"), STR_INIT("{\"a\"}"),
	        STR_INIT("{\"a\":}"), STR_INIT("{a:1}"), STR_INIT("{1:2}"),
	        STR_INIT("{\"a\":1 \"b\":2}"), STR_INIT("[1]]"), STR_INIT("1 2"), STR_INIT("nul"),
	        STR_INIT("nulll"), STR_INIT("True"), STR_INIT("NaN"), STR_INIT("Infinity"),
	        STR_INIT("-"), STR_INIT("01"), STR_INIT("-01"), STR_INIT("1."), STR_INIT(".5"),
	        STR_INIT("+1"), STR_INIT("1e"), STR_INIT("1e+"), STR_INIT("0x10"), STR_INIT("\"a"),
	        STR_INIT("\"\\x\""), STR_INIT("\"\\u12\""), STR_INIT("\"\\ud800\""),
	        STR_INIT("\"\\udc00\\ud800\""), STR_INIT("\"\\u0000\""), STR_INIT("\"a\tb\""),
	        STR_INIT("\"a\0b\""), STR_INIT("1\0"), STR_INIT("\0"), STR_INIT("[\v1]"),
	        STR_INIT("\x01"
	                 "1"),
	        STR_INIT("[1\f]"), STR_INIT("'a'"), STR_INIT("// c\n1"), STR_INIT("\"\xff\""),
	        STR_INIT("\xff"), STR_INIT("{\"a\":1,\"a\":2}"),
	        STR_INIT("{\"a\":1,\"\\u0061\":2}"), STR_INIT("\"\\\""),
	        STR_INIT("\xef\xbb\xbf\xef\xbb\xbf"
	                 "1"),
	        STR_INIT("\u00a0"
	                 "1"),
	        STR_INIT("[,1]"), STR_INIT("[--1]")};
	struct json *j = NULL;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (json_parse(*state, bad[i], &j, &e) != RC_INVALID)
			fail_msg("taken: %.*s", STR_ARG(bad[i]));
		assert_null(j);
	}
}

/* A text that decodes to the marks of the inner form stays a text, as a value and as a name. */
static void test_marks_cannot_be_forged(void **state)
{
	struct json *j = parse(*state, STR("[\"\\u00019\", \"\\u00029\", {\"\\u00011\": "
	                                   "\"\\u0001\", \"\\u0002\\u0002\": 5}]"));
	const struct json *v = j->first;

	assert_int_equal(v->type, JSON_STRING);
	assert_str(v->text, "\x01"
	                    "9");
	v = v->next;
	assert_int_equal(v->type, JSON_STRING);
	assert_str(v->text, "\x02"
	                    "9");
	v = v->next->first;
	assert_str(v->key, "\x01"
	                   "1");
	assert_int_equal(v->type, JSON_STRING);
	assert_str(v->text, "\x01");
	assert_str(v->next->key, "\x02\x02");
	assert_int_equal(v->next->type, JSON_NUMBER);
}

static void test_strings(void **state)
{
	assert_str(parse(*state, STR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u6cb3\\ud83d\\ude00\""))->text,
	        "\"\\/\b\f\n\r\t河😀");
	assert_str(parse(*state, STR("\"\\\\u0000\""))->text, "\\u0000"); /* an escaped backslash */
	assert_str(parse(*state, STR("\"[{]}:,//\""))->text, "[{]}:,//");
}

static void nest(struct buf *b, int depth)
{
	for (int i = 0; i < depth; i++)
		buf_ch(b, '[');
	for (int i = 0; i < depth; i++)
		buf_ch(b, ']');
}

static void test_limits(void **state)
{
	struct json *j = NULL;
	struct err e;
	struct buf b;

	buf_init(&b, *state, 1 << 20);
	nest(&b, JSON_MAX_DEPTH);
	assert_rc(json_parse(*state, buf_view(&b), &j, &e), RC_OK);
	buf_init(&b, *state, 1 << 20);
	nest(&b, JSON_MAX_DEPTH + 1);
	assert_rc(json_parse(*state, buf_view(&b), &j, &e), RC_INVALID);
	buf_init(&b, *state, 1 << 20);
	for (int i = 0; i < 100000; i++)
		buf_ch(&b, '[');
	assert_rc(json_parse(*state, buf_view(&b), &j, &e), RC_INVALID);
	/* Objects of any size have no name twice. */
	for (int twice = 0; twice < 2; twice++) {
		buf_init(&b, *state, 1 << 20);
		buf_ch(&b, '{');
		for (int i = 0; i < 20000; i++)
			buf_printf(&b, "\"k%d\":%d,", i, i);
		buf_printf(&b, "\"k%d\":1}", twice ? 5 : -1);
		assert_rc(json_parse(*state, buf_view(&b), &j, &e), twice ? RC_INVALID : RC_OK);
	}
	assert_int_equal(json_i64(j, "k19999", 0), 19999);
	buf_init(&b, *state, 1 << 20);
	for (int i = 0; i < 65; i++)
		buf_ch(&b, '1');
	assert_rc(json_parse(*state, buf_view(&b), &j, &e), RC_INVALID);
}

static void test_position(void **state)
{
	struct json *j;
	struct err e = {0};

	/* The fault is told where it stands in the text given, not in the inner copy. */
	assert_rc(json_parse(*state, STR("[1, 2, 3, 4 }"), &j, &e), RC_INVALID);
	assert_non_null(strstr(e.arg[0], "第 13 字节"));
	assert_rc(json_parse(*state, STR("[01]"), &j, &e), RC_INVALID);
	assert_non_null(strstr(e.arg[0], "第 2 字节"));
}

static void test_integers(void **state)
{
	struct json *j = parse(*state,
	        STR("{\"a\":9007199254740992,\"b\":9007199254740993,\"c\":1.0,\"d\":\"1\",\"e\":-5,"
	            "\"t\":true,\"f\":99999999999999999999}"));

	assert_int_equal(json_i64(j, "a", 7), (int64_t)1 << 53);
	assert_int_equal(json_i64(j, "b", 7), 7);
	assert_int_equal(json_i64(j, "c", 7), 7);
	assert_int_equal(json_i64(j, "d", 7), 7);
	assert_int_equal(json_i64(j, "e", 7), -5);
	assert_int_equal(json_i64(j, "f", 7), 7);
	assert_int_equal(json_i64(j, "none", 7), 7);
	assert_true(json_bool(j, "t", false));
	assert_true(json_bool(j, "a", true));
}

static void test_writing(void **state)
{
	struct buf b, c;

	buf_init(&b, *state, 1000);
	json_put_key(&b, "k");
	json_put_str(&b, STR("a\"\\\n\t\x01<河"));
	assert_str(buf_view(&b), "\"k\":\"a\\\"\\\\\\n\\u0009\\u0001\\u003c河\"");
	struct json *j =
	        parse(*state, STR("{\"b\":[1.0,{\"z\":null,\"y\":true}],\"a\":\"<\",\"ab\":-0}"));
	buf_init(&c, *state, 1000);
	json_put_canonical(&c, j, *state);
	assert_str(
	        buf_view(&c), "{\"a\":\"\\u003c\",\"ab\":-0,\"b\":[1.0,{\"y\":true,\"z\":null}]}");
	/* Canonical of canonical is the same bytes. */
	buf_init(&b, *state, 1000);
	json_put_canonical(&b, parse(*state, buf_view(&c)), *state);
	assert_true(str_eq(buf_view(&b), buf_view(&c)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_values), TEST(test_refused),
	        TEST(test_marks_cannot_be_forged), TEST(test_strings), TEST(test_limits),
	        TEST(test_position), TEST(test_integers), TEST(test_writing)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
