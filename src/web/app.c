/* The single way through the house for every request, whichever door it came in by:
 * route → session → role → form → CSRF → handler → problem page. Read app_handle first.
 */
#include "web/app.h"

#include "base/log.h"
#include "web/csrf.h"
#include "web/header.h"
#include "web/urlparse.h"

/* Everything that a route table of this size, the assets and the rate limiter need. */
#define APP_ARENA_LIMIT ((size_t)128 << 20)

enum rc app_open(const struct app_options *options, struct app **out, struct err *e)
{
	struct arena boot;
	uint64_t seed;

	/* The app lies in the arena that it owns. */
	arena_init(&boot, APP_ARENA_LIMIT);
	struct app *app = ARENA_NEW(&boot, struct app);
	app->own = boot;
	app->o = *options;
	enum rc rc = random_bytes(&seed, sizeof(seed), e);
	if (rc == RC_OK)
		rc = router_open(&app->own, options->routes, options->routes_n, &app->router, e);
	if (rc != RC_OK) {
		app_close(app);
		return rc;
	}
	sem_init(&app->stream_slots, 0, (unsigned)MAX_OF(options->config->readers / 2, (int64_t)1));
	app->assets = assets_open(&app->own);
	app->ratelimit = ratelimit_new(&app->own, seed);
	*out = app;
	return RC_OK;
}

void app_close(struct app *app)
{
	if (!app)
		return;
	sem_destroy(&app->stream_slots);
	struct arena own = app->own;
	arena_free(&own);
}

/* Eight characters of a clean alphabet (Crockford's base 32), easy to say on the telephone. */
static struct str request_id(struct arena *a, const unsigned char raw[8])
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char *p = arena_alloc(a, 9);

	for (size_t i = 0; i < 8; i++)
		p[i] = alphabet[raw[i] & 31];
	p[8] = '\0';
	return (struct str){p, 8};
}

static void request_number(struct http_req *req, struct arena *a)
{
	unsigned char raw[8] = {0};
	struct err e;

	if (!str_empty(req->id))
		return;
	req->begun_us = monotonic_us();
	/* Without randomness the number is all zeros; tokens fail on their own. */
	(void)!random_bytes(raw, sizeof(raw), &e);
	req->id = request_id(a, raw);
}

static void ctx_init(
        struct ctx *c, struct app *app, struct http_req *req, struct http_res *res, struct arena *a)
{
	*c = (struct ctx){
	        .app = app,
	        .a = a,
	        .now = env_now(&app->o.env),
	        .req = req,
	        .res = res,
	        .route = req->route,
	        .who = {.roles = ROLE_PUBLIC, .ip = req->remote_ip},
	        .query = {0},
	};
	memcpy(c->params, req->params, sizeof(c->params));
}

enum rc ctx_db(struct ctx *c, struct db **out, struct err *e)
{
	if (!c->app->o.store)
		return err_detail(e, RC_BUSY, MSG_SITE_BUSY, "no database");
	if (!c->db)
		TRY(store_read(c->app->o.store, c->a, &c->db, e));
	*out = c->db;
	return RC_OK;
}

void ctx_db_end(struct ctx *c)
{
	if (c->db)
		store_read_end(c->db);
	c->db = NULL;
}

static void finish(struct ctx *c)
{
	bool signed_in = c->who.account_id != 0;

	ctx_db_end(c);
	if (c->res->body.overflow) {
		struct err e;
		err_detail(&e, RC_INTERNAL, MSG_INTERNAL, "page larger than HTTP_MAX_PAGE");
		problem_respond(c, 500, &e);
	}
	session_finish(c);
	secheaders_add(c->app, c->res, c->a, signed_in);
	accesslog_line(c->app, c->req, c->res, c->who.account_id);
}

void app_refuse(
        struct app *app, struct http_req *req, int status, struct http_res *res, struct arena *a)
{
	struct ctx c;

	request_number(req, a);
	ctx_init(&c, app, req, res, a);
	problem_respond(&c, status, NULL);
	finish(&c);
}

static bool is_static(const struct http_req *req)
{
	return str_starts(req->path, STR("/static/"));
}

static int64_t body_limit(const struct route *route)
{
	return route->flags & ROUTE_UPLOAD ? HTTP_MAX_UPLOAD_BODY : HTTP_MAX_FORM_BODY;
}

bool app_head(struct app *app, struct http_req *req, int64_t *limit, struct http_res *res,
        struct arena *a)
{
	struct router_match m;
	bool has_body = req->content_length > 0 || req->method == HTTP_POST;
	int status = 0;

	request_number(req, a);
	router_find(app->router, req->method, req->path, &m);
	req->route = m.route;
	req->allow = m.allow;
	memcpy(req->params, m.params, sizeof(req->params));
	*limit = 0;
	if (str_eqc(req->path, "*")) /* OPTIONS of the whole server */
		req->allow = 1u << HTTP_GET | 1u << HTTP_POST;
	if (!has_body)
		return true;
	if (is_static(req))
		req->allow = 1u << HTTP_GET;
	if (req->method != HTTP_POST)
		status = req->method == HTTP_OTHER ? 405
		                                   : 400; /* a GET with a body is no browser's */
	else if (!m.route)
		status = req->allow ? 405 : 404;
	else if (req->content_length > body_limit(m.route))
		status = 413;
	else
		*limit = body_limit(m.route);
	if (status == 405 && !req->allow)
		status = 404;
	if (status == 0)
		return true;
	app_refuse(app, req, status, res, a);
	return false;
}

