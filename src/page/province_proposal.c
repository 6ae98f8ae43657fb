/* One proposal: what would change stands before the button that confirms it; administrators read the same. */
#include "base/vec.h"
#include "domain/rule_diff.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "page/rule_page.h"

struct str rule_version_text(struct ctx *c, int64_t version)
{
	return str_fmt(c->a, "第 %lld 版", (long long)version);
}

struct str rule_proposal_href(struct ctx *c, int64_t id)
{
	return str_fmt(c->a, "/o/rules/proposal/%lld", (long long)id);
}

static enum rc diff_table(struct ctx *c, const struct rule_proposal *p, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"部分", "事项", "内容", "现在", "改为"};
	struct rule_changes changes = {0};
	struct json *before, *after;

	TRY(json_parse(c->a, p->text->json, &before, e));
	TRY(json_parse(c->a, p->after, &after, e));
	rule_diff(c->a, before, after, &changes);
	struct view_table *t = &batch_table(c, v, "diff", "与现在文本的区别",
		str_fmt(c->a, "共 %zu 处", changes.n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < changes.n; i++) {
		const struct rule_change *x = &changes.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->part);
		batch_cell(c, t, r, x->item.n ? x->item : STR("—"));
		batch_cell(c, t, r, x->what.n ? x->what : STR("整项"));
		batch_cell(c, t, r, x->before.n ? x->before : STR("—"));
		batch_cell(c, t, r, x->after.n ? x->after : STR("—"));
	}
	return RC_OK;
}

static void decide_forms(struct ctx *c, const struct rule_proposal *p, struct view_batch *v,
	const struct form_errors *errors)
{
	bool own = p->row.proposed_by == c->who.account_id;
	struct view_batch_form *f = batch_form(c, v, "decide",
		own ? STR("撤回") : STR("确认或不同意"), rule_proposal_href(c, p->row.id));
	struct view_field why = field_text(c, "why", own ? "撤回原因" : "不同意的原因", STR(""), errors);

	why.hint = own ? str_none() : STR("确认的不用填");
	why.optional = !own;
	why.rows = 2;
	batch_hidden(c, f, "seen", p->after_hash.p ? p->after_hash : STR(""));
	batch_area(c, f, why);
	if (own) {
		v->banner = STR("等待本单位另一人确认：提出的人不能确认自己的意见。");
		v->banner_kind = "warn";
		batch_act(c, f, "withdraw", "撤回这份意见", "second");
		return;
	}
	if (p->after.p) {
		f->warn = str_fmt(c->a,
			"确认后成为本省的新版本，%.*s 起开放的批次按它办理，不能撤销，只能再提出新的版本。",
			STR_ARG(p->row.in_force));
		batch_act(c, f, "confirm", "确认新版本", "");
	}
	batch_act(c, f, "reject", "不同意", "second");
}

/* Who would pass under it: the same page as for any draft. */
static enum rc whatif_form(struct ctx *c, const struct rule_proposal *p, struct view_batch *v, struct err *e)
{
	struct editions own;
	struct db *db;

