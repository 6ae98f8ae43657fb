/* 一份年度总结: written by its body, signed by two people, read and sent back by the province. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/yearly.h"

struct report_page {
	struct yearly_report x;
	struct q_yearly_candidates_list candidates;
	bool own, draft;
};

static enum rc load(struct ctx *c, struct report_page *p, struct err *e)
{
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(yearly_load(db, ctx_services(c)->rules, &c->who, c->params[0], &p->x, e));
	p->own = p->x.r.agency_id == c->who.agency_id;
	p->draft = str_eqc(p->x.r.state, "draft");
	if (!p->own || !p->draft)
		return RC_OK;
	return q_yearly_candidates(db,
		&(struct q_yearly_candidates_in){.agency_id = c->who.agency_id, .tier = p->x.r.programme,
			.report_id = p->x.r.id},
		&p->candidates, e);
}

static struct str href(struct ctx *c, const char *rest)
{
	return str_fmt(c->a, "/o/yearly/%.*s%s", STR_ARG(c->params[0]), rest);
}

/* --- writing ------------------------------------------------------------------------------------------ */

static const char *section_field(struct ctx *c, const struct yearly_section *s)
{
	return str_cstr(c->a, str_cat(c->a, STR("s-"), s->id));
}

static void texts_form(struct ctx *c, const struct report_page *p, const struct form_errors *errors, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "texts", STR("填写"), href(c, ""));

	f->lead = STR("花括号里的词由系统换成数字，例如 {listed} 换成“已公告”的家数；全部可用的词见下面的数字表。保存时重新统计。");
	batch_hidden(c, f, "version", str_i64(c->a, p->x.r.version));
	for (size_t i = 0; i < p->x.form.n; i++) {
		const struct yearly_section *s = &p->x.form.sections[i];
		struct view_field x = field_text(
			c, section_field(c, s), str_cstr(c->a, s->title), p->x.texts[i], errors);
		x.hint = s->guidance;
		x.rows = 6;
		batch_area(c, f, x);
	}
	f->back = STR("/o/yearly");
	batch_act(c, f, "save", "保存并更新数字", "second");
	batch_act(c, f, "propose", "提请第二人确认", "");
}

static void case_forms(struct ctx *c, const struct report_page *p, const struct form_errors *errors, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "case", STR("写入典型案例"), href(c, ""));
	struct view_field x;

	f->lead = p->candidates.n ? STR("只能选用辖区内持有有效称号、已同意作为典型案例的企业。同一企业再写一次，替换原来的内容。")
				  : STR("辖区内还没有同意作为典型案例的企业，请先在下面征求同意。");
	if (p->candidates.n || p->x.cases.n) {
		struct view_choices ch = field_choices("case_enterprise", "企业", errors);
		ch.empty = STR("请选择");
		for (size_t i = 0; i < p->candidates.n; i++)
			choices_add(c, &ch, p->candidates.v[i].uscc, p->candidates.v[i].name, str_none());
		for (size_t i = 0; i < p->x.cases.n; i++)
			if (p->x.cases.v[i].consented_at.has)
				choices_add(c, &ch, p->x.cases.v[i].uscc,
					str_cat(c->a, p->x.cases.v[i].name, STR("（替换）")), str_none());
		batch_select(c, f, ch);
		batch_field(c, f, field_text(c, "case_title", "题目", str_none(), errors));
		x = field_text(c, "case_text", "做法和成效", str_none(), errors);
		x.rows = 6;
		batch_area(c, f, x);
		batch_act(c, f, "case", "写入案例", "second");
	}
	f = batch_form(c, v, "ask", STR("征求企业同意"), href(c, ""));
	f->lead = STR("给企业发一条消息，由企业在“跟踪服务”页选择是否同意；同意前不能写入。");
	x = field_text(c, "ask_enterprise", "企业名称或统一社会信用代码", str_none(), errors);
	batch_field(c, f, x);
	batch_act(c, f, "ask", "发送征求意见", "second");
	if (p->x.cases.n == 0)
		return;
	f = batch_form(c, v, "drop", STR("移除典型案例"), href(c, ""));
	struct view_choices ch = field_choices("seq", "案例", errors);
	for (size_t i = 0; i < p->x.cases.n; i++)
		choices_add(c, &ch, str_i64(c->a, p->x.cases.v[i].seq), p->x.cases.v[i].name, str_none());
	batch_select(c, f, ch);
	batch_act(c, f, "drop", "移除", "second");
}

/* --- reading ------------------------------------------------------------------------------------------ */

