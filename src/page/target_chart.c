/* Why shared: the first page of the province and 目标与进度 draw the same figures. */
#include "page/target_chart.h"

#include "page/target_page.h"

static void chart_table(struct ctx *c, const char *below, const struct chart_item *items, size_t n,
	struct view_table *t)
{
	const char *const heads[] = {below, "完成#家", "目标#家"};

	t->caption = STR("完成与目标");
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, items[i].label);
		batch_cell(c, t, r, str_i64(c->a, items[i].value));
		batch_cell(c, t, r, str_i64(c->a, items[i].target));
	}
}

static void chart_bar_of(struct ctx *c, const struct chart_bar *x, struct view_chart *out)
{
	*VEC_ADD(c->a, &out->bars) = (struct view_bar){.label = x->label,
	        .x = x->target_x,
	        .y = x->y,
	        .w = x->target_w,
	        .h = x->h,
	        .label_x = x->label_x,
	        .label_y = x->text_y,
	        .kind = "tint"};
	*VEC_ADD(c->a, &out->bars) = (struct view_bar){.value = x->value_text,
	        .x = x->x,
	        .y = x->y,
	        .w = x->w,
	        .h = x->h,
	        .value_x = x->value_x,
	        .value_y = x->text_y,
	        .kind = x->behind ? "warn" : "ok"};
}

void pace_chart(struct ctx *c, const char *below, const struct chart_item *items, size_t n, int pace_permille,
        struct str id, struct str title, struct view_chart *out)
{
	struct chart_bars_spec spec = {.scale = CHART_PERCENT,
	        .width = 720,
	        .label_width = 150,
	        .pace_permille = pace_permille};
	struct chart_bars g;

	*out = (struct view_chart){.id = id, .title = title, .label_anchor = "end", .value_anchor = "start"};
	chart_bars_layout(c->a, items, n, &spec, &g);
	out->desc = g.desc;
	out->w = g.width;
	out->h = g.height;
	for (size_t i = 0; i < g.bars; i++)
		chart_bar_of(c, &g.bar[i], out);
	if (g.pace_x >= 0)
		*VEC_ADD(c->a, &out->marks) = (struct view_mark){.label = STR("时间进度"),
		        .x1 = g.pace_x,
		        .x2 = g.pace_x,
		        .y1 = 0,
		        .y2 = g.plot_h,
		        .label_x = g.pace_x,
		        .label_y = g.axis_y,
		        .kind = "goal"};
	chart_table(c, below, items, n, &out->table);
}

bool target_chart(struct ctx *c, const struct target_board *b, struct view_chart *out)
{
	struct chart_item *items = ARENA_NEW_N(c->a, struct chart_item, b->n + 1);
	int pace = (int)(target_pace(1000, b->year, b->asof));
	size_t n = 0, behind = 0;

	for (size_t i = 0; i < b->n; i++) {
		if (b->lines[i].target == 0)
			continue;
		items[n++] = (struct chart_item){b->lines[i].short_name,
		        b->lines[i].listed + b->lines[i].recommended, b->lines[i].target,
		        b->lines[i].late};
		behind += b->lines[i].late;
	}
	if (n == 0)
		return false;
	pace_chart(c, target_below_word(b), items, n, pace, STR("pace"),
	        str_fmt(c->a, "%zu 个%s中 %zu 个落后于时间进度（%d.%d%%）", n, target_below_word(b), behind,
	                pace / 10, pace % 10),
	        out);
	return true;
}
