/* The part of the first page that looks down: the counties of a city, the cities of the province,
 * batches by state, windows of publicity. Figures come from counters; each leads to the list behind
 * it.
 */
#include "page/batch_page.h"
#include "page/officer.h"
#include "page/target_chart.h"
#include "service/progress.h"
#include "service/target.h"

#define BATCHES_SHOWN 4

/* One column of a table of counts: the states that make it up; a single one leads to its list. */
struct column {
	const char *head;
	enum state states[9];
	size_t n;
};
static const struct column funnel[] = {
        {"企业手中#件", {STATE_DRAFT, STATE_SIGN, STATE_RETURNED}, 3},
        {"待县级初审#件", {STATE_COUNTY}, 1},
        {"待市级审核#件", {STATE_CITY}, 1},
        {"核查、研究、待公示#件", {STATE_SITE, STATE_DECIDE, STATE_PUB_WAIT}, 3},
        {"公示与推荐#件", {STATE_PUB_CITY, STATE_DISPUTED, STATE_POOL, STATE_RECOMMEND}, 4},
        {"省级#件", {STATE_PROV, STATE_RECORD, STATE_SAMPLE, STATE_EXPERT, STATE_PROV_WAIT, STATE_PUB_PROV,
	                STATE_DISPUTED_PROV, STATE_NOMINATE, STATE_NATION}, 9},
        {"待公告#件", {STATE_APPROVED}, 1},
        {"已公告#家", {STATE_LISTED}, 1},
};

static int64_t sum(const struct batch_counts *counts, const struct column *col)
{
	int64_t n = 0;

	for (size_t i = 0; i < col->n; i++)
		n += counts->n[col->states[i]];
	return n;
}

static void heads(struct ctx *c, struct view_table *t, const char *first)
{
	batch_heads(c, t, &first, 1);
	for (size_t i = 0; i < ARRAY_LEN(funnel); i++)
		batch_heads(c, t, &funnel[i].head, 1);
	t->scrolls = true;
}

/* `narrow`: "&batch=3" or "&county=12", what the list is narrowed to. */
static void counts_cells(struct ctx *c, struct view_table *t, struct view_cells *row,
        const struct batch_counts *counts, struct str narrow)
{
	for (size_t i = 0; i < ARRAY_LEN(funnel); i++) {
		int64_t n = sum(counts, &funnel[i]);
		struct view_cell *cell = batch_cell(c, t, row, str_i64(c->a, n));
		if (n && funnel[i].n == 1)
			cell->href = str_fmt(c->a, "/o/queue?state=%s%.*s",
			        state_code(funnel[i].states[0]), STR_ARG(narrow));
	}
}

static enum rc batches(struct ctx *c, struct db *db, struct view_table *t, struct err *e)
{
	struct q_batches_for_officer_list rows;

	TRY(q_batches_for_officer(
	        db, &(struct q_batches_for_officer_in){.agency_id = c->who.agency_id}, &rows, e));
	t->caption = STR("各批次办理到哪一步");
	t->empty = STR("还没有批次：系统会按实施细则的日历建立。");
	heads(c, t, "批次");
	for (size_t i = 0; i < rows.n && t->rows.n < BATCHES_SHOWN; i++) {
		struct batch_counts n;
		if (str_eqc(rows.v[i].state, "planned"))
			continue;
		TRY(batch_counts_load(db, &c->who, rows.v[i].id, &n, e));
		if (!str_eqc(rows.v[i].state, "open") && n.submitted == 0)
			continue;
		struct view_cells *row = batch_row(c, t);
		batch_cell(c, t, row, rows.v[i].title)->href =
		        str_fmt(c->a, "/o/batch/%lld", (long long)rows.v[i].id);
		counts_cells(c, t, row, &n, str_fmt(c->a, "&batch=%lld", (long long)rows.v[i].id));
	}
	return RC_OK;
}

static struct view_cell *late_cell(
        struct ctx *c, struct view_table *t, struct view_cells *row, int64_t late)
{
	struct view_cell *cell = batch_cell(c, t, row, str_i64(c->a, late));

	if (late)
		cell->tag = "red";
	return cell;
}

static void counties(struct ctx *c, const struct progress *p, int64_t year, struct view_table *t)
{
	static const char *const late[] = {"县级超期#件"};

	t->caption = str_fmt(c->a, "%lld 年各县（市、区）进度%s", (long long)year,
	        p->late_bodies ? str_cstr(c->a, str_fmt(c->a, "：%lld 个有超期",
	                                                (long long)p->late_bodies))
	                       : "：没有超期");
	t->empty = STR("没有下级主管部门，初审和审核都由本单位办理。");
	heads(c, t, "县（市、区）");
	batch_heads(c, t, late, 1);
	for (size_t i = 0; i < p->n; i++) {
		const struct body_progress *b = &p->v[i];
		struct str narrow = str_fmt(c->a, "&county=%lld", (long long)b->body_id);
		struct view_cells *row = batch_row(c, t);
		batch_cell(c, t, row, b->short_name)->href =
		        str_fmt(c->a, "/o/queue?state=all%.*s", STR_ARG(narrow));
		counts_cells(c, t, row, &b->counts, narrow);
		late_cell(c, t, row, b->late);
	}
}

static const struct target_line *line_of(const struct target_board *b, int64_t body_id)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].body_id == body_id)
			return &b->lines[i];
	return NULL;
}

/* 落后 98, 达到进度, or nothing where no target was printed. */
static void pace_cell(
        struct ctx *c, struct view_table *t, struct view_cells *row, const struct target_line *x)
{
	struct view_cell *cell;

