/* The program as a transport sees it: one object, three calls. Read-only after app_open (the rate
 * limiter and the slots lock for themselves), so any number of threads may call app_head and app_handle.
 *
 * A transport: build a request (web/http.h) → app_head → when it says so, read the body into
 * req->body → app_handle → send the response. The arena holds request and response and is reset by
 * the transport when the response is out.
 */
#ifndef WEB_APP_H
#define WEB_APP_H

#include <semaphore.h>

#include "base/config.h"
#include "base/env.h"
#include "service/auth.h"
#include "web/assets.h"
#include "web/ctx.h"
#include "web/ratelimit.h"
#include "web/router.h"

/* Writes the page for a refusal into c->res (already emptied); its own failure leads to the built-in
 * page. `e` may say RC_OK when there is nothing to say but the status. */
typedef enum rc problem_fn(struct ctx *c, int status, const struct err *e);

/* How sessions are found: service/auth in the program, a table of three in tests. */
struct session_source {
	enum rc (*load)(struct db *db, struct str token, int64_t now, struct auth_session *out,
		struct err *e);
	enum rc (*touch)(struct store *s, struct arena *a, struct str token, int64_t now,
		struct err *e);
};

struct app_options {
	struct store *store;		/* the caller's, outlives the app; NULL with `busy` and in tests */
	const struct config *config;	/* outlives the app */
	struct env env;
	const struct route *routes;
	size_t routes_n;
	problem_fn *problem;		       /* NULL: the built-in page */
	const struct session_source *sessions; /* NULL: everybody is a visitor */
	void *site;			       /* what the page floor keeps for the app's life */
	bool access_log;
	bool busy; /* the database is held by another process: everything but static files is a 503 */
};

struct app {
	struct app_options o;
	struct router *router;
	struct assets *assets;
	struct ratelimit *ratelimit;
	sem_t stream_slots; /* readers that downloads may hold at once */
	struct arena own; /* holds the app itself and everything above */
};

MUST_CHECK enum rc app_open(const struct app_options *options, struct app **out, struct err *e);
void app_close(struct app *app); /* NULL is fine */

/* Decides on the head alone. True: read a body of at most *limit bytes (0: there is none to be read)
 * and call app_handle. False: the refusal is in *res (404, 405, 411, 413) and the body is unwanted. */
MUST_CHECK bool app_head(struct app *app, struct http_req *req, int64_t *limit, struct http_res *res,
	struct arena *a);
void app_handle(struct app *app, struct http_req *req, struct http_res *res, struct arena *a);
/* A refusal that the transport found: status of http_req_header/finish, 408, 413 (body grew). */
void app_refuse(struct app *app, struct http_req *req, int status, struct http_res *res,
	struct arena *a);

/* The status for an error of a service: 400, 403, 404, 409, 413, 429, 500, 503. */
int app_status(enum rc rc);
/* Cookie name with the configured prefix. */
struct str app_cookie_name(const struct app *app, struct arena *a, const char *name);

/* --- between the files of this floor --- */
/* web/problem.c: empties the response and writes the page (or JSON for ROUTE_API). */
void problem_respond(struct ctx *c, int status, const struct err *e);
/* web/session.c: cookies of the request → c->who, csrf, flash, senior. */
MUST_CHECK enum rc session_load(struct ctx *c, struct err *e);
/* Shown flash messages are forgotten. */
void session_finish(struct ctx *c);
/* A short title for a status, in Chinese. */
const char *problem_title(int status);
/* web/secheaders.c: what every response carries; keeps what a page has set. */
void secheaders_add(const struct app *app, struct http_res *res, struct arena *a, bool signed_in);
/* web/accesslog.c */
void accesslog_line(const struct app *app, const struct http_req *req, const struct http_res *res,
	int64_t account_id);

#endif
