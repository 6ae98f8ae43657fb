/* The whole way of a request through web/app, with a route table and sessions of our own: who may,
 * what is refused with which page, cookies, tokens, banners, headers.
 */
#include "../check.h"

#include "base/log.h"
#include "base/vec.h"
#include "transport/loop.h"
#include "web/csrf.h"

/* --- a small site --- */
static enum rc page_form(struct ctx *c, struct err *e)
{
	struct buf *b = respond_html(c, 200);

	(void)e;
	buf_lit(b, "<form method=\"post\"><input type=\"hidden\" name=\"_csrf\" value=\"");
	buf_str(b, c->csrf);
	buf_lit(b, "\"><input type=\"hidden\" name=\"_once\" value=\"");
	buf_str(b, c->idem);
	buf_lit(b, "\"></form><p>");
	buf_str(b, c->flash);
	buf_lit(b, "</p><i>");
	buf_str(b, c->who.name);
	buf_lit(b, "</i>");
	return RC_OK;
}

static enum rc page_post(struct ctx *c, struct err *e)
{
	(void)e;
	respond_flash(c, form_get(&c->form, "say"));
	return respond_redirect(c, form_get(&c->form, "to"));
}

static enum rc page_param(struct ctx *c, struct err *e)
{
	(void)e;
	return respond_json(
	        c, 200, str_cat(c->a, c->params[0], c->query.n ? c->query.v[0].value : STR("")));
}

static enum rc page_fail(struct ctx *c, struct err *e)
{
	int64_t code;

	http_header_set(c->res, c->a, STR("X-Half"), STR("done"));
	buf_lit(respond_html(c, 200), "half a page");
	assert_true(str_to_i64(c->params[0], &code));
	return err_set(e, (enum rc)code, MSG_NONE);
}

static enum rc page_nothing(struct ctx *c, struct err *e)
{
	(void)c;
	(void)e;
	return RC_OK;
}

static enum rc page_login(struct ctx *c, struct err *e)
{
	(void)e;
	session_begin(c, STR("token-of-a-county-officer"));
	respond_flash(c, STR("欢迎"));
	return respond_redirect(c, STR("/form"));
}

static enum rc page_logout(struct ctx *c, struct err *e)
{
	(void)e;
	session_end(c);
	return respond_redirect(c, STR("/form"));
}

static enum rc page_download(struct ctx *c, struct err *e)
{
	(void)e;
	return respond_download(c, STR("application/pdf"), STR("附件\"1\".pdf"), STR("%PDF"));
}

static enum rc page_size(struct ctx *c, struct err *e)
{
	const struct form_value *f = form_file(&c->form, "f");

	(void)e;
	return respond_json(c, 200, str_i64(c->a, f ? (int64_t)f->value.n : -1));
}

static const struct route routes[] = {
        {HTTP_GET, "/form", ROLE_PUBLIC, 0, page_form, "form"},
        {HTTP_POST, "/form", ROLE_PUBLIC, 0, page_post, "post"},
        {HTTP_POST, "/free", ROLE_PUBLIC, ROUTE_NO_CSRF, page_post, "without token"},
        {HTTP_POST, "/login", ROLE_PUBLIC, 0, page_login, "sign in"},
        {HTTP_POST, "/logout", ROLE_SIGNED_IN, 0, page_logout, "sign out"},
        {HTTP_GET, "/p/{x}", ROLE_PUBLIC, 0, page_param, "parameter"},
        {HTTP_GET, "/fail/{code}", ROLE_PUBLIC, 0, page_fail, "error"},
        {HTTP_GET, "/api/fail/{code}", ROLE_PUBLIC, ROUTE_API, page_fail, "error as JSON"},
        {HTTP_GET, "/nothing", ROLE_PUBLIC, 0, page_nothing, "a bug"},
        {HTTP_GET, "/county", ROLE_COUNTY, 0, page_form, "county"},
        {HTTP_GET, "/city", ROLE_CITY, 0, page_form, "city"},
        {HTTP_POST, "/county", ROLE_COUNTY, 0, page_post, "county"},
        {HTTP_GET, "/style", ROLE_PUBLIC, ROUTE_DEMO_ONLY, page_form, "demo"},
        {HTTP_GET, "/download", ROLE_PUBLIC, 0, page_download, "download"},
        {HTTP_POST, "/upload", ROLE_PUBLIC, ROUTE_UPLOAD, page_size, "upload"},
};