	if (!x || x->target == 0) {
		batch_cell(c, t, row, STR("—"));
		return;
	}
	cell = batch_cell(c, t, row,
	        x->late ? str_fmt(c->a, "落后 %lld",
	                          (long long)(x->pace - x->listed - x->recommended))
	                : STR("达到进度"));
	cell->tag = x->late ? "amber" : "green";
}

static void cities(struct ctx *c, const struct progress *p, const struct target_board *board,
        struct view_table *t)
{
	static const char *const names[] = {"市", "年度目标#家", "完成#家", "按进度应完成#家",
	        "进度", "待县级初审#件", "待市级审核#件", "超期#件"};

	t->caption = str_fmt(c->a, "%lld 年各市进度：%lld 个市有超期", (long long)board->year,
	        (long long)p->late_bodies);
	t->empty = STR("没有下级主管部门。");
	t->scrolls = true;
	batch_heads(c, t, names, ARRAY_LEN(names));
	for (size_t i = 0; i < p->n; i++) {
		const struct body_progress *b = &p->v[i];
		const struct target_line *x = line_of(board, b->body_id);
		struct str narrow = str_fmt(c->a, "&city=%lld", (long long)b->body_id);
		struct view_cells *row = batch_row(c, t);
		batch_cell(c, t, row, b->short_name)->href =
		        str_fmt(c->a, "/o/queue?state=all%.*s", STR_ARG(narrow));
		batch_cell(c, t, row, x && x->target ? str_i64(c->a, x->target) : STR("—"));
		batch_cell(c, t, row, str_i64(c->a, x ? x->listed + x->recommended : 0));
		batch_cell(c, t, row, x && x->target ? str_i64(c->a, x->pace) : STR("—"));
		pace_cell(c, t, row, x);
		batch_cell(c, t, row, str_i64(c->a, b->counts.n[STATE_COUNTY]))->href =
		        str_fmt(c->a, "/o/queue?state=county%.*s", STR_ARG(narrow));
		batch_cell(c, t, row, str_i64(c->a, b->counts.n[STATE_CITY]))->href =
		        str_fmt(c->a, "/o/queue?state=city%.*s", STR_ARG(narrow));
		late_cell(c, t, row, b->late);
	}
}

static void target_stat(struct ctx *c, const struct target_board *b, struct view_stats *stats)
{
	const struct target_line *x = &b->total;
	int64_t done = x->listed + x->recommended;

	if (x->target == 0)
		return;
	VEC_PUSH(c->a, stats,
	        ((struct view_stat){.label = str_fmt(c->a, "%lld 年目标完成", (long long)b->year),
	                .value = str_i64(c->a, done),
	                .unit = str_fmt(c->a, "/ %lld 家", (long long)x->target),
	                .note = x->late ? str_fmt(c->a, "按时间进度应完成 %lld，落后 %lld",
	                                          (long long)x->pace, (long long)(x->pace - done))
	                                : str_fmt(c->a, "按时间进度应完成 %lld",
	                                          (long long)x->pace),
	                .href = STR("/o/targets"),
	                .kind = x->late ? "warn" : "ok"}));
}

static enum rc windows(struct ctx *c, struct db *db, struct view_links *out, struct err *e)
{
	struct q_publicities_of_body_list rows;

	TRY(q_publicities_of_body(
	        db, &(struct q_publicities_of_body_in){.agency_id = c->who.agency_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_publicities_of_body *p = &rows.v[i];
		bool open = str_eqc(p->state, "open");
		struct str text;
		if (!open && !str_eqc(p->state, "proposed") && !p->objections_open)
			continue;
		text = open ? str_fmt(c->a, "%.*s：公示中，%.*s 24:00 截止，%lld 家",
		                      STR_ARG(p->title), STR_ARG(p->last_on), (long long)p->count)
		       : p->objections_open
		               ? str_fmt(c->a, "%.*s：公示期满，%lld 件异议待办理",
		                         STR_ARG(p->title), (long long)p->objections_open)
		               : str_fmt(c->a, "%.*s：等待第二人确认，%lld 家", STR_ARG(p->title),
		                         (long long)p->count);
		if (open && p->objections)
			text = str_fmt(c->a, "%.*s，异议 %lld 件（待办理 %lld）", STR_ARG(text),
			        (long long)p->objections, (long long)p->objections_open);
		links_add(c, out, text, str_cat(c->a, STR("/o/publicity/"), p->public_id), false);
	}
	return RC_OK;
}

enum rc o_progress(struct ctx *c, struct db *db, struct str edition, int64_t year,
        struct view_o_home *v, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct target_board board;
	struct progress p;

	if (!rules_procedure(rules, edition, date_of_instant(c->now)))
		return RC_OK;
	TRY(target_board_load(db, rules, &c->who, edition, year, c->now, &board, e));
	target_stat(c, &board, &v->stats);
	if (!actor_is(&c->who, ROLE_CITY | ROLE_PROVINCE))
		return RC_OK;
	TRY(progress_load(db, &c->who, edition, year, c->now, &p, e));
	TRY(windows(c, db, &v->windows, e));
	TRY(batches(c, db, &v->batches, e));
	if (actor_is(&c->who, ROLE_CITY)) {
		counties(c, &p, year, &v->bodies);
		return RC_OK;
	}
	cities(c, &p, &board, &v->bodies);
	v->has_chart = target_chart(c, &board, &v->chart);
	return RC_OK;
}