static void texts_show(struct ctx *c, const struct report_page *p, struct view_batch *v)
{
	for (size_t i = 0; i < p->x.form.n; i++) {
		struct view_batch_text *t = VEC_ADD(c->a, &v->texts);
		t->title = p->x.form.sections[i].title;
		t->text = p->x.texts[i].n ? yearly_fill(c->a, p->x.texts[i], p->x.values) : STR("（未写）");
	}
}

static void figures_table(struct ctx *c, const struct report_page *p, struct view_batch *v)
{
	static const char *const heads[] = {"项目", "数量#", "单位", "文字中的写法"};
	struct view_table *t = &batch_table(c, v, "figures", "主要数字",
		p->x.r.figures_at ? str_fmt(c->a, "由系统统计，截至 %.*s", STR_ARG(instant_human(c->a, p->x.r.figures_at)))
				  : STR("保存后统计"))->table;

	batch_heads(c, t, heads, p->draft ? 4 : 3);
	for (int i = 0; i < YEARLY_FIGURE__MAX; i++) {
		enum yearly_figure f = (enum yearly_figure)i;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_c(yearly_figure_name(f)));
		batch_cell(c, t, r, p->x.values[i]);
		batch_cell(c, t, r, yearly_figure_unit(f)[0] ? str_c(yearly_figure_unit(f)) : STR("—"));
		if (p->draft)
			batch_cell(c, t, r, str_fmt(c->a, "{%s}", yearly_figure_id(f)));
	}
}

static void cases_table(struct ctx *c, const struct report_page *p, struct view_batch *v)
{
	static const char *const heads[] = {"企业", "题目", "做法和成效", "企业同意"};
	struct view_batch_table *box = batch_table(c, v, "cases", "典型案例",
		p->x.form.cases_clause.n ? str_fmt(c->a, "要求：%.*s；现有 %zu 个", STR_ARG(p->x.form.cases_clause), p->x.cases.n)
					 : str_fmt(c->a, "现有 %zu 个", p->x.cases.n));
	struct view_table *t = &box->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有写入典型案例。");
	for (size_t i = 0; i < p->x.cases.n; i++) {
		const struct q_yearly_cases *x = &p->x.cases.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name);
		batch_cell(c, t, r, x->title);
		batch_cell(c, t, r, x->consented_at.has || p->draft ? x->text : STR("企业已撤回同意，内容不再引用"));
		struct view_cell *ok = batch_cell(c, t, r,
			x->consented_at.has ? date_str(c->a, date_of_instant(x->consented_at.v)) : STR("已撤回"));
		if (!x->consented_at.has)
			ok->tag = "red";
	}
}

static void back_form(struct ctx *c, const struct report_page *p, const struct form_errors *errors, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "back", STR("退回修改"), href(c, ""));
	struct view_field x = field_text(c, "reason", "退回的原因", str_none(), errors);

	x.rows = 3;
	batch_hidden(c, f, "version", str_i64(c->a, p->x.r.version));
	batch_area(c, f, x);
	batch_act(c, f, "back", "退回", "bad");
}

static void acts(struct ctx *c, const struct report_page *p, const struct form_errors *errors, struct view_batch *v)
{
	bool proposed = str_eqc(p->x.r.state, "proposed");
	bool mine = p->x.r.proposed_by.has && p->x.r.proposed_by.v == c->who.account_id;

	if (p->own && p->draft) {
		texts_form(c, p, errors, v);
		case_forms(c, p, errors, v);
		return;
	}
	if (p->own && proposed && !mine) {
		struct view_batch_form *f = batch_form(c, v, "send", STR("确认并报送"), href(c, ""));
		f->lead = str_fmt(c->a, "%.*s 提请。确认后报送省级，不能再修改。", STR_ARG(p->x.r.proposer));
		batch_hidden(c, f, "version", str_i64(c->a, p->x.r.version));
		batch_act(c, f, "send", "确认并报送省级", "");
	}
	if ((p->own && proposed) || (!p->own && str_eqc(p->x.r.state, "sent")))
		back_form(c, p, errors, v);
}

