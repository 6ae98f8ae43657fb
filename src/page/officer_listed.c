/* 联合惩戒名单: who of a body's places stands in a list of another authority, who was taken off; the province imports. */
#include "page/batch_page.h"
#include "page/import_sheet.h"
#include "page/routes.h"
#include "service/import.h"
#include "service/listed.h"
#include "store/q.h"
#include "web/html.h"

#define ROWS 100
#define IMPORT_ROWS 5000 /* of one file in the browser; more by `tidu import listed` */

/* --- the list ---------------------------------------------------------------------------------------- */

static struct q_listed_of_body_in after_of(struct ctx *c, bool off)
{
	return (struct q_listed_of_body_in){.agency_id = c->who.agency_id, .off = off,
		.since_on = form_get(&c->query, "since").n ? form_get(&c->query, "since") : STR("9999"),
		.uscc = form_get(&c->query, "after"), .kind = form_get(&c->query, "kind"), .limit = ROWS + 1};
}

static struct str next_href(struct ctx *c, const struct q_listed_of_body *last, bool off)
{
	struct buf b;

	buf_init(&b, c->a, 2048);
	buf_printf(&b, "/o/listed?%ssince=", off ? "state=off&" : "");
	html_query(&b, last->since_on);
	buf_lit(&b, "&after=");
	html_query(&b, last->uscc);
	buf_lit(&b, "&kind=");
	html_query(&b, last->kind);
	return buf_view(&b);
}

static void row_add(struct ctx *c, struct view_table *t, const struct q_listed_of_body *x)
{
	struct view_cells *r = batch_row(c, t);
	struct str why = x->reason.n && x->source.n ? STR_JOIN(c->a, x->reason, STR("（"), x->source, STR("）"))
			 : x->reason.n		    ? x->reason
						    : x->source;

	struct view_cell *name = batch_cell(c, t, r, x->name);
	if (x->enterprise.n)
		name->href = str_cat(c->a, STR("/o/integrity/"), x->enterprise);
	batch_cell(c, t, r, x->uscc);
	batch_cell(c, t, r, listed_word(x->kind))->tag = x->removed_on.n ? "grey" : "red";
	batch_cell(c, t, r, x->since_on);
	batch_cell(c, t, r, x->removed_on.n ? x->removed_on : STR("—"));
	batch_cell(c, t, r, why.n ? why : STR("—"));
	batch_cell(c, t, r, str_i64(c->a, x->files));
	struct view_cell *titles = batch_cell(c, t, r, str_i64(c->a, x->titles));
	if (x->titles)
		titles->href = str_cat(c->a, STR("/o/cases/new?code="), x->uscc);
}

static void list_put(struct ctx *c, struct view_batch *v, const struct q_listed_of_body_list *rows, bool off)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "名录", "列入日期", "移出日期", "原因和来源",
		"在办申报#件", "有效称号#个"};
	struct view_table *t = &batch_table(c, v, "list", "",
		off ? STR("已移出的企业，新的在前；可以正常申报") : STR("在列的企业，新的在前；移出前不能申报"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = off ? STR("还没有移出的企业。") : STR("辖区内没有在列的企业：没有导入名单，或者名单中没有在本平台登记的企业。");
	for (size_t i = 0; i < rows->n && i < ROWS; i++)
		row_add(c, t, &rows->v[i]);
	v->pager.next = rows->n > ROWS ? next_href(c, &rows->v[ROWS - 1], off) : str_none();
}

static void import_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "import", STR("导入名单"), STR("/o/listed"));

	f->lead = STR("CSV 或 XLSX，按表头认列：统一社会信用代码、名录（经营异常名录、严重失信主体名单）、列入日期必须有；移出日期、"
		      "原因、来源可以有。移出的，补上移出日期再导入一次；再次导入同一文件不产生重复。先预览，确认后才导入。");
	f->file = STR("file");
	f->file_label = STR("名单文件");
	f->file_needed = true;
	f->file_hint = str_fmt(c->a, "一次最多 %d 行", IMPORT_ROWS);
	f->file_error = errors ? form_error_of(errors, "file") : str_none();
	batch_act(c, f, "preview", "预览", "second");
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	bool off = str_eqc(form_get(&c->query, "state"), "off");
	struct q_listed_of_body_in in = after_of(c, off);
	struct q_listed_of_body_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_listed_of_body(db, &in, &rows, e));
	struct view_batch *v = batch_view(c, STR("联合惩戒名单"));
	page_crumb(c, &v->page, STR("联合惩戒名单"), str_none());
	v->page.wide = true;
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("按统一社会信用代码与经营异常名录、严重失信主体名单比对：在列的不能申报，正在公示的转异议复核，移出后可以正常申报。"
		      "有有效称号的，点个数按办法立案。");
	v->tabs.label = STR("按是否在列");
	links_add(c, &v->tabs.items, STR("在列"), STR("/o/listed"), !off);
	links_add(c, &v->tabs.items, STR("已移出"), STR("/o/listed?state=off"), off);
	list_put(c, v, &rows, off);
	v->paged = rows.n > ROWS || in.uscc.n;
	if (in.uscc.n)
		v->pager.first = off ? STR("/o/listed?state=off") : STR("/o/listed");
	v->tables_first = true;
	if (actor_is(&c->who, ROLE_PROVINCE))
		import_form(c, v, errors);
	return batch_show(c, status, v);
}

