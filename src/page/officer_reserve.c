/* 后备库与融资对接: lists that follow from a library of titles, as the procedure asks for them. */
#include "base/buf.h"
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "service/editions.h"
#include "service/follow.h"

/* Which list a page shows: a member of the procedure. */
struct reserve {
	const char *member; /* "reserve" or "finance" */
	const struct procedure *procedure;
	const struct json *rule;
	struct q_reserve_list_list rows;
};

/* The edition that asks for such a list and began last. */
static const struct procedure *asking(const struct editions *own, const char *member)
{
	const struct procedure *best = NULL;

	for (size_t i = 0; i < own->n; i++)
		if (json_get(own->v[i]->json, member) &&
			(!best || str_cmp(own->v[i]->legal_from, best->legal_from) > 0))
			best = own->v[i];
	return best;
}

/* What an enterprise that lists nothing of its own lacks for a later step. */
static int lacks(const struct q_reserve_list *x)
{
	return (x->ip == 0) + (x->projects == 0) + (x->tech_staff == 0);
}

static struct str lacks_text(struct ctx *c, const struct q_reserve_list *x)
{
	static const char *const words[] = {"知识产权", "研发项目", "科技人员"};
	const bool none[] = {x->ip == 0, x->projects == 0, x->tech_staff == 0};
	struct str out = STR("");

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (none[i])
			out = str_fmt(c->a, "%.*s%s%s", STR_ARG(out), out.n ? "、" : "", words[i]);
	return out.n ? out : STR("—");
}

static int by_lack(const void *a, const void *b)
{
	const struct q_reserve_list *x = a, *y = b;
	int d = lacks(x) - lacks(y);

	return d ? d : str_cmp(x->name, y->name);
}

static enum rc load(struct ctx *c, struct reserve *r, struct err *e)
{
	bool finance = str_eqc(form_get(&c->query, "list"), "finance");
	struct editions own;
	struct db *db;

	*r = (struct reserve){.member = finance ? "finance" : "reserve"};
	TRY(ctx_db(c, &db, e));
	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	r->procedure = asking(&own, r->member);
	if (!r->procedure)
		return RC_OK;
	r->rule = json_get(r->procedure->json, r->member);
	TRY(q_reserve_list(db,
		&(struct q_reserve_list_in){.agency_id = c->who.agency_id,
			.tier = r->procedure->programme,
			.today = date_str(c->a, date_of_instant(c->now)),
			.without = json_str(r->rule, "without", STR("")),
			.consented = finance},
		&r->rows, e));
	if (r->rows.n)
		qsort(r->rows.v, r->rows.n, sizeof(*r->rows.v), by_lack);
	return RC_OK;
}

static struct str title_of(const struct reserve *r)
{
	return r->rule ? json_str(r->rule, "name", STR("后备库")) : STR("后备库");
}

static struct str place(struct ctx *c, const struct q_reserve_list *x)
{
	return str_eq(x->city, x->county) ? x->county : str_cat(c->a, x->city, x->county);
}

static void table(struct ctx *c, const struct reserve *r, struct view_batch *v)
{
	static const char *const heads[] = {"企业名称", "所在市县（区）", "编号", "有效期至", "知识产权#项", "研发项目#项",
		"科技人员#人", "清单中还没有", "辅导#次", "融资对接"};
	struct view_batch_table *box = batch_table(
		c, v, "list", "", str_fmt(c->a, "%.*s %zu 家，缺项少的在前", STR_ARG(title_of(r)), r->rows.n));
	struct view_table *t = &box->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	struct batch_part part = batch_part(
		c, v, str_fmt(c->a, "/o/reserve?list=%s", r->member), r->rows.n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct q_reserve_list *x = &r->rows.v[i];
		struct view_cells *row = batch_row(c, t);
		batch_cell(c, t, row, x->name)->href = str_cat(c->a, STR("/o/follow/"), x->enterprise);
		batch_cell(c, t, row, place(c, x));
		batch_cell(c, t, row, x->certificate_no);
		batch_cell(c, t, row, x->valid_to);
		batch_cell(c, t, row, str_i64(c->a, x->ip));
		batch_cell(c, t, row, str_i64(c->a, x->projects));
		batch_cell(c, t, row, str_i64(c->a, x->tech_staff));
		batch_cell(c, t, row, lacks_text(c, x));
		batch_cell(c, t, row, str_i64(c->a, x->coached))->href = str_cat(c->a, STR("/o/coach/firm/"), x->uscc);
		batch_cell(c, t, row,
			x->consented_at.has ? str_fmt(c->a, "%.*s 同意", STR_ARG(date_str(c->a, date_of_instant(x->consented_at.v))))
					    : STR("未同意"));
	}
	list_links(c, &box->links, str_fmt(c->a, "/o/reserve.csv?list=%s", r->member));
}