static void head_fill(struct ctx *c, const struct report_page *p, struct view_batch *v)
{
	const struct q_yearly_report_for_officer *r = &p->x.r;

	v->over = str_c(yearly_state_word(r->state));
	v->lead = str_fmt(c->a, "报送截止 %.*s。依据：%.*s", STR_ARG(deadline_text(c->a, r->ends_at)), STR_ARG(p->x.form.clause));
	if (p->draft && r->return_reason.n) {
		v->banner = str_cat(c->a, STR("已退回："), r->return_reason);
		v->banner_kind = "warn";
	} else if (str_eqc(r->state, "proposed") && p->own) {
		v->banner = r->proposed_by.has && r->proposed_by.v == c->who.account_id
			? STR("已提请，等待本单位另一人确认。") : STR("请核对后确认报送，或退回修改。");
	} else if (r->sent_at.has) {
		v->banner = str_fmt(c->a, "%.*s 报送，%.*s 提请，%.*s 确认%s。",
			STR_ARG(instant_human(c->a, r->sent_at.v)), STR_ARG(r->proposer), STR_ARG(r->confirmer),
			r->sent_at.v >= r->ends_at ? "；逾期报送" : "");
		v->banner_kind = "ok";
	}
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct report_page p = {0};
	struct view_batch *v;

	TRY(load(c, &p, e));
	v = batch_view(c, yearly_title(c->a, &p.x.form, p.x.r.body, p.x.r.year));
	page_crumb(c, &v->page, STR("年度总结"), STR("/o/yearly"));
	page_crumb(c, &v->page, p.x.r.body, str_none());
	v->banner_kind = "info";
	if (errors)
		v->page.errors = *errors;
	head_fill(c, &p, v);
	v->tables_first = !p.draft; /* read to the end, then sent or given back */
	if (!p.draft)
		texts_show(c, &p, v);
	acts(c, &p, errors, v);
	cases_table(c, &p, v);
	figures_table(c, &p, v);
	v->links_title = STR("下载");
	links_add(c, &v->links, STR("本份总结（Word）"), href(c, "/report.docx"), false);
	links_add(c, &v->links, STR("本份总结（PDF）"), href(c, "/report.pdf"), false);
	return batch_show(c, status, v);
}

enum rc page_o_yearly(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* --- acts --------------------------------------------------------------------------------------------- */

static enum rc save(struct ctx *c, struct tx_call *call, bool propose, int64_t version, struct err *e)
{
	struct report_page p = {0};
	struct yearly_save uc = {.public_id = c->params[0], .version = version, .propose = propose};

	TRY(load(c, &p, e));
	struct str *texts = ARENA_NEW_N(c->a, struct str, p.x.form.n);
	for (size_t i = 0; i < p.x.form.n; i++)
		texts[i] = form_get(&c->form, section_field(c, &p.x.form.sections[i]));
	uc.texts = texts;
	uc.n = p.x.form.n;
	ctx_db_end(c);
	return TX_RUN(call, yearly_save, &uc, e);
}

static enum rc run(struct ctx *c, struct tx_call *call, struct str act, struct str *said, struct err *e)
{
	struct str id = c->params[0];
	int64_t version = ctx_version(c), seq = 0;

	(void)!str_to_i64(form_get(&c->form, "seq"), &seq);
	if (str_eqc(act, "save") || str_eqc(act, "propose")) {
		*said = str_eqc(act, "save") ? STR("已保存，数字已更新") : STR("已提请，请本单位另一人确认");
		return save(c, call, str_eqc(act, "propose"), version, e);
	}
	if (str_eqc(act, "send")) {
		struct yearly_send uc = {.public_id = id, .version = version};
		*said = STR("已报送省级");
		return TX_RUN(call, yearly_send, &uc, e);
	}
	if (str_eqc(act, "back")) {
		struct yearly_back uc = {
			.public_id = id, .version = version, .reason = str_trim(form_get(&c->form, "reason"))};
		*said = STR("已退回");
		return TX_RUN(call, yearly_back, &uc, e);
	}
	if (str_eqc(act, "case")) {
		struct yearly_case_add uc = {.public_id = id, .enterprise = form_get(&c->form, "case_enterprise"),
			.title = str_trim(form_get(&c->form, "case_title")),
			.text = str_trim(form_get(&c->form, "case_text"))};
		*said = STR("已写入典型案例");
		return TX_RUN(call, yearly_case_add, &uc, e);
	}
	if (str_eqc(act, "drop")) {
		struct yearly_case_remove uc = {.public_id = id, .seq = seq};
		*said = STR("已移除");
		return TX_RUN(call, yearly_case_remove, &uc, e);
	}
	if (!str_eqc(act, "ask"))
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	struct yearly_ask uc = {.public_id = id, .enterprise = form_get(&c->form, "ask_enterprise")};
	*said = STR("已征求企业意见，企业同意后可以选用");
	return TX_RUN(call, yearly_ask, &uc, e);
}

enum rc page_o_yearly_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act"), said = STR("");
	struct form_errors errors = {0};
	bool back = str_eqc(act, "back") && actor_is(&c->who, ROLE_PROVINCE);
	struct tx_call call = ctx_call(c, back ? STR("/o/yearly") : href(c, ""));
	enum rc rc = run(c, &call, act, &said, e);

	if (rc == RC_INVALID && e->field[0]) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, said);
}
