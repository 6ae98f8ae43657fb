/* Page functions of the component sheet, for the route table. */
#ifndef PAGE_STYLEGUIDE_H
#define PAGE_STYLEGUIDE_H

#include "web/ctx.h"

enum rc page_styleguide(struct ctx *c, struct err *e); /* GET /styleguide, ROUTE_DEMO_ONLY */

#endif
