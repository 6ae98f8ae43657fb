/* Why a file of its own: every POST ends the same way, so that pressing a button twice never hurts. */
#include "page/act.h"

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
