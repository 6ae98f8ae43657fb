/* The record of a check, as the enterprise reads it and comments on it. */
#include "page/enterprise.h"
#include "page/inspection_page.h"
#include "page/routes.h"

static void record_rows(struct ctx *c, const struct q_inspection_for_enterprise *k, struct view_batch *v)
{
	rows_add(c, &v->rows, "抽查", k->draw_title);
	rows_add(c, &v->rows, "核查单位", k->body);
	rows_add(c, &v->rows, "核查日期", k->done_on);
	rows_add(c, &v->rows, "核查人员", STR_JOIN(c->a, k->inspector1, STR("、"), k->inspector2));
	if (k->enterprise_side.n)
		rows_add(c, &v->rows, "企业在场人员", k->enterprise_side);
	rows_add(c, &v->rows, "核查情况", k->findings);
	rows_add(c, &v->rows, "核查结论", str_c(inspection_result_word(k->result)));
	if (k->recheck_on.n)
		rows_add(c, &v->rows, "复查日期", k->recheck_on);
	if (k->comment_until)
		rows_add(c, &v->rows, "提出意见的期限", deadline_text(c->a, k->comment_until));
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_inspection_for_enterprise k;
	struct q_photos_of_list photos;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_inspection_for_enterprise(db,
		&(struct q_inspection_for_enterprise_in){
			.public_id = c->params[0], .enterprise_id = c->who.enterprise_id},
		&k, e));
	TRY(q_photos_of(
		db, &(struct q_photos_of_in){.owner_kind = STR("inspection"), .owner_id = k.id}, &photos, e));
	struct view_batch *v = batch_view(c, k.turn ? STR("抽查复查记录") : STR("抽查核查记录"));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("诚信档案"), STR("/e/integrity"));
	page_crumb(c, &v->page, STR("核查记录"), str_none());
	if (errors)
		v->page.errors = *errors;
	record_rows(c, &k, v);
	if (!k.comment_until || c->now < k.comment_until) {
		struct view_batch_form *f = batch_form(c, v, "comment", STR("提出意见"),
			str_cat(c->a, STR("/e/inspection/"), c->params[0]));
		struct view_field text = field_text(c, "text", "对核查记录的意见", str_none(), errors);
		text.rows = 6;
		f->lead = STR("意见与核查记录一并保存，由核查单位查看，不对外公开，提出后不能修改。");
		batch_area(c, f, text);
		batch_act(c, f, "comment", "提出意见", "");
	}
	inspection_photos(c, &photos, false, v);
	TRY(inspection_comments(c, db, k.draw_id, k.seq, k.turn, v, e));
	links_add(c, &v->links, STR("抽查公开页：名单、号码和抽取结果"), str_cat(c->a, STR("/sampling/"), k.draw), false);
	return batch_show(c, status, v);
}

enum rc page_e_inspection(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_e_inspection_post(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/e/inspection/"), c->params[0]));
	struct inspection_comment uc = {c->params[0], str_trim(form_get(&c->form, "text"))};
	struct form_errors errors = {0};
	enum rc rc = TX_RUN(&call, inspection_comment, &uc, e);

	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("意见已提交核查单位"));
}