enum rc page_o_listed(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* --- import: preview, confirm --------------------------------------------------------------------------- */

/* `csv`: what was read, as the confirmation sends it again. */
static enum rc read_form(struct ctx *c, struct import_listings *uc, struct str *csv, struct err *e)
{
	struct import_column col[LISTING_COLUMN__MAX];
	struct import_sheet sheet;

	for (size_t k = 0; k < LISTING_COLUMN__MAX; k++)
		col[k] = (struct import_column){listing_columns[k], listing_column_needed((enum listing_column)k)};
	uc->agency_id = c->who.agency_id;
	TRY(import_sheet_read(c, col, ARRAY_LEN(col), IMPORT_ROWS, &sheet, e));
	*csv = sheet.csv;
	uc->n = sheet.n;
	uc->v = ARENA_NEW_N(c->a, struct import_listing, sheet.n);
	for (size_t i = 0; i < sheet.n; i++) {
		uc->v[i].told.row = sheet.v[i].number;
		memcpy(uc->v[i].cell, sheet.v[i].cell, sizeof(uc->v[i].cell));
	}
	return RC_OK;
}

static void outcome_rows(struct ctx *c, struct view_batch *v, const struct import_listings *uc, bool bad)
{
	static const char *const heads[] = {"行", "统一社会信用代码", "名录", "列入日期", "移出日期", "结果", "原因"};
	struct view_table *t = &batch_table(c, v, bad ? "bad" : "rows", bad ? "不能导入的行" : "将要导入的行",
		str_fmt(c->a, "最多列出 %d 行", BATCH_PART))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("没有：名单与已导入的一致，或都不能导入。");
	for (size_t i = 0; i < uc->n && t->rows.n < BATCH_PART; i++) {
		const struct import_listing *x = &uc->v[i];
		if (bad != (x->told.outcome == IMPORT_BAD) || x->told.outcome == IMPORT_SAME)
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_i64(c->a, x->told.row));
		for (size_t k = LISTING_USCC; k <= LISTING_REMOVED; k++)
			batch_cell(c, t, r, x->cell[k].n ? x->cell[k] : STR("—"));
		batch_cell(c, t, r, str_c(import_outcome_word(x->told.outcome)))->tag = bad ? "red" : "green";
		batch_cell(c, t, r, x->told.reason.n ? x->told.reason : STR("—"));
	}
}

static enum rc show_preview(struct ctx *c, struct import_listings *uc, struct str csv, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("导入前预览"));
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(listings_judge(db, c->now, uc, e));
	int64_t change = uc->counts[IMPORT_NEW] + uc->counts[IMPORT_UPDATED];
	page_crumb(c, &v->page, STR("联合惩戒名单"), STR("/o/listed"));
	page_crumb(c, &v->page, STR("导入前预览"), str_none());
	v->page.wide = true;
	v->lead = STR("还没有导入。请核对下列结果，不能导入的行不影响其他行。");
	for (int o = 0; o < IMPORT__MAX; o++)
		batch_stat(c, v, import_outcome_word((enum import_outcome)o), uc->counts[o], "行",
			o == IMPORT_BAD && uc->counts[o] ? "bad" : "");
	struct view_batch_form *f = batch_form(c, v, "confirm", str_none(), STR("/o/listed"));
	f->back = STR("/o/listed");
	if (change) {
		batch_hidden(c, f, "csv", csv);
		f->warn = STR("导入后立即用于核对申报条件：在列的不能申报，正在公示的转异议复核，并通知企业和有关主管部门。");
		batch_act(c, f, "import", str_cstr(c->a, str_fmt(c->a, "导入这 %lld 行", (long long)change)), "");
	}
	if (uc->counts[IMPORT_BAD])
		outcome_rows(c, v, uc, true);
	outcome_rows(c, v, uc, false);
	return batch_show(c, 200, v);
}

enum rc page_o_listed_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct import_listings uc = {0};
	struct str csv;
	enum rc rc = read_form(c, &uc, &csv, e);

	if (rc == RC_OK && !str_eqc(form_get(&c->form, "act"), "import"))
		return show_preview(c, &uc, csv, e);
	struct tx_call call = ctx_call(c, STR("/o/listed"));
	if (rc == RC_OK)
		rc = TX_RUN(&call, import_listings, &uc, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "已导入：新增 %lld 行，更新 %lld 行，未变 %lld 行，未导入 %lld 行",
			(long long)uc.counts[IMPORT_NEW], (long long)uc.counts[IMPORT_UPDATED],
			(long long)uc.counts[IMPORT_SAME], (long long)uc.counts[IMPORT_BAD]));
}
