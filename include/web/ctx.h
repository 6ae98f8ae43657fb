/* Everything a page needs for one request, and the shape of a route.
 *
 * Order of a request (web/app.c): route → session → CSRF → form → handler. The handler reads the form,
 * calls one service, fills a view, renders. It returns RC_OK with a response made, or an error that
 * app turns into a problem page (404, 409, …) with the message and the request number.
 */
#ifndef WEB_CTX_H
#define WEB_CTX_H

#include "service/actor.h"
#include "store/db.h"
#include "web/form.h"
#include "web/http.h"

struct app;   /* the program: store, configuration, rules, assets (web/app.h) */
struct ctx;

typedef enum rc page_fn(struct ctx *c, struct err *e);

enum route_flags {
	ROUTE_UPLOAD = 1,     /* body up to HTTP_MAX_UPLOAD_BODY instead of HTTP_MAX_FORM_BODY */
	ROUTE_NO_CSRF = 2,    /* a POST without session effect (calculator): must be justified in the table */
	ROUTE_DEMO_ONLY = 4,  /* not in production mode: 404 (style guide) */
	ROUTE_API = 8,	      /* answers JSON, also its problems */
	ROUTE_FRESH = 16,     /* open to somebody who must change their password before anything else */
	ROUTE_KNOWN = 32,     /* enterprises: only when a body has seen who it is; what hangs on titles that a list gave */
};

struct route {
	enum http_method method;
	const char *pattern; /* "/e/app/{id}/s/{section}": {x} is one non-empty segment */
	unsigned roles;	     /* enum role bits that may call it */
	unsigned flags;
	page_fn *fn;
	const char *title;   /* Chinese, what it is for (tidu routes) */
};

#define CTX_MAX_PARAMS HTTP_MAX_PARAMS

struct ctx {
	struct app *app;
	struct arena *a;
	int64_t now;		/* ms UTC, read once */
	struct http_req *req;
	struct http_res *res;
	const struct route *route;
	struct str params[CTX_MAX_PARAMS]; /* values of {…}, in order, decoded */
	struct actor who;
	struct str csrf;	/* token for forms of this session (also for visitors not signed in) */
	struct str idem;	/* fresh one-time token for forms (L11) */
	struct form query;	/* always parsed */
	struct form form;	/* POST only */
	struct db *db;		/* reader of this request, opened by ctx_db on first use */
	struct str flash;	/* banner from the previous POST, shown once */
	bool senior;		/* 长辈版 (cookie) */
	struct str sid;		/* value of the session cookie; missing: nobody signed in */
	struct str pre;		/* value of the visitor's cookie, made when it did not come */
	size_t keep_headers;	/* of the response when a problem page replaces it (cookies) */
};

/* The request's reader: one read transaction for everything the page shows. Given back by app. */
MUST_CHECK enum rc ctx_db(struct ctx *c, struct db **out, struct err *e);

/* Ends the reader early (before a write whose result the page reads again). */
void ctx_db_end(struct ctx *c);

/* --- responses (web/respond.c) --- */
/* Where templates write: sets 200 and text/html; the caller renders into the returned buffer. */
struct buf *respond_html(struct ctx *c, int status);
/* 303 See Other. Local only: what does not begin with a single '/' (or is no clean text) leads to
 * "/" - a `next` from the query can be passed as it came. */
enum rc respond_redirect(struct ctx *c, struct str path);
void respond_flash(struct ctx *c, struct str text);	   /* shown once on the next page */
/* One cookie with our attributes (Path=/, HttpOnly, SameSite=Lax; Secure and __Host- as configured).
 * max_age in seconds; 0 = until the browser closes; -1 removes it. The value is percent-encoded. */
void respond_cookie(struct ctx *c, const char *name, struct str value, int64_t max_age);
/* Value of a cookie under its configured name, decoded; missing: p == NULL. */
struct str ctx_cookie(struct ctx *c, const char *name);
enum rc respond_json(struct ctx *c, int status, struct str json);
/* Bytes as a download: attachment; filename (any characters) as RFC 6266 filename*. */
enum rc respond_download(struct ctx *c, struct str mime, struct str filename, struct str bytes);
/* A stored evidence file: attachment, sandbox CSP, no-store, nosniff; X-Accel-Redirect behind nginx. */
enum rc respond_blob(struct ctx *c, struct str mime, struct str filename, struct str path);

/* --- sign in, sign out (web/session.c) --- */
/* After service/auth made a session: its token becomes the cookie. Any earlier one is forgotten. */
void session_begin(struct ctx *c, struct str token);
/* Removes the cookie and asks the browser to drop what it kept. The row is the service's. */
void session_end(struct ctx *c);

#endif
