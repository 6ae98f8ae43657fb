/* The expert's pages. Nothing opens before the declaration; nothing names anybody. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_expert.h"
#include "service/expert_work.h"
#include "service/terms.h"

/* True: the page may go on. Otherwise the answer (a redirect to the declaration) is made. */
static enum rc enter(
	struct ctx *c, struct db **db, struct expert_self *me, bool *go, struct err *e)
{
	TRY(ctx_db(c, db, e));
	TRY(expert_self_load(*db, &c->who, me, e));
	*go = !me->undeclared;
	return *go ? RC_OK : respond_redirect(c, STR("/x/coi"));
}

/* --- what is to be done, what is done ----------------------------------------------------------------- */

static struct view_cell *state_cell(struct ctx *c, struct view_table *t, struct view_cells *r,
	const struct q_expert_sheets *s)
{
	bool over = c->now >= s->ends_at && str_eqc(s->state, "open");
	struct view_cell *k = batch_cell(c, t, r,
		str_eqc(s->state, "submitted") ? STR("已提交")
		: over			       ? STR("已截止")
		: str_eqc(s->state, "recused") ? STR("已回避")
					       : STR("待评"));

	k->tag = str_eqc(s->state, "submitted") ? "done" : over ? "red"
		: str_eqc(s->state, "recused")		? "grey"
							: "amber";
	return k;
}

enum rc page_x_home(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"编号", "领域", "状态", "截止"};
	struct q_expert_sheets_list rows;
	struct expert_self me;
	const struct q_expert_sheets *first = NULL;
	int64_t open = 0;
	struct db *db;
	bool go;

	TRY(enter(c, &db, &me, &go, e));
	if (!go)
		return RC_OK;
	TRY(q_expert_sheets(db, &(struct q_expert_sheets_in){.expert_id = me.id}, &rows, e));
	struct view_batch *v = batch_view(c, STR("待评列表"));
	TRY(page_contact_note(c, db, &v->page, e));
	struct view_table *t = &batch_table(c, v, "list", "", STR("分派给您的材料，按编号排列"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("现在没有分派给您的材料。分派后会有消息通知。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_expert_sheets *s = &rows.v[i];
		bool can = str_eqc(s->state, "open") && c->now < s->ends_at;
		if (str_eqc(s->state, "submitted"))
			continue;
		struct view_cells *r = batch_row(c, t);
		struct view_cell *k = batch_cell(c, t, r, s->code);
		if (can)
			k->href = str_cat(c->a, STR("/x/r/"), s->code);
		open += can;
		if (can && (!first || s->ends_at < first->ends_at))
			first = s;
		batch_cell(c, t, r, s->industry.n ? s->industry : STR("未填"));
		state_cell(c, t, r, s);
		batch_cell(c, t, r, deadline_text(c->a, s->ends_at));
	}
	v->lead = open ? str_fmt(c->a, "有 %lld 份待评。材料以编号代替企业名称，请独立评分，不要打听或对外透露。",
				 (long long)open)
		       : STR("没有待评的材料。");
	if (first) {
		v->next = str_fmt(c->a, "下一步：评审材料 %.*s", STR_ARG(first->code));
		v->next_why = str_cat(c->a, deadline_text(c->a, first->ends_at), STR(" 截止；草稿随时可以保存，提交后不能修改。"));
		v->next_href = str_cat(c->a, STR("/x/r/"), first->code);
		v->next_act = STR("去评审");
		v->next_kind = " next--warn";
	}
	links_add(c, &v->links, STR("已提交的评分表"), STR("/x/done"), false);
	v->links_title = STR("其他");
	return batch_show(c, 200, v);
}

enum rc page_x_done(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"编号", "领域", "您的评分#分", "提交时间"};
	struct q_expert_sheets_list rows;
	struct expert_self me;
	struct db *db;
	bool go;

	TRY(enter(c, &db, &me, &go, e));
	if (!go)
		return RC_OK;
	TRY(q_expert_sheets(db, &(struct q_expert_sheets_in){.expert_id = me.id}, &rows, e));
	struct view_batch *v = batch_view(c, STR("已评"));
	page_crumb(c, &v->page, STR("待评列表"), STR("/x"));
	page_crumb(c, &v->page, STR("已评"), str_none());
	v->lead = STR("您提交的评分表，不能再修改。其他专家的评分不向您显示。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("已提交的评分表，按编号排列"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有提交评分表。待评的材料在“待评列表”，提交后列在这里。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_expert_sheets *s = &rows.v[i];
		if (!str_eqc(s->state, "submitted"))
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, s->code)->href = str_cat(c->a, STR("/x/r/"), s->code);
		batch_cell(c, t, r, s->industry.n ? s->industry : STR("未填"));
		batch_cell(c, t, r, str_i64(c->a, s->total.v));
		batch_cell(c, t, r, instant_human(c->a, s->submitted_at.v));
	}
	return batch_show(c, 200, v);
}

/* --- the declaration ----------------------------------------------------------------------------------- */