enum rc page_o_reserve(struct ctx *c, struct err *e)
{
	struct reserve r;

	TRY(load(c, &r, e));
	bool finance = str_eqc(str_c(r.member), "finance");
	struct view_batch *v = batch_view(c, title_of(&r));
	page_crumb(c, &v->page, title_of(&r), str_none());
	v->page.wide = true;
	if (!r.procedure) {
		v->empty = (struct view_empty){.what = STR("本单位没有后备库"),
			.why = STR("本业务条线的文件没有要求从入库企业中建立后备库或融资对接名单。"),
			.href = STR("/o"), .act = STR("返回工作台")};
		return batch_show(c, 200, v);
	}
	v->lead = json_str(r.rule, "text", STR(""));
	rows_add(c, &v->rows, "依据", json_str(r.rule, "clause", STR("")));
	if (r.rows.n)
		table(c, &r, v);
	else
		v->empty = (struct view_empty){.what = STR("名单中还没有企业"),
			.why = finance ? STR("企业在“跟踪服务”页同意后才会列入，同意可以随时撤回。")
				       : STR("本单位辖区内的企业入库公告后自动列入；登记了有效高新技术企业证书的不列入。"),
			.href = STR("/o"), .act = STR("返回工作台")};
	v->links_title = STR("相关");
	links_add(c, &v->links, finance ? STR("后备库") : STR("融资对接名单"),
		finance ? STR("/o/reserve") : STR("/o/reserve?list=finance"), false);
	links_add(c, &v->links, STR("跟踪服务"), STR("/o/follow"), false);
	return batch_show(c, 200, v);
}

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"place", {"所在市县（区）", XLSX_TEXT, 20, 0}},
	{"no", {"编号", XLSX_CODE, 24, 0}}, {"to", {"有效期至", XLSX_CODE, 12, 0}}, {"contact", {"联系人", XLSX_TEXT, 10, 0}},
	{"phone", {"联系电话", XLSX_CODE, 16, 0}}, {"ip", {"知识产权（项）", XLSX_INT, 10, 0}},
	{"projects", {"研发项目（项）", XLSX_INT, 10, 0}}, {"staff", {"科技人员（人）", XLSX_INT, 10, 0}},
	{"lacks", {"清单中还没有", XLSX_TEXT, 24, 0}}, {"coached", {"辅导（次）", XLSX_INT, 10, 0}}, {"consent", {"同意融资对接", XLSX_CODE, 14, 0}}};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct q_reserve_list *x = &((const struct reserve *)state)->rows.v[i];
	const struct str cells[ARRAY_LEN(COLUMN)] = {x->name, x->uscc, place(c, x), x->certificate_no, x->valid_to,
		x->contact, x->contact_phone, str_i64(c->a, x->ip), str_i64(c->a, x->projects),
		str_i64(c->a, x->tech_staff), lacks_text(c, x), str_i64(c->a, x->coached),
		x->consented_at.has ? date_str(c->a, date_of_instant(x->consented_at.v)) : STR("")};

	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_reserve_file(struct ctx *c, struct err *e)
{
	struct reserve *r = ARENA_NEW(c->a, struct reserve);
	struct list_file file = {.column = COLUMN, .columns = ARRAY_LEN(COLUMN)};

	TRY(load(c, r, e));
	file.title = title_of(r);
	file.note = STR_JOIN(c->a, c->who.agency_name, STR("　　"), date_str(c->a, date_of_instant(c->now)));
	file.back = str_fmt(c->a, "/o/reserve?list=%s", r->member);
	return list_respond_loaded(c, &file, r->rows.n, file_cells, r, e);
}
