/* One line per request, without the query (it may hold names) and without the address of the
 * person: `access K7Q2M9XW4T GET /o/queue 200 15512 841 17` = number, method, path, status, bytes,
 * µs, account.
 */
#include "base/env.h"
#include "base/log.h"
#include "web/app.h"

#define PATH_MAX_LOGGED 200

void accesslog_line(const struct app *app, const struct http_req *req, const struct http_res *res,
        int64_t account_id)
{
	char path[PATH_MAX_LOGGED + 1];
	struct str shown = str_sub(req->target, 0, str_index(req->target, '?'));
	size_t n = 0;

	if (!app->o.access_log)
		return;
	/* The raw target is visible ASCII when it was accepted; anything else becomes '?'. */
	for (size_t i = 0; i < shown.n && i < PATH_MAX_LOGGED; i++)
		path[n++] = shown.p[i] > 0x20 && shown.p[i] < 0x7f ? shown.p[i] : '?';
	path[n] = '\0';
	log_line(LOG_INFO, "access", "%.*s %s %s %d %zu %lld %lld", STR_ARG(req->id),
	        req->head ? "HEAD" : http_method_name(req->method), path, res->status,
	        http_res_payload(res).n, (long long)(monotonic_us() - req->begun_us),
	        (long long)account_id);
}