static enum rc show_coi(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct expert_self me;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(expert_self_load(db, &c->who, &me, e));
	struct view_batch *v = batch_view(c, STR("利害关系申明"));
	page_crumb(c, &v->page, STR("利害关系申明"), str_none());
	if (errors)
		v->page.errors = *errors;
	if (!me.undeclared) {
		v->lead = me.panels.n ? STR("您已申明利害关系。评审中发现新的利害关系，请在评分页申请回避。")
				      : STR("现在没有需要申明的评审。");
		links_add(c, &v->links, STR("待评列表"), STR("/x"), false);
		v->links_title = STR("前往");
		return batch_show(c, status, v);
	}
	v->lead = STR("请先申明，再查看材料。您的工作单位由系统自动回避，不必填写。");
	struct view_batch_form *f = batch_form(c, v, "coi", str_none(), STR("/x/coi"));
	struct view_choices none = field_choices("none", "近三年内是否与企业有利害关系", errors);
	none.hint = STR("包括任职、持股、担任顾问、合作项目、亲属任职，以及其他可能影响公正评审的关系");
	choices_add(c, &none, STR("1"), STR("没有"), str_none());
	choices_add(c, &none, STR("0"), STR("有，逐行写明"), str_none());
	batch_radios(c, f, none);
	struct view_field area = field_text(c, "interests", "有利害关系的单位或个人", str_none(), errors);
	area.hint = STR("每行一个单位全称、统一社会信用代码或姓名；提交后不再显示，只用于回避");
	area.optional = true;
	batch_area(c, f, area);
	f->check = field_check(c, "agree",
		"本人申明属实，将独立评审，对材料和评分保密，不打听企业身份和其他专家的评分", false, errors);
	batch_act(c, f, "declare", "提交申明", "");
	return batch_show(c, status, v);
}

enum rc page_x_coi(struct ctx *c, struct err *e)
{
	return show_coi(c, 200, NULL, e);
}

enum rc page_x_coi_post(struct ctx *c, struct err *e)
{
	struct str none = form_get(&c->form, "none");
	struct expert_declare uc = {.agree = str_eqc(form_get(&c->form, "agree"), "1"),
		.none = str_eqc(none, "1"),
		.interests = form_get(&c->form, "interests")};
	struct form_errors errors = {0};

