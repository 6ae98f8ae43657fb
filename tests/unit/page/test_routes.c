/* The real route table: the router takes it, every line of it is reached, and what its flags open is
 * only what may be open. */
#include "../check.h"

#include "page/routes.h"
#include "web/router.h"

#include <string.h>

static struct router *open_table(struct arena *a)
{
	struct router *r;
	struct err e;

	enum rc rc = router_open(a, page_routes, page_routes_n, &r, &e);
	if (rc != RC_OK)
		fail_msg("%s", e.detail);
	return r;
}

/* An address of the line: every {x} becomes `value`. */
static struct str address_of(struct arena *a, const char *pattern, const char *value)
{
	struct buf b;

	buf_init(&b, a, 1024);
	for (const char *p = pattern; *p; p++) {
		if (*p != '{') {
			buf_ch(&b, *p);
			continue;
		}
		buf_c(&b, value);
		p = strchr(p, '}');
		assert_non_null(p);
	}
	return buf_view(&b);
}

/* No line stands before another: an address of a line leads to that line, with its values. */
static void test_every_line_is_reached(void **state)
{
	struct router *r = open_table(*state);

	for (size_t i = 0; i < page_routes_n; i++) {
		const struct route *want = &page_routes[i];
		struct str path = address_of(*state, want->pattern, "h0OAb6AE-vH0LKUW");
		struct router_match m;
		router_find(r, want->method, path, &m);
		if (m.route != want)
			fail_msg("%.*s leads to %s, not to %s", STR_ARG(path),
				m.route ? m.route->pattern : "nothing", want->pattern);
		for (size_t p = 0; p < HTTP_MAX_PARAMS && m.params[p].n; p++)
			assert_str(m.params[p], "h0OAb6AE-vH0LKUW");
	}
}

static void test_twice_the_same_line_is_refused(void **state)
{
	struct route *twice = ARENA_NEW_N(*state, struct route, page_routes_n + 1);
	struct router *r;
	struct err e;

	memcpy(twice, page_routes, page_routes_n * sizeof(*twice));
	for (size_t i = 0; i < page_routes_n; i += 7) {
		twice[page_routes_n] = page_routes[i];
		assert_rc(router_open(*state, twice, page_routes_n + 1, &r, &e), RC_DATA);
	}
}

static bool begins(const char *pattern, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(pattern, folder, n) == 0 && (pattern[n] == '/' || pattern[n] == '\0');
}

/* Folders belong to trades: a line that is open to more than its folder's is a mistake of the table. */
static void test_folders_keep_to_their_roles(void **state)
{
	static const struct {
		const char *folder;
		unsigned roles;
	} folders[] = {
		{"/e", ROLE_ENTERPRISE},
		{"/identity", ROLE_ENTERPRISE},
		{"/o", ROLE_OFFICER},
		{"/a", ROLE_ADMIN},
		{"/x", ROLE_EXPERT},
		{"/s", ROLE_AUDITOR},
		{"/me", ROLE_SIGNED_IN},
	};

	(void)state;
	for (size_t i = 0; i < page_routes_n; i++)
		for (size_t k = 0; k < ARRAY_LEN(folders); k++)
			if (begins(page_routes[i].pattern, folders[k].folder) &&
				(page_routes[i].roles & ~folders[k].roles))
				fail_msg("%s is open to more than %s", page_routes[i].pattern,
					folders[k].folder);
}

/* What needs no token changes nothing: public calculators only. What takes large bodies is a POST. */
static void test_flags(void **state)
{
	(void)state;
	for (size_t i = 0; i < page_routes_n; i++) {
		const struct route *r = &page_routes[i];
		if ((r->flags & ROUTE_NO_CSRF) && !begins(r->pattern, "/calc"))
			fail_msg("%s takes a POST without a token", r->pattern);
		if ((r->flags & (ROUTE_UPLOAD | ROUTE_NO_CSRF)) && r->method != HTTP_POST)
			fail_msg("%s has flags of a POST", r->pattern);
		if ((r->flags & ROUTE_FRESH) && !begins(r->pattern, "/me"))
			fail_msg("%s is open before the password is changed", r->pattern);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_line_is_reached),
		TEST(test_twice_the_same_line_is_refused),
		TEST(test_folders_keep_to_their_roles),
		TEST(test_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
