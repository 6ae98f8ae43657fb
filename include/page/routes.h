/* The route table: every address of the site, who may call it, what it is for. It is the authorisation
 * matrix: printed by `tidu routes`, walked by tests. One .def per room of pages; nothing else adds a route.
 */
#ifndef PAGE_ROUTES_H
#define PAGE_ROUTES_H

#include "web/ctx.h"

extern const struct route page_routes[];
extern const size_t page_routes_n;

#define ROUTE(method, pattern, roles, flags, fn, title) page_fn fn;
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

#endif
