/* 统计概览: the register in numbers on a day, as page, CSV and JSON. */
#include "base/json.h"
#include "document/chart.h"
#include "document/csv.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/stats.h"
#include "web/html.h"

#define BARS_MOST 14

static enum rc load(struct ctx *c, struct stats *out, struct err *e)
{
	struct date asof;
	struct db *db;

	if (!date_parse_loose(str_trim(form_get(&c->query, "asof")), &asof))
		asof = date_of_instant(c->now);
	TRY(ctx_db(c, &db, e));
	return stats_load(db, asof, out, e);
}

static struct str href(struct ctx *c, const struct stats *s, const char *path)
{
	return str_fmt(c->a, "%s?asof=%.*s", path, STR_ARG(date_str(c->a, s->asof)));
}

/* The titles behind a figure: those in force on that day. */
static struct str entries_href(struct ctx *c, const struct stats *s, struct str tier, struct str city)
{
	struct buf b;

	buf_init(&b, c->a, (size_t)4 << 10);
	buf_str(&b, str_fmt(c->a, "/registry?status=valid&asof=%.*s&tier=", STR_ARG(date_str(c->a, s->asof))));
	html_query(&b, tier);
	buf_lit(&b, "&place=");
	html_query(&b, city);
	return buf_view(&b);
}

static void chart(struct ctx *c, const struct stats *s, enum stats_by by, struct view_batch *v)
{
	const struct stats_axis *axis = &s->by[by];
	struct chart_item *items = ARENA_NEW_N(c->a, struct chart_item, axis->n + 1);
	struct chart_bars_spec spec = {.scale = CHART_ABSOLUTE, .width = 720,
		.label_width = by == STATS_INDUSTRY ? 320 : 180, .pace_permille = -1};
	struct chart_bars g;
	const char *const heads[] = {stats_by_word(by), "有效称号#项"};
	const struct stats_line *most = NULL;
	size_t n = 0;

	for (size_t i = 0; i < axis->n && n < BARS_MOST; i++) {
		if (!axis->v[i].key.n)
			continue;
		most = !most || axis->v[i].all > most->all ? &axis->v[i] : most;
		items[n++] = (struct chart_item){axis->v[i].name, axis->v[i].all, 0, false};
	}
	if (!most)
		return;
	chart_bars_layout(c->a, items, n, &spec, &g);
	struct view_chart *out = VEC_ADD(c->a, &v->charts);
	*out = (struct view_chart){.id = str_fmt(c->a, "chart-%s", stats_by_code(by)),
		.title = str_fmt(c->a, "按%s：%.*s最多，%lld 项", stats_by_word(by), STR_ARG(most->name), (long long)most->all),
		.desc = str_fmt(c->a, by == STATS_PLACE ? "按%s列出，共 %zu 个，单位：项" : "按%s列出数量最多的 %zu 类，单位：项", stats_by_word(by), n),
		.w = g.width, .h = g.height, .label_anchor = "end", .value_anchor = "start"};
	for (size_t i = 0; i < g.bars; i++)
		*VEC_ADD(c->a, &out->bars) = (struct view_bar){.label = g.bar[i].label, .value = g.bar[i].value_text,
			.x = g.bar[i].x, .y = g.bar[i].y, .w = g.bar[i].w, .h = g.bar[i].h,
			.label_x = g.bar[i].label_x, .label_y = g.bar[i].text_y,
			.value_x = g.bar[i].value_x, .value_y = g.bar[i].text_y, .kind = ""};
	out->table.caption = str_fmt(c->a, "按%s", stats_by_word(by));
	batch_heads(c, &out->table, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < n; i++) {
		struct view_cells *r = batch_row(c, &out->table);
		batch_cell(c, &out->table, r, items[i].label);
		batch_cell(c, &out->table, r, str_i64(c->a, items[i].value));
	}
}

static void axis_table(struct ctx *c, const struct stats *s, enum stats_by by, struct view_batch *v)
{
	const struct stats_axis *axis = &s->by[by];
	struct view_table *t = &batch_table(c, v, stats_by_code(by), str_cstr(c->a, str_fmt(c->a, "按%s", stats_by_word(by))),
		str_fmt(c->a, "有效称号，截至 %.*s", STR_ARG(date_str(c->a, s->asof))))->table;
	const char *first = stats_by_word(by), *all = "合计#项";

	batch_heads(c, t, &first, 1);
	for (size_t k = 0; k < s->tiers; k++) {
		const char *name = str_cstr(c->a, str_cat(c->a, s->tier[k].name, STR("#项")));
		batch_heads(c, t, &name, 1);
	}
	batch_heads(c, t, &all, 1);
	t->scrolls = true;
	for (size_t i = 0; i < axis->n; i++) {
		const struct stats_line *x = &axis->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name);
		for (size_t k = 0; k < s->tiers; k++) {
			struct view_cell *cell = batch_cell(c, t, r, str_i64(c->a, x->n[k]));
			if (by == STATS_PLACE && x->n[k] && x->city.n)
				cell->href = entries_href(c, s, s->tier[k].code, x->city);
		}
		batch_cell(c, t, r, str_i64(c->a, x->all));
	}
}

