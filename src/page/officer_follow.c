/* 跟踪服务: what a body notes about an enterprise after its file, and the list of it, by kind. */
#include "base/buf.h"
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "service/follow.h"

static struct str kind_name(const struct follow_kinds *k, struct str id)
{
	const struct follow_kind *one = follow_kind_of(k, id);

	return one ? one->name : id;
}

static struct str or_dash(struct str s)
{
	return s.n ? s : STR("—");
}

/* --- the list of a body ------------------------------------------------------------------------------ */

struct filter {
	struct str kind;
	bool ended;
};

static enum rc list_load(struct ctx *c, struct follow_kinds *kinds, struct filter *f,
	struct q_follow_list_list *rows, struct err *e)
{
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(follow_kinds_load(c->a, kinds, e));
	f->kind = form_get(&c->query, "kind");
	f->ended = str_eqc(form_get(&c->query, "ended"), "1");
	if (!follow_kind_of(kinds, f->kind))
		f->kind = STR("");
	return q_follow_list(db,
		&(struct q_follow_list_in){
			.agency_id = c->who.agency_id, .kind = f->kind, .ended = f->ended},
		rows, e);
}

static struct str list_href(struct ctx *c, const char *path, const struct filter *f)
{
	return str_fmt(c->a, "%s?kind=%.*s%s", path, STR_ARG(f->kind), f->ended ? "&ended=1" : "");
}

static void list_filters(struct ctx *c, const struct follow_kinds *k, const struct filter *f, struct view_batch *v)
{
	struct view_choices kind = field_choices("kind", "事项", NULL),
			    ended = field_choices("ended", "范围", NULL);

	kind.empty = STR("全部");
	for (size_t i = 0; i < k->n; i++)
		choices_add(c, &kind, k->v[i].id, k->v[i].name, f->kind);
	ended.empty = STR("未结束的");
	choices_add(c, &ended, STR("1"), STR("包括已结束的"), f->ended ? STR("1") : str_none());
	v->filters.action = STR("/o/follow");
	VEC_PUSH(c->a, &v->filters.selects, kind);
	VEC_PUSH(c->a, &v->filters.selects, ended);
	if (f->kind.n || f->ended)
		v->filters.clear_href = STR("/o/follow");
}

enum rc page_o_follow(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"企业名称", "事项", "日期", "金额#万元", "说明", "记录单位", "结束日期"};
	struct q_follow_list_list rows;
	struct follow_kinds kinds;
	struct filter f;

	TRY(list_load(c, &kinds, &f, &rows, e));
	struct view_batch *v = batch_view(c, STR("跟踪服务"));
	page_crumb(c, &v->page, STR("跟踪服务"), str_none());
	v->page.wide = true;
	v->lead = STR("企业享受政策、参加赛事、接受辅导等后续动态。在企业的跟踪页登记；审核页和后备库都有入口。");
	list_filters(c, &kinds, &f, v);
	struct view_batch_table *box = batch_table(c, v, "list", "", str_fmt(c->a, "动态 %zu 条，新的在前", rows.n));
	struct view_table *t = &box->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = f.kind.n || f.ended ? STR("没有符合条件的动态。")
				       : STR("还没有登记动态。请从审核页或后备库进入企业的跟踪页登记。");
	struct batch_part part = batch_part(c, v, list_href(c, "/o/follow", &f), rows.n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct q_follow_list *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name)->href = str_cat(c->a, STR("/o/follow/"), x->enterprise);
		batch_cell(c, t, r, kind_name(&kinds, x->kind));
		batch_cell(c, t, r, x->on_date);
		batch_cell(c, t, r, or_dash(x->amount));
		batch_cell(c, t, r, x->note);
		batch_cell(c, t, r, x->body);
		batch_cell(c, t, r, or_dash(x->ended_on));
	}
	if (rows.n)
		list_links(c, &box->links, list_href(c, "/o/follow.csv", &f));
	return batch_show(c, 200, v);
}

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"kind", {"事项", XLSX_TEXT, 18, 0}},
	{"on", {"日期", XLSX_CODE, 12, 0}}, {"amount", {"金额（万元）", XLSX_DECIMAL, 14, 0}},
	{"note", {"说明", XLSX_TEXT, 36, 0}}, {"body", {"记录单位", XLSX_TEXT, 26, 0}},
	{"ended", {"结束日期", XLSX_CODE, 12, 0}}};

struct follow_file {
	struct follow_kinds kinds;
	struct q_follow_list_list rows;
};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct follow_file *f = state;
	const struct q_follow_list *x = &f->rows.v[i];
	const struct str cells[ARRAY_LEN(COLUMN)] = {x->name, x->uscc, kind_name(&f->kinds, x->kind), x->on_date,
		x->amount, x->note, x->body, x->ended_on};

	(void)c;
	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_follow_file(struct ctx *c, struct err *e)
{
	struct follow_file *f = ARENA_NEW(c->a, struct follow_file);
	struct list_file file = {.title = STR("企业跟踪服务"), .column = COLUMN, .columns = ARRAY_LEN(COLUMN)};
	struct filter filter;

	TRY(list_load(c, &f->kinds, &filter, &f->rows, e));
	file.back = list_href(c, "/o/follow", &filter);
	return list_respond_loaded(c, &file, f->rows.n, file_cells, f, e);
}

/* --- one enterprise ----------------------------------------------------------------------------------- */