static enum rc load(
        struct db *db, struct str token, int64_t now, struct auth_session *out, struct err *e)
{
	(void)db;
	(void)now;
	if (str_eqc(token, "token-that-breaks-the-store"))
		return err_set(e, RC_BUSY, MSG_SITE_BUSY);
	out->found = str_eqc(token, "token-of-a-county-officer");
	out->who = (struct actor){.roles = ROLE_COUNTY, .account_id = 7, .name = STR("王科长")};
	out->csrf_secret = STR("secret of this session");
	out->seen_at = now;
	return RC_OK;
}
static const struct session_source sessions = {.load = load};

struct site {
	struct config config;
	struct app *app;
	struct loop loop;
};

static struct site *site_of(struct arena *a, bool production, bool secure, problem_fn *problem)
{
	struct site *s = ARENA_NEW(a, struct site);
	struct err e;

	config_default(&s->config);
	s->config.production = production;
	s->config.secure_cookies = secure;
	struct app_options o = {.config = &s->config,
	        .routes = routes,
	        .routes_n = ARRAY_LEN(routes),
	        .sessions = &sessions,
	        .problem = problem};
	assert_rc(app_open(&o, &s->app, &e), RC_OK);
	loop_open(&s->loop, s->app);
	return s;
}

static void site_free(struct site *s)
{
	loop_close(&s->loop);
	app_close(s->app);
}

static struct loop_res send(
        struct loop *l, const char *method, const char *target, const char *name, const char *value)
{
	struct http_header h = {str_c(name), str_c(value)};

	return loop_send(l, &(struct loop_request){.method = method,
	                            .target = target,
	                            .headers = &h,
	                            .headers_n = name ? 1 : 0});
}

/* --- tests --- */
static void test_found_and_not(void **state)
{
	struct site *s = site_of(*state, false, false, NULL);
	struct loop *l = &s->loop;
	struct loop_res r = loop_get(l, "/p/%E4%BC%81?q=%E4%B8%9A");

	assert_int_equal(r.status, 200);
	assert_str(r.body, "企业");
	assert_int_equal(loop_get(l, "/nowhere").status, 404);
	assert_int_equal(loop_get(l, "/p/x?q=%zz").status, 400);
	assert_int_equal(loop_get(l, "/p/%2fx").status, 400);
	assert_int_equal(loop_get(l, "/static/no.css").status, 404);
	assert_int_equal(loop_get(l, "/style").status, 200);
	r = send(l, "POST", "/p/x", NULL, NULL);
	assert_int_equal(r.status, 405);
	assert_str(loop_header(&r, "Allow"), "GET, HEAD");
	r = send(l, "DELETE", "/form", NULL, NULL);
	assert_int_equal(r.status, 405);
	assert_str(loop_header(&r, "Allow"), "GET, HEAD, POST");
	r = loop_get(l, "/logout");
	assert_int_equal(r.status, 405);
	assert_str(loop_header(&r, "Allow"), "POST");
	assert_int_equal(send(l, "OPTIONS", "*", NULL, NULL).status, 405);
	assert_int_equal(send(l, "POST", "/nowhere", NULL, NULL).status, 404);
	r = send(l, "HEAD", "/form", NULL, NULL);
	assert_int_equal(r.status, 200);
	assert_int_equal(r.body.n, 0);
	site_free(s);
	s = site_of(*state, true, false, NULL);
	assert_int_equal(loop_get(&s->loop, "/style").status, 404);
	site_free(s);
}

static void test_security_headers(void **state)
{
	struct site *s = site_of(*state, false, true, NULL);
	struct loop_res r = loop_get(&s->loop, "/form");

	assert_true(
	        str_starts(loop_header(&r, "Content-Security-Policy"), STR("default-src 'none'")));
	assert_str(loop_header(&r, "X-Content-Type-Options"), "nosniff");
	assert_str(loop_header(&r, "Referrer-Policy"), "same-origin");
	assert_str(loop_header(&r, "Cache-Control"), "no-cache");
	assert_non_null(loop_header(&r, "Strict-Transport-Security").p);
	assert_true(str_starts(loop_header(&r, "Set-Cookie"), STR("__Host-pre=")));
	assert_true(str_has(loop_header(&r, "Set-Cookie"), STR("; Secure")));
	r = loop_get(&s->loop, "/download");
	assert_str(loop_header(&r, "Content-Security-Policy"), "sandbox; default-src 'none'");
	assert_str(loop_header(&r, "Content-Disposition"),
	        "attachment; filename=\"_______1_.pdf\"; "
	        "filename*=UTF-8''%E9%99%84%E4%BB%B6%221%22.pdf");
	int csp = 0;
	for (size_t i = 0; i < r.headers.n; i++)
		csp += str_eqc(r.headers.v[i].name, "Content-Security-Policy");
	assert_int_equal(csp, 1);
	r = loop_get(&s->loop, "/nowhere");
	assert_str(loop_header(&r, "X-Frame-Options"), "DENY");
	site_free(s);
}

