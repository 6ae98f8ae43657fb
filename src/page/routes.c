/* The table itself, put together from the rooms' lists. */
#include "page/routes.h"

const struct route page_routes[] = {
#define ROUTE(method, pattern, roles, flags, fn, title)                                            \
	{HTTP_##method, pattern, roles, flags, fn, title},
#include "page/routes_account.def"
#include "page/routes_admin.def"
#include "page/routes_batch.def"
#include "page/routes_case.def"
#include "page/routes_enterprise.def"
#include "page/routes_expert.def"
#include "page/routes_oversight.def"
#include "page/routes_public.def"
#include "page/routes_review.def"
#include "page/routes_voice.def"
#undef ROUTE
};
const size_t page_routes_n = ARRAY_LEN(page_routes);