static void add_form(struct ctx *c, const struct follow_kinds *k, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(
		c, v, "add", STR("登记动态"), str_cat(c->a, STR("/o/follow/"), c->params[0]));
	struct view_choices kind = field_choices("kind", "事项", errors);
	struct view_field amount = field_number(c, "amount", "金额", "万元", str_none(), errors),
			  note = field_text(c, "note", "说明", str_none(), errors);

	for (size_t i = 0; i < k->n; i++)
		choices_add(c, &kind, k->v[i].id, k->v[i].name, form_get(&c->form, "kind"));
	batch_radios(c, f, kind);
	batch_field(c, f, field_date(c, "on", "日期", date_of_instant(c->now), errors));
	amount.optional = true;
	amount.hint = STR("补助、贷款、减免税等有金额的事项填写");
	batch_field(c, f, amount);
	note.hint = STR("企业能看到，最多 300 字");
	batch_area(c, f, note);
	f->warn = STR("登记后不能删除；情况变化时登记结束日期和原因。");
	batch_act(c, f, "add", "登记", "");
}

/* Of those that this body noted and that still hold; one form for the one chosen. */
static void end_form(struct ctx *c, const struct follow_kinds *k, const struct q_follow_tags_of_list *rows,
	struct view_batch *v, const struct form_errors *errors)
{
	struct view_choices tag = field_choices("tag", "要结束的动态", errors);

	for (size_t i = 0; i < rows->n; i++) {
		const struct q_follow_tags_of *x = &rows->v[i];
		if (x->ended_on.n || x->agency_id != c->who.agency_id)
			continue;
		choices_add(c, &tag, x->public_id,
			str_fmt(c->a, "%.*s　%.*s", STR_ARG(x->on_date), STR_ARG(kind_name(k, x->kind))),
			form_get(&c->form, "tag"));
	}
	if (tag.options.n == 0)
		return;
	struct view_batch_form *f = batch_form(
		c, v, "end", STR("结束动态"), str_cat(c->a, STR("/o/follow/"), c->params[0]));
	batch_radios(c, f, tag);
	batch_field(c, f, field_date(c, "ended_on", "结束日期", date_of_instant(c->now), errors));
	batch_area(c, f, field_text(c, "reason", "原因", str_none(), errors));
	batch_act(c, f, "end", "结束", "second");
}

static void tags_table(struct ctx *c, const struct follow_kinds *k, const struct q_follow_tags_of_list *rows,
	struct view_batch *v)
{
	static const char *const heads[] = {"事项", "日期", "金额#万元", "说明", "记录单位", "结束"};
	struct view_table *t =
		&batch_table(c, v, "list", "动态", str_fmt(c->a, "动态 %zu 条，新的在前", rows->n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有登记动态。");
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_follow_tags_of *x = &rows->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, kind_name(k, x->kind));
		batch_cell(c, t, r, x->on_date);
		batch_cell(c, t, r, or_dash(x->amount));
		batch_cell(c, t, r, x->note);
		batch_cell(c, t, r, x->body);
		batch_cell(c, t, r, x->ended_on.n ? str_fmt(c->a, "%.*s，%.*s", STR_ARG(x->ended_on), STR_ARG(x->ended_reason))
						  : STR("—"));
	}
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_follow_enterprise x;
	struct q_follow_tags_of_list rows;
	struct follow_kinds kinds;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_follow_enterprise(db,
		&(struct q_follow_enterprise_in){.public_id = c->params[0], .agency_id = c->who.agency_id}, &x, e));
	TRY(follow_kinds_load(c->a, &kinds, e));
	TRY(q_follow_tags_of(db,
		&(struct q_follow_tags_of_in){.enterprise_id = x.id, .agency_id = c->who.agency_id}, &rows, e));
	struct view_batch *v = batch_view(c, x.name);
	page_crumb(c, &v->page, STR("跟踪服务"), STR("/o/follow"));
	page_crumb(c, &v->page, x.name, str_none());
	v->over = STR("跟踪服务");
	v->lead = str_cat(c->a, STR("统一社会信用代码："), x.uscc);
	if (errors)
		v->page.errors = *errors;
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("宣传报道、考察交流前征求企业同意"),
		STR_JOIN(c->a, STR("/o/follow/"), c->params[0], STR("/consent")), false);
	tags_table(c, &kinds, &rows, v);
	v->tables_first = true;
	add_form(c, &kinds, v, errors);
	end_form(c, &kinds, &rows, v, errors);
	return batch_show(c, status, v);
}

enum rc page_o_follow_one(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_o_follow_post(struct ctx *c, struct err *e)
{
	bool end = str_eqc(form_get(&c->form, "act"), "end");
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/follow/"), c->params[0]));
	enum rc rc;

	if (end) {
		struct follow_end uc = {.enterprise = c->params[0], .tag = ctx_typed(c, "tag"), .reason = ctx_typed(c, "reason")};
		(void)!date_parse_loose(ctx_typed(c, "ended_on"), &uc.on);
		rc = TX_RUN(&call, follow_end, &uc, e);
	} else {
		struct follow_add uc = {.enterprise = c->params[0],
			.kind = ctx_typed(c, "kind"),
			.amount = ctx_typed(c, "amount"),
			.note = ctx_typed(c, "note")};
		(void)!date_parse_loose(ctx_typed(c, "on"), &uc.on);
		rc = TX_RUN(&call, follow_add, &uc, e);
	}
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, &errors, e);
		return show(c, again, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, end ? STR("已登记结束") : STR("已登记，企业能在“跟踪服务”中看到"));
}
