/* The chart of targets: each body's share against the line of the calendar. */
#ifndef PAGE_TARGET_CHART_H
#define PAGE_TARGET_CHART_H

#include "document/chart.h"
#include "page/view_common.h"
#include "service/target.h"
#include "web/ctx.h"

/* false: no body has a target, nothing to draw. */
bool target_chart(struct ctx *c, const struct target_board *b, struct view_chart *out);
/* The same out of counts: a circular has kept them. `below`: 市, the head of the first column. */
void pace_chart(struct ctx *c, const char *below, const struct chart_item *items, size_t n, int pace_permille,
        struct str id, struct str title, struct view_chart *out);

#endif