static void head_fill(struct ctx *c, const struct stats *s, struct view_batch *v)
{
	struct str typed = str_trim(form_get(&c->query, "asof"));
	struct date day;
	bool bad = typed.n && !date_parse_loose(typed, &day);

	if (bad)
		form_error_msg(c->a, &v->page.errors, "asof", MSG_DATE_BAD);
	struct view_field asof =
		field_text(c, "asof", "截至日期", bad ? typed : date_str(c->a, s->asof), &v->page.errors);

	v->page.column = STR("统计概览");
	page_crumb(c, &v->page, STR("统计概览"), str_none());
	v->lead = str_fmt(c->a, "截至%.*s，名单中有效的称号 %lld 项。数字只从公开的名单计算：一家企业有两种称号的各算一项；行业（国民经济行业大类）和注册资本按称号登记时的企业登记信息。",
		STR_ARG(date_prose(c->a, s->asof)), (long long)s->all);
	for (size_t k = 0; k < s->tiers; k++) {
		batch_stat(c, v, str_cstr(c->a, s->tier[k].name), s->tier[k].n, "项", "");
		v->stats.v[v->stats.n - 1].href = entries_href(c, s, s->tier[k].code, STR(""));
	}
	asof.width = "w8";
	asof.hint = STR("例如 2025-12-31");
	v->filters.action = STR("/stats");
	VEC_PUSH(c->a, &v->filters.fields, asof);
}

enum rc page_stats(struct ctx *c, struct err *e)
{
	struct stats s;

	TRY(load(c, &s, e));
	struct view_batch *v = batch_view(c, STR("统计概览"));
	head_fill(c, &s, v);
	if (!s.all) {
		v->empty = (struct view_empty){.what = STR("这一天没有有效的称号"),
			.why = STR("名单公布以后才有数字；可以换一个日期。"), .href = STR("/registry"), .act = STR("名单查询")};
		return batch_show(c, v->page.errors.n ? 422 : 200, v);
	}
	chart(c, &s, STATS_PLACE, v);
	chart(c, &s, STATS_INDUSTRY, v);
	for (int by = 0; by < STATS_BY__MAX; by++)
		axis_table(c, &s, (enum stats_by)by, v);
	v->links_title = STR("下载");
	links_add(c, &v->links, STR("统计数据（CSV）"), href(c, &s, "/stats.csv"), false);
	links_add(c, &v->links, STR("统计数据（JSON）"), href(c, &s, "/stats.json"), false);
	links_add(c, &v->links, STR("名单查询"), STR("/registry"), false);
	return batch_show(c, v->page.errors.n ? 422 : 200, v);
}

enum rc page_stats_csv(struct ctx *c, struct err *e)
{
	static const struct str head[] = {STR_INIT("截至"), STR_INIT("分类"), STR_INIT("项目"), STR_INIT("称号"), STR_INIT("有效称号（项）")};
	struct stats s;
	struct buf b;

	TRY(load(c, &s, e));
	struct str asof = date_str(c->a, s.asof);
	buf_init(&b, c->a, (size_t)16 << 20);
	csv_put_mark(&b);
	csv_put_row(&b, head, ARRAY_LEN(head));
	for (size_t k = 0; k < s.tiers; k++) {
		const struct str row[] = {asof, STR("称号"), s.tier[k].name, s.tier[k].name, str_i64(c->a, s.tier[k].n)};
		csv_put_row(&b, row, ARRAY_LEN(row));
	}
	for (int by = 0; by < STATS_BY__MAX; by++)
		for (size_t i = 0; i < s.by[by].n; i++)
			for (size_t k = 0; k < s.tiers; k++) {
				const struct stats_line *x = &s.by[by].v[i];
				const struct str row[] = {asof, str_c(stats_by_word((enum stats_by)by)), x->name, s.tier[k].name,
					str_i64(c->a, x->n[k])};
				if (x->n[k])
					csv_put_row(&b, row, ARRAY_LEN(row));
			}
	return respond_download(c, STR("text/csv; charset=utf-8"),
		str_fmt(c->a, "统计概览-%.*s.csv", STR_ARG(asof)), buf_view(&b));
}

static void put_counts(struct buf *b, const struct stats *s, const int64_t *n)
{
	bool any = false;

	buf_lit(b, "{");
	for (size_t k = 0; k < s->tiers; k++) {
		if (!n[k])
			continue;
		if (any)
			buf_ch(b, ',');
		any = true;
		json_put_str(b, s->tier[k].code);
		buf_ch(b, ':');
		buf_i64(b, n[k]);
	}
	buf_lit(b, "}");
}

static void put_axis(struct buf *b, const struct stats *s, enum stats_by by)
{
	buf_ch(b, ',');
	json_put_key(b, stats_by_code(by));
	buf_lit(b, "[");
	for (size_t i = 0; i < s->by[by].n; i++) {
		buf_c(b, i ? ",{" : "{");
		json_put_key(b, "name");
		json_put_str(b, s->by[by].v[i].name);
		buf_ch(b, ',');
		json_put_key(b, "titles");
		put_counts(b, s, s->by[by].v[i].n);
		buf_ch(b, '}');
	}
	buf_lit(b, "]");
}

enum rc page_stats_json(struct ctx *c, struct err *e)
{
	struct stats s;
	struct buf b;

	TRY(load(c, &s, e));
	buf_init(&b, c->a, (size_t)16 << 20);
	buf_lit(&b, "{");
	json_put_key(&b, "asof");
	json_put_str(&b, date_str(c->a, s.asof));
	buf_ch(&b, ',');
	json_put_key(&b, "tiers");
	buf_lit(&b, "[");
	for (size_t k = 0; k < s.tiers; k++) {
		buf_c(&b, k ? ",{" : "{");
		json_put_key(&b, "code");
		json_put_str(&b, s.tier[k].code);
		buf_ch(&b, ',');
		json_put_key(&b, "name");
		json_put_str(&b, s.tier[k].name);
		buf_ch(&b, ',');
		json_put_key(&b, "titles");
		buf_i64(&b, s.tier[k].n);
		buf_ch(&b, '}');
	}
	buf_lit(&b, "]");
	for (int by = 0; by < STATS_BY__MAX; by++)
		put_axis(&b, &s, (enum stats_by)by);
	buf_lit(&b, "}\n");
	return respond_json(c, 200, buf_view(&b));
}
