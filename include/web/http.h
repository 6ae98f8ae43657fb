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
};

struct http_res {
	int status;
	struct http_headers headers;
	struct buf body;
	struct str file; /* when set: send this file (NUL-terminated path) instead of `body` */
};

struct str http_header_get(const struct http_req *req, const char *lower_name); /* missing: p == NULL */
void http_header_add(struct http_res *res, struct arena *a, struct str name, struct str value);
/* Replaces a header of that name. CR, LF and NUL in a value are a bug: the process stops. */
void http_header_set(struct http_res *res, struct arena *a, struct str name, struct str value);

#endif
