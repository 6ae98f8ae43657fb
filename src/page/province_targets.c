/* 目标与进度: each city against its target as printed and against the calendar; the funnel of the year. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "page/target_chart.h"
#include "service/editions.h"
#include "service/target.h"

/* Which procedure and year: of the address, else what is in force for this body, and this year. */
static enum rc board_of(struct ctx *c, struct db *db, struct target_board *out, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct editions own;
	struct str edition = str_trim(form_get(&c->query, "edition"));
	int64_t year;

	TRY(editions_of_officer(db, rules, &c->who, date_of_instant(c->now), &own, e));
	const struct procedure *first = editions_first(&own, date_of_instant(c->now));
	if (!edition.n && first)
		edition = first->id;
	else if (!editions_has(&own, edition))
		edition = STR("");
	if (!str_to_i64(form_get(&c->query, "year"), &year) || year < 2000 || year > 2198)
		year = date_of_instant(c->now).y;
	return target_board_load(db, rules, &c->who, edition, year, c->now, out, e);
}

static struct str late_text(struct ctx *c, const struct target_line *t)
{
	int64_t done = t->listed + t->recommended;

	if (t->target == 0)
		return STR("没有目标");
	return t->late ? str_fmt(c->a, "落后 %lld", (long long)(t->pace - done)) : STR("达到进度");
}

/* Hundredths of a per cent, rounded to the nearest as documents print it. */
static struct str share_text(struct ctx *c, int64_t n, int64_t all)
{
	int64_t share = all > 0 ? (n * 20000 + all) / (all * 2) : 0;

	return all > 0 && n > 0 ? str_fmt(c->a, "%lld.%02lld%%", (long long)(share / 100),
					  (long long)(share % 100))
				: STR("—");
}

static void line_row(struct ctx *c, struct view_table *t, const struct target_line *x, int64_t all)
{
	struct view_cells *r = batch_row(c, t);
	int64_t done = x->listed + x->recommended;
	struct str share = x->target ? str_fmt(c->a, "%lld.%lld%%",
					       (long long)(done * 100 / x->target),
					       (long long)(done * 1000 / x->target % 10))
				     : STR("—");
	const int64_t n[] = {x->target, x->listed, x->recommended, x->reviewing, x->filing, x->pace};

	batch_cell(c, t, r, x->short_name);
	for (size_t i = 0; i < ARRAY_LEN(n); i++) {
		batch_cell(c, t, r, str_i64(c->a, n[i]));
		if (i == 0)
			batch_cell(c, t, r, share_text(c, x->target, all));
	}
	batch_cell(c, t, r, share);
	batch_cell(c, t, r, late_text(c, x))->tag =
		x->target == 0 ? "grey" : x->late ? "amber" : "green";
}

static void lines_table(struct ctx *c, const struct target_board *b, struct view_batch *v)
{
	static const char *const heads[] = {"市", "年度目标#家", "占全省比重#", "已公告#家", "已推荐#家", "在审#件",
		"企业手中#件", "按进度应完成#家", "完成率#", "进度"};
	struct view_batch_table *section = batch_table(c, v, "lines", "各市目标与进度",
		str_fmt(c->a, "%lld 年，截至 %.*s", (long long)b->year,
			STR_ARG(date_str(c->a, b->asof))));
	struct view_table *t = &section->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	int64_t all = b->n > 1 ? b->total.target : 0; /* a city sees its own line, no whole */
	for (size_t i = 0; i < b->n; i++)
		line_row(c, t, &b->lines[i], all);
	if (b->n > 1)
		line_row(c, t, &b->total, all);
	t->empty = STR("没有可以显示的市。");
	for (size_t i = 0; i < b->n && !section->note.n; i++)
		if (b->lines[i].source.n)
			section->note = str_cat(c->a, STR("目标来源："), b->lines[i].source);
}

