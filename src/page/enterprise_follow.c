/* 跟踪服务 as the enterprise sees it: what bodies noted about it, and what it agrees to. */
#include "page/coach_page.h"
#include "page/routes.h"
#include "service/follow.h"

static void table(struct ctx *c, const struct follow_kinds *k, const struct q_follow_tags_own_list *rows,
	struct view_batch *v)
{
	static const char *const heads[] = {"事项", "日期", "金额", "说明", "记录单位", "结束"};
	struct view_table *t =
		&batch_table(c, v, "list", "主管部门登记的动态", str_fmt(c->a, "动态 %zu 条，新的在前", rows->n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有登记。主管部门登记政策享受、赛事、辅导等情况后，会显示在这里。");
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_follow_tags_own *x = &rows->v[i];
		const struct follow_kind *kind = follow_kind_of(k, x->kind);
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, kind ? kind->name : x->kind);
		batch_cell(c, t, r, x->on_date);
		batch_cell(c, t, r, x->amount.n ? str_cat(c->a, x->amount, STR(" 万元")) : STR("—"));
		batch_cell(c, t, r, x->note);
		batch_cell(c, t, r, x->body);
		batch_cell(c, t, r, x->ended_on.n ? str_fmt(c->a, "%.*s，%.*s", STR_ARG(x->ended_on), STR_ARG(x->ended_reason))
						  : STR("—"));
	}
}

static void coached(struct ctx *c, const struct q_coaching_own_list *rows, struct view_batch *v)
{
	static const char *const heads[] = {"日期", "单位", "方式", "内容", "结果", "下一步"};

	if (!rows->n)
		return;
	struct view_table *t =
		&batch_table(c, v, "coached", "辅导记录", str_fmt(c->a, "主管部门的辅导 %zu 次，新的在前", rows->n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_coaching_own *x = &rows->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->on_date);
		batch_cell(c, t, r, x->body);
		batch_cell(c, t, r, str_c(coach_method_word(x->method)));
		batch_cell(c, t, r, x->content);
		batch_cell(c, t, r, x->result);
		batch_cell(c, t, r,
			coach_next_text(c, x->next_step, x->next_on));
	}
}

/* What an enterprise may agree to: both sides of the choice in words, before it is made. */
static const struct purpose {
	const char *id, *title, *offer, *given, *after, *give, *done, *undone;
} purposes[] = {
	{CONSENT_FINANCING, "融资对接",
		"同意后，主管部门可以把本企业的名称、信用代码、编号、联系人和联系电话列入提供给金融机构的名单，便于获得贷款融资服务。"
		"不同意不影响评价和任何办理；同意可以随时撤回。",
		"主管部门可以把本企业列入提供给金融机构的名单", "撤回后立即从名单中移出；已经提供出去的名单由主管部门通知金融机构。",
		"同意列入融资对接名单", "已同意列入融资对接名单", "已撤回，本企业已从名单中移出"},
	{CONSENT_EXAMPLE, "典型案例",
		"同意后，主管部门可以把本企业的做法和成效写入年度总结的典型案例，用于总结和宣传。商业秘密不公开。"
		"不同意不影响评价和任何办理；同意可以随时撤回。",
		"主管部门可以把本企业写入年度总结的典型案例", "撤回后没有报送的总结不能再写本企业，已经报送的不再引用本企业的内容。",
		"同意作为典型案例", "已同意作为典型案例", "已撤回，不再作为典型案例"},
};

static enum rc consent_form(
	struct ctx *c, struct db *db, const struct purpose *p, struct view_batch *v, struct err *e)
{
	struct view_batch_form *f = batch_form(c, v, p->id, str_c(p->title), STR("/e/consent"));
	struct q_consent_in_force now;
	bool given;

	TRY(q_consent_in_force(db,
		&(struct q_consent_in_force_in){
			.enterprise_id = c->who.enterprise_id, .purpose = str_c(p->id)},
		&now, &given, e));
	batch_hidden(c, f, "purpose", str_c(p->id));
	if (given) {
		f->lead = str_fmt(c->a, "%.*s 由%.*s同意：%s。",
			STR_ARG(date_str(c->a, date_of_instant(now.given_at))), STR_ARG(now.giver), p->given);
		f->warn = str_c(p->after);
		batch_act(c, f, "withdraw", "撤回同意", "second");
		return RC_OK;
	}
	f->lead = str_c(p->offer);
	batch_act(c, f, "give", p->give, "second");
	return RC_OK;
}

enum rc page_e_follow(struct ctx *c, struct err *e)
{
	struct q_follow_tags_own_list rows;
	struct q_coaching_own_list coaching;
	struct follow_kinds kinds;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_coaching_own(
		db, &(struct q_coaching_own_in){.enterprise_id = c->who.enterprise_id}, &coaching, e));
	TRY(follow_kinds_load(c->a, &kinds, e));
	TRY(q_follow_tags_own(
		db, &(struct q_follow_tags_own_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	struct view_batch *v = batch_view(c, STR("跟踪服务"));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("跟踪服务"), str_none());
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("宣传报道、考察交流的征求同意"), STR("/e/permissions"), false);
	table(c, &kinds, &rows, v);
	coached(c, &coaching, v);
	for (size_t i = 0; i < ARRAY_LEN(purposes); i++)
		TRY(consent_form(c, db, &purposes[i], v, e));
	return batch_show(c, 200, v);
}

enum rc page_e_consent(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act"), id = form_get(&c->form, "purpose");
	struct consent_set uc = {.given = str_eqc(act, "give")};
	const struct purpose *p = NULL;

	for (size_t i = 0; i < ARRAY_LEN(purposes); i++)
		if (str_eqc(id, purposes[i].id))
			p = &purposes[i];
	if (!p || (!uc.given && !str_eqc(act, "withdraw")))
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	uc.purpose = p->id;
	struct tx_call call = ctx_call(c, STR("/e/follow"));
	TRY(TX_RUN(&call, consent_set, &uc, e));
	return ctx_done(c, &call, str_c(uc.given ? p->done : p->undone));
}
