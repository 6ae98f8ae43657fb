/* The chart of targets: each body's share against the line of the calendar. */
#ifndef PAGE_TARGET_CHART_H
#define PAGE_TARGET_CHART_H

#include "page/view_common.h"
#include "service/target.h"
#include "web/ctx.h"

/* false: no body has a target, nothing to draw. */
bool target_chart(struct ctx *c, const struct target_board *b, struct view_chart *out);

#endif
