/* Why a file of its own: every POST ends the same way, so that pressing a button twice never hurts. */
#include "page/act.h"

#include "base/env.h"
#include "web/ratelimit.h"

const struct services *ctx_services(const struct ctx *c)
{
	return c->app->o.site;
}

struct tx_call ctx_call(struct ctx *c, struct str location)
{
	/* The writer's result must be visible to what is read afterwards. */
	ctx_db_end(c);
	return (struct tx_call){.sv = ctx_services(c), .a = c->a, .who = &c->who, .now = c->now,
		.once = form_get(&c->form, "_once"), .location = location};
}

enum rc ctx_done(struct ctx *c, const struct tx_call *call, struct str banner)
{
	if (banner.n && !call->replayed)
		respond_flash(c, banner);
	return respond_redirect(c, call->location);
}

enum rc ctx_slow_down(struct ctx *c, const char *door, int per_minute, int burst, struct err *e)
{
	struct str key = str_fmt(c->a, "%s %.*s", door, STR_ARG(c->req->remote_ip));

	if (!c->app->ratelimit ||
		ratelimit_take(c->app->ratelimit, key, monotonic_us() / 1000, per_minute, burst))
		return RC_OK;
	return err_set(e, RC_LIMITED, MSG_TOO_MANY_REQUESTS);
}

struct str ctx_typed(const struct ctx *c, const char *name)
{
	struct str s = str_trim(form_get(&c->form, name));

	return s.n ? s : STR("");
}

int64_t ctx_version(const struct ctx *c)
{
	int64_t v;

	return str_to_i64(form_get(&c->form, "version"), &v) && v > 0 ? v : -1;
}
