/* FastCGI and CGI differ only in how the bytes travel: what they mean is read here, once. */
#include "transport/cgienv.h"

#include "web/urlparse.h"

/* Value of a variable; missing: p == NULL. */
static struct str lookup(char *const *env, const char *name)
{
	size_t n = strlen(name);

	for (; env && *env; env++)
		if (strncmp(*env, name, n) == 0 && (*env)[n] == '=')
			return str_c(*env + n + 1);
	return str_none();
}

/* HTTP_ACCEPT_LANGUAGE → accept-language. */
static struct str header_name(struct arena *a, struct str variable)
{
	char *p = arena_alloc(a, variable.n + 1);

	for (size_t i = 0; i < variable.n; i++)
		p[i] = variable.p[i] == '_' ? '-' : variable.p[i];
	return (struct str){p, variable.n};
}

static int add_headers(char *const *env, struct http_req *req, struct arena *a)
{
	static const struct str prefix = STR_INIT("HTTP_");
	int status;

	for (char *const *v = env; v && *v; v++) {
		struct str rest = str_c(*v), name;
		if (!str_starts(rest, prefix) || !str_cut(&rest, '=', &name) || !rest.p)
			continue;
		name = header_name(a, str_sub(name, prefix.n, name.n));
		if (str_eqc(name, "PROXY") || str_eqc(name, "TRANSFER-ENCODING") ||
		        str_eqc(name, "CONTENT-LENGTH") || str_eqc(name, "CONTENT-TYPE"))
			continue;
		status = http_req_header(req, a, name, rest);
		if (status)
			return status;
	}
	return 0;
}

static int add_content(char *const *env, struct http_req *req, struct arena *a)
{
	static const struct {
		const char *variable, *header;
	} content[] = {{"CONTENT_LENGTH", "content-length"}, {"CONTENT_TYPE", "content-type"}};

	for (size_t i = 0; i < ARRAY_LEN(content); i++) {
		struct str value = lookup(env, content[i].variable);
		if (str_empty(value))
			continue;
		int status = http_req_header(req, a, str_c(content[i].header), value);
		if (status)
			return status;
	}
	return 0;
}

static struct str raw_target(char *const *env, struct arena *a)
{
	struct str uri = lookup(env, "REQUEST_URI");
	struct str query = lookup(env, "QUERY_STRING");

	if (uri.p)
		return str_dup(a, uri);
	struct str path = str_cat(a, lookup(env, "SCRIPT_NAME"), lookup(env, "PATH_INFO"));
	path = percent_encode(a, path, "/");
	return str_empty(query) ? path : str_cat(a, str_cat(a, path, STR("?")), query);
}

int cgienv_request(char *const *env, struct http_req *req, struct arena *a)
{
	struct str https = lookup(env, "HTTPS");

	req->content_length = -1;
	req->method = http_method_of(lookup(env, "REQUEST_METHOD"));
	req->remote_ip = str_dup(a, lookup(env, "REMOTE_ADDR"));
	req->https = str_eq_nocase(https, STR("on")) || str_eqc(https, "1");
	int status = add_headers(env, req, a);
	if (status == 0)
		status = add_content(env, req, a);
	if (status) {
		req->target = req->path = STR("/");
		return status;
	}
	return http_req_finish(req, a, raw_target(env, a));
}

struct str cgienv_head(
        const struct http_res *res, struct arena *a, int64_t length, struct str accel)
{
	struct buf b;

	buf_init(&b, a, 64 << 10);
	buf_lit(&b, "Status: ");
	buf_i64(&b, res->status);
	buf_ch(&b, ' ');
	buf_c(&b, http_reason(res->status));
	buf_lit(&b, "\r\n");
	for (size_t i = 0; i < res->headers.n; i++) {
		buf_str(&b, res->headers.v[i].name);
		buf_lit(&b, ": ");
		buf_str(&b, res->headers.v[i].value);
		buf_lit(&b, "\r\n");
	}
	if (accel.p) {
		buf_lit(&b, "X-Accel-Redirect: ");
		buf_str(&b, accel);
		buf_lit(&b, "\r\n");
	} else if (res->status != 304 && length != LENGTH_UNKNOWN) {
		buf_lit(&b, "Content-Length: ");
		buf_i64(&b, length);
		buf_lit(&b, "\r\n");
	}
	buf_lit(&b, "\r\n");
	return buf_view(&b);
}