static void test_csrf(void **state)
{
	struct site *s = site_of(*state, false, false, NULL);
	struct loop *l = &s->loop;

	/* without the page: no token */
	assert_int_equal(loop_post(l, "/form", "to=/form").status, 403);
	assert_int_equal(loop_post(l, "/free", "to=/form").status, 303);
	(void)loop_get(l, "/form");
	assert_non_null(l->csrf.p);
	assert_int_equal(l->csrf.n, 43);
	assert_int_equal(loop_post(l, "/form", "to=/form").status, 303);
	/* somebody else's token */
	l->csrf = csrf_token(&l->kept, STR("another browser's cookie"));
	assert_int_equal(loop_post(l, "/form", "to=/form").status, 403);
	site_free(s);
}

static struct loop_res post_from(struct loop *l, const char *header, const char *value)
{
	struct str body = str_cat(&l->kept, STR("to=/form&_csrf="), l->csrf);
	struct http_header h[] = {
	        {STR("Content-Type"), STR("application/x-www-form-urlencoded")},
	        {str_c(header), str_c(value)},
	};

	return loop_send(l, &(struct loop_request){"POST", "/form", h, 2, body});
}

static void test_origin(void **state)
{
	static const struct {
		const char *header, *value;
		int status;
	} cases[] = {
	        {"Origin", "http://loop.test", 303},
	        {"Origin", "https://loop.test", 303},
	        {"Origin", "http://loop.test.evil.example", 403},
	        {"Origin", "http://evil.example", 403},
	        {"Origin", "null", 403},
	        {"Origin", "loop.test", 403},
	        {"Sec-Fetch-Site", "same-origin", 303},
	        {"Sec-Fetch-Site", "none", 303},
	        {"Sec-Fetch-Site", "same-site", 403},
	        {"Sec-Fetch-Site", "cross-site", 403},
	};
	struct site *s = site_of(*state, false, false, NULL);

	(void)loop_get(&s->loop, "/form");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (post_from(&s->loop, cases[i].header, cases[i].value).status != cases[i].status)
			fail_msg("%s: %s", cases[i].header, cases[i].value);
	site_free(s);
	s = site_of(*state, false, true, NULL);
	(void)loop_get(&s->loop, "/form");
	assert_int_equal(post_from(&s->loop, "Origin", "http://loop.test").status, 403);
	assert_int_equal(post_from(&s->loop, "Origin", "https://loop.test").status, 303);
	site_free(s);
}

static void test_sessions_and_roles(void **state)
{
	struct site *s = site_of(*state, false, false, NULL);
	struct loop *l = &s->loop;
	struct loop_res r = loop_get(l, "/county?a=b&c=%E4%BC%81");

	assert_int_equal(r.status, 303);
	assert_str(r.location, "/login?next=/county%3Fa%3Db%26c%3D%25E4%25BC%2581");
	assert_int_equal(loop_post(l, "/county", "to=/form").status, 403);
	(void)loop_get(l, "/form");
	struct str before = l->csrf;
	r = loop_post(l, "/login", "");
	assert_str(r.location, "/form");
	r = loop_get(l, "/form");
	assert_true(str_has(r.body, STR("<p>欢迎</p><i>王科长</i>")));
	assert_str(loop_header(&r, "Cache-Control"), "no-store");
	assert_false(str_eq(before, l->csrf));
	r = loop_get(l, "/form"); /* shown once */
	assert_true(str_has(r.body, STR("<p></p>")));
	assert_int_equal(loop_get(l, "/county").status, 200);
	assert_int_equal(loop_get(l, "/city").status, 403);
	/* the token of the visitor no longer counts */
	struct str now = l->csrf;
	l->csrf = before;
	assert_int_equal(loop_post(l, "/form", "to=/form").status, 403);
	l->csrf = now;
	r = loop_post(l, "/logout", "");
	assert_int_equal(r.status, 303);
	assert_str(loop_header(&r, "Clear-Site-Data"), "\"cache\", \"storage\"");
	assert_int_equal(loop_get(l, "/county").status, 303);
	site_free(s);
}

