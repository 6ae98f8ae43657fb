/* The door that needs no network: unit and scenario tests talk to the program through it, with the
 * same request rules as every transport. Remembers cookies like a browser, and the one-time values of
 * the last page's forms.
 */
#ifndef TRANSPORT_LOOP_H
#define TRANSPORT_LOOP_H

#include "web/app.h"

struct loop {
	struct app *app;
	struct arena a;	     /* request and response; reset by the next request */
	struct arena kept;   /* cookies, tokens: as long as the loop */
	VEC(struct http_header) jar; /* cookies: name, value */
	struct str csrf, once;	     /* of the last page that had them */
	struct str ip;
	int64_t body_limit; /* of the last request, as app_head told it */
};

struct loop_res {
	int status;
	struct http_headers headers;
	struct str body; /* of `file` too: then it is the path */
	struct str location; /* missing when there is none */
};

void loop_open(struct loop *l, struct app *app);
void loop_close(struct loop *l);

/* One request. `headers` are sent as given after Host and Cookie; valid until the next request. */
struct loop_request {
	const char *method; /* "GET" */
	const char *target; /* raw */
	struct http_header *headers;
	size_t headers_n;
	struct str body;
};
struct loop_res loop_send(struct loop *l, const struct loop_request *r);
struct loop_res loop_get(struct loop *l, const char *target);
/* `fields` is urlencoded text without the hidden fields: `_csrf` and `_once` of the last page with a
 * form are added. */
struct loop_res loop_post(struct loop *l, const char *target, const char *fields);
/* Multipart with one file (name, file name, type, bytes) and the fields of `fields`. */
struct loop_res loop_upload(struct loop *l, const char *target, const char *fields, const char *name,
	const char *filename, const char *type, struct str bytes);
/* Value of <… name="NAME" … value="VALUE"> in a page; missing when there is none. Not unescaped. */
struct str loop_field(struct str html, const char *name);
struct str loop_header(const struct loop_res *r, const char *name);

#endif
