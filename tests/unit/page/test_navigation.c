/* The bar and the pages of a subject: by role, by route table, by address and by 当前位置. */
#include "../check.h"

#include "page/navigation.h"
#include "page/routes.h"

static enum rc no_page(struct ctx *c, struct err *e)
{
	(void)c;
	(void)e;
	return RC_OK;
}

static const struct route ROUTES[] = {
	{HTTP_GET, "/o", ROLE_OFFICER, 0, no_page, "工作台"},
	{HTTP_GET, "/o/queue", ROLE_OFFICER, 0, no_page, "审核队列"},
	{HTTP_GET, "/o/identity", ROLE_COUNTY | ROLE_CITY, 0, no_page, "企业认证"},
	{HTTP_GET, "/o/updates", ROLE_OFFICER, 0, no_page, "年度更新"},
	{HTTP_GET, "/o/cases", ROLE_OFFICER, 0, no_page, "案件"},
	{HTTP_GET, "/o/cases/new", ROLE_OFFICER, 0, no_page, "提请"},
	{HTTP_GET, "/o/case/{id}", ROLE_OFFICER, 0, no_page, "一个案件"},
	{HTTP_GET, "/pace", ROLE_ANY, 0, no_page, "办理用时"},
};

static struct ctx *world(struct arena *a, unsigned role, const char *path, const struct route *routes,
	size_t n)
{
	struct app *app = ARENA_NEW(a, struct app);
	struct ctx *c = ARENA_NEW(a, struct ctx);
	struct http_req *req = ARENA_NEW(a, struct http_req);
	struct err e = {0};

	assert_rc(router_open(a, routes, n, &app->router, &e), RC_OK);
	*req = (struct http_req){.method = HTTP_GET, .path = str_c(path)};
	*c = (struct ctx){.app = app, .a = a, .req = req};
	c->who.roles = role;
	c->who.account_id = role == ROLE_PUBLIC ? 0 : 7;
	return c;
}

static struct view_page page_at(struct arena *a, unsigned role, const char *path)
{
	struct view_page p = {0};

	navigation_fill(world(a, role, path, ROUTES, ARRAY_LEN(ROUTES)), &p);
	return p;
}

static void test_a_subject_stands_once_and_leads_to_its_first_page(void **state)
{
	struct view_page p = page_at(*state, ROLE_COUNTY, "/o/identity");

	assert_int_equal(p.nav.n, 4);
	assert_str(p.nav.v[0].text, "工作台");
	assert_str(p.nav.v[1].text, "审核");
	assert_str(p.nav.v[1].href, "/o/queue");
	assert_true(p.nav.v[1].current);
	assert_str(p.nav.v[2].text, "动态管理");
	assert_str(p.nav.v[2].href, "/o/updates");
	assert_str(p.nav.v[3].text, "办理用时"); /* alone in its subject: its own name */

	assert_str(p.subject, "审核");
	assert_int_equal(p.siblings.n, 2);
	assert_str(p.siblings.v[0].href, "/o/queue");
	assert_false(p.siblings.v[0].current);
	assert_str(p.siblings.v[1].text, "企业认证");
	assert_true(p.siblings.v[1].current);
}

static void test_a_page_that_a_role_has_not_is_no_sibling(void **state)
{
	struct view_page p = page_at(*state, ROLE_PROVINCE, "/o/queue");

	assert_str(p.nav.v[1].text, "审核队列");
	assert_int_equal(p.siblings.n, 0);
}

static void test_pages_below_mark_the_subject_without_siblings(void **state)
{
	struct view_page p = page_at(*state, ROLE_CITY, "/o/cases/new");

	assert_true(p.nav.v[2].current);
	assert_int_equal(p.siblings.n, 0);
	p = page_at(*state, ROLE_CITY, "/o/casesnew"); /* another address that only begins alike */
	assert_true(p.nav.v[0].current);
	assert_false(p.nav.v[2].current);
}

static void test_the_crumb_names_the_subject_of_a_page_elsewhere(void **state)
{
	struct ctx *c = world(*state, ROLE_CITY, "/o/case/9", ROUTES, ARRAY_LEN(ROUTES));
	struct view_page p = {0};

	navigation_fill(c, &p);
	assert_true(p.nav.v[0].current);
	page_crumb(c, &p, STR("案件"), STR("/o/cases"));
	assert_false(p.nav.v[0].current);
	assert_true(p.nav.v[2].current);
	page_crumb(c, &p, STR("工作台"), STR("/o")); /* what is less exact changes nothing */
	page_crumb(c, &p, STR("本案"), str_none());
	page_crumb(c, &p, STR("新建"), STR("/o/cases/new")); /* below an entry, no entry */
	assert_true(p.nav.v[2].current);
	assert_false(p.nav.v[0].current);
	/* A list that was filtered is that list. */
	p = (struct view_page){0};
	navigation_fill(c, &p);
	page_crumb(c, &p, STR("案件"), STR("/o/cases?state=closed"));
	assert_true(p.nav.v[2].current);
}

static void test_a_number_stands_at_the_page_and_at_its_subject(void **state)
{
	struct ctx *c = world(*state, ROLE_COUNTY, "/o/updates", ROUTES, ARRAY_LEN(ROUTES));
	struct view_page p = {0};

	navigation_fill(c, &p);
	page_nav_count(c, &p, "/o/cases", 12);
	page_nav_count(c, &p, "/o/cases/new", 99);
	page_nav_count(c, &p, "/nowhere", 98);
	assert_str(p.nav.v[2].count, "12");
	assert_str(p.siblings.v[1].count, "12");
	assert_false(p.siblings.v[0].count.n);
}

/* Every role of the real table: a bar that fits, no address twice, the first page of each subject marked by itself. */
static void test_the_bar_of_every_role_fits(void **state)
{
	static const unsigned roles[] = {ROLE_PUBLIC, ROLE_FILLER, ROLE_LEGAL_REP, ROLE_COUNTY, ROLE_CITY,
		ROLE_PROVINCE, ROLE_EXPERT, ROLE_AUDITOR, ROLE_ADMIN};

	for (size_t r = 0; r < ARRAY_LEN(roles); r++) {
		struct ctx *c = world(*state, roles[r], "/", page_routes, page_routes_n);
		struct view_page p = {0};

		navigation_fill(c, &p);
		assert_in_range(p.nav.n, 3, 8);
		for (size_t i = 0; i < p.nav.n; i++) {
			struct view_page own = {0};
			struct http_req *req = ARENA_NEW(*state, struct http_req);

			*req = (struct http_req){.method = HTTP_GET, .path = p.nav.v[i].href};
			c->req = req;
			navigation_fill(c, &own);
			for (size_t k = 0; k < own.nav.n; k++)
				assert_int_equal(own.nav.v[k].current, k == i);
			assert_true(own.siblings.n == 0 || (own.siblings.n > 1 && own.siblings.n < 7));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_subject_stands_once_and_leads_to_its_first_page),
		TEST(test_a_page_that_a_role_has_not_is_no_sibling),
		TEST(test_pages_below_mark_the_subject_without_siblings),
		TEST(test_the_crumb_names_the_subject_of_a_page_elsewhere),
		TEST(test_a_number_stands_at_the_page_and_at_its_subject),
		TEST(test_the_bar_of_every_role_fits),
	};

	return cmocka_run_group_tests_name("page/navigation", tests, NULL, NULL);
}
