/* Charts as geometry in integers; templates draw them as SVG with <title> and <desc>, and print the
 * same figures as a table beside them. Units are those of the viewBox "0 0 width height". Classes,
 * never style attributes: the content security policy allows none.
 */
#ifndef DOCUMENT_CHART_H
#define DOCUMENT_CHART_H

#include "base/arena.h"
#include "base/str.h"

/* --- bars: done against target, with the pace --------------------------------------------------
 */

struct chart_item {
	struct str label;
	int64_t value, target; /* target 0: none */
	bool late;             /* below the pace, by whoever counted: the chart does not judge again */
};
enum chart_scale {
	CHART_ABSOLUTE, /* all bars on one scale of counts */
	CHART_PERCENT,  /* each bar's target is 100 % */
};
struct chart_bars_spec {
	enum chart_scale scale;
	int pace_permille; /* where the line of the calendar stands; negative: no pace */
	int width;         /* 0 = 720 */
	int label_width;   /* 0 = 120 */
};
struct chart_bar {
	struct str label, value_text; /* "320 / 1400", or "320" without a target */
	int y, h;
	int label_x, text_y;    /* label: text-anchor end at label_x; baseline text_y */
	int x, w;               /* of the value */
	int target_x, target_w; /* of the target's outline; w 0 when none */
	int pace_x;             /* of this bar's pace tick; -1 when none */
	int value_x;            /* where value_text begins */
	int percent;            /* of the target, rounded down; -1 without target */
	bool behind;            /* item.late, where there is a pace */
	struct str cls;         /* "bar bar-done" | "bar bar-behind" */
};
struct chart_tick {
	int x;
	struct str text;
};
struct chart_bars {
	int width, height;
	int plot_x, plot_w, plot_h;
	int axis_y;      /* baseline of the ticks' texts */
	int pace_x;      /* CHART_PERCENT: one line for all; else -1 */
	struct str desc; /* one sentence: how many of how many are behind */
	struct chart_bar *bar;
	size_t bars;
	struct chart_tick *tick;
	size_t ticks;
};
void chart_bars_layout(struct arena *a, const struct chart_item *item, size_t n,
        const struct chart_bars_spec *spec, struct chart_bars *out);

/* --- funnel: how many are left after each step -------------------------------------------------
 */

struct chart_step {
	struct str label, value_text;
	int64_t value;
	int percent;    /* of the first step */
	int y, h, x, w; /* a bar, centred */
	int text_y;
	struct str
	        points; /* trapezium to the next step: for <polygon points>, empty for the last */
	struct str cls; /* "step step-1" … */
};
struct chart_funnel {
	int width, height, label_x, value_x;
	struct str desc;
	struct chart_step *step;
	size_t steps;
};
void chart_funnel_layout(struct arena *a, const struct chart_item *item, size_t n, int width,
        struct chart_funnel *out);

/* --- tile map: one square per city, in the place of its column and row -------------------------
 */

struct chart_place {
	struct str label, code;
	int col, row; /* from 0 */
	int64_t value, target;
};
struct chart_tile {
	struct str label, code, value_text;
	int x, y, w, h, text_x, label_y, value_y;
	int percent;
	struct str cls; /* "tile tile-0" (below 25 %) … "tile tile-4" (100 % and more) */
};
struct chart_tiles {
	int width, height;
	struct str desc;
	struct chart_tile *tile;
	size_t tiles;
};
void chart_tiles_layout(struct arena *a, const struct chart_place *place, size_t n, int side,
        struct chart_tiles *out);

#endif
