/* The only place that takes a request target apart. One pass of percent-decoding, on the path only;
 * what could mean two things to two programs is refused, never repaired.
 */
#ifndef WEB_URLPARSE_H
#define WEB_URLPARSE_H

#include "base/arena.h"
#include "base/str.h"

/* Percent-decodes `in`; '+' becomes a blank when `plus`. Zero-copy when nothing is encoded.
 * False: a '%' without two hex digits. Any byte may come out, also NUL. */
MUST_CHECK bool percent_decode(struct arena *a, struct str in, bool plus, struct str *out);
/* Everything but A-Z a-z 0-9 - . _ ~ as %XX; `keep` names further bytes to leave alone. */
struct str percent_encode(struct arena *a, struct str in, const char *keep);

/* Splits "/a%20b?x=1" or "http://host/a" (RFC 9112 3.2.1, 3.2.2). `path` comes decoded: begins with
 * '/', valid UTF-8 without controls, no segment "." or "..", no encoded '/' or '\', no backslash.
 * `query` is raw, without '?'. `authority` is that of the absolute form, else missing.
 * 0, or the status to answer with: 400, 414 (over HTTP_MAX_TARGET). "*" is a path of its own. */
struct target {
	struct str path, query, authority;
};
MUST_CHECK int target_parse(struct arena *a, struct str raw, struct target *out);

#endif