	if (!str_eqc(p->row.kind, "standard"))
		return RC_OK;
	TRY(ctx_db(c, &db, e));
	TRY(editions_of_officer(
		db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	for (size_t i = 0; i < own.n; i++) {
		if (!str_eq(own.v[i]->standard, p->row.rule))
			continue;
		struct view_batch_form *f = batch_form(c, v, "whatif", STR("试算影响"), STR("/o/whatif"));
		f->lead = STR("用各企业最近一次报送的数据，看新版本施行后谁新达标、谁不再达标。只读取，不改动任何材料。");
		batch_hidden(c, f, "edition", own.v[i]->id);
		batch_hidden(c, f, "to", STR("draft"));
		batch_hidden(c, f, "draft", p->after);
		batch_act(c, f, "run", "试算", "second");
		return RC_OK;
	}
	return RC_OK;
}

static void facts(struct ctx *c, const struct rule_proposal *p, struct view_batch *v)
{
	rows_add(c, &v->rows, "标准或规程", p->text ? p->text->title : p->row.rule);
	rows_add(c, &v->rows, "原来的标记", p->row.mark);
	rows_add(c, &v->rows, "来源", p->row.source);
	rows_add(c, &v->rows, "核实经过和理由", p->row.reason);
	rows_add(c, &v->rows, "施行日期", p->row.in_force);
	rows_add(c, &v->rows, "提出", STR_JOIN(c->a, p->row.proposer, STR("，"), instant_human(c->a, p->row.proposed_at)));
	rows_add(c, &v->rows, "状态", str_c(rule_proposal_word(p->row.state)));
	if (p->row.decided_at.has)
		rows_add(c, &v->rows, "办结",
			STR_JOIN(c->a, p->row.decider, STR("，"), instant_human(c->a, p->row.decided_at.v)));
	if (p->row.decided_why.n)
		rows_add(c, &v->rows, "原因", p->row.decided_why);
}

enum rc rule_proposal_fill(struct ctx *c, const struct rule_proposal *p, struct view_batch *v, struct err *e)
{
	v->page.wide = true;
	v->over = p->row.item;
	v->tables_first = true;
	facts(c, p, v);
	if (!str_eqc(p->row.state, "proposed"))
		return RC_OK;
	if (p->after.p)
		return diff_table(c, p, v, e);
	v->lead = STR("文本已有新的版本，这份意见不再适用：请不同意或撤回，再按新版本提出。");
	return RC_OK;
}

static enum rc proposal_of_address(struct ctx *c, struct rule_proposal *out, struct err *e)
{
	struct db *db;
	int64_t id;

	if (!str_to_i64(c->params[0], &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	return rule_proposal_load(db, ctx_services(c)->rules, &c->who, id, c->now, out, e);
}

static enum rc proposal_show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("规则核实意见"));
	struct rule_proposal p;

	TRY(proposal_of_address(c, &p, e));
	page_crumb(c, &v->page, STR("待核实事项"), STR("/o/rules"));
	page_crumb(c, &v->page, STR("规则核实意见"), str_none());
	if (errors)
		v->page.errors = *errors;
	TRY(rule_proposal_fill(c, &p, v, e));
	if (str_eqc(p.row.state, "confirmed"))
		links_add(c, &v->links, STR_JOIN(c->a, STR("查看"), rule_version_text(c, p.row.version), STR("全文")),
			str_fmt(c->a, "/rules/%.*s@%lld", STR_ARG(p.row.rule), (long long)p.row.version), false);
	if (!str_eqc(p.row.state, "proposed"))
		return batch_show(c, status, v);
	if (p.after.p)
		TRY(whatif_form(c, &p, v, e));
	decide_forms(c, &p, v, errors);
	return batch_show(c, status, v);
}

enum rc page_o_rule_proposal(struct ctx *c, struct err *e)
{
	return proposal_show(c, 200, NULL, e);
}

enum rc page_o_rule_decide(struct ctx *c, struct err *e)
{
	static const struct {
		const char *act, *done;
	} acts[] = {[RULE_CONFIRM] = {"confirm", "新版本已确认"}, [RULE_REJECT] = {"reject", "已退回，不成为新版本"},
		[RULE_WITHDRAW] = {"withdraw", "已撤回"}};
	struct rule_decide uc = {.why = str_trim(form_get(&c->form, "why")), .seen = form_get(&c->form, "seen")};
	struct form_errors errors = {0};
	size_t i = 0;

	while (i < ARRAY_LEN(acts) && !str_eqc(form_get(&c->form, "act"), acts[i].act))
		i++;
	if (!str_to_i64(c->params[0], &uc.id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (i == ARRAY_LEN(acts)) {
		form_error_msg(c->a, &errors, "why", MSG_RULE_ACT);
		return proposal_show(c, 422, &errors, e);
	}
	uc.decision = (enum rule_decision)i;
	struct tx_call call = ctx_call(c, rule_proposal_href(c, uc.id));
	enum rc rc = TX_RUN(&call, rule_decide, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, &errors, e);
		return proposal_show(c, again, &errors, e);
	}
	TRY(rc);
	if (!call.replayed && uc.decision == RULE_CONFIRM)
		TRY(rule_take(ctx_services(c), c->a, e));
	return ctx_done(c, &call, str_c(acts[i].done));
}
