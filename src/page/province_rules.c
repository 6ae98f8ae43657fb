/* 待核实事项: what in the rules is not the printed word, and the form on which somebody fills it. */
#include "base/vec.h"
#include "domain/rule_diff.h"
#include "page/batch_page.h"
#include "page/province_local.h"
#include "page/routes.h"
#include "page/rule_page.h"
#include "page/tmpl.h"
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
	if (!m->item.n)
		return m->part;
	return m->part.n && !str_eq(m->part, m->item) ? STR_JOIN(c->a, m->part, STR(" › "), m->item)
						       : m->item;
}

/* 某省某评价 第 1 版（编号 x） */
static struct str whose_text(struct ctx *c, const struct rule_text *t)
{
	return STR_JOIN(c->a, t->title, STR("　"), rule_version_text(c, t->version), STR("（编号 "), t->id, STR("）"));
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
			batch_cell(c, t, r, list->v[i].title);
			batch_cell(c, t, r, item_name(c, m))->href = item_href(c, &list->v[i], m);
			batch_cell(c, t, r, m->value);
			batch_cell(c, t, r, str_c(rule_mark_word(kind)))->tag = tag_words[kind];
			batch_cell(c, t, r, m->clause.n ? m->clause : STR("—"));
		}
	batch_caption(c, section, str_fmt(c->a, "%zu 项，点事项填写来源和内容", t->rows.n));
}

static enum rc proposals_table(struct ctx *c, struct db *db, const struct rule_texts *list, struct view_batch *v,
	struct err *e)
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
		batch_cell(c, t, r, x->item)->href = rule_proposal_href(c, x->id);
		const struct rule_text *text = rule_text_named(list, x->rule);
		batch_cell(c, t, r, text ? text->title : x->rule);
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
	TRY(proposals_table(c, db, &list, v, e));
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
	if (f->kind == RULE_CODE) {
		struct view_choices one = field_choices(name, label, errors);
		for (const char *const *k = f->codes; *k; k++)
			choices_add(c, &one, str_c(*k), rule_value_word(str_c(*k)), f->value);
		if (!f->needed)
			choices_add(c, &one, STR(""), STR("文件没有规定"), f->value);
		batch_radios(c, form, one);
		return;
	}
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
		batch_area(c, form, x);
		return;
	}
	batch_field(c, form, x);
}

/* 本省指标 have a form of their own. */
static const struct rule_field *own_list(const struct item *it)
{
	const struct rule_mark *m = it->mark;

	return m->fields_n == 1 && m->fields[0].kind == RULE_LIST ? &m->fields[0] : NULL;
}

static enum rc local_show(struct ctx *c, int status, const struct item *it, const struct form_errors *errors)
{
	const struct rule_field *list = own_list(it);
	struct view_local *v = ARENA_NEW(c->a, struct view_local);

	page_view_str(c, item_name(c, it->mark), &v->page);
	page_crumb(c, &v->page, STR("工作台"), STR("/o"));
	page_crumb(c, &v->page, STR("待核实事项"), STR("/o/rules"));
	page_crumb(c, &v->page, item_name(c, it->mark), str_none());
	if (errors)
		v->page.errors = *errors;
	v->title = item_name(c, it->mark);
	v->over = it->text->title;
	v->rule = it->text->id;
	v->at = it->mark->path;
	v->lead = str_fmt(c->a, "文件交给本省设定：至多 %lld 个指标，满分合计不超过文件规定的分值。提出后由本单位另一人确认，成为本省的新版本。",
		(long long)list->most);
	rows_add(c, &v->rows, "现在的内容", it->mark->value);
	rows_add(c, &v->rows, "所在文本", whose_text(c, it->text));
	local_form_fill(c, list->value, list->most, errors, v);
	v->source = field_text(c, "source", "来源", STR(""), errors);
	v->source.hint = STR("本省公布指标的文件名称和文号，或者网址");
	v->source.rows = 2;
	v->reason = field_text(c, "reason", "理由", STR(""), errors);
	v->reason.rows = 3;
	v->day = field_date(c, "in_force", "施行日期", date_add(date_of_instant(c->now), 1), errors);
	v->day.hint = STR("最早明天；这一天起开放的批次使用这些指标");
	tmpl_officer_local(respond_html(c, status), v);
	return RC_OK;
}

static enum rc item_show(struct ctx *c, int status, const struct item *it, const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, item_name(c, it->mark));
	const struct rule_mark *m = it->mark;
	struct view_batch_form *f;

	if (own_list(it))
		return local_show(c, status, it, errors);
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
	rows_add(c, &v->rows, "所在文本", whose_text(c, it->text));
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
	batch_area(c, f, source);
	batch_area(c, f, reason);
	struct view_field day = field_date(
		c, "in_force", "施行日期", date_add(date_of_instant(c->now), 1), errors);
	day.hint = STR("最早明天；这一天起开放的批次使用新版本");
	batch_field(c, f, day);
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
	if (own_list(&it))
		values[0] = local_form_read(c, own_list(&it)->most, &errors);
	else
		for (size_t i = 0; i < it.mark->fields_n; i++)
			values[i] = str_trim(form_get(&c->form, field_name(c, i)));
	if (errors.n)
		return item_show(c, 422, &it, &errors);
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
		if (own_list(&it) && str_eqc(str_c(e->field), "f0"))
			form_error_add(c->a, &errors, "l1_name", err_text(c->a, e));
		else
			form_error_from(c->a, &errors, e);
		return item_show(c, again, &it, &errors);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已提出，等待本单位另一人确认"));
}
