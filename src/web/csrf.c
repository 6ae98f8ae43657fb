/* Why three checks: the token needs no browser support, the two headers need no secret; each alone
 * has been walked around somewhere.
 */
#include "web/csrf.h"

#include "base/hash.h"

struct str csrf_token(struct arena *a, struct str secret)
{
	struct hash h = hash_hmac_sha256(secret, STR("form"));

	return base64url(a, (struct str){(const char *)h.b, sizeof(h.b)});
}

/* "https://host:port" against the host that was asked. Behind TLS only https is ours. */
static bool origin_is_ours(struct str origin, struct str host, bool secure)
{
	struct str https = STR("https://"), http = STR("http://");

	if (str_starts(origin, https))
		return str_eq_nocase(str_sub(origin, https.n, origin.n), host);
	return !secure && str_starts(origin, http) &&
	       str_eq_nocase(str_sub(origin, http.n, origin.n), host);
}

enum rc csrf_check(const struct ctx *c, bool secure, struct err *e)
{
	struct str origin = http_header_get(c->req, "origin");
	struct str site = http_header_get(c->req, "sec-fetch-site");
	struct str token = form_get(&c->form, "_csrf");

	if (origin.p && !origin_is_ours(origin, c->req->host, secure))
		return err_detail(e, RC_FORBIDDEN, MSG_CSRF_ORIGIN, "origin is not ours");
	if (site.p && !str_eqc(site, "same-origin") && !str_eqc(site, "none"))
		return err_detail(e, RC_FORBIDDEN, MSG_CSRF_ORIGIN, "sec-fetch-site is not ours");
	if (!token.p)
		token = http_header_get(c->req, "x-csrf-token");
	if (str_empty(token) || str_empty(c->csrf) || !str_eq_secret(token, c->csrf))
		return err_detail(e, RC_FORBIDDEN, MSG_CSRF_MISSING, "token missing or wrong");
	return RC_OK;
}
