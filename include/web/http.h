/* A request and a response as every transport (own server, FastCGI, CGI, in-memory loop) gives and
 * takes them. Nothing in here knows a transport.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

struct http_header {
	struct str name, value; /* name in lower case */
};
struct http_headers {
	struct http_header *v;
	size_t n, cap;
};

/* Limits that hold on every transport. */
#define HTTP_MAX_TARGET 4096
#define HTTP_MAX_HEADERS 64
#define HTTP_MAX_HEADER_BYTES (16 << 10)
#define HTTP_MAX_FORM_BODY ((int64_t)1 << 20)
#define HTTP_MAX_UPLOAD_BODY ((int64_t)22 << 20)
#define HTTP_MAX_PARAMS 4 /* {x} in a route's pattern */
#define HTTP_MAX_PAGE ((size_t)32 << 20)

struct route;  /* web/ctx.h */
struct stream; /* web/stream.h */

struct http_req {
	enum http_method method;
	struct str target; /* raw, as sent: "/a%2Fb?x=1" */
	struct str path;   /* decoded once by web/urlparse: begins with '/', valid UTF-8, no NUL, no dot segments */
	struct str query;  /* raw, after '?' */
	struct http_headers headers;
	struct str remote_ip; /* of the client, as the trusted front tells it */
	struct str host;      /* checked Host header */
	bool https;
	int64_t content_length; /* -1 when not given */
	struct str body;	/* complete, within the route's limit; large ones are a mapped temporary file */
	struct str id;		/* request number, shown on problem pages and in the log */
	bool head;		/* HEAD: answered as GET, the transport leaves the body out */
	/* Filled by app_head: */
	const struct route *route; /* NULL: no such page, or not with this method */
	struct str params[HTTP_MAX_PARAMS];
	unsigned allow; /* methods the path has, as 1u << enum http_method; 0 = no such page */
	int64_t begun_us; /* monotonic, for the log */
};

struct http_res {
	int status;
	struct http_headers headers; /* names and values are NUL-terminated */
	struct buf body;
	struct str bytes; /* when p is set: sent instead of `body`, lives as long as the arena */
	struct str file;  /* when set: send this file (NUL-terminated path) instead of `body` */
	struct stream *stream; /* when set: send what it gives, its length is not known */
};

/* Names of RFC 9110: exact, upper case; anything else is HTTP_OTHER. */
enum http_method http_method_of(struct str s);
const char *http_method_name(enum http_method m);
/* "Not Found"; "" for a status that we never send. */
const char *http_reason(int status);

/* --- building a request (transports) ---
 * A transport sets method, remote_ip, https and begins with content_length = -1, adds each header
 * as it arrived and ends with http_req_finish. Both return 0, or the status of the refusal
 * (400, 414, 431): the request is then still complete enough for app_refuse.
 */
/* Copies; lower-cases the name; refuses what is no token, controls in the value, more than
 * HTTP_MAX_HEADERS, more than HTTP_MAX_HEADER_BYTES. */
MUST_CHECK int http_req_header(struct http_req *req, struct arena *a, struct str name,
	struct str value);
/* Target (kept, not copied), path, query, host, content_length; duplicate Host, Content-Length,
 * Content-Type and Cookie headers are refused. */
MUST_CHECK int http_req_finish(struct http_req *req, struct arena *a, struct str target);

struct str http_header_get(const struct http_req *req, const char *lower_name); /* missing: p == NULL */
/* Copies both. CR, LF and NUL in a name or value are a bug: the process stops. */
void http_header_add(struct http_res *res, struct arena *a, struct str name, struct str value);
/* Replaces a header of that name (any case). */
void http_header_set(struct http_res *res, struct arena *a, struct str name, struct str value);
/* Name and value are string literals: nothing is copied or checked. */
void http_header_literal(struct http_res *res, struct arena *a, struct str name, struct str value);
struct str http_res_header(const struct http_res *res, const char *name); /* missing: p == NULL */
/* What goes over the wire when `file` is not set. */
static inline struct str http_res_payload(const struct http_res *res)
{
	return res->bytes.p ? res->bytes : buf_view(&res->body);
}

#endif
