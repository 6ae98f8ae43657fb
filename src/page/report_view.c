/* 专项条件 in one table: which direction, which honour, since when, until when, when it was last rechecked. */
#include "page/report_view.h"

static void cell(struct ctx *c, struct view_table *t, struct view_cells *r, struct str text)
{
	struct str label = t->heads.v[r->n].text; /* before the row grows */

	*VEC_ADD(c->a, r) =
		(struct view_cell){.text = text.n ? text : STR("—"), .label = label};
}

static void rows_of(struct ctx *c, const struct json *direction, bool first, const struct json *lists,
	struct view_table *t)
{
	struct honours h = {0};

	honours_of(c->a, lists, json_str(direction, "id", STR("")), &h);
	for (size_t i = 0; i < h.n; i++) {
		const struct honour *x = &h.v[i];
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		cell(c, t, r, str_cat(c->a, json_str(direction, "name", STR("")),
				      first ? STR("（主申报方向）") : STR("（补充）")));
		cell(c, t, r, str_fmt(c->a, "%.*s：%.*s", STR_ARG(x->kind), STR_ARG(x->title)));
		cell(c, t, r, x->level);
		cell(c, t, r, x->number);
		cell(c, t, r, x->granted_on);
		cell(c, t, r, x->valid_until.n ? x->valid_until : STR("没有期限"));
		cell(c, t, r, x->rechecked_on);
	}
}

void honours_table(struct ctx *c, const struct procedure *p, struct str main_direction,
	const struct json *lists, struct view_table *t)
{
	static const char *const heads[] = {
		"申报方向", "专项条件", "级别", "编号或文号", "首次获得", "有效期至", "最近一次复核"};
	const struct json *list = json_get(p->json, "directions");
	const struct json *own = direction_find(p, main_direction);

	if (!list)
		return;
	t->caption = STR("申报方向和专项条件（取自荣誉清单中计入的项目）");
	t->empty = STR("荣誉清单中还没有计入的项目");
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(heads[i])};
	if (own)
		rows_of(c, own, true, lists, t);
	for (const struct json *j = list->first; j; j = j->next)
		if (j != own)
			rows_of(c, j, false, lists, t);
}