/* What the procedure has bodies hand in each year, with its day. */
static void duties(struct ctx *c, const struct target_board *b, struct view_batch *v)
{
	static const char *const heads[] = {"事项", "期限", "还有#天", "依据"};
	const struct json *list = json_get(b->procedure->json, "duties");

	if (!list)
		return;
	struct view_table *t = &batch_table(c, v, "duties", "年度报送事项", STR("由各市报送省级"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (const struct json *j = list->first; j; j = j->next) {
		struct view_cells *r = batch_row(c, t);
		struct date due;
		if (!date_parse(str_fmt(c->a, "%04lld-%.*s", (long long)b->year,
					STR_ARG(json_str(j, "due", STR("")))),
			    &due))
			continue;
		int64_t left = date_days(due) - date_days(b->asof);
		batch_cell(c, t, r, json_str(j, "text", STR("")));
		batch_cell(c, t, r, date_prose(c->a, due));
		batch_cell(c, t, r, left >= 0 ? str_i64(c->a, left) : STR("已过期限"));
		batch_cell(c, t, r, json_str(j, "clause", STR("")));
	}
}

static void funnel(struct ctx *c, const struct target_board *b, struct view_batch *v)
{
	static const char *const heads[] = {"状态", "件数#件"};
	struct view_table *t = &batch_table(c, v, "funnel", "本年度各状态件数",
		STR("按办理先后排列"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t s = 0; s < STATE__MAX; s++) {
		if (b->counts.n[s] == 0)
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_c(state_word((enum state)s)))->href = str_fmt(
			c->a, "/o/queue?state=%s", state_code((enum state)s));
		batch_cell(c, t, r, str_i64(c->a, b->counts.n[s]));
	}
	t->empty = STR("本年度还没有申报。");
}

/* In force on some day of the year. */
static bool has_year(const struct procedure *p, int64_t year)
{
	struct date from, to, first = {(int16_t)year, 1, 1}, last = {(int16_t)year, 12, 31};

	return date_parse(p->legal_from, &from) && date_cmp(from, last) <= 0 &&
	       (!date_parse(p->legal_to, &to) || date_cmp(first, to) <= 0);
}

static enum rc choices(struct ctx *c, struct db *db, const struct target_board *b,
	struct view_batch *v, struct err *e)
{
	struct editions own;

	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	v->links_title = STR("其他年份和事项");
	for (size_t i = 0; i < own.n; i++)
		for (int64_t y = b->year - 1; y <= b->year + 1; y++)
			if (has_year(own.v[i], y) &&
				(y != b->year || !str_eq(own.v[i]->id, b->procedure->id)))
				links_add(c, &v->links,
					str_fmt(c->a, "%.*s %lld 年", STR_ARG(own.v[i]->title),
						(long long)y),
					str_fmt(c->a, "/o/targets?edition=%.*s&year=%lld",
						STR_ARG(own.v[i]->id), (long long)y),
					false);
	return RC_OK;
}

enum rc page_o_targets(struct ctx *c, struct err *e)
{
	struct target_board b;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(board_of(c, db, &b, e));
	v = batch_view(c, STR("目标与进度"));
	page_crumb(c, &v->page, STR("目标与进度"), str_none());
	v->over = str_fmt(c->a, "%.*s %lld 年", STR_ARG(b.procedure->title), (long long)b.year);
	v->page.wide = true;
	batch_stat(c, v, "年度目标", b.total.target, "家", "");
	batch_stat(c, v, "已公告", b.total.listed, "家", "ok");
	batch_stat(c, v, "已推荐待公告", b.total.recommended, "家", "blue");
	batch_stat(c, v, "按时间进度应完成", b.total.pace, "家", b.total.late ? "warn" : "");
	struct view_chart chart;
	if (target_chart(c, &b, &chart))
		VEC_PUSH(c->a, &v->charts, chart);
	lines_table(c, &b, v);
	duties(c, &b, v);
	funnel(c, &b, v);
	TRY(choices(c, db, &b, v, e));
	return batch_show(c, 200, v);
}
