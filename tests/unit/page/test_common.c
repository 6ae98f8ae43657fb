/* The frame of a page: who is signed in, typed values, problem texts, figures. Its menu: test_navigation.c. */
#include "../check.h"

#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include <string.h>

struct world {
	struct app app;
	struct config config;
	struct http_req req;
	struct http_res res;
	struct ctx c;
};

static struct world *world_new(struct arena *a, unsigned role, const char *path)
{
	struct world *w = ARENA_NEW(a, struct world);

	config_default(&w->config);
	w->app.o.config = &w->config;
	w->app.assets = assets_open(a);
	w->req = (struct http_req){.method = HTTP_GET, .path = str_c(path), .id = STR("r-1")};
	buf_init(&w->res.body, a, (size_t)1 << 20);
	w->c = (struct ctx){.app = &w->app, .a = a, .req = &w->req, .res = &w->res};
	w->c.csrf = STR("token<>");
	w->c.idem = STR("once");
	w->c.who.roles = role;
	if (role != ROLE_PUBLIC) {
		w->c.who.account_id = 7;
		w->c.who.name = STR("周敏");
	}
	return w;
}

static void test_the_frame_names_who_is_signed_in(void **state)
{
	struct world *w = world_new(*state, ROLE_FILLER, "/e/profile");
	struct view_page p;

	page_view(&w->c, "企业信息", &p);
	assert_true(p.signed_in);
	assert_str(p.actor_name, "周敏");
	assert_str(p.actor_role, "填报人");
	assert_true(p.nav.n > 0);

	w = world_new(*state, ROLE_PUBLIC, "/elsewhere");
	page_view(&w->c, "x", &p);
	assert_false(p.signed_in);
	assert_false(p.nav.v[0].current || p.nav.v[1].current); /* "/" covers itself only */
}

static void form_put(struct world *w, const char *name, struct str value, bool bad)
{
	struct form_value *f = VEC_ADD(w->c.a, &w->c.form);

	f->name = str_c(name);
	f->value = value;
	f->bad_text = bad;
}

static void test_typed_values(void **state)
{
	struct world *w = world_new(*state, ROLE_FILLER, "/e");
	struct view_choices ch = field_choices("kind", "类别", NULL);
	struct form_errors es = {0};
	struct view_field f;

	form_put(w, "name", STR("typed"), false);
	assert_str(field_typed(&w->c, "name", STR("stored")), "stored"); /* GET */
	w->req.method = HTTP_POST;
	form_put(w, "kind", STR("b"), false);
	form_put(w, "bad", STR("\xff"), true);
	assert_str(field_typed(&w->c, "name", STR("stored")), "typed");
	assert_str(field_typed(&w->c, "missing", STR("stored")), "stored");
	assert_str(field_typed(&w->c, "bad", STR("stored")), ""); /* never echoed */

	choices_add(&w->c, &ch, STR("a"), STR("甲"), STR("a"));
	choices_add(&w->c, &ch, STR("b"), STR("乙"), STR("a"));
	assert_false(ch.options.v[0].checked); /* what was posted wins over what is stored */
	assert_true(ch.options.v[1].checked);
	assert_false(field_check(&w->c, "agree", "同意", true, NULL).checked); /* unticked */

	form_error_add(*state, &es, "name", STR("请填写名称"));
	f = field_number(&w->c, "name", "名称", "万元", str_none(), &es);
	assert_str(f.error, "请填写名称");
	assert_str(f.value, "typed");
	assert_str(f.unit, "万元");
}

static void test_problem_texts(void **state)
{
	static const int statuses[] = {400, 403, 404, 405, 408, 409, 411, 413, 429, 431, 500, 503};
	struct world *w = world_new(*state, ROLE_PUBLIC, "/x");
	struct view_problem p;
	struct err e = {0};

	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		problem_view(&w->c, statuses[i], NULL, &p);
		assert_true(p.title.n && p.what.n && p.advice.n);
		assert_str(p.back_href, "/");
		assert_str(p.page.request_id, "r-1");
	}
	problem_view(&w->c, 418, NULL, &p);
	assert_str(p.title, "请求不能识别");
	problem_view(&w->c, 502, NULL, &p);
	assert_str(p.title, "系统暂时出了问题");
	(void)err_set(&e, RC_NOT_FOUND, 0);
	problem_view(&w->c, 404, &e, &p);
	assert_true(str_eq(p.what, err_text(*state, &e)));
	w = world_new(*state, ROLE_CITY, "/x");
	problem_view(&w->c, 404, NULL, &p);
	assert_str(p.back_href, "/o");
}