static struct str next_target(struct ctx *c)
{
	struct str path = percent_encode(c->a, c->req->path, "/");

	if (c->req->query.n == 0)
		return path;
	return str_cat(c->a, str_cat(c->a, path, STR("?")), c->req->query);
}

/* A visitor where one must be signed in: to the door, and back to this page afterwards. */
static enum rc send_to_login(struct ctx *c, struct err *e)
{
	if (c->req->method == HTTP_POST || (c->route->flags & ROUTE_API))
		return err_set(e, RC_FORBIDDEN, MSG_SIGN_IN_AGAIN);
	struct str next = percent_encode(c->a, next_target(c), "/");
	return respond_redirect(c, str_cat(c->a, STR("/login?next="), next));
}

/* Somebody whose password another person has set: to their account, and nowhere else. Public pages
 * stay open. */
static bool must_change_first(const struct ctx *c)
{
	return c->who.must_change && !(c->route->flags & ROUTE_FRESH) &&
	       !(c->route->roles & ROLE_PUBLIC);
}

static enum rc send_to_account(struct ctx *c, struct err *e)
{
	if (c->req->method == HTTP_POST || (c->route->flags & ROUTE_API))
		return err_set(e, RC_FORBIDDEN, MSG_PASSWORD_FIRST);
	return respond_redirect(c, STR("/me"));
}

/* Whoever registers a credit code is nobody yet to what that code's titles and cases say. */
static bool must_be_known_first(const struct ctx *c)
{
	return c->who.unverified && (c->route->flags & ROUTE_KNOWN);
}

static enum rc send_to_identity(struct ctx *c, struct err *e)
{
	if (c->req->method == HTTP_POST || (c->route->flags & ROUTE_API))
		return err_set(e, RC_FORBIDDEN, MSG_IDENTITY_FIRST);
	return respond_redirect(c, STR("/identity"));
}

static enum rc read_form(struct ctx *c, struct err *e)
{
	struct str media = header_media_type(http_header_get(c->req, "content-type"));
	bool json = (c->route->flags & ROUTE_API) && str_eq_nocase(media, STR("application/json"));

	if (!json)
		TRY(form_parse(c->a, c->req, &c->form, e));
	if (c->route->flags & ROUTE_NO_CSRF)
		return RC_OK;
	return csrf_check(c, c->app->o.config->secure_cookies, e);
}

static enum rc run_route(struct ctx *c, struct err *e)
{
	if ((c->route->flags & ROUTE_DEMO_ONLY) && c->app->o.config->production)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(form_parse_query(c->a, c->req->query, &c->query, e));
	if (!(c->route->roles & ROLE_PUBLIC) && !actor_is(&c->who, c->route->roles)) {
		if (c->who.account_id == 0)
			return send_to_login(c, e);
		return err_set(e, RC_FORBIDDEN, MSG_ROLE_FORBIDDEN);
	}
	if (must_change_first(c))
		return send_to_account(c, e);
	if (must_be_known_first(c))
		return send_to_identity(c, e);
	if (c->req->method == HTTP_POST)
		TRY(read_form(c, e));
	TRY(random_token(c->a, 16, &c->idem, e));
	return c->route->fn(c, e);
}

static enum rc run(struct ctx *c, struct err *e)
{
	TRY(session_load(c, e));
	c->keep_headers = c->res->headers.n;
	if (c->route)
		return run_route(c, e);
	return err_set(e, RC_NOT_FOUND, c->req->allow ? MSG_METHOD_WRONG : MSG_PAGE_NOT_FOUND);
}

static int status_of(const struct ctx *c, const struct err *e)
{
	if (!c->route && e->code == RC_NOT_FOUND)
		return c->req->allow ? 405 : 404;
	/* A script can tell “sign in again” from “not allowed”; a person gets the page with the words. */
	if (e->msg == MSG_SIGN_IN_AGAIN && c->route && (c->route->flags & ROUTE_API))
		return 401;
	return e->msg == MSG_FORM_TYPE ? 415 : app_status(e->code);
}

void app_handle(struct app *app, struct http_req *req, struct http_res *res, struct arena *a)
{
	struct err e = {0};
	struct ctx c;

	request_number(req, a);
	ctx_init(&c, app, req, res, a);
	if (is_static(req)) {
		bool readable = req->method == HTTP_GET || req->method == HTTP_HEAD;
		req->allow = 1u << HTTP_GET;
		if (!readable || !assets_respond(app->assets, req, res, a))
			problem_respond(&c, readable ? 404 : 405, NULL);
	} else if (app->o.busy) {
		problem_respond(&c, 503, NULL);
	} else if (run(&c, &e) != RC_OK) {
		ctx_db_end(&c);
		problem_respond(&c, status_of(&c, &e), &e);
	} else if (res->status == 0) {
		err_detail(&e, RC_INTERNAL, MSG_INTERNAL, "handler made no response");
		problem_respond(&c, 500, &e);
	}
	finish(&c);
}
