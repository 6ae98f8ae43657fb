/* The QR code in the footer of a printed paper leads here: is this what was submitted, shown, recommended or
 * announced? It says no more than the paper itself.
 */
#include "page/act.h"
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_enterprise.h"
#include "service/rules.h"

#include "store/q.h"

static void form_rows(
	struct ctx *c, const struct q_submission_by_content *row, struct view_verify_paper *v)
{
	v->kind = row->latest ? "ok" : "warn";
	v->lead = row->latest ? STR("与本平台留存的最近一次报送内容一致。请核对企业名称和回执编号。")
			      : STR("这是较早一次报送的内容，之后又补正重新报送过。");
	rows_add(c, &v->rows, "企业名称", row->enterprise_name);
	rows_add(c, &v->rows, "申报批次", row->batch_title);
	rows_add(c, &v->rows, "受理编号", row->no);
	rows_add(c, &v->rows, "回执编号", row->receipt_no);
	rows_add(c, &v->rows, "报送时间", instant_human(c->a, row->submitted_at));
	rows_add(c, &v->rows, "报送次数", str_fmt(c->a, "第 %lld 次", (long long)row->seq));
}

static const char *list_word(struct str kind)
{
	return str_eqc(kind, "publicity")	 ? "公示名单"
	       : str_eqc(kind, "recommendation") ? "推荐名单"
						 : "公告名单";
}

/* The same list may have been shown and then announced: each time is told. */
static void list_rows(struct ctx *c, const struct q_list_by_hash_list *lists, struct view_verify_paper *v)
{
	v->kind = "ok";
	v->lead = STR("与本平台定下的名单一致。请核对单位、批次和家数；纸质名单中的企业应当与名单逐一相同。");
	for (size_t i = 0; i < lists->n; i++) {
		const struct q_list_by_hash *l = &lists->v[i];
		const struct procedure *p = rules_procedure(ctx_services(c)->rules, l->edition,
			date_of_instant(c->now));
		rows_add(c, &v->rows, list_word(l->kind), l->body);
		if (l->title.n)
			rows_add(c, &v->rows, "标题", l->title);
		rows_add(c, &v->rows, "批次",
			str_cat(c->a, l->batch_title, p ? p->tier_full_name : STR("")));
		rows_add(c, &v->rows, "家数", str_fmt(c->a, "%lld 家", (long long)l->count));
		rows_add(c, &v->rows, "时间", instant_human(c->a, l->at));
	}
}

enum rc page_verify_paper(struct ctx *c, struct err *e)
{
	struct view_verify_paper v = {.hash = c->params[0]};
	struct str hash = str_lower(c->a, v.hash);
	struct q_list_by_hash_list lists = {0};
	struct q_submission_by_content row;
	struct db *db;
	bool found;

	TRY(ctx_db(c, &db, e));
	TRY(q_submission_by_content(
		db, &(struct q_submission_by_content_in){.content_hash = hash}, &row, &found, e));
	if (!found)
		TRY(q_list_by_hash(
			db, &(struct q_list_by_hash_in){.list_hash = hash}, &lists, e));
	page_view(c, "纸质材料核验", &v.page);
	page_crumb(c, &v.page, STR("纸质材料核验"), str_none());
	v.title = v.page.title;
	v.kind = "bad";
	v.lead = STR("没有与这个校验码一致的材料或名单：纸质件可能不是从本平台打印的，或者被改动过。");
	if (found)
		form_rows(c, &row, &v);
	else if (lists.n)
		list_rows(c, &lists, &v);
	tmpl_public_verify_paper(respond_html(c, found || lists.n ? 200 : 404), &v);
	return RC_OK;
}
