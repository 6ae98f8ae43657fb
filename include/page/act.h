/* From a page to the services: one way for every POST.
 *
 *	struct tx_call call = ctx_call(c, STR("/o/queue"));
 *	enum rc rc = TX_RUN(&call, review_pass, &uc, e);
 *	if (rc == RC_INVALID) → show the form again with the error
 *	TRY(rc);
 *	return ctx_done(c, &call, STR("已通过初审"));       303 to call.location, with the banner
 */
#ifndef PAGE_ACT_H
#define PAGE_ACT_H

#include "service/tx.h"
#include "web/app.h"
#include "web/ctx.h"

const struct services *ctx_services(const struct ctx *c);
/* `location`: where the answer redirects to unless the use case says otherwise. Takes the form's
 * one-time token, so a repeated POST does nothing twice and is sent to the same place (L11). */
struct tx_call ctx_call(struct ctx *c, struct str location);
/* 303 to call->location with a banner (empty: none). After a replay the banner is left out. */
enum rc ctx_done(struct ctx *c, const struct tx_call *call, struct str banner);

/* A field without the blanks around it; never NULL: what is missing is empty. */
struct str ctx_typed(const struct ctx *c, const char *name);
/* The version that the person saw; missing or no number: -1, which matches nothing. */
int64_t ctx_version(const struct ctx *c);

/* What strangers may do without signing in, so often a minute from one address: RC_LIMITED beyond that. */
MUST_CHECK enum rc ctx_slow_down(struct ctx *c, const char *door, int per_minute, int burst, struct err *e);

#endif
