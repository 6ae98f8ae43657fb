/* The one-pass reader and the strict way over cJSON must agree: the same text is read once as it is
 * and once with an escape in a further member, which only the strict way takes.
 */
#include "../check.h"

#include "base/json.h"

static void both(struct arena *a, const char *text)
{
	struct json *plain = NULL, *strict = NULL;
	struct err e = {0}, f = {0};
	struct str x = str_c(text);
	struct str one = str_fmt(a, "{\"k\":\"v\",\"x\":%.*s}", STR_ARG(x));
	struct str two = str_fmt(a, "{\"\\u006b\":\"v\",\"x\":%.*s}", STR_ARG(x));
	enum rc rc = json_parse(a, one, &plain, &e);

	if (json_parse(a, two, &strict, &f) != rc)
		fail_msg("%s: plain %d, strict %d", text, (int)rc, (int)f.code);
	if (rc != RC_OK)
		return;
	struct buf b, c;
	buf_init(&b, a, 1 << 20);
	buf_init(&c, a, 1 << 20);
	json_put_canonical(&b, plain, a);
	json_put_canonical(&c, strict, a);
	assert_true(str_eq(buf_view(&b), buf_view(&c)));
}

static void test_agree(void **state)
{
	static const char *const texts[] = {"1", "-1", "-0", "0.5", "-0.0", "00", "01", "-01", "1.",
	        ".5", "-", "+1", "1e5", "1E-5", "1e", "1.5e+3", "0x1", "NaN", "true", "false",
	        "null", "tru", "nul", "trueX", "True", "\"\"", "\"a\"", "\"中文\"", "\"\t\"", "\"a",
	        "a\"", "'a'", "[]", "{}", "[ ]", "{ }", "[1,]", "[,1]", "[1 2]", "[1,2", "]",
	        "{\"a\":1,}", "{\"a\"}", "{\"a\" 1}", "{a:1}", "{1:1}", "{\"a\":1,\"a\":2}",
	        "{\"a\":1,\"A\":2}", "{\"a\":{\"a\":{\"a\":[]}}}",
	        "[1,\"x\",true,null,{\"y\":[0.10]}]", " \t\r\n[ 1 , 2 ] ", "\x0b[1]", "1 1", "{}{}",
	        "\"\x7f\"", "", " ", ",", "\"a\"\"b\"", "[\"a\":1]",
	        "0.1000000000000000000000000000000000000000000000000000000000000000000000001"};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		both(*state, texts[i]);
}

static void test_depth_and_size(void **state)
{
	for (int depth = 29; depth <= 34; depth++) {
		struct buf b;
		buf_init(&b, *state, 4096);
		for (int i = 0; i < depth; i++)
			buf_ch(&b, '[');
		for (int i = 0; i < depth; i++)
			buf_ch(&b, ']');
		buf_ch(&b, '\0');
		both(*state, buf_view(&b).p);
	}
	for (int n = 120; n <= 140; n += 5) {
		struct buf b;
		buf_init(&b, *state, 1 << 16);
		buf_ch(&b, '{');
		for (int i = 0; i < n; i++)
			buf_printf(&b, "%s\"m%d\":%d", i ? "," : "", i, i);
		buf_lit(&b, "}\0");
		both(*state, buf_view(&b).p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_agree), TEST(test_depth_and_size)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
