/* 待核实事项: what in the rules is not the printed word, its form, and the second person's look at what would change. */
#include "base/vec.h"
#include "domain/rule_diff.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/rule_change.h"
#include "store/q.h"

static const char *const tag_words[RULE_MARK__MAX] = {[RULE_UNVERIFIED] = "red", [RULE_NOT_FOUND] = "red",
	[RULE_DERIVED] = "amber", [RULE_OPEN] = "grey"};

static struct str item_href(struct ctx *c, const struct rule_text *t, const struct rule_mark *m)
{
	/* Ids, member names and slashes: nothing that an address would need encoded. */
	return str_fmt(c->a, "/o/rules/item?rule=%.*s&at=%.*s", STR_ARG(t->id), STR_ARG(m->path));
}

static struct str item_name(struct ctx *c, const struct rule_mark *m)
{
	return m->part.n && !str_eq(m->part, m->item) ? STR_JOIN(c->a, m->part, STR(" › "), m->item)
						       : m->item;
}

static struct str version_text(struct ctx *c, int64_t version)
{
	return str_fmt(c->a, "第 %lld 版", (long long)version);
}

/* --- the list ------------------------------------------------------------------------------------- */

static void marks_table(struct ctx *c, struct view_batch *v, const struct rule_texts *list, enum rule_mark_kind kind)
{
	static const char *const heads[] = {"标准或规程", "事项", "现在的内容", "标记", "条款原文"};
	static const char *const ids[] = {"unverified", "missing", "derived", "open"};
	struct view_batch_table *section = batch_table(c, v, ids[kind], rule_mark_word(kind), STR(""));
	struct view_table *t = &section->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("没有这样的事项。");
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->v[i].marks.n; k++) {
			const struct rule_mark *m = &list->v[i].marks.v[k];
			if (m->kind != kind)
				continue;
			struct view_cells *r = batch_row(c, t);
			batch_cell(c, t, r, STR_JOIN(c->a, list->v[i].title, STR("（"), list->v[i].id, STR("）")));
			batch_cell(c, t, r, item_name(c, m))->href = item_href(c, &list->v[i], m);
			batch_cell(c, t, r, m->value);
			batch_cell(c, t, r, str_c(rule_mark_word(kind)))->tag = tag_words[kind];
			batch_cell(c, t, r, m->clause.n ? m->clause : STR("—"));
		}
	section->table.caption = str_fmt(c->a, "%zu 项，点事项填写来源和内容", t->rows.n);
}

static struct str proposal_href(struct ctx *c, int64_t id)
{
	return str_fmt(c->a, "/o/rules/proposal/%lld", (long long)id);
}

static enum rc proposals_table(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"事项", "标准或规程", "施行日期", "状态", "提出人", "提出时间"};
	struct q_rule_proposals_list rows;

	TRY(q_rule_proposals(
		db, &(struct q_rule_proposals_in){.agency_id = c->who.agency_id}, &rows, e));
	if (!rows.n)
		return RC_OK;
	struct view_table *t = &batch_table(c, v, "proposals", "已提出的意见", STR("新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_rule_proposals *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->item)->href = proposal_href(c, x->id);
		batch_cell(c, t, r, x->rule);
		batch_cell(c, t, r, x->in_force);
		batch_cell(c, t, r, str_c(rule_proposal_word(x->state)))->tag =
			str_eqc(x->state, "proposed") ? "amber" : str_eqc(x->state, "confirmed") ? "green" : "grey";
		batch_cell(c, t, r, x->proposer);
		batch_cell(c, t, r, instant_human(c->a, x->proposed_at));
	}
	return RC_OK;
}

enum rc page_o_rules(struct ctx *c, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("待核实事项"));
	struct rule_texts list;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(rule_texts_of(db, ctx_services(c)->rules, &c->who, c->now, &list, e));
	page_crumb(c, &v->page, STR("待核实事项"), str_none());
	v->page.wide = true;
	v->lead = STR("现行标准和规程里不是文件原文的内容。查到文件后由一人填写、另一人确认，成为本省的新版本；"
		      "施行日起新开放的批次使用新版本，已经开放的批次仍按原版本办理。");
	TRY(proposals_table(c, db, v, e));
	for (int k = 0; k < RULE_MARK__MAX; k++)
		marks_table(c, v, &list, (enum rule_mark_kind)k);
	links_add(c, &v->links, STR("标准与依据：各版本的全文、校验码和区别"), STR("/rules"), false);
	return batch_show(c, 200, v);
}

/* --- one item -------------------------------------------------------------------------------------- */

struct item {
	struct rule_texts list;
	const struct rule_text *text;
	const struct rule_mark *mark;
};

static enum rc item_load(struct ctx *c, struct str rule, struct str at, struct item *out, struct err *e)
{
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(rule_texts_of(db, ctx_services(c)->rules, &c->who, c->now, &out->list, e));
	out->text = rule_text_named(&out->list, rule);
	out->mark = out->text ? rule_mark_at(&out->text->marks, at) : NULL;
	return out->mark ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_RULE_MARK_GONE);
}

static const char *field_name(struct ctx *c, size_t i)
{
	return str_cstr(c->a, str_fmt(c->a, "f%zu", i));
}

static void value_field(struct ctx *c, const struct rule_field *f, size_t i, struct view_batch_form *form,
	const struct form_errors *errors)
{
	const char *name = field_name(c, i), *label = str_cstr(c->a, f->word);
	struct view_field x = field_text(c, name, label, f->value, errors);

	x.optional = true;
	if (f->kind == RULE_NUMBER) {
		x.width = "w8";
		x.inputmode = "decimal";
		x.number = true;
	} else if (f->kind == RULE_DATE) {
		x.width = "w12";
		x.hint = STR("例如 2026-01-31；文件没有载明的留空");
	} else {
		x.width = "full";
		x.rows = f->value.n > 240 ? 6 : 2;
		VEC_PUSH(c->a, &form->areas, x);
		return;
	}
	VEC_PUSH(c->a, &form->fields, x);
}

