/* 目标与进度: each body right below against its target and against the calendar; every figure leads to the files
 * behind it.
 */
#include "page/list_export.h"
#include "page/routes.h"
#include "page/target_chart.h"
#include "page/target_page.h"
#include "service/editions.h"

enum rc target_asked(struct ctx *c, struct db *db, const struct form *from, const struct procedure **out,
	int64_t *year, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct editions own;
	struct date today = date_of_instant(c->now);
	struct str edition = str_trim(form_get(from, "edition"));

	TRY(editions_of_officer(db, rules, &c->who, today, &own, e));
	*out = edition.n ? NULL : editions_first(&own, today);
	if (edition.n && editions_has(&own, edition))
		*out = rules_procedure(rules, edition, today);
	if (!*out)
		return err_set(e, RC_NOT_FOUND, MSG_TARGET_EDITION);
	if (!str_to_i64(form_get(from, "year"), year) || *year < 2000 || *year > 2198)
		*year = today.y;
	return RC_OK;
}

enum rc target_board_asked(struct ctx *c, struct db *db, const struct form *from, struct target_board *out,
	struct err *e)
{
	const struct procedure *p;
	int64_t year, body;

	TRY(target_asked(c, db, from, &p, &year, e));
	if (!str_to_i64(form_get(from, "body"), &body) || body < 0)
		body = 0;
	return target_board_of(
		db, ctx_services(c)->rules, &c->who, p->id, year, body, c->now, out, e);
}

struct str target_href(struct ctx *c, const struct target_board *b, const char *path, int64_t body)
{
	struct str whose = body ? str_fmt(c->a, "&body=%lld", (long long)body) : STR("");

	return str_fmt(c->a, "%s?edition=%.*s&year=%lld%.*s", path, STR_ARG(b->procedure->id),
		(long long)b->year, STR_ARG(whose));
}

struct str target_over(struct ctx *c, const struct target_board *b)
{
	return str_fmt(c->a, "%.*s %lld 年", STR_ARG(b->procedure->title), (long long)b->year);
}

const char *target_below_word(const struct target_board *b)
{
	return str_eqc(b->level, "province") ? "市" : "县（市、区）";
}

/* The reader's own board needs no body in its addresses. */
static int64_t body_param(const struct ctx *c, const struct target_board *b)
{
	return b->body_id == c->who.agency_id ? 0 : b->body_id;
}

/* The files behind one figure of a line; the total's are all of the board's. */
static struct str files_href(struct ctx *c, const struct target_board *b, const struct target_line *x,
	enum target_stage s)
{
	int64_t own = body_param(c, b), body = x == &b->total ? own : x->body_id;

	if (own && x->body_id == TARGET_REST)
		return str_none(); /* of a body below: its officers see these */
	return str_fmt(c->a, "%.*s&stage=%s", STR_ARG(target_href(c, b, "/o/targets/files", body)),
		target_stage_code(s));
}

static void line_row(struct ctx *c, struct view_table *t, const struct target_board *b,
	const struct target_line *x, int64_t all)
{
	const int64_t n[] = {x->listed, x->recommended, x->reviewing, x->filing};
	struct view_cells *r = batch_row(c, t);
	struct view_cell *name = batch_cell(c, t, r, x->short_name);

	if (x != &b->total && str_eqc(b->level, "province"))
		name->href = target_href(c, b, "/o/targets", x->body_id);
	batch_cell(c, t, r, str_i64(c->a, x->target));
	batch_cell(c, t, r, target_share_text(c->a, x->target, all));
	for (size_t i = 0; i < ARRAY_LEN(n); i++) {
		struct view_cell *cell = batch_cell(c, t, r, str_i64(c->a, n[i]));
		if (n[i])
			cell->href = files_href(c, b, x, (enum target_stage)i);
	}
	batch_cell(c, t, r, str_i64(c->a, x->pace));
	batch_cell(c, t, r, target_rate_text(c->a, x));
	batch_cell(c, t, r, target_late_text(c->a, x))->tag =
		x->target == 0 ? "grey" : x->late ? "amber" : "green";
}

static void lines_table(struct ctx *c, const struct target_board *b, struct view_batch *v)
{
	bool top = str_eqc(b->level, "province");
	const char *const heads[] = {top ? "市" : b->n ? "县（市、区）" : "主管部门", "年度目标#家",
		top ? "占全省比重#" : "占全市比重#", "已公告#家", "已推荐#家", "在审#件", "企业手中#件",
		"按进度应完成#家", "完成率#", "进度"};
	struct view_batch_table *section = batch_table(c, v, "lines",
		top ? "各市目标与进度" : b->n ? "各县（市、区）目标与进度" : "目标与进度",
		str_fmt(c->a, "%lld 年，截至 %.*s；数字可以点开看名单", (long long)b->year,
			STR_ARG(date_str(c->a, b->asof))));
	struct view_table *t = &section->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	int64_t all = b->n ? b->total.target : 0; /* a body without others below has no whole */
	for (size_t i = 0; i < b->n; i++)
		line_row(c, t, b, &b->lines[i], all);
	if (b->n != 1 || !top)
		line_row(c, t, b, &b->total, all);
	for (size_t i = 0; i < b->n && !section->note.n; i++)
		if (b->lines[i].source.n)
			section->note = str_cat(c->a, STR("目标来源："), b->lines[i].source);
	if (!section->note.n && b->total.source.n)
		section->note = str_cat(c->a, STR("目标来源："), b->total.source);
	links_add(c, &section->links, STR("导出（CSV）"),
		target_href(c, b, "/o/targets.csv", body_param(c, b)), false);
	if (actor_is(&c->who, ROLE_CITY | ROLE_PROVINCE) && b->body_id == c->who.agency_id && b->n)
		links_add(c, &section->links,
			str_fmt(c->a, "下达或导入各%s目标", target_below_word(b)),
			target_href(c, b, "/o/targets/set", 0), false);
}

