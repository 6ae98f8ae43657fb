/* 评价工作机构和主管部门: each body as its document prints it, by province and line, for whoever wants to ask. */
#include "base/vec.h"
#include "page/common.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "store/q.h"

static void head(struct ctx *c, struct view_table *t)
{
	static const char *const heads[] = {"机构", "对应辖区", "办公电话"};

	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		VEC_PUSH(c->a, &t->heads, ((struct view_head){.text = str_c(heads[i])}));
}

static void body_row(struct ctx *c, struct view_table *t, const struct q_bodies_printed *b)
{
	struct view_cells *row = VEC_ADD(c->a, &t->rows);
	struct view_cell cells[] = {{.text = b->name},
		{.text = b->area.n ? b->area : STR("—")},
		{.text = b->phone.n ? b->phone : STR("未登记")}};

	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		cells[i].label = t->heads.v[i].text;
		VEC_PUSH(c->a, row, cells[i]);
	}
}

/* One table per province body and line; the counties stand under their cities in the guide. */
static enum rc section(struct ctx *c, struct db *db, const struct q_bodies_roots *root,
	struct view_bodies *v, struct err *e)
{
	struct q_bodies_printed_list list;
	struct view_bodies_part *part = VEC_ADD(c->a, &v->parts);

	TRY(q_bodies_printed(db, &(struct q_bodies_printed_in){.parent_id = root->id}, &list, e));
	part->id = root->code;
	part->title = root->name;
	part->phone = root->phone;
	part->table.caption = str_fmt(c->a, "共 %zu 个机构", list.n);
	part->table.empty = STR("没有下级机构");
	head(c, &part->table);
	for (size_t i = 0; i < list.n; i++)
		body_row(c, &part->table, &list.v[i]);
	links_add(c, &v->contents, root->name, str_cat(c->a, STR("#"), root->code), false);
	return RC_OK;
}

enum rc page_bodies(struct ctx *c, struct err *e)
{
	struct q_bodies_roots_list roots;
	struct view_bodies v = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_bodies_roots(db, &roots, e));
	page_view(c, "评价工作机构名单", &v.page);
	v.page.column = STR("评价工作机构名单");
	page_crumb(c, &v.page, STR("评价工作机构名单"), str_none());
	for (size_t i = 0; i < roots.n; i++)
		TRY(section(c, db, &roots.v[i], &v, e));
	tmpl_public_bodies(respond_html(c, 200), &v);
	return RC_OK;
}
