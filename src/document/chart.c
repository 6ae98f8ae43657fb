/* Where the bars, steps and tiles of a chart stand. Integers only: the same figures give the same
 * picture, and every rectangle can be checked by a test. */
#include "document/chart.h"

#define BAR_H 18
#define BAR_STEP 30
#define TOP 8
#define AXIS_H 28
#define VALUE_W 96 /* room right of the plot for "1100 / 1400" */
#define STEP_H 34
#define STEP_GAP 14

/* value * by / of, 0 when of is 0, without overflow. */
static int scaled(int64_t value, int by, int64_t of)
{
	if (of <= 0 || value <= 0)
		return 0;
	i128 v = (i128)value * by / of;
	return v > by * 4 ? by * 4 : (int)v;
}

static int percent_of(int64_t value, int64_t target)
{
	i128 p;

	if (target <= 0)
		return -1;
	p = (i128)value * 100 / target;
	return p < 0 ? 0 : p > 9999 ? 9999 : (int)p;
}

/* 1, 2 or 5 times a power of ten: the step that gives at most five ticks. */
static int64_t tick_step(int64_t max)
{
	static const int mult[] = {1, 2, 5};

	for (int64_t ten = 1; ten < INT64_MAX / 100; ten *= 10)
		for (size_t i = 0; i < 3; i++)
			if (max / (ten * mult[i]) <= 5)
				return ten * mult[i];
	return max;
}

static int64_t axis_max(const struct chart_item *item, size_t n, enum chart_scale scale)
{
	int64_t max = scale == CHART_PERCENT ? 100 : 1;

	for (size_t i = 0; i < n; i++) {
		int64_t v = scale == CHART_PERCENT ? percent_of(item[i].value, item[i].target)
		                                   : MAX_OF(item[i].value, item[i].target);
		max = MAX_OF(max, v);
	}
	/* one city far beyond its target must not make the others unreadable */
	return scale == CHART_PERCENT ? MIN_OF(max, (int64_t)150) : max;
}

static void make_ticks(struct arena *a, struct chart_bars *c, int64_t max, bool percent)
{
	int64_t step = percent ? 25 : tick_step(max);

	c->ticks = (size_t)(max / step) + 1;
	c->tick = ARENA_NEW_N(a, struct chart_tick, c->ticks);
	for (size_t i = 0; i < c->ticks; i++) {
		int64_t v = (int64_t)i * step;
		c->tick[i].x = c->plot_x + scaled(v, c->plot_w, max);
		c->tick[i].text = percent ? str_fmt(a, "%lld%%", (long long)v) : str_i64(a, v);
	}
}

static void place_bar(struct arena *a, struct chart_bars *c, const struct chart_item *it,
        struct chart_bar *b, int64_t max, const struct chart_bars_spec *s)
{
	bool percent = s->scale == CHART_PERCENT;
	int64_t full = percent ? 100 : it->target; /* where the target stands on the axis */
	bool has_target = it->target > 0;

	b->label = it->label;
	b->h = BAR_H;
	b->label_x = c->plot_x - 8;
	b->text_y = b->y + BAR_H - 5;
	b->x = c->plot_x;
	b->percent = percent_of(it->value, it->target);
	b->w = MIN_OF(scaled(percent ? b->percent : it->value, c->plot_w, max), c->plot_w);
	b->target_x = c->plot_x;
	b->target_w = has_target ? scaled(full, c->plot_w, max) : 0;
	b->pace_x = -1;
	if (has_target && s->pace_permille >= 0) {
		b->pace_x = c->plot_x + (int)((i128)b->target_w * s->pace_permille / 1000);
		b->behind = it->late;
	}
	b->value_x = c->plot_x + c->plot_w + 8;
	b->value_text =
	        has_target ? str_fmt(a, "%lld / %lld", (long long)it->value, (long long)it->target)
	                   : str_i64(a, it->value);
	b->cls = b->behind ? STR("bar bar-behind") : STR("bar bar-done");
}

