/* Headers of every response, sent by the program itself, so that no front can drop them
 * (nginx `add_header` does not inherit).
 */
#include "web/app.h"

static const struct http_header fixed[] = {
        {STR_INIT("Content-Security-Policy"),
                STR_INIT(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                        "frame-ancestors 'none'; object-src 'none'")},
        {STR_INIT("X-Content-Type-Options"), STR_INIT("nosniff")},
        {STR_INIT("X-Frame-Options"), STR_INIT("DENY")},
        /* no-referrer would make browsers send "Origin: null" with our own forms */
        {STR_INIT("Referrer-Policy"), STR_INIT("same-origin")},
        {STR_INIT("Cross-Origin-Opener-Policy"), STR_INIT("same-origin")},
        {STR_INIT("Cross-Origin-Embedder-Policy"), STR_INIT("require-corp")},
        {STR_INIT("Cross-Origin-Resource-Policy"), STR_INIT("same-origin")},
        {STR_INIT("Permissions-Policy"),
                STR_INIT("camera=(), microphone=(), geolocation=(), payment=()")},
};

static bool has(const struct http_res *res, struct str name)
{
	for (size_t i = 0; i < res->headers.n; i++)
		if (str_eq_nocase(res->headers.v[i].name, name))
			return true;
	return false;
}

void secheaders_add(const struct app *app, struct http_res *res, struct arena *a, bool signed_in)
{
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		if (i > 0 || !has(res, fixed[i].name))
			http_header_literal(res, a, fixed[i].name, fixed[i].value);
	if (app->o.config->secure_cookies)
		http_header_literal(res, a, STR("Strict-Transport-Security"),
		        STR("max-age=63072000; includeSubDomains"));
	if (!has(res, STR("Cache-Control")))
		http_header_literal(res, a, STR("Cache-Control"),
		        signed_in ? STR("no-store") : STR("no-cache"));
}
