/* 征求同意 as the enterprise sees it: what bodies want to report about it or show of it, and its answer. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/permission.h"

static struct str kind_name(const struct follow_kinds *k, struct str id)
{
	const struct follow_kind *one = follow_kind_of(k, id);

	return one ? one->name : id;
}

static struct view_batch *frame(struct ctx *c, struct str title, bool below)
{
	struct view_batch *v = batch_view(c, title);

	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("征求同意"), below ? STR("/e/permissions") : str_none());
	if (below)
		page_crumb(c, &v->page, title, str_none());
	return v;
}

enum rc page_e_permissions(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"事项", "征求的机关", "日期", "状态", "征求日期"};
	struct q_permissions_of_enterprise_list rows;
	struct follow_kinds kinds;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(permission_kinds_load(c->a, &kinds, e));
	TRY(q_permissions_of_enterprise(
		db, &(struct q_permissions_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	struct view_batch *v = frame(c, STR("征求同意"), false);
	v->lead = STR("主管部门宣传报道本企业、到本企业考察交流之前，应征得本企业同意。不同意不影响评价和任何办理。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("征求过本企业意见的事项，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("没有征求本企业意见的事项。有新的，这里和消息里都会提醒。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_permissions_of_enterprise *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		const char *tag;
		batch_cell(c, t, r, kind_name(&kinds, x->purpose))->href = str_cat(c->a, STR("/e/permission/"), x->public_id);
		batch_cell(c, t, r, x->body);
		batch_cell(c, t, r, x->on_date);
		struct view_cell *state = batch_cell(c, t, r, str_c(permission_word(x->state, &tag)));
		state->tag = tag;
		batch_cell(c, t, r, date_str(c->a, date_of_instant(x->asked_at)));
	}
	return batch_show(c, 200, v);
}

static void reply_form(struct ctx *c, bool asked, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "reply", asked ? STR("答复") : STR("撤回同意"),
		str_cat(c->a, STR("/e/permission/"), c->params[0]));
	struct view_field text = field_text(c, "text", asked ? "条件或理由" : "理由", str_none(), errors);

	text.optional = true;
	text.hint = asked ? STR("例如哪些工序不能拍摄、哪些数据不能公开") : STR("最多 500 个字");
	batch_area(c, f, text);
	if (asked)
		batch_act(c, f, "agree", "同意", "ok");
	batch_act(c, f, "decline", asked ? "不同意" : "撤回同意", "second");
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_permission_for_enterprise x;
	struct follow_kinds kinds;
	const char *tag;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(permission_kinds_load(c->a, &kinds, e));
	TRY(q_permission_for_enterprise(db,
		&(struct q_permission_for_enterprise_in){
			.public_id = c->params[0], .enterprise_id = c->who.enterprise_id},
		&x, e));
	struct view_batch *v = frame(c, kind_name(&kinds, x.purpose), true);
	if (errors)
		v->page.errors = *errors;
	v->over = STR("征求同意");
	rows_add(c, &v->rows, "征求的机关", str_fmt(c->a, "%.*s　%.*s", STR_ARG(x.body), STR_ARG(x.body_phone)));
	rows_add(c, &v->rows, "拟开展的日期", x.on_date);
	rows_add(c, &v->rows, "状态", str_c(permission_word(x.state, &tag)));
	rows_add(c, &v->rows, "征求时间", instant_human(c->a, x.asked_at));
	if (x.answered_at.has)
		rows_add(c, &v->rows, "答复",
			str_fmt(c->a, "%.*s，%.*s", STR_ARG(instant_human(c->a, x.answered_at.v)), STR_ARG(x.answerer)));
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("内容"), x.what};
	if (x.answer.n)
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("本企业的条件或理由"), x.answer};
	if (x.done_note.n)
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("结果"), x.done_note};
	bool asked = str_eqc(x.state, "asked");
	if (asked || str_eqc(x.state, "agreed"))
		reply_form(c, asked, v, errors);
	return batch_show(c, status, v);
}

enum rc page_e_permission(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_e_permission_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act"), text = str_trim(form_get(&c->form, "text"));
	struct permission_reply uc = {
		.public_id = c->params[0], .text = text.p ? text : STR(""), .agree = str_eqc(act, "agree")};
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/e/permission/"), c->params[0]));
	struct form_errors errors = {0};

	if (!uc.agree && !str_eqc(act, "decline"))
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	enum rc rc = TX_RUN(&call, permission_reply, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("答复已送出"));
}