static enum rc item_show(struct ctx *c, int status, const struct item *it, const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, item_name(c, it->mark));
	const struct rule_mark *m = it->mark;
	struct view_batch_form *f;

	page_crumb(c, &v->page, STR("待核实事项"), STR("/o/rules"));
	page_crumb(c, &v->page, item_name(c, m), str_none());
	if (errors)
		v->page.errors = *errors;
	v->over = it->text->title;
	v->lead = m->fields_n
		? STR("与文件一致的，内容不改，写明来源后提出；不一致或空缺的，按文件填写。提出后由本单位另一人确认。")
		: STR("这一项是列表，只能按现状核实；要改列表请联系技术支持。提出后由本单位另一人确认。");
	rows_add(c, &v->rows, "标记", str_c(rule_mark_word(m->kind)));
	rows_add(c, &v->rows, "现在的内容", m->value);
	rows_add(c, &v->rows, "条款原文", m->clause.n ? m->clause : STR("—"));
	rows_add(c, &v->rows, "所在文本", STR_JOIN(c->a, it->text->id, STR("　"), version_text(c, it->text->version)));
	f = batch_form(c, v, "settle", STR("核实的内容"), STR("/o/rules/item"));
	batch_hidden(c, f, "rule", it->text->id);
	batch_hidden(c, f, "at", m->path);
	for (size_t i = 0; i < m->fields_n; i++)
		value_field(c, &m->fields[i], i, f, errors);
	struct view_field source = field_text(c, "source", "来源", STR(""), errors);
	struct view_field reason = field_text(c, "reason", "核实经过和理由", STR(""), errors);
	source.hint = STR("文件名称和文号，或者网址");
	source.rows = 2;
	reason.rows = 3;
	VEC_PUSH(c->a, &f->areas, source);
	VEC_PUSH(c->a, &f->areas, reason);
	struct view_field day = field_date(
		c, "in_force", "施行日期", date_add(date_of_instant(c->now), 1), errors);
	day.hint = STR("最早明天；这一天起开放的批次使用新版本");
	VEC_PUSH(c->a, &f->fields, day);
	batch_act(c, f, "propose", "提出，请另一人确认", "");
	f->back = STR("/o/rules");
	return batch_show(c, status, v);
}

enum rc page_o_rule_item(struct ctx *c, struct err *e)
{
	struct item it;

	if (!form_get(&c->query, "rule").n)
		return respond_redirect(c, STR("/o/rules"));
	TRY(item_load(c, form_get(&c->query, "rule"), form_get(&c->query, "at"), &it, e));
	return item_show(c, 200, &it, NULL);
}

enum rc page_o_rule_item_post(struct ctx *c, struct err *e)
{
	struct rule_propose uc = {.rule = form_get(&c->form, "rule"), .path = form_get(&c->form, "at"),
		.source = str_trim(form_get(&c->form, "source")),
		.reason = str_trim(form_get(&c->form, "reason"))};
	struct form_errors errors = {0};
	struct item it;

	TRY(item_load(c, uc.rule, uc.path, &it, e));
	struct str *values = ARENA_NEW_N(c->a, struct str, it.mark->fields_n + 1);
	for (size_t i = 0; i < it.mark->fields_n; i++)
		values[i] = str_trim(form_get(&c->form, field_name(c, i)));
	uc.values = values;
	uc.values_n = it.mark->fields_n;
	if (!date_parse_loose(form_get(&c->form, "in_force"), &uc.in_force)) {
		form_error_msg(c->a, &errors, "in_force", MSG_RULE_DAY);
		return item_show(c, 422, &it, &errors);
	}
	struct tx_call call = ctx_call(c, STR("/o/rules"));
	enum rc rc = TX_RUN(&call, rule_propose, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, &errors, e);
		return item_show(c, again, &it, &errors);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已提出，等待本单位另一人确认"));
}

/* --- one proposal ---------------------------------------------------------------------------------- */

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
		own ? STR("撤回") : STR("确认或不同意"), proposal_href(c, p->row.id));
	struct view_field why = field_text(c, "why", own ? "撤回原因" : "不同意的原因", STR(""), errors);

	why.hint = own ? str_none() : STR("确认的不用填");
	why.optional = !own;
	why.rows = 2;
	batch_hidden(c, f, "seen", p->after_hash.p ? p->after_hash : STR(""));
	VEC_PUSH(c->a, &f->areas, why);
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
	rows_add(c, &v->rows, "标准或规程", p->row.rule);
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
	v->page.wide = true;
	v->over = p.row.item;
	if (errors)
		v->page.errors = *errors;
	facts(c, &p, v);
	if (str_eqc(p.row.state, "confirmed")) {
		links_add(c, &v->links, STR_JOIN(c->a, STR("查看"), version_text(c, p.row.version), STR("全文")),
			str_fmt(c->a, "/rules/%.*s@%lld", STR_ARG(p.row.rule), (long long)p.row.version), false);
		return batch_show(c, status, v);
	}
	if (!str_eqc(p.row.state, "proposed"))
		return batch_show(c, status, v);
	if (p.after.p) {
		TRY(diff_table(c, &p, v, e));
	} else {
		v->lead = STR("文本已有新的版本，这份意见不再适用：请不同意或撤回，再按新版本提出。");
	}
	decide_forms(c, &p, v, errors);
	if (p.after.p)
		TRY(whatif_form(c, &p, v, e));
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
	struct tx_call call = ctx_call(c, proposal_href(c, uc.id));
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
