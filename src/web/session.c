/* Cookies to a person. Three cookies: `sid` names a session, `pre` is a random value that binds the
 * forms and flash messages of a browser that is (or was) nobody, `senior` is the large-type
 * edition.
 */
#include "base/hash.h"
#include "base/utf8.h"
#include "web/app.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/urlenc.h"
#include "web/urlparse.h"

#define TOKEN_MIN 20
#define TOKEN_MAX 100
#define PRE_BYTES 16
#define PRE_CHARS 22
#define FLASH_MAX_CHARS 300 /* nine bytes each in a cookie of at most 4 KiB */

struct str app_cookie_name(const struct app *app, struct arena *a, const char *name)
{
	return app->o.config->secure_cookies ? str_cat(a, STR("__Host-"), str_c(name))
	                                     : str_c(name);
}

struct str ctx_cookie(struct ctx *c, const char *name)
{
	struct str header = http_header_get(c->req, "cookie"), out;
	struct str raw = cookie_get(header, app_cookie_name(c->app, c->a, name));

	if (!raw.p || !percent_decode(c->a, raw, false, &out))
		return str_none();
	return out;
}

void respond_cookie(struct ctx *c, const char *name, struct str value, int64_t max_age)
{
	struct buf b;

	buf_init(&b, c->a, 8192);
	buf_str(&b, app_cookie_name(c->app, c->a, name));
	buf_ch(&b, '=');
	buf_str(&b, percent_encode(c->a, value, ""));
	buf_lit(&b, "; Path=/; HttpOnly; SameSite=Lax");
	if (c->app->o.config->secure_cookies)
		buf_lit(&b, "; Secure");
	if (max_age != 0) {
		buf_lit(&b, "; Max-Age=");
		buf_i64(&b, max_age < 0 ? 0 : max_age);
	}
	http_header_add(c->res, c->a, STR("Set-Cookie"), buf_view(&b));
}

/* base64url text of the lengths that we hand out; anything else is not worth a query. */
static bool token_shape(struct str s, size_t min, size_t max)
{
	if (s.n < min || s.n > max)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		            c == '-' || c == '_'))
			return false;
	}
	return true;
}

static struct str flash_mac(struct ctx *c, struct str text)
{
	struct hash h = hash_hmac_sha256(c->pre, str_cat(c->a, STR("flash:"), text));

	return base64url(c->a, (struct str){(const char *)h.b, 16});
}

/* "mac.text" of the cookie. */
static void flash_load(struct ctx *c)
{
	struct str value = ctx_cookie(c, "flash");
	size_t dot = str_index(value, '.');

	if (!value.p)
		return;
	struct str text = str_sub(value, dot + 1, value.n);
	struct form_value v = {0};
	form_value_text(c->a, &v, text);
	if (dot < value.n && !v.bad_text &&
	        str_eq_secret(str_sub(value, 0, dot), flash_mac(c, text)))
		c->flash = text;
}

void respond_flash(struct ctx *c, struct str text)
{
	text = utf8_truncate(text, FLASH_MAX_CHARS);
	/* The next request of this browser brings `pre`, also after signing in or out. */
	struct str mac = flash_mac(c, text);
	respond_cookie(c, "flash", str_cat(c->a, str_cat(c->a, mac, STR(".")), text), 60);
}

static enum rc visitor_load(struct ctx *c, struct err *e)
{
	c->pre = ctx_cookie(c, "pre");
	if (token_shape(c->pre, PRE_CHARS, PRE_CHARS))
		return RC_OK;
	TRY(random_token(c->a, PRE_BYTES, &c->pre, e));
	respond_cookie(c, "pre", c->pre, 0);
	return RC_OK;
}

/* The session row of the cookie. A failed touch is not the visitor's trouble: the next one will do.
 */
static enum rc account_load(struct ctx *c, struct str token, struct auth_session *s, struct err *e)
{
	const struct app_options *o = &c->app->o;
	struct db *db = NULL;
	struct err ignored;

	if (o->store)
		TRY(ctx_db(c, &db, e));
	TRY(o->sessions->load(db, token, c->now, s, e));
	/* A session made in a rehearsal does not outlive it. */
	if (s->demo && o->config->production)
		*s = (struct auth_session){.who = {.roles = ROLE_PUBLIC}};
	/* A POST writes next: the reader must not be held while the commit is waited for. */
	if (c->req->method == HTTP_POST)
		ctx_db_end(c);
	if (s->found && o->sessions->touch && c->now - s->seen_at >= AUTH_TOUCH_EVERY_MS) {
		ctx_db_end(c);
		(void)!o->sessions->touch(o->store, c->a, token, c->now, &ignored);
	}
	return RC_OK;
}

enum rc session_load(struct ctx *c, struct err *e)
{
	struct auth_session s = {0};
	struct str token = ctx_cookie(c, "sid");

	c->senior = str_eqc(ctx_cookie(c, "senior"), "1");
	TRY(visitor_load(c, e));
	flash_load(c);
	if (c->app->o.sessions && token_shape(token, TOKEN_MIN, TOKEN_MAX))
		TRY(account_load(c, token, &s, e));
	if (s.found) {
		c->who = s.who;
		c->sid = token;
		if (!str_empty(s.flash) && str_empty(c->flash))
			c->flash = s.flash;
	}
	c->who.ip = c->req->remote_ip;
	c->csrf = csrf_token(c->a, s.found ? s.csrf_secret : c->pre);
	return RC_OK;
}

void session_finish(struct ctx *c)
{
	/* A redirect has shown nothing yet. */
	if (c->flash.p && c->res->status != 303)
		respond_cookie(c, "flash", STR(""), -1);
}

void session_begin(struct ctx *c, struct str token)
{
	respond_cookie(c, "sid", token, 0);
	c->sid = token;
}

void session_end(struct ctx *c)
{
	respond_cookie(c, "sid", STR(""), -1);
	http_header_set(c->res, c->a, STR("Clear-Site-Data"), STR("\"cache\", \"storage\""));
	c->sid = str_none();
}
