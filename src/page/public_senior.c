/* 长辈版: the same pages and addresses, larger and in one column. A preference of this browser and
 * nothing else, so it is a link (no token) and leads back to where one was.
 */
#include "page/routes.h"

#define SENIOR_SECONDS ((int64_t)365 * 24 * 3600)

enum rc page_senior(struct ctx *c, struct err *e)
{
	bool on = !str_eqc(form_get(&c->query, "on"), "0");

	(void)e;
	respond_cookie(c, "senior", on ? STR("1") : str_none(), on ? SENIOR_SECONDS : -1);
	return respond_redirect(c, form_get(&c->query, "back"));
}