static void test_figures(void **state)
{
	struct world *w = world_new(*state, ROLE_PUBLIC, "/");
	struct view_meter m = meter_of(&w->c, 44, 74, 60, 100);

	assert_str(m.text, "44–74 分，需 60 分，满分 100 分");
	assert_int_equal(m.low, 44);
	assert_int_equal(m.span, 30);
	m = meter_of(&w->c, 66, 66, 60, 100);
	assert_str(m.text, "66 分，需 60 分，满分 100 分");
	assert_int_equal(m.span, 0);
	m = meter_of(&w->c, 30, 130, 60, 100); /* never beyond the drawing */
	assert_int_equal(m.low + m.span, 100);
	m = meter_of(&w->c, 30, 10, 15, 40); /* nonsense does not become a negative width */
	assert_int_equal(m.low, 75);
	assert_int_equal(m.span, 0);

	assert_int_equal(percent_of(17, 40), 42);
	assert_int_equal(percent_of(1, 0), 0);
	assert_int_equal(percent_of(-1, 5), 0);
	assert_int_equal(percent_of(9, 5), 100);
	assert_int_equal(percent_of(INT64_MAX - 1, INT64_MAX), 99);
	assert_int_equal(percent_of(INT64_MAX / 2, INT64_MAX), 49); /* rounded down */
}

/* Looks at a page as a browser and a screen reader would need it. */
static void test_rendered_frame(void **state)
{
	struct world *w = world_new(*state, ROLE_PUBLIC, "/nowhere");
	struct err e = {0};
	struct str html;

	assert_rc(page_problem(&w->c, 404, NULL), RC_OK);
	assert_int_equal(w->res.status, 404);
	html = buf_view(&w->res.body);
	assert_true(str_has(html, STR("<html lang=\"zh-CN\">")));
	assert_true(str_has(html, STR("href=\"#main\"")));
	assert_true(str_has(html, STR("<main id=\"main\"")));
	assert_true(str_has(html, STR("演示环境")));
	assert_true(str_has(html, STR("r-1")));
	assert_false(str_has(html, STR("ICP"))); /* not configured: not shown */
	assert_false(str_has(html, STR("id=\"errors\"")));

	w = world_new(*state, ROLE_CITY, "/styleguide");
	w->config.production = true;
	w->c.senior = true;
	assert_rc(page_styleguide(&w->c, &e), RC_OK);
	html = buf_view(&w->res.body);
	assert_false(w->res.body.overflow);
	assert_false(str_has(html, STR("演示环境")));
	assert_true(str_has(html, STR("class=\"senior\"")));
	assert_true(str_has(html, STR("token&lt;&gt;"))); /* the token, escaped */
	assert_false(str_has(html, STR("token<>")));
	assert_false(str_has(html, STR(" style=")));
	assert_true(html.n < (size_t)60 << 10);
}

static void query_put(struct world *w, const char *name, const char *value)
{
	struct form_value *f = VEC_ADD(w->c.a, &w->c.query);

	f->name = str_c(name);
	f->value = str_c(value);
}

static struct str header_of(const struct world *w, const char *name)
{
	for (size_t i = 0; i < w->res.headers.n; i++)
		if (str_eq_nocase(w->res.headers.v[i].name, str_c(name)))
			return w->res.headers.v[i].value;
	return str_none();
}

static void test_senior_switch(void **state)
{
	struct world *w = world_new(*state, ROLE_PUBLIC, "/senior");
	struct err e = {0};

	query_put(w, "on", "1");
	query_put(w, "back", "/registry?q=a&page=2");
	assert_rc(page_senior(&w->c, &e), RC_OK);
	assert_int_equal(w->res.status, 303);
	assert_str(header_of(w, "Location"), "/registry?q=a&page=2");
	assert_true(str_has(header_of(w, "Set-Cookie"), STR("senior=1")));

	w = world_new(*state, ROLE_PUBLIC, "/senior");
	query_put(w, "on", "0");
	query_put(w, "back", "//evil.example/");
	assert_rc(page_senior(&w->c, &e), RC_OK);
	assert_str(header_of(w, "Location"), "/"); /* never to another host */
	assert_true(str_has(header_of(w, "Set-Cookie"), STR("Max-Age=0")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_frame_names_who_is_signed_in),
		TEST(test_typed_values),
		TEST(test_problem_texts),
		TEST(test_figures),
		TEST(test_rendered_frame),
		TEST(test_senior_switch),
	};

	return cmocka_run_group_tests_name("page/common", tests, NULL, NULL);
}
