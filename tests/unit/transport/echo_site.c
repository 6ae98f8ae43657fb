/* A site that says back what arrived, behind the real transports: tests/transport talks to it to
 * see that the doors differ in nothing. `echo_site serve ADDR:PORT | fcgi SOCKET WORKERS |
 * fcgi-inherited | cgi`, all with ECHO_DIR for temporary and stored files; ECHO_HEAD_MS shortens
 * the deadline of a head.
 */
#include <poll.h>
#include <unistd.h>

#include "base/hash.h"
#include "transport/cgi.h"
#include "transport/fcgi.h"
#include "transport/mhd.h"
#include "transport/stop.h"
#include "web/stream.h"

static void put_fields(struct buf *b, struct arena *a, const struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct form_value *v = &f->v[i];
		buf_str(b, v->name);
		if (v->filename.p) {
			buf_lit(b, " file ");
			buf_str(b, v->filename);
			buf_lit(b, " ");
			buf_str(b, v->content_type);
		}
		buf_printf(b, " %zu ", v->value.n);
		buf_str(b, hash_hex(a, hash_sha256(v->value)));
		buf_c(b, v->bad_text ? " bad\n" : "\n");
	}
}

static enum rc page_echo(struct ctx *c, struct err *e)
{
	struct buf b;

	(void)e;
	buf_init(&b, c->a, HTTP_MAX_PAGE);
	buf_c(&b, http_method_name(c->req->method));
	buf_ch(&b, ' ');
	buf_str(&b, c->req->path);
	buf_lit(&b, "\nhost ");
	buf_str(&b, c->req->host);
	buf_lit(&b, "\nx-test ");
	buf_str(&b, http_header_get(c->req, "x-test"));
	buf_lit(&b, "\ncookie ");
	buf_str(&b, ctx_cookie(c, "taste"));
	buf_printf(&b, "\nbody %zu\n", c->req->body.n);
	put_fields(&b, c->a, &c->query);
	buf_lit(&b, "--\n");
	put_fields(&b, c->a, &c->form);
	return respond_json(c, 200, buf_view(&b));
}

static enum rc page_ip(struct ctx *c, struct err *e)
{
	(void)e;
	return respond_json(c, 200, c->req->remote_ip);
}

static enum rc page_big(struct ctx *c, struct err *e)
{
	struct buf *b = respond_html(c, 200);
	int64_t n;

	if (!str_to_i64(c->params[0], &n) || n < 0 || n > 64 << 20)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	for (int64_t i = 0; i < n; i += 16)
		buf_put(b, "0123456789abcde\n", (size_t)MIN_OF(n - i, (int64_t)16));
	return RC_OK;
}

static enum rc page_slow(struct ctx *c, struct err *e)
{
	int64_t ms;

	if (!str_to_i64(c->params[0], &ms) || ms < 0 || ms > 20000)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	poll(NULL, 0, (int)ms);
	return respond_json(c, 200, STR("slept"));
}

static enum rc page_file(struct ctx *c, struct err *e)
{
	struct str path =
	        str_fmt(c->a, "%s/aa/%.*s", (const char *)c->app->o.site, STR_ARG(c->params[0]));

	(void)e;
	return respond_blob(c, STR("application/pdf"), STR("证照.pdf"), path);
}

struct flow {
	int64_t left, fails_at; /* -1: never */
	const char *log;
};

static void flow_ends(void *arg)
{
	const struct flow *f = arg;
	FILE *out = fopen(f->log, "a");

	if (out)
		fprintf(out, "%lld left\n", (long long)f->left);
	if (out)
		fclose(out);
}

static enum rc flow_next(struct ctx *c, void *state, struct buf *out, bool *more, struct err *e)
{
	struct flow *f = state;

	(void)c;
	if (f->left <= f->fails_at)
		return err_detail(e, RC_IO, MSG_IO, "as asked");
	for (int64_t n = MIN_OF(f->left, (int64_t)100000); n > 0; n -= 16, f->left -= 16)
		buf_put(out, "0123456789abcde\n", (size_t)MIN_OF(n, (int64_t)16));
	f->left = MAX_OF(f->left, (int64_t)0);
	*more = f->left > 0;
	return RC_OK;
}

