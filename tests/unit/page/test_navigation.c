/* The bar and the pages of a subject: by role, by address and by 当前位置; and that the route table serves them. */
#include "../check.h"

#include "page/navigation.h"
#include "page/routes.h"

static struct ctx *world(struct arena *a, unsigned role, struct str path)
{
	struct ctx *c = ARENA_NEW(a, struct ctx);
	struct http_req *req = ARENA_NEW(a, struct http_req);

	*req = (struct http_req){.method = HTTP_GET, .path = path};
	*c = (struct ctx){.a = a, .req = req};
	c->who.roles = role;
	c->who.account_id = role == ROLE_PUBLIC ? 0 : 7;
	return c;
}

static struct view_page page_at(struct arena *a, unsigned role, const char *path)
{
	struct view_page p = {0};

	navigation_fill(world(a, role, str_c(path)), &p);
	return p;
}

/* The place of the bar that bears this text. */
static const struct view_link *place(const struct view_page *p, const char *text)
{
	for (size_t i = 0; i < p->nav.n; i++)
		if (str_eqc(p->nav.v[i].text, text))
			return &p->nav.v[i];
	fail_msg("%s is not in the bar", text);
	return NULL;
}

static void test_a_subject_stands_once_and_leads_to_its_first_page(void **state)
{
	struct view_page p = page_at(*state, ROLE_COUNTY, "/o/identity");

	assert_int_equal(p.nav.n, 6);
	assert_str(p.nav.v[0].text, "工作台");
	assert_str(place(&p, "审核")->href, "/o/queue");
	assert_true(place(&p, "审核")->current);
	assert_str(place(&p, "动态管理")->href, "/o/updates");
	assert_str(place(&p, "我的核查")->href, "/o/inspections"); /* alone in its subject: its own name */

	assert_str(p.subject, "审核");
	assert_int_equal(p.siblings.n, 3);
	assert_str(p.siblings.v[0].href, "/o/queue");
	assert_false(p.siblings.v[0].current);
	assert_str(p.siblings.v[1].text, "企业认证");
	assert_true(p.siblings.v[1].current);
}

static void test_a_page_that_a_role_has_not_is_no_sibling(void **state)
{
	struct view_page p = page_at(*state, ROLE_PROVINCE, "/o/queue");

	assert_int_equal(p.siblings.n, 2); /* 企业认证 is the county's and the city's */
	assert_str(p.siblings.v[1].href, "/o/checks");
	p = page_at(*state, ROLE_COUNTY, "/o/inspections");
	assert_int_equal(p.siblings.n, 0);
}

static void test_pages_below_mark_the_subject_without_siblings(void **state)
{
	struct view_page p = page_at(*state, ROLE_CITY, "/o/cases/new");

	assert_true(place(&p, "动态管理")->current);
	assert_int_equal(p.siblings.n, 0);
	p = page_at(*state, ROLE_CITY, "/o/casesnew"); /* another address that only begins alike */
	assert_true(place(&p, "工作台")->current);
	assert_false(place(&p, "动态管理")->current);
}

static void test_the_crumb_names_the_subject_of_a_page_elsewhere(void **state)
{
	struct ctx *c = world(*state, ROLE_CITY, STR("/o/case/9"));
	struct view_page p = {0};

	navigation_fill(c, &p);
	assert_true(place(&p, "工作台")->current);
	page_crumb(c, &p, STR("案件"), STR("/o/cases"));
	assert_false(place(&p, "工作台")->current);
	assert_true(place(&p, "动态管理")->current);
	page_crumb(c, &p, STR("工作台"), STR("/o")); /* what is less exact changes nothing */
	page_crumb(c, &p, STR("本案"), str_none());
	page_crumb(c, &p, STR("新建"), STR("/o/cases/new")); /* below an entry, no entry */
	assert_true(place(&p, "动态管理")->current);
	assert_false(place(&p, "工作台")->current);
	/* A list that was filtered is that list. */
	p = (struct view_page){0};
	navigation_fill(c, &p);
	page_crumb(c, &p, STR("案件"), STR("/o/cases?state=closed"));
	assert_true(place(&p, "动态管理")->current);
}

static void test_a_number_stands_at_the_page_and_at_its_subject(void **state)
{
	struct ctx *c = world(*state, ROLE_COUNTY, STR("/o/updates"));
	struct view_page p = {0};

	navigation_fill(c, &p);
	page_nav_count(c, &p, "/o/cases", 12);
	page_nav_count(c, &p, "/o/cases/new", 99);
	page_nav_count(c, &p, "/nowhere", 98);
	assert_str(place(&p, "动态管理")->count, "12");
	for (size_t i = 0; i < p.siblings.n; i++)
		assert_str(p.siblings.v[i].count, str_eqc(p.siblings.v[i].href, "/o/cases") ? "12" : "");
}

static void assert_served(const struct router *routes, struct str href, unsigned role)
{
	struct router_match m;

	router_find(routes, HTTP_GET, href, &m);
	if (!m.route || !(m.route->roles & (role | ROLE_PUBLIC)))
		fail_msg("%.*s is not served to role %x", STR_ARG(href), role);
}

/* Every role: a bar that fits, no dead link in it, no address twice, the first page of each subject marked by itself. */
static void test_the_bar_of_every_role_fits_and_is_served(void **state)
{
	static const unsigned roles[] = {ROLE_PUBLIC, ROLE_FILLER, ROLE_LEGAL_REP, ROLE_COUNTY, ROLE_CITY,
		ROLE_PROVINCE, ROLE_EXPERT, ROLE_AUDITOR, ROLE_ADMIN};
	struct router *routes;
	struct err e = {0};

	assert_rc(router_open(*state, page_routes, page_routes_n, &routes, &e), RC_OK);
	for (size_t r = 0; r < ARRAY_LEN(roles); r++) {
		struct view_page p = page_at(*state, roles[r], "/");
		assert_in_range(p.nav.n, 3, 8);
		for (size_t i = 0; i < p.nav.n; i++) {
			struct view_page own = {0};

			assert_served(routes, p.nav.v[i].href, roles[r]);
			navigation_fill(world(*state, roles[r], p.nav.v[i].href), &own);
			for (size_t k = 0; k < own.nav.n; k++)
				assert_int_equal(own.nav.v[k].current, k == i);
			assert_true(own.siblings.n == 0 || (own.siblings.n > 1 && own.siblings.n < 7));
			for (size_t k = 0; k < own.siblings.n; k++)
				assert_served(routes, own.siblings.v[k].href, roles[r]);
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
		TEST(test_the_bar_of_every_role_fits_and_is_served),
	};

	return cmocka_run_group_tests_name("page/navigation", tests, NULL, NULL);
}