/* Targets below that are not what was given to the body itself: said, not hidden. */
static void differs_banner(struct ctx *c, const struct target_board *b, struct view_batch *v)
{
	if (!b->differs)
		return;
	v->banner_kind = "warn";
	v->banner = str_fmt(c->a, "各%s目标合计 %lld 家，本级目标 %lld 家，%s %lld 家。", target_below_word(b),
		(long long)b->sum, (long long)b->total.target, b->differs > 0 ? "多" : "少",
		(long long)(b->differs > 0 ? b->differs : -b->differs));
}

/* Was the edition in force on any day of the year? A notice of one year asks for nothing in the next. */
static bool of_year(const struct procedure *p, int64_t year)
{
	struct date from, to;

	return !(date_parse(p->legal_from, &from) && year < from.y) && !(date_parse(p->legal_to, &to) && year > to.y);
}

/* What the procedure has bodies hand in each year, with its day. */
static void duties(struct ctx *c, const struct target_board *b, struct view_batch *v)
{
	static const char *const heads[] = {"事项", "期限", "还有#天", "依据"};
	const struct json *list = json_get(b->procedure->json, "duties");

	if (!list || !of_year(b->procedure, b->year))
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
		batch_cell(c, t, r, str_c(state_word((enum state)s)))->href =
			str_fmt(c->a, "%.*s&state=%s",
				STR_ARG(target_href(c, b, "/o/targets/files", body_param(c, b))),
				state_code((enum state)s));
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

static void stats(struct ctx *c, const struct target_board *b, struct view_batch *v)
{
	const struct target_line *x = &b->total;
	const struct {
		const char *label, *kind;
		int64_t n;
		enum target_stage s;
	} tiles[] = {{"已公告", "ok", x->listed, TARGET_LISTED},
		{"已推荐待公告", "blue", x->recommended, TARGET_RECOMMENDED}};

	batch_stat(c, v, "年度目标", x->target, "家", "");
	for (size_t i = 0; i < ARRAY_LEN(tiles); i++) {
		batch_stat(c, v, tiles[i].label, tiles[i].n, "家", tiles[i].kind);
		if (tiles[i].n)
			v->stats.v[v->stats.n - 1].href = files_href(c, b, x, tiles[i].s);
	}
	batch_stat(c, v, "按时间进度应完成", x->pace, "家", x->late ? "warn" : "");
}

enum rc page_o_targets(struct ctx *c, struct err *e)
{
	struct target_board b;
	struct view_batch *v;
	struct view_chart chart;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(target_board_asked(c, db, &c->query, &b, e));
	bool below = body_param(c, &b) != 0;
	v = batch_view(c, below ? str_cat(c->a, b.body_name, STR("：目标与进度")) : STR("目标与进度"));
	page_crumb(c, &v->page, STR("目标与进度"), below ? target_href(c, &b, "/o/targets", 0) : str_none());
	if (below)
		page_crumb(c, &v->page, b.body_name, str_none());
	v->over = target_over(c, &b);
	v->page.wide = true;
	differs_banner(c, &b, v);
	stats(c, &b, v);
	if (target_chart(c, &b, &chart))
		VEC_PUSH(c->a, &v->charts, chart);
	lines_table(c, &b, v);
	duties(c, &b, v);
	funnel(c, &b, v);
	TRY(choices(c, db, &b, v, e));
	return batch_show(c, 200, v);
}

static const struct list_column COLUMN[] = {{"body", {"主管部门", XLSX_TEXT, 26, 0}},
	{"target", {"年度目标", XLSX_INT, 10, 0}}, {"listed", {"已公告", XLSX_INT, 10, 0}},
	{"recommended", {"已推荐", XLSX_INT, 10, 0}}, {"reviewing", {"在审", XLSX_INT, 10, 0}},
	{"filing", {"企业手中", XLSX_INT, 10, 0}}, {"pace", {"按进度应完成", XLSX_INT, 12, 0}},
	{"rate", {"完成率", XLSX_CODE, 10, 0}}, {"late", {"进度", XLSX_TEXT, 14, 0}},
	{"source", {"目标来源", XLSX_TEXT, 24, 0}}, {"asof", {"截至", XLSX_CODE, 12, 0}}};

/* The bodies, then their sum. */
static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct target_board *b = state;
	const struct target_line *x = i < b->n ? &b->lines[i] : &b->total;
	const struct str cells[ARRAY_LEN(COLUMN)] = {x->short_name, str_i64(c->a, x->target), str_i64(c->a, x->listed),
		str_i64(c->a, x->recommended), str_i64(c->a, x->reviewing), str_i64(c->a, x->filing),
		str_i64(c->a, x->pace), target_rate_text(c->a, x), target_late_text(c->a, x), x->source, date_str(c->a, b->asof)};

	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_targets_file(struct ctx *c, struct err *e)
{
	struct target_board *b = ARENA_NEW(c->a, struct target_board);
	struct list_file file = {.column = COLUMN, .columns = ARRAY_LEN(COLUMN)};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(target_board_asked(c, db, &c->query, b, e));
	file.title = str_cat(c->a, target_over(c, b), STR("目标与进度"));
	file.back = target_href(c, b, "/o/targets", body_param(c, b));
	return list_respond_loaded(c, &file, b->n + 1, file_cells, b, e);
}
