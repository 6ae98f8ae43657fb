/* Header values and cookies: parameters, quality, entity tags, duplicates. */
#include "../check.h"

#include "web/cookie.h"
#include "web/header.h"

static void test_params(void **state)
{
	struct arena *a = *state;
	struct str v;

	assert_str(header_media_type(STR(" Text/HTML ; charset=x")), "Text/HTML");
	assert_int_equal(header_param_get(a, STR("a/b; Charset=\"ut\\f-8\""), "charset", &v), 1);
	assert_str(v, "utf-8");
	assert_int_equal(header_param_get(a, STR("a/b; x=1 ; y=2"), "y", &v), 1);
	assert_str(v, "2");
	assert_int_equal(header_param_get(a, STR("a/b;"), "y", &v), 0);
	assert_int_equal(header_param_get(a, STR("a/b; x=1; X=2"), "x", &v), -1);
	assert_int_equal(header_param_get(a, STR("a/b; x"), "x", &v), -1);
	assert_int_equal(header_param_get(a, STR("a/b; x=\"1"), "x", &v), -1);
	assert_int_equal(header_param_get(a, STR("a/b; x=\"1\"y"), "x", &v), -1);
	assert_int_equal(header_param_get(a, STR("a/b; x=a\"b"), "x", &v), -1);
	assert_int_equal(header_param_get(a, STR("a/b; =1"), "x", &v), -1);
}

static void test_accepts(void **state)
{
	(void)state;
	assert_true(header_accepts(STR("gzip, deflate, br"), "gzip"));
	assert_true(header_accepts(STR("br;q=1.0, GZIP;q=0.5"), "gzip"));
	assert_true(header_accepts(STR("*"), "gzip"));
	assert_false(header_accepts(STR("*;q=0"), "gzip"));
	assert_false(header_accepts(STR("gzip;q=0"), "gzip"));
	assert_false(header_accepts(STR("gzip;q=0.000, *"), "gzip"));
	assert_false(header_accepts(STR("xgzip, br"), "gzip"));
	assert_false(header_accepts(STR(""), "gzip"));
	assert_false(header_accepts(str_none(), "gzip"));
}

static void test_etags(void **state)
{
	(void)state;
	assert_true(header_etag_match(STR("\"a\", W/\"b\""), STR("\"b\"")));
	assert_true(header_etag_match(STR("*"), STR("\"b\"")));
	assert_false(header_etag_match(STR("\"bb\""), STR("\"b\"")));
	assert_false(header_etag_match(STR("b"), STR("\"b\"")));
}

static void test_cookies(void **state)
{
	struct str h = STR("a=1; sid=xyz ;b=\"q\"; bad name=1; novalue; c=a=b; d=x y; e=");

	(void)state;
	assert_str(cookie_get(h, STR("sid")), "xyz");
	assert_str(cookie_get(h, STR("b")), "q");
	assert_str(cookie_get(h, STR("c")), "a=b");
	assert_str(cookie_get(h, STR("e")), "");
	assert_null(cookie_get(h, STR("d")).p);
	assert_null(cookie_get(h, STR("novalue")).p);
	assert_null(cookie_get(h, STR("SID")).p);
	assert_null(cookie_get(str_none(), STR("sid")).p);
	/* Two of one name: whose is it? Nobody's. */
	assert_null(cookie_get(STR("sid=1; sid=2"), STR("sid")).p);
	assert_null(cookie_get(STR("sid=1; sid=1"), STR("sid")).p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_params),
	        TEST(test_accepts),
	        TEST(test_etags),
	        TEST(test_cookies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