static void test_flash(void **state)
{
	struct site *s = site_of(*state, false, false, NULL);
	struct loop *l = &s->loop;
	struct loop_res r;

	(void)loop_get(l, "/form");
	(void)loop_post(l, "/form", "to=/form&say=%E5%B7%B2%E4%BF%9D%E5%AD%98%3B%20%3Cb%3E");
	(void)loop_post(l, "/nowhere", ""); /* a problem page does not lose the next banner */
	(void)loop_post(l, "/form", "to=/form&say=%E5%B7%B2%E4%BF%9D%E5%AD%98%3B%20%3Cb%3E");
	r = loop_get(l, "/form");
	assert_true(str_has(r.body, STR("<p>已保存; <b></p>")));
	/* forged: signed by nobody */
	for (size_t i = 0; i < l->jar.n; i++)
		if (str_eqc(l->jar.v[i].name, "flash"))
			l->jar.v[i].value = STR("AAAAAAAAAAAAAAAAAAAAAA.%E6%82%A8");
	r = loop_get(l, "/form");
	assert_true(str_has(r.body, STR("<p></p>")));
	site_free(s);
}

static void test_redirects_stay_here(void **state)
{
	static const struct {
		const char *to, *location;
	} cases[] = {
	        {"/a?b=c#d", "/a?b=c#d"},
	        {"/a%2Fb", "/a%2Fb"},
	        {"/企 业", "/%E4%BC%81%20%E4%B8%9A"},
	        {"//evil.example", "/"},
	        {"/\\evil.example", "/"},
	        {"https://evil.example", "/"},
	        {"javascript:alert(1)", "/"},
	        {"/a\r\nSet-Cookie: x=y", "/"},
	        {"", "/"},
	};
	struct site *s = site_of(*state, false, false, NULL);
	struct loop *l = &s->loop;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf b;
		buf_init(&b, *state, 4096);
		buf_lit(&b, "to=");
		for (const char *p = cases[i].to; *p; p++)
			buf_printf(&b, "%%%02X", (unsigned char)*p);
		buf_ch(&b, '\0');
		b.n--;
		struct loop_res r = loop_post(l, "/free", str_cstr(*state, buf_view(&b)));
		assert_int_equal(r.status, 303);
		assert_str(r.location, cases[i].location);
	}
	site_free(s);
}

static void test_problems(void **state)
{
	static const struct {
		enum rc rc;
		int status;
	} cases[] = {{RC_INVALID, 400}, {RC_NOT_FOUND, 404}, {RC_FORBIDDEN, 403},
	        {RC_CONFLICT, 409}, {RC_STATE, 409}, {RC_DEADLINE, 409}, {RC_TOO_LARGE, 413},
	        {RC_LIMITED, 429}, {RC_BUSY, 503}, {RC_IO, 500}, {RC_DATA, 500},
	        {RC_INTERNAL, 500}};
	struct site *s = site_of(*state, false, false, NULL);
	struct arena *a = *state;

	log_set_level(LOG__MAX);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct loop_res r = loop_get(&s->loop, str_fmt(a, "/fail/%d", cases[i].rc).p);
		assert_int_equal(r.status, cases[i].status);
		assert_false(str_has(r.body, STR("half a page")));
		assert_null(loop_header(&r, "X-Half").p);
		assert_true(str_has(r.body, STR("请求编号：")));
		assert_int_equal(loop_header(&r, "Retry-After").p != NULL,
		        cases[i].status == 503 || cases[i].status == 429);
		r = loop_get(&s->loop, str_fmt(a, "/api/fail/%d", cases[i].rc).p);
		assert_int_equal(r.status, cases[i].status);
		assert_true(str_starts(r.body, STR("{\"status\":")));
	}
	assert_int_equal(loop_get(&s->loop, "/nothing").status, 500);
	site_free(s);
}

