/* The bar at the head of every page and, on the first page of a subject, the bar of its siblings. How to
 * add an entry: docs/style.md.
 */
#ifndef PAGE_NAVIGATION_H
#define PAGE_NAVIGATION_H

#include "page/common.h"

/* Fills out->nav and out->siblings for the role and the address of the request. */
void navigation_fill(struct ctx *c, struct view_page *out);
/* A page that lies elsewhere belongs to the subject that its 当前位置 names: marks it in p->nav. */
void navigation_crumb(struct ctx *c, struct view_page *p, struct str href);

#endif
