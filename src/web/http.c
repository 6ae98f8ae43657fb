/* The rules on a request's head that hold on every transport, and the small words of HTTP. The
 * libraries below us are lenient each in its own way; what passes here means one thing only.
 */
#include "web/http.h"

#include "web/header.h"
#include "web/urlparse.h"

enum http_method http_method_of(struct str s)
{
	if (str_eqc(s, "GET"))
		return HTTP_GET;
	if (str_eqc(s, "HEAD"))
		return HTTP_HEAD;
	if (str_eqc(s, "POST"))
		return HTTP_POST;
	return HTTP_OTHER;
}

const char *http_method_name(enum http_method m)
{
	switch (m) {
	case HTTP_GET:
		return "GET";
	case HTTP_HEAD:
		return "HEAD";
	case HTTP_POST:
		return "POST";
	case HTTP_OTHER:
		break;
	}
	return "OTHER";
}

const char *http_reason(int status)
{
	static const struct {
		int status;
		const char *text;
	} reasons[] = {
	        {200, "OK"},
	        {204, "No Content"},
	        {303, "See Other"},
	        {304, "Not Modified"},
	        {400, "Bad Request"},
	        {401, "Unauthorized"},
	        {403, "Forbidden"},
	        {404, "Not Found"},
	        {405, "Method Not Allowed"},
	        {408, "Request Timeout"},
	        {409, "Conflict"},
	        {411, "Length Required"},
	        {413, "Content Too Large"},
	        {414, "URI Too Long"},
	        {415, "Unsupported Media Type"},
	        {422, "Unprocessable Content"},
	        {429, "Too Many Requests"},
	        {431, "Request Header Fields Too Large"},
	        {500, "Internal Server Error"},
	        {503, "Service Unavailable"},
	};

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].text;
	return "";
}

static bool value_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

int http_req_header(struct http_req *req, struct arena *a, struct str name, struct str value)
{
	size_t bytes = name.n + value.n;

	if (req->headers.n >= HTTP_MAX_HEADERS)
		return 431;
	for (size_t i = 0; i < req->headers.n; i++)
		bytes += req->headers.v[i].name.n + req->headers.v[i].value.n;
	if (bytes > HTTP_MAX_HEADER_BYTES)
		return 431;
	if (!header_is_token(name) || !value_clean(value))
		return 400;
	struct http_header h = {str_lower(a, name), str_dup(a, str_trim(value))};
	if (!h.value.p)
		h.value = STR("");
	VEC_PUSH(a, &req->headers, h);
	return 0;
}

/* Letters, digits, '.', '-', '_', a port, or an IPv6 address in brackets. */
static bool host_valid(struct str h)
{
	size_t i = 0;

	if (h.n == 0 || h.n > 255)
		return false;
	if (h.p[0] == '[') {
		i = str_index(h, ']');
		if (i == h.n)
			return false;
		for (size_t k = 1; k < i; k++)
			if (!strchr("0123456789abcdefABCDEF:.", h.p[k]))
				return false;
		i++;
	} else {
		while (i < h.n && h.p[i] != ':') {
			char c = h.p[i++];
			if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			            (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_'))
				return false;
		}
	}
	if (i == h.n)
		return i > 0;
	struct str port = str_sub(h, i + 1, h.n);
	int64_t number;
	return i > 0 && h.p[i] == ':' && port.n > 0 && port.n <= 5 && str_to_i64(port, &number) &&
	       number > 0 && number <= 65535;
}

static int single_headers(struct http_req *req)
{
	static const char *const once[] = {
	        "host", "content-length", "content-type", "cookie", "origin", "sec-fetch-site"};

	for (size_t k = 0; k < ARRAY_LEN(once); k++) {
		size_t found = 0;
		for (size_t i = 0; i < req->headers.n; i++)
			found += str_eqc(req->headers.v[i].name, once[k]);
		if (found > 1)
			return 400;
	}
	return 0;
}

static int content_length(struct http_req *req)
{
	struct str text = http_header_get(req, "content-length");
	int64_t n;

	if (!text.p)
		return 0;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return 400;
	if (text.n == 0 || !str_to_i64(text, &n))
		return 400;
	req->content_length = n;
	return 0;
}

int http_req_finish(struct http_req *req, struct arena *a, struct str target)
{
	struct target t;

	req->target = target;
	req->path = STR("/");
	req->head = req->method == HTTP_HEAD;
	int status = target_parse(a, target, &t);
	if (status == 0) {
		req->path = t.path;
		req->query = t.query;
		status = single_headers(req);
	}
	if (status == 0)
		status = content_length(req);
	if (status)
		return status;
	struct str host = http_header_get(req, "host");
	if (!host_valid(host) || (t.authority.p && !host_valid(t.authority)))
		return 400;
	req->host = host;
	return 0;
}

struct str http_header_get(const struct http_req *req, const char *lower_name)
{
	for (size_t i = 0; i < req->headers.n; i++)
		if (str_eqc(req->headers.v[i].name, lower_name))
			return req->headers.v[i].value;
	return str_none();
}

static void check_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\0') {
			fprintf(stderr, "http: line end inside a response header\n");
			abort();
		}
}

void http_header_add(struct http_res *res, struct arena *a, struct str name, struct str value)
{
	check_line(name);
	check_line(value);
	struct http_header h = {str_dup(a, name), str_dup(a, value.p ? value : STR(""))};
	VEC_PUSH(a, &res->headers, h);
}

void http_header_literal(struct http_res *res, struct arena *a, struct str name, struct str value)
{
	struct http_header h = {name, value};

	VEC_PUSH(a, &res->headers, h);
}

void http_header_set(struct http_res *res, struct arena *a, struct str name, struct str value)
{
	size_t kept = 0;

	for (size_t i = 0; i < res->headers.n; i++)
		if (!str_eq_nocase(res->headers.v[i].name, name))
			res->headers.v[kept++] = res->headers.v[i];
	res->headers.n = kept;
	http_header_add(res, a, name, value);
}

struct str http_res_header(const struct http_res *res, const char *name)
{
	for (size_t i = 0; i < res->headers.n; i++)
		if (str_eq_nocase(res->headers.v[i].name, str_c(name)))
			return res->headers.v[i].value;
	return str_none();
}
