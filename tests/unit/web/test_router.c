/* Which line of the table a path leads to, and which tables are refused; rate limits. */
#include "../check.h"

#include "web/ratelimit.h"
#include "web/router.h"

static enum rc page(struct ctx *c, struct err *e)
{
	(void)c;
	(void)e;
	return RC_OK;
}

#define R(m, p)                                                                                    \
	{                                                                                          \
		HTTP_##m, p, ROLE_PUBLIC, 0, page, p                                               \
	}

static void test_find(void **state)
{
	static const struct route routes[] = {
	        R(GET, "/"),
	        R(GET, "/e/app/{id}"),
	        R(POST, "/e/app/{id}"),
	        R(GET, "/e/app/new"),
	        R(GET, "/e/app/{id}/s/{section}"),
	        R(POST, "/e/app/{id}/s/{section}"),
	        R(POST, "/logout"),
	        R(GET, "/{page}"),
	        R(GET, "/{x}/{y}/z"),
	};
	static const struct {
		enum http_method m;
		const char *path, *pattern, *p0, *p1;
	} cases[] = {
	        {HTTP_GET, "/", "/", NULL, NULL},
	        {HTTP_HEAD, "/", "/", NULL, NULL},
	        {HTTP_GET, "/e/app/17", "/e/app/{id}", "17", NULL},
	        {HTTP_GET, "/e/app/new", "/e/app/new", NULL, NULL},
	        {HTTP_POST, "/e/app/new", "/e/app/{id}", "new", NULL},
	        {HTTP_GET, "/e/app/1/s/a b", "/e/app/{id}/s/{section}", "1", "a b"},
	        {HTTP_GET, "/logout", "/{page}", "logout", NULL},
	        {HTTP_GET, "/e/q/z", "/{x}/{y}/z", "e", "q"},
	        {HTTP_GET, "/e/app/", NULL, NULL, NULL},
	        {HTTP_GET, "/e//s", NULL, NULL, NULL},
	        {HTTP_GET, "//", NULL, NULL, NULL},
	        {HTTP_GET, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n", NULL, NULL, NULL},
	        {HTTP_GET, "*", NULL, NULL, NULL},
	        {HTTP_OTHER, "/", NULL, NULL, NULL},
	};
	struct router *r;
	struct err e;

	assert_rc(router_open(*state, routes, ARRAY_LEN(routes), &r, &e), RC_OK);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct router_match m;
		router_find(r, cases[i].m, str_c(cases[i].path), &m);
		const char *got = m.route ? m.route->pattern : NULL;
		if (!str_eq(str_c(got), str_c(cases[i].pattern)))
			fail_msg("%s: %s", cases[i].path, got ? got : "none");
		if (cases[i].p0)
			assert_str(m.params[0], cases[i].p0);
		if (cases[i].p1)
			assert_str(m.params[1], cases[i].p1);
	}
	struct router_match m;
	router_find(r, HTTP_POST, STR("/"), &m);
	assert_int_equal(m.allow, 1u << HTTP_GET);
	router_find(r, HTTP_OTHER, STR("/e/app/9"), &m);
	assert_int_equal(m.allow, 1u << HTTP_GET | 1u << HTTP_POST);
}

static void test_bad_tables(void **state)
{
	static const struct route overlap[] = {R(GET, "/a/{x}"), R(GET, "/a/{y}")};
	static const struct route same[] = {R(GET, "/a"), R(GET, "/a")};
	static const struct route single[][1] = {
	        {R(HEAD, "/a")},
	        {R(GET, "a")},
	        {R(GET, "/a/")},
	        {R(GET, "/a//b")},
	        {R(GET, "/{}")},
	        {R(GET, "/a{x}")},
	        {R(GET, "/{x")},
	        {R(GET, "/{a}/{b}/{c}/{d}/{e}")},
	        {{HTTP_GET, "/a", 0, 0, page, "t"}},
	        {{HTTP_GET, "/a", ROLE_PUBLIC, 0, NULL, "t"}},
	        {{HTTP_GET, "/a", ROLE_PUBLIC, 0, page, ""}},
	};
	struct router *r;
	struct err e;

	assert_rc(router_open(*state, overlap, 2, &r, &e), RC_DATA);
	assert_non_null(strstr(e.detail, "/a/{y}"));
	assert_rc(router_open(*state, same, 2, &r, &e), RC_DATA);
	for (size_t i = 0; i < ARRAY_LEN(single); i++)
		if (router_open(*state, single[i], 1, &r, &e) != RC_DATA)
			fail_msg("accepted: %s", single[i][0].pattern);
	assert_rc(router_open(*state, NULL, 0, &r, &e), RC_OK);
}

static void test_ratelimit(void **state)
{
	struct ratelimit *r = ratelimit_new(*state, 1);
	int64_t now = 1000000;

	for (int i = 0; i < 5; i++)
		assert_true(ratelimit_take(r, STR("login a"), now, 6, 5));
	assert_false(ratelimit_take(r, STR("login a"), now, 6, 5));
	assert_true(ratelimit_take(r, STR("login b"), now, 6, 5));
	assert_false(ratelimit_take(r, STR("login a"), now + 9999, 6, 5));
	assert_true(ratelimit_take(r, STR("login a"), now + 10000, 6, 5));
	assert_false(ratelimit_take(r, STR("login a"), now + 10000, 6, 5));
	/* a clock that goes back gives nothing; a long night fills, no more */
	assert_false(ratelimit_take(r, STR("login a"), now - 100000, 6, 5));
	now += (int64_t)100 * 24 * 3600 * 1000;
	for (int i = 0; i < 5; i++)
		assert_true(ratelimit_take(r, STR("login a"), now, 6, 5));
	assert_false(ratelimit_take(r, STR("login a"), now, 6, 5));
}

/* Asking often must not lose the fractions of a token that time has earned. */
static void test_ratelimit_fractions(void **state)
{
	struct ratelimit *r = ratelimit_new(*state, 7);
	int taken = 0;

	for (int64_t now = 0; now < 60000; now++)
		taken += ratelimit_take(r, STR("k"), now, 6, 1);
	assert_in_range(taken, 6, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_find),
	        TEST(test_bad_tables),
	        TEST(test_ratelimit),
	        TEST(test_ratelimit_fractions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
