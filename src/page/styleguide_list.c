/* Component sheet, chapter on lists: tabs, filters, tables, the empty ones too. */
#include "page/common.h"
#include "page/view_styleguide.h"

#include "base/vec.h"

static const struct {
	const char *due, *name, *county, *kind, *state, *score;
} ROWS[] = {
	{"2023-02-18", "清河县晨岳精密轴承有限公司", "清河县", "red", "超期 2 日", "78"},
	{"2023-02-20", "宁晋县恒拓线缆有限公司", "宁晋县", "amber", "今日到期", "83"},
	{"2023-02-24", "隆尧县麦源食品机械有限公司", "隆尧县", "blue", "待市级审核", "64"},
};

static void head_add(struct ctx *c, struct view_table *t, const char *text, const char *sort,
	bool num)
{
	struct view_head *h = VEC_ADD(c->a, &t->heads);

	h->text = str_c(text);
	h->sort = sort;
	h->num = num;
	if (sort)
		h->href = STR("#tables");
	if (num)
		h->unit = STR("分");
}

static void heads_fill(struct ctx *c, struct view_table *t)
{
	head_add(c, t, "企业", NULL, false);
	head_add(c, t, "截止", "ascending", false);
	head_add(c, t, "县（市、区）", NULL, false);
	head_add(c, t, "状态", NULL, false);
	head_add(c, t, "自评得分", "none", true);
}

static void cell_add(struct ctx *c, struct view_cells *r, const char *label, const char *text)
{
	struct view_cell *cell = VEC_ADD(c->a, r);

	cell->label = str_c(label);
	cell->text = str_c(text);
}

static void table_fill(struct ctx *c, struct view_table *t)
{
	t->caption = STR("待市级审核　37 件，按截止日期排序");
	t->empty = STR("没有符合条件的企业");
	heads_fill(c, t);
	for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
		struct view_cells *r = VEC_ADD(c->a, &t->rows);

		cell_add(c, r, "企业", ROWS[i].name);
		cell_add(c, r, "截止", ROWS[i].due);
		cell_add(c, r, "县（市、区）", ROWS[i].county);
		cell_add(c, r, "状态", ROWS[i].state);
		cell_add(c, r, "自评得分", ROWS[i].score);
		r->v[0].href = STR("#tables");
		r->v[3].tag = ROWS[i].kind;
		r->v[4].num = true;
	}
}

static void filters_fill(struct ctx *c, struct view_filters *f)
{
	struct view_choices county = field_choices("county", "县（市、区）", NULL);

	f->action = STR("/styleguide");
	f->clear_href = STR("/styleguide");
	VEC_PUSH(c->a, &f->fields, field_text(c, "q", "名称或信用代码", str_none(), NULL));
	county.empty = STR("全部");
	choices_add(c, &county, STR("130534"), STR("清河县"), STR("130534"));
	choices_add(c, &county, STR("130528"), STR("宁晋县"), STR("130534"));
	VEC_PUSH(c->a, &f->selects, county);
	links_add(c, &f->chips, STR("2023年第一批"), STR("/styleguide?x=1"), false);
	links_add(c, &f->chips, STR("清河县"), STR("/styleguide?x=2"), false);
}

void styleguide_list(struct ctx *c, struct view_styleguide_list *out)
{
	out->tabs.label = STR("队列");
	out->tabs.help_href = STR("#tables");
	links_add(c, &out->tabs.items, STR("待审核"), STR("#tables"), true);
	links_add(c, &out->tabs.items, STR("退回中"), STR("#tables"), false);
	links_add(c, &out->tabs.items, STR("全部"), STR("#tables"), false);
	out->tabs.items.v[0].count = STR("37");
	out->tabs.items.v[1].count = STR("9");
	out->tabs.items.v[2].count = STR("212");
	filters_fill(c, &out->filters);
	table_fill(c, &out->table);
	out->none.caption = STR("退回中　0 件");
	out->none.empty = STR("目前没有退回中的企业");
	heads_fill(c, &out->none);
	out->pager = (struct view_pager){
		.text = STR("共 37 件，本页 1–20"),
		.first = STR("#tables"),
		.prev = STR("#tables"),
		.next = STR("#tables"),
	};
	out->empty = (struct view_empty){
		.what = STR("本批次尚无企业报送"),
		.why = STR("申报截止 2月28日，可以提醒辖区内已注册的企业。"),
		.href = STR("#tables"),
		.act = STR("查看已注册未报送的企业"),
	};
}