/* Of n bytes; /stream/500000-200000 breaks off when 200000 are left. Notes in a file how much was not made. */
static enum rc page_stream(struct ctx *c, struct err *e)
{
	struct flow *f = ARENA_NEW(c->a, struct flow);
	struct str rest = c->params[0], n;

	f->fails_at = -1;
	if (!str_cut(&rest, '-', &n) || !str_to_i64(n, &f->left) || (rest.n && !str_to_i64(rest, &f->fails_at)))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	f->log = str_fmt(c->a, "%s/streams", (const char *)c->app->o.site).p;
	arena_defer(c->a, flow_ends, f);
	return respond_stream(c, STR("text/plain"), STR("流.txt"), c->app->o.site, flow_next, f, e);
}

static enum rc page_redirect(struct ctx *c, struct err *e)
{
	(void)e;
	return respond_redirect(c, STR("/企业?a=1"));
}

static enum rc page_cookies(struct ctx *c, struct err *e)
{
	(void)e;
	respond_cookie(c, "one", STR("1"), 60);
	respond_cookie(c, "two", STR("二"), 0);
	return respond_json(c, 200, STR("{}"));
}

#define OPEN ROLE_PUBLIC, ROUTE_NO_CSRF
static const struct route routes[] = {
        {HTTP_GET, "/", OPEN, page_echo, "echo"},
        {HTTP_POST, "/", OPEN, page_echo, "echo"},
        {HTTP_POST, "/upload", ROLE_PUBLIC, ROUTE_NO_CSRF | ROUTE_UPLOAD, page_echo, "echo"},
        {HTTP_POST, "/guarded", ROLE_PUBLIC, 0, page_echo, "echo behind a token"},
        {HTTP_GET, "/echo/{x}", OPEN, page_echo, "echo"},
        {HTTP_GET, "/ip", OPEN, page_ip, "address of the client"},
        {HTTP_GET, "/big/{n}", OPEN, page_big, "n bytes"},
        {HTTP_GET, "/slow/{ms}", OPEN, page_slow, "answers late"},
        {HTTP_GET, "/file/{name}", OPEN, page_file, "a stored file"},
        {HTTP_GET, "/stream/{n}", OPEN, page_stream, "n bytes, portion by portion"},
        {HTTP_GET, "/redirect", OPEN, page_redirect, "303"},
        {HTTP_GET, "/cookies", OPEN, page_cookies, "two cookies"},
};

static int64_t number(const char *s)
{
	int64_t n = 0;

	return s && str_to_i64(str_c(s), &n) ? n : 0;
}

static enum rc run(struct app *app, const char *dir, int argc, char **argv, struct err *e)
{
	if (argc == 3 && str_eqc(str_c(argv[1]), "serve")) {
		struct mhd_options o = {.listen = argv[2],
		        .tmp_dir = dir,
		        .head_ms = number(getenv("ECHO_HEAD_MS"))};
		return mhd_serve(app, &o, e);
	}
	if (argc == 2 && str_eqc(str_c(argv[1]), "fcgi-inherited")) {
		struct fcgi_options o = {.workers = 1, .tmp_dir = dir};
		return fcgi_serve(app, &o, e);
	}
	if (argc == 4 && str_eqc(str_c(argv[1]), "fcgi")) {
		struct fcgi_options o = {.socket = argv[2],
		        .workers = (int)number(argv[3]),
		        .tmp_dir = dir,
		        .blob_dir = dir,
		        .accel = getenv("ECHO_ACCEL")};
		return fcgi_serve(app, &o, e);
	}
	return cgi_serve(app, environ, STDIN_FILENO, STDOUT_FILENO, dir, e);
}

int main(int argc, char **argv)
{
	struct config config;
	struct app *app;
	struct err e = {0};
	char *dir = getenv("ECHO_DIR");

	stop_prepare();
	config_default(&config);
	struct app_options o = {.config = &config,
	        .routes = routes,
	        .routes_n = ARRAY_LEN(routes),
	        .site = dir,
	        .env = {true, 1676854800000}};
	if (!dir || app_open(&o, &app, &e) != RC_OK)
		return 2;
	enum rc rc = run(app, dir, argc, argv, &e);
	if (rc != RC_OK)
		fprintf(stderr, "%s %s %s %s\n", rc_name(rc), e.detail, e.arg[0], e.arg[1]);
	app_close(app);
	return rc == RC_OK ? 0 : 1;
}