static enum rc own_problem(struct ctx *c, int status, const struct err *e)
{
	if (status == 403)
		return RC_INTERNAL; /* cannot draw: the built-in page must stand in */
	buf_printf(respond_html(c, status), "own %d %d", status, (int)e->msg);
	return RC_OK;
}

static void test_own_problem_page(void **state)
{
	struct site *s = site_of(*state, false, false, own_problem);
	struct loop_res r = loop_get(&s->loop, "/nowhere");

	assert_true(str_starts(r.body, STR("own 404")));
	r = loop_post(&s->loop, "/form", "");
	assert_int_equal(r.status, 403);
	assert_true(str_has(r.body, STR("<!doctype html>")));
	site_free(s);
}

static struct loop_res post_length(struct loop *l, const char *target, const char *length)
{
	return send(l, "POST", target, "Content-Length", length);
}

static void test_body_limits(void **state)
{
	struct site *s = site_of(*state, false, false, NULL);
	struct loop *l = &s->loop;

	assert_int_equal(post_length(l, "/free", "1048577").status, 413);
	(void)post_length(l, "/free", "1048576");
	assert_int_equal(l->body_limit, HTTP_MAX_FORM_BODY);
	assert_int_equal(post_length(l, "/upload", "23068673").status, 413);
	(void)post_length(l, "/upload", "23068672");
	assert_int_equal(l->body_limit, HTTP_MAX_UPLOAD_BODY);
	assert_int_equal(post_length(l, "/nowhere", "9").status, 404);
	assert_int_equal(send(l, "GET", "/form", "Content-Length", "9").status, 400);
	assert_int_equal(send(l, "GET", "/form", "Content-Length", "0").status, 200);
	(void)loop_get(l, "/form");
	struct loop_res r =
	        loop_upload(l, "/upload", "x=1", "f", "a.pdf", "application/pdf", STR("\0\r\n--"));
	assert_str(r.body, "5");
	site_free(s);
}

static void test_wrong_types(void **state)
{
	struct site *s = site_of(*state, false, false, NULL);
	struct http_header h = {STR("Content-Type"), STR("text/plain")};
	struct loop_request r = {"POST", "/free", &h, 1, STR("a=b")};

	assert_int_equal(loop_send(&s->loop, &r).status, 415);
	h.value = STR("application/x-www-form-urlencoded; charset=GBK");
	assert_int_equal(loop_send(&s->loop, &r).status, 400);
	h.value = STR("application/x-www-form-urlencoded");
	r.body = STR("a=%zz%");
	assert_int_equal(loop_send(&s->loop, &r).status, 400);
	site_free(s);
}

static void test_a_broken_store_is_a_503(void **state)
{
	struct site *s = site_of(*state, false, false, NULL);
	struct http_header sid = {STR("sid"), STR("token-that-breaks-the-store")};

	VEC_PUSH(&s->loop.kept, &s->loop.jar, sid);
	log_set_level(LOG__MAX);
	assert_int_equal(loop_get(&s->loop, "/form").status, 503);
	site_free(s);
}

static void test_cookie_of_a_stranger(void **state)
{
	static const char *const sids[] = {"short", "token-of-a-county-officer%00",
	        "token-of-a-county-officer' OR 1=1", "token-of-nobody-we-know-of"};
	struct site *s = site_of(*state, false, false, NULL);
	struct http_header sid = {STR("sid"), STR("")};

	VEC_PUSH(&s->loop.kept, &s->loop.jar, sid);
	for (size_t i = 0; i < ARRAY_LEN(sids); i++) {
		s->loop.jar.v[0].value = str_c(sids[i]);
		assert_int_equal(loop_get(&s->loop, "/county").status, 303);
	}
	s->loop.jar.v[0].value = STR("token-of-a-county-officer");
	assert_int_equal(loop_get(&s->loop, "/county").status, 200);
	site_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_found_and_not),
	        TEST(test_security_headers),
	        TEST(test_csrf),
	        TEST(test_origin),
	        TEST(test_sessions_and_roles),
	        TEST(test_flash),
	        TEST(test_redirects_stay_here),
	        TEST(test_problems),
	        TEST(test_own_problem_page),
	        TEST(test_body_limits),
	        TEST(test_wrong_types),
	        TEST(test_a_broken_store_is_a_503),
	        TEST(test_cookie_of_a_stranger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
