/* A request as CGI and FastCGI tell it: an environment of "NAME=value" (RFC 3875). */
#ifndef TRANSPORT_CGIENV_H
#define TRANSPORT_CGIENV_H

#include "web/http.h"

/* Fills req (zeroed by the caller) up to the body. REQUEST_URI is the raw target (nginx, Apache);
 * without it, SCRIPT_NAME + PATH_INFO + QUERY_STRING are put together again. HTTP_PROXY is no header
 * (httpoxy), HTTP_TRANSFER_ENCODING was dealt with by the front. Texts are copied.
 * 0, or the status of a refusal. */
MUST_CHECK int cgienv_request(char *const *env, struct http_req *req, struct arena *a);
#define LENGTH_UNKNOWN (-1)
/* "Status: 200 OK\r\n…\r\n\r\n": the head of a CGI answer. `accel` is the X-Accel-Redirect path, or
 * missing. `length` is that of the body. */
struct str cgienv_head(const struct http_res *res, struct arena *a, int64_t length,
	struct str accel);

#endif
