/* A browser of two hundred lines, for tests: cookies, forms with their hidden values, no sockets.
 */
#include "transport/loop.h"

#include "base/vec.h"
#include "web/stream.h"
#include "web/urlparse.h"

#define LOOP_ARENA ((size_t)256 << 20)

void loop_open(struct loop *l, struct app *app)
{
	*l = (struct loop){.app = app, .ip = STR("203.0.113.7")};
	arena_init(&l->a, LOOP_ARENA);
	arena_init(&l->kept, LOOP_ARENA);
}

void loop_close(struct loop *l)
{
	arena_free(&l->a);
	arena_free(&l->kept);
}

static void jar_put(struct loop *l, struct str name, struct str value)
{
	for (size_t i = 0; i < l->jar.n; i++)
		if (str_eq(l->jar.v[i].name, name)) {
			l->jar.v[i].value = str_dup(&l->kept, value);
			return;
		}
	struct http_header c = {str_dup(&l->kept, name), str_dup(&l->kept, value)};
	VEC_PUSH(&l->kept, &l->jar, c);
}

/* "name=value; Path=/; Max-Age=0": an age of 0 removes. */
static void jar_take(struct loop *l, struct str set_cookie)
{
	struct str rest = set_cookie, pair, name;

	(void)str_cut(&rest, ';', &pair);
	(void)str_cut(&pair, '=', &name);
	bool removed = rest.p && str_has(rest, STR("Max-Age=0"));
	jar_put(l, name, removed || !pair.p ? STR("") : pair);
}

static struct str jar_header(struct loop *l)
{
	struct buf b;

	buf_init(&b, &l->a, 64 << 10);
	for (size_t i = 0; i < l->jar.n; i++) {
		if (l->jar.v[i].value.n == 0)
			continue;
		if (b.n)
			buf_lit(&b, "; ");
		buf_str(&b, l->jar.v[i].name);
		buf_ch(&b, '=');
		buf_str(&b, l->jar.v[i].value);
	}
	return buf_view(&b);
}

struct str loop_field(struct str html, const char *name)
{
	char want[128];

	snprintf(want, sizeof(want), " name=\"%s\"", name);
	size_t at = str_find(html, str_c(want));
	if (at == html.n)
		return str_none();
	struct str rest = str_sub(html, at, html.n);
	struct str tag = str_sub(rest, 0, str_index(rest, '>'));
	size_t v = str_find(tag, STR(" value=\""));
	if (v == tag.n)
		return str_none();
	tag = str_sub(tag, v + 8, tag.n);
	return str_sub(tag, 0, str_index(tag, '"'));
}

static void remember(struct loop *l, const struct loop_res *r)
{
	for (size_t i = 0; i < r->headers.n; i++)
		if (str_eqc(r->headers.v[i].name, "Set-Cookie"))
			jar_take(l, r->headers.v[i].value);
	struct str csrf = loop_field(r->body, "_csrf"), once = loop_field(r->body, "_once");
	if (csrf.p)
		l->csrf = str_dup(&l->kept, csrf);
	if (once.p)
		l->once = str_dup(&l->kept, once);
}

static int build(struct loop *l, const struct loop_request *r, struct http_req *req)
{
	struct str cookies = jar_header(l);
	int status = http_req_header(req, &l->a, STR("Host"), STR("loop.test"));

	if (status == 0 && cookies.n)
		status = http_req_header(req, &l->a, STR("Cookie"), cookies);
	if (status == 0 && r->body.p)
		status = http_req_header(
		        req, &l->a, STR("Content-Length"), str_i64(&l->a, (int64_t)r->body.n));
	for (size_t i = 0; status == 0 && i < r->headers_n; i++)
		status = http_req_header(req, &l->a, r->headers[i].name, r->headers[i].value);
	req->target = req->path = STR("/");
	return status ? status : http_req_finish(req, &l->a, str_dup(&l->a, str_c(r->target)));
}