	if (none.n == 0) {
		form_error_add(c->a, &errors, "none", STR("请选择有或没有利害关系"));
		return show_coi(c, 422, &errors, e);
	}
	struct tx_call call = ctx_call(c, STR("/x"));
	enum rc rc = TX_RUN(&call, expert_declare, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_coi(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已申明利害关系"));
}

/* --- the sheet ------------------------------------------------------------------------------------------- */

static struct str mark_id(struct ctx *c, const char *prefix, const struct criterion *k)
{
	return str_fmt(c->a, "%s-%.*s", prefix, STR_ARG(k->id));
}

static void mark_fill(struct ctx *c, const struct expert_mark *m, struct view_x_mark *out,
	const struct form_errors *errors)
{
	const struct criterion *k = m->of;

	out->title = str_fmt(c->a, "%.*s（%lld 分）", STR_ARG(k->name), (long long)k->max);
	out->text = k->text;
	out->points = field_number(c, str_cstr(c->a, mark_id(c, "p", k)), "评分", "分",
		m->has ? str_i64(c->a, m->points) : str_none(), errors);
	out->points.hint = str_fmt(c->a, "0 到 %lld 的整数", (long long)k->max);
	out->points.width = "w4";
	out->points.inputmode = "numeric";
	out->reason = field_text(c, str_cstr(c->a, mark_id(c, "r", k)), "理由", m->reason, errors);
	out->reason.rows = 3;
	out->given = str_fmt(c->a, "%lld 分", (long long)m->points);
	out->why = m->reason;
}

static void fill(struct ctx *c, const struct expert_sheet *s, struct view_x_sheet *v,
	const struct form_errors *errors)
{
	v->open = s->open;
	v->action = str_cat(c->a, STR("/x/r/"), c->params[0]);
	v->recuse_href = str_cat(c->a, v->action, STR("/recuse"));
	v->due = s->open ? str_fmt(c->a, "截止 %.*s，提交前可以随时保存草稿",
				   STR_ARG(deadline_text(c->a, s->head.ends_at)))
			 : str_fmt(c->a, "已于 %.*s 提交", STR_ARG(instant_human(c->a, s->head.submitted_at.v)));
	v->total = str_i64(c->a, s->total);
	if (s->rules.confidence.n && !str_eqc(s->rules.confidence, "text"))
		v->note = STR("评审指标和分值由省级主管部门在本系统确定，文件没有列出。");
	for (size_t i = 0; i < s->parts.n; i++) {
		const struct expert_part *p = &s->parts.v[i];
		struct view_x_part *out = VEC_ADD(c->a, &v->parts);
		out->title = p->title;
		out->text = p->text;
		for (size_t k = 0; k < p->rows.n; k++)
			*VEC_ADD(c->a, &out->rows) =
				(struct view_row){.label = p->rows.v[k].label, .value = p->rows.v[k].value};
	}
	for (size_t i = 0; i < s->rules.n; i++)
		mark_fill(c, &s->marks[i], VEC_ADD(c->a, &v->marks), errors);
}

static enum rc show_sheet(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_x_sheet v = {0};
	struct expert_sheet s;
	struct expert_self me;
	struct db *db;
	bool go;

	TRY(enter(c, &db, &me, &go, e));
	if (!go)
		return RC_OK;
	TRY(expert_sheet_load(
		db, ctx_services(c)->rules, me.id, c->params[0], c->now, &s, e));
	v.title = str_cat(c->a, STR("评审材料 "), c->params[0]);
	page_view_str(c, v.title, &v.page);
	page_crumb(c, &v.page, STR("待评列表"), STR("/x"));
	page_crumb(c, &v.page, c->params[0], str_none());
	v.page.wide = true;
	if (errors)
		v.page.errors = *errors;
	fill(c, &s, &v, errors);
	tmpl_expert_sheet(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_x_sheet(struct ctx *c, struct err *e)
{
	return show_sheet(c, 200, NULL, e);
}

static void typed_errors(struct ctx *c, const struct expert_rules *rules, const struct expert_typed *typed,
	struct form_errors *errors)
{
	for (size_t i = 0; i < rules->n; i++)
		if (typed[i].error.n)
			form_error_add(c->a, errors,
				str_cstr(c->a,
					mark_id(c, typed[i].reason_wrong ? "r" : "p", &rules->v[i])),
				typed[i].error);
}

enum rc page_x_sheet_post(struct ctx *c, struct err *e)
{
	struct expert_fill uc = {.code = c->params[0],
		.submit = str_eqc(form_get(&c->form, "act"), "submit")};
	struct form_errors errors = {0};
	struct expert_sheet s;
	struct expert_self me;
	struct db *db;
	bool go;

	TRY(enter(c, &db, &me, &go, e));
	if (!go)
		return RC_OK;
	TRY(expert_sheet_load(db, ctx_services(c)->rules, me.id, uc.code, c->now, &s, e));
	uc.n = s.rules.n;
	uc.typed = ARENA_NEW_N(c->a, struct expert_typed, uc.n + 1);
	for (size_t i = 0; i < uc.n; i++) {
		const struct criterion *k = &s.rules.v[i];
		uc.typed[i].points = form_get(&c->form, str_cstr(c->a, mark_id(c, "p", k)));
		uc.typed[i].reason =
			str_trim(form_get(&c->form, str_cstr(c->a, mark_id(c, "r", k))));
	}
	struct tx_call call =
		ctx_call(c, uc.submit ? STR("/x") : str_cat(c->a, STR("/x/r/"), uc.code));
	enum rc rc = TX_RUN(&call, expert_fill, &uc, e);
	if (rc == RC_INVALID && uc.bad) {
		typed_errors(c, &s.rules, uc.typed, &errors);
		return show_sheet(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, uc.submit ? STR("评分表已提交") : STR("草稿已保存，尚未提交"));
}

/* --- giving it back ---------------------------------------------------------------------------------------- */

static enum rc show_recuse(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct expert_sheet s;
	struct expert_self me;
	struct db *db;
	bool go;

	TRY(enter(c, &db, &me, &go, e));
	if (!go)
		return RC_OK;
	TRY(expert_sheet_load(
		db, ctx_services(c)->rules, me.id, c->params[0], c->now, &s, e));
	if (!s.open)
		return err_set(e, RC_STATE, MSG_EXPERT_FINAL);
	struct view_batch *v = batch_view(c, str_cat(c->a, STR("申请回避 "), c->params[0]));
	page_crumb(c, &v->page, STR("待评列表"), STR("/x"));
	page_crumb(c, &v->page, c->params[0], str_cat(c->a, STR("/x/r/"), c->params[0]));
	page_crumb(c, &v->page, STR("申请回避"), str_none());
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("这份材料转给其他专家，您填写的评分不计入，也不能再打开。");
	struct view_batch_form *f = batch_form(
		c, v, "recuse", str_none(), str_fmt(c->a, "/x/r/%.*s/recuse", STR_ARG(c->params[0])));
	batch_area(c, f, field_text(c, "reason", "回避原因", str_none(), errors));
	f->back = str_cat(c->a, STR("/x/r/"), c->params[0]);
	batch_act(c, f, "recuse", "申请回避这份材料", "bad");
	return batch_show(c, status, v);
}

enum rc page_x_recuse(struct ctx *c, struct err *e)
{
	return show_recuse(c, 200, NULL, e);
}

enum rc page_x_recuse_post(struct ctx *c, struct err *e)
{
	struct expert_recuse uc = {c->params[0], str_trim(form_get(&c->form, "reason"))};
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, STR("/x"));
	enum rc rc = TX_RUN(&call, expert_recuse, &uc, e);

	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_recuse(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已回避，材料转给其他专家"));
}
