/* Targets that servers have read in two ways: each has one reading here, or none. */
#include "../check.h"

#include "web/http.h"
#include "web/urlparse.h"

static void test_accepted(void **state)
{
	static const struct {
		const char *raw, *path, *query;
	} good[] = {
	        {"/", "/", ""},
	        {"/a/b?x=1&y=2", "/a/b", "x=1&y=2"},
	        {"/a?x=/../?#", NULL, NULL}, /* a fragment never travels */
	        {"/%E4%BC%81%E4%B8%9A", "/企业", ""},
	        {"/a%20b+c", "/a b+c", ""},
	        {"/a/?", "/a/", ""},
	        {"//a", "//a", ""},
	        {"/...", "/...", ""},
	        {"/.a/b.", "/.a/b.", ""},
	        {"/?q=%2F%00", "/", "q=%2F%00"},
	        {"http://localhost/x?y", "/x", "y"},
	        {"HTTP://localhost", "/", ""},
	        {"https://h:8080?y", "/", "y"},
	        {"*", "*", ""},
	};
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct target t;
		int status = target_parse(a, str_c(good[i].raw), &t);
		if (!good[i].path) {
			assert_int_equal(status, 400);
			continue;
		}
		assert_int_equal(status, 0);
		assert_str(t.path, good[i].path);
		assert_str(t.query, good[i].query);
	}
}

static void test_refused(void **state)
{
	static const char *const bad[] = {"", "a", "a/b", "?x", "/a%", "/a%2", "/a%zz", "/a%2fb",
	        "/a%2Fb", "/a%5cb", "/a\\b", "/a%00b", "/a%0ab", "/a%7f", "/..", "/../a", "/a/..",
	        "/a/./b", "/%2e%2e/etc", "/a/%2e", "/%c0%ae%c0%ae/", "/%ed%a0%80", "/%ff", "/a b",
	        "/\xe4\xbc\x81", "/a\tb", "http://", "http:///x", "ftp://h/x", "**", "/a#b"};
	struct arena *a = *state;
	struct target t;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (target_parse(a, str_c(bad[i]), &t) != 400)
			fail_msg("accepted: %s", bad[i]);
	assert_int_equal(target_parse(a, (struct str){"/a\0b", 4}, &t), 400);
}

static void test_length(void **state)
{
	struct arena *a = *state;
	char *p = arena_alloc(a, HTTP_MAX_TARGET + 1);
	struct target t;

	memset(p, 'a', HTTP_MAX_TARGET + 1);
	p[0] = '/';
	assert_int_equal(target_parse(a, (struct str){p, HTTP_MAX_TARGET}, &t), 0);
	assert_int_equal(target_parse(a, (struct str){p, HTTP_MAX_TARGET + 1}, &t), 414);
}

static void test_percent(void **state)
{
	struct arena *a = *state;
	struct str out, plain = STR("plain+text");

	assert_true(percent_decode(a, plain, false, &out));
	assert_ptr_equal(out.p, plain.p); /* not copied */
	assert_true(percent_decode(a, plain, true, &out));
	assert_str(out, "plain text");
	/* one pass only: %2541 is %41, not A */
	assert_true(percent_decode(a, STR("%2541"), false, &out));
	assert_str(out, "%41");
	assert_false(percent_decode(a, STR("%"), false, &out));
	assert_str(percent_encode(a, STR("a b/企&=~"), "/"), "a%20b/%E4%BC%81%26%3D~");
	/* every byte comes back */
	char all[256];
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	struct str s = {all, sizeof(all)};
	assert_true(percent_decode(a, percent_encode(a, s, ""), false, &out));
	assert_true(str_eq(out, s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_accepted),
	        TEST(test_refused),
	        TEST(test_length),
	        TEST(test_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
