/* The QR code in the footer of a printed form leads here: is this paper what was submitted? It says no
 * more than the paper itself.
 */
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_enterprise.h"

#include "store/q.h"

enum rc page_verify_paper(struct ctx *c, struct err *e)
{
	struct view_verify_paper v = {.hash = c->params[0]};
	struct q_submission_by_content row;
	struct db *db;
	bool found;

	TRY(ctx_db(c, &db, e));
	TRY(q_submission_by_content(db,
		&(struct q_submission_by_content_in){.content_hash = str_lower(c->a, v.hash)}, &row,
		&found, e));
	page_view(c, "纸质申报材料核验", &v.page);
	page_crumb(c, &v.page, STR("纸质申报材料核验"), str_none());
	v.title = v.page.title;
	v.kind = "bad";
	v.lead = STR("没有与这个校验码一致的报送内容：纸质件可能不是从本平台打印的，或者被改动过。");
	if (found) {
		v.kind = row.latest ? "ok" : "warn";
		v.lead = row.latest ? STR("与本平台留存的最近一次报送内容一致。请核对企业名称和回执编号。")
				    : STR("这是较早一次报送的内容，之后又补正重新报送过。");
		rows_add(c, &v.rows, "企业名称", row.enterprise_name);
		rows_add(c, &v.rows, "申报批次", row.batch_title);
		rows_add(c, &v.rows, "受理编号", row.no);
		rows_add(c, &v.rows, "回执编号", row.receipt_no);
		rows_add(c, &v.rows, "报送时间", instant_human(c->a, row.submitted_at));
		rows_add(c, &v.rows, "报送次数", str_fmt(c->a, "第 %lld 次", (long long)row.seq));
	}
	tmpl_public_verify_paper(respond_html(c, found ? 200 : 404), &v);
	return RC_OK;
}