struct loop_res loop_send(struct loop *l, const struct loop_request *r)
{
	struct http_req req = {.content_length = -1};
	struct http_res res = {0};
	struct err e = {0};

	arena_reset(&l->a);
	req.method = http_method_of(str_c(r->method));
	req.remote_ip = l->ip;
	int status = build(l, r, &req);
	if (status) {
		app_refuse(l->app, &req, status, &res, &l->a);
	} else if (app_head(l->app, &req, &l->body_limit, &res, &l->a)) {
		req.body = r->body;
		app_handle(l->app, &req, &res, &l->a);
	}
	if (res.stream && stream_to_file(res.stream, &res.file, &e) != RC_OK) {
		res = (struct http_res){0};
		app_refuse(l->app, &req, app_status(e.code), &res, &l->a);
	}
	struct loop_res out = {.status = res.status, .headers = res.headers};
	out.location = http_res_header(&res, "Location");
	out.body = res.file.p ? res.file : req.head ? STR("") : http_res_payload(&res);
	remember(l, &out);
	return out;
}

struct loop_res loop_get(struct loop *l, const char *target)
{
	return loop_send(l, &(struct loop_request){.method = "GET", .target = target});
}

static void put_pair(struct buf *b, struct str name, struct str value)
{
	if (b->n)
		buf_ch(b, '&');
	buf_str(b, name);
	buf_ch(b, '=');
	buf_str(b, percent_encode(b->a, value, ""));
}

/* The request is built in memory that outlives the reset at its beginning. */
static struct loop_res send_form(
        struct loop *l, const char *target, struct str type, struct str body)
{
	struct http_header h = {STR("Content-Type"), type};
	struct loop_request r = {"POST", target, &h, 1, body};

	return loop_send(l, &r);
}

struct loop_res loop_post(struct loop *l, const char *target, const char *fields)
{
	struct buf b;

	buf_init(&b, &l->kept, 64 << 20);
	buf_c(&b, fields);
	if (l->csrf.p)
		put_pair(&b, STR("_csrf"), l->csrf);
	if (l->once.p)
		put_pair(&b, STR("_once"), l->once);
	return send_form(l, target, STR("application/x-www-form-urlencoded"), buf_view(&b));
}

static void put_part(struct buf *b, struct str name, struct str value)
{
	buf_lit(b, "--loop-boundary\r\nContent-Disposition: form-data; name=\"");
	buf_str(b, name);
	buf_lit(b, "\"\r\n\r\n");
	buf_str(b, value);
	buf_lit(b, "\r\n");
}

struct loop_res loop_upload(struct loop *l, const char *target, const char *fields,
        const char *name, const char *filename, const char *type, struct str bytes)
{
	struct str rest = str_c(fields), pair, key, value;
	struct buf b;

	buf_init(&b, &l->kept, 64 << 20);
	if (l->csrf.p)
		put_part(&b, STR("_csrf"), l->csrf);
	if (l->once.p)
		put_part(&b, STR("_once"), l->once);
	while (str_cut(&rest, '&', &pair)) {
		if (!str_cut(&pair, '=', &key) || key.n == 0)
			continue;
		if (percent_decode(&l->kept, pair, true, &value))
			put_part(&b, key, value);
	}
	buf_printf(&b,
	        "--loop-boundary\r\nContent-Disposition: form-data; name=\"%s\"; "
	        "filename=\"%s\"\r\nContent-Type: %s\r\n\r\n",
	        name, filename, type);
	buf_str(&b, bytes);
	buf_lit(&b, "\r\n--loop-boundary--\r\n");
	return send_form(
	        l, target, STR("multipart/form-data; boundary=loop-boundary"), buf_view(&b));
}

struct str loop_header(const struct loop_res *r, const char *name)
{
	for (size_t i = 0; i < r->headers.n; i++)
		if (str_eq_nocase(r->headers.v[i].name, str_c(name)))
			return r->headers.v[i].value;
	return str_none();
}