void chart_bars_layout(struct arena *a, const struct chart_item *item, size_t n,
        const struct chart_bars_spec *spec, struct chart_bars *out)
{
	int64_t max = axis_max(item, n, spec->scale);
	struct chart_bars c = {.width = spec->width > 0 ? spec->width : 720};
	size_t behind = 0;

	c.plot_x = spec->label_width > 0 ? spec->label_width : 120;
	c.plot_w = MAX_OF(c.width - c.plot_x - VALUE_W, 50);
	c.plot_h = (int)MIN_OF(n, (size_t)10000) * BAR_STEP;
	c.axis_y = TOP + c.plot_h + 16;
	c.height = TOP + c.plot_h + AXIS_H;
	c.bars = MIN_OF(n, (size_t)10000);
	c.bar = ARENA_NEW_N(a, struct chart_bar, c.bars + 1);
	for (size_t i = 0; i < c.bars; i++) {
		c.bar[i].y = TOP + (int)i * BAR_STEP + (BAR_STEP - BAR_H) / 2;
		place_bar(a, &c, &item[i], &c.bar[i], max, spec);
		behind += c.bar[i].behind;
	}
	c.pace_x = -1;
	if (spec->scale == CHART_PERCENT && spec->pace_permille >= 0)
		c.pace_x = c.plot_x + (int)((int64_t)scaled(100, c.plot_w, max) *
		                              MIN_OF(spec->pace_permille, 1500) / 1000);
	make_ticks(a, &c, max, spec->scale == CHART_PERCENT);
	c.desc = spec->pace_permille >= 0
	                 ? str_fmt(a, "共 %zu 项，其中 %zu 项落后于进度", n, behind)
	                 : str_fmt(a, "共 %zu 项", n);
	*out = c;
}

void chart_funnel_layout(struct arena *a, const struct chart_item *item, size_t n, int width,
        struct chart_funnel *out)
{
	struct chart_funnel f = {.width = width > 0 ? width : 720, .steps = n};
	const int plot_x = f.width / 4, plot_w = f.width / 2;
	int64_t max = 1;

	f.label_x = plot_x - 12;
	f.value_x = plot_x + plot_w + 12;
	f.height = 2 * TOP + (int)n * (STEP_H + STEP_GAP);
	f.step = ARENA_NEW_N(a, struct chart_step, n + 1);
	for (size_t i = 0; i < n; i++)
		max = MAX_OF(max, item[i].value);
	for (size_t i = 0; i < n; i++) {
		struct chart_step *s = &f.step[i];

		s->label = item[i].label;
		s->value = item[i].value;
		s->percent = MAX_OF(percent_of(item[i].value, item[0].value), 0);
		s->value_text = str_fmt(a, "%lld（%d%%）", (long long)s->value, s->percent);
		s->w = MAX_OF(scaled(s->value, plot_w, max), 2);
		s->x = plot_x + (plot_w - s->w) / 2;
		s->y = TOP + (int)i * (STEP_H + STEP_GAP);
		s->h = STEP_H;
		s->text_y = s->y + STEP_H / 2 + 5;
		s->cls = str_fmt(a, "step step-%d", (int)MIN_OF(i, (size_t)7) + 1);
	}
	for (size_t i = 0; i + 1 < n; i++) {
		struct chart_step *s = &f.step[i], *t = &f.step[i + 1];
		s->points = str_fmt(a, "%d,%d %d,%d %d,%d %d,%d", s->x, s->y + s->h, s->x + s->w,
		        s->y + s->h, t->x + t->w, t->y, t->x, t->y);
	}
	f.desc = n > 0 ? str_fmt(a, "从%.*s %lld 到%.*s %lld", STR_ARG(item[0].label),
	                         (long long)item[0].value, STR_ARG(item[n - 1].label),
	                         (long long)item[n - 1].value)
	               : STR("");
	*out = f;
}

void chart_tiles_layout(struct arena *a, const struct chart_place *place, size_t n, int side,
        struct chart_tiles *out)
{
	static const struct str classes[] = {STR_INIT("tile tile-0"), STR_INIT("tile tile-1"),
	        STR_INIT("tile tile-2"), STR_INIT("tile tile-3"), STR_INIT("tile tile-4")};
	struct chart_tiles t = {.tiles = n};
	size_t reached = 0;

	if (side <= 0)
		side = 84;
	t.tile = ARENA_NEW_N(a, struct chart_tile, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct chart_tile *to = &t.tile[i];

		to->label = place[i].label;
		to->code = place[i].code;
		to->w = to->h = side - 4;
		to->x = place[i].col * side + 2;
		to->y = place[i].row * side + 2;
		to->text_x = to->x + to->w / 2;
		to->label_y = to->y + to->h / 2 - 4;
		to->value_y = to->y + to->h / 2 + 18;
		to->percent = MAX_OF(percent_of(place[i].value, place[i].target), 0);
		to->value_text = place[i].target > 0 ? str_fmt(a, "%d%%", to->percent)
		                                     : str_i64(a, place[i].value);
		to->cls = classes[MIN_OF(to->percent / 25, 4)];
		reached += to->percent >= 100;
		t.width = MAX_OF(t.width, to->x + to->w + 2);
		t.height = MAX_OF(t.height, to->y + to->h + 2);
	}
	t.desc = str_fmt(a, "共 %zu 个地区，其中 %zu 个已完成目标", n, reached);
	*out = t;
}
