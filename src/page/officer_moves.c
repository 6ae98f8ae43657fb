/* 迁入迁出: enterprises that came into the body's places or left them, and what was handed over with each. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "store/q.h"

#define MOVES_PAGE 50

static struct str handed(struct ctx *c, const struct q_moves_of_body *r)
{
	const struct {
		int64_t n;
		const char *text;
	} parts[] = {{r->files, "件在办材料"}, {r->cases, "件未结案件"}, {r->duties, "项未办更新或调查"},
		{r->titles, "个将到期称号"}, {r->voices, "件待答复诉求"}};
	struct str text = STR("");

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i].n)
			text = str_fmt(c->a, "%.*s%s%lld %s", STR_ARG(text), text.n ? "，" : "", (long long)parts[i].n, parts[i].text);
	return text.n ? text : STR("没有未办事项");
}

static void move_row(struct ctx *c, struct view_table *t, const struct q_moves_of_body *r)
{
	struct view_cells *row = batch_row(c, t);
	struct view_cell *cell = batch_cell(c, t, row, r->name);

	if (r->enterprise.n)
		cell->href = str_cat(c->a, STR("/o/integrity/"), r->enterprise);
	batch_cell(c, t, row, r->came && r->went ? STR("区域内迁移") : r->came ? STR("迁入") : STR("迁出"))->tag =
		r->came && r->went ? "grey" : r->came ? "green" : "amber";
	batch_cell(c, t, row, r->from_name);
	batch_cell(c, t, row, r->to_name);
	batch_cell(c, t, row, r->happened_on);
	batch_cell(c, t, row, date_str(c->a, date_of_instant(r->decided_at)));
	batch_cell(c, t, row, handed(c, r));
	cell = batch_cell(c, t, row, r->case_no);
	if (r->own_case)
		cell->href = str_cat(c->a, STR("/o/case/"), r->case_public);
}

enum rc page_o_moves(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"企业", "方向", "原所在地", "现所在地", "发生日期", "移交日期", "移交的事项", "案件"};
	struct q_moves_of_body_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_moves_of_body(db,
		&(struct q_moves_of_body_in){
			.agency_id = c->who.agency_id, .before_id = batch_before(c), .limit = MOVES_PAGE + 1},
		&rows, e));
	v = batch_view(c, STR("迁入迁出"));
	page_crumb(c, &v->page, STR("迁入迁出"), str_none());
	v->lead = STR("企业报告迁移、经省级确认后，未办的事项随企业移交迁入地：在办材料、未结案件、年度更新和季度调查、将到期的称号、待答复的诉求。"
		      "迁出地保留已办结的记录；已公布的名单、目标任务的完成数按公布时的所在地，不因迁移改变。");
	struct view_table *t = &batch_table(c, v, "moves", "", STR("迁入和迁出的企业，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < MIN_OF(rows.n, (size_t)MOVES_PAGE); i++)
		move_row(c, t, &rows.v[i]);
	t->empty = STR("没有企业迁入或迁出。企业在“重大变化”报告迁移，县、市提出意见，省级确认后列在这里。");
	batch_walk(c, v, STR("/o/moves?"), rows.n > MOVES_PAGE ? rows.v[MOVES_PAGE - 1].id : 0);
	return batch_show(c, 200, v);
}
