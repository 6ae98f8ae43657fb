/* Files under static/ that travel inside the program: hashed and compressed once, at the start. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "base/err.h"
#include "web/http.h"

struct assets;

/* Everything embedded under "static/". */
struct assets *assets_open(struct arena *a);
/* "css/tidu.css" → "/static/css/tidu.css?v=1a2b3c4d"; "/static/" when there is no such file. Lives as
 * long as the assets: made at the start, so that a layout can ask per request. */
struct str asset_url(const struct assets *as, struct str name);
/* Answers GET of a path that begins with "/static/": 200, 304 or 404 (then nothing is written and
 * false is returned). The bytes are not copied. */
bool assets_respond(const struct assets *as, const struct http_req *req, struct http_res *res,
	struct arena *a);

#endif
