/* One objection in the office. Who objected is shown here and nowhere else. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/delivery.h"
#include "service/hearing.h"
#include "service/objection.h"

static void case_rows(struct ctx *c, const struct q_objection_for_officer *o, struct view_batch *v)
{
	rows_add(c, &v->rows, "回执编号", o->receipt_no);
	rows_add(c, &v->rows, "公示", o->title);
	rows_add(c, &v->rows, "被异议企业",
		str_fmt(c->a, "%lld 号 %.*s（%.*s）", (long long)o->seq, STR_ARG(o->name),
			STR_ARG(o->uscc)));
	rows_add(c, &v->rows, "收到时间", instant_human(c->a, o->received_at));
	rows_add(c, &v->rows, "异议人（不得向企业透露）", o->person);
	if (o->person_id.n) { /* none where the program compared a list */
		rows_add(c, &v->rows, "证件号码", o->person_id);
		rows_add(c, &v->rows, "联系电话", o->phone);
	}
	if (o->handled_at.has)
		rows_add(c, &v->rows, "最近办理",
			str_fmt(c->a, "%.*s，%.*s", STR_ARG(o->handler),
				STR_ARG(instant_human(c->a, o->handled_at.v))));
}

/* What can be decided from here, with its effect. */
static void handle_form(struct ctx *c, const struct q_objection_for_officer *o,
	enum objection_state from, struct view_batch *v, const struct form_errors *errors)
{
	static const struct {
		enum objection_state to;
		const char *label, *hint;
	} ways[] = {
		{OBJECTION_ACCEPTED, "受理", "进入核实；期满时企业将单独留下待核实"},
		{OBJECTION_REJECTED, "不予受理", "不计入异议，须写明理由"},
		{OBJECTION_CLEARED, "异议不成立", "企业继续推荐；核实情况会公布"},
		{OBJECTION_UPHELD, "异议成立", "企业本批次不予通过；核实情况会公布"},
	};
	struct view_batch_form *f = batch_form(c, v, "handle", STR("办理"),
		str_cat(c->a, STR("/o/objection/"), c->params[0]));
	struct view_choices to = field_choices("to", "办理结果", errors);
	struct view_field outcome =
		field_text(c, "outcome", "核实情况和理由", str_none(), errors);

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		if (!objection_may(from, ways[i].to))
			continue;
		choices_add(c, &to, str_c(objection_code(ways[i].to)), str_c(ways[i].label),
			str_none());
		to.options.v[to.options.n - 1].hint = str_c(ways[i].hint);
	}
	outcome.hint = STR("除受理外必须填写。异议成立或不成立的会在公示页公布，请不要写异议人的任何信息");
	batch_radios(c, f, to);
	batch_area(c, f, outcome);
	f->back = str_cat(c->a, STR("/o/publicity/"), o->publicity);
	batch_act(c, f, "handle", "保存办理结果", "");
}

static void ask_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "ask", STR("请企业说明"),
		STR_JOIN(c->a, STR("/o/objection/"), c->params[0], STR("/ask")));
	struct view_field text = field_text(c, "ask_text", "请企业说明的问题", str_none(), errors);
	struct view_field days = field_number(c, "days", "说明期限", "天", str_none(), errors);
	struct view_choices unit = field_choices("unit", "按", errors);

	text.rows = 5;
	text.hint = STR("企业看到这些文字，看不到异议内容和异议人；请不要写可以认出异议人的信息");
	days.width = "w8";
	days.hint = STR("文件未规定期限，由本单位载明，1 至 60 天");
	choices_add(c, &unit, STR("working"), STR("工作日"), STR("working"));
	choices_add(c, &unit, STR("calendar"), STR("日历日，最后一天是休息日的顺延"), STR("working"));
	batch_area(c, f, text);
	batch_field(c, f, days);
	batch_radios(c, f, unit);
	f->warn = STR("发出后企业的全部账号收到消息，期限开始计算；只能发一次。尚未受理的，同时受理。");
	batch_act(c, f, "ask", "发给企业", "second");
}

/* What it was asked, whether that was served, its answer. */
static enum rc hearing_fill(struct ctx *c, struct db *db, const struct q_objection_for_officer *o, bool open,
	struct view_batch *v, const struct form_errors *errors, struct err *e)
{
	struct q_deliveries_of_object_list sent;
	struct q_hearing_of h;
	bool found;

	TRY(q_hearing_of(db, &(struct q_hearing_of_in){.objection_id = o->id}, &h, &found, e));
	if (!found) {
		if (open)
			ask_form(c, v, errors);
		return RC_OK;
	}
	TRY(q_deliveries_of_object(db,
		&(struct q_deliveries_of_object_in){.object_kind = STR("objection"), .object = h.public_id}, &sent, e));
	for (size_t i = 0; i < sent.n; i++)
		rows_add(c, &v->rows, "请企业说明", delivery_text(c->a, &sent.v[i]));
	rows_add(c, &v->rows, "企业说明",
		h.replied_at.has ? str_fmt(c->a, "%.*s，%.*s，回执 %.*s", STR_ARG(instant_human(c->a, h.replied_at.v)),
					   STR_ARG(h.replied_name), STR_ARG(h.receipt_no))
				 : str_fmt(c->a, "尚未收到，%.*s 截止", STR_ARG(deadline_text(c->a, h.due_at))));
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("请企业说明的问题"), h.text};
	if (h.replied_at.has)
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("企业的说明"), h.reply};
	else if (open && c->now < h.due_at)
		v->banner = STR("企业的说明期限还没有届满，也还没有收到说明；认定异议成立前请听取企业说明。");
	return RC_OK;
}

static enum rc show_case(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_objection_for_officer o;
	struct q_attachments_of_list files;
	enum objection_state s;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_objection_for_officer(db,
		&(struct q_objection_for_officer_in){
			.public_id = c->params[0], .agency_id = c->who.agency_id},
		&o, e));
	TRY(q_attachments_of(db,
		&(struct q_attachments_of_in){.owner_kind = STR("objection"), .owner_id = o.id}, &files,
		e));
	if (!objection_parse(o.state, &s))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "objection state");
	v = batch_view(c, STR("公示异议"));
	page_crumb(c, &v->page, STR("公示与异议"), STR("/o/publicity"));
	page_crumb(c, &v->page, o.title, str_cat(c->a, STR("/o/publicity/"), o.publicity));
	page_crumb(c, &v->page, o.receipt_no, str_none());
	if (errors)
		v->page.errors = *errors;
	v->over = o.name;
	v->lead = str_cat(c->a, STR("当前状态："), str_c(objection_word(s)));
	case_rows(c, &o, v);
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("异议内容"), o.content};
	if (o.outcome.n)
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("核实情况"), o.outcome};
	TRY(hearing_fill(c, db, &o, o.own && objection_open(s), v, errors, e));
	if (o.own && objection_open(s))
		handle_form(c, &o, s, v, errors);
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("企业的申报材料"), str_cat(c->a, STR("/o/app/"), o.application),
		false);
	for (size_t i = 0; i < files.n; i++)
		links_add(c, &v->links,
			str_fmt(c->a, "%s：%.*s（%.*s）",
				str_eqc(files.v[i].slot, "answer") ? "企业说明的材料" : "异议材料", STR_ARG(files.v[i].filename),
				STR_ARG(file_size_text(c->a, files.v[i].size))),
			str_cat(c->a, STR("/o/attachment/"), files.v[i].public_id), false);
	return batch_show(c, status, v);
}

enum rc page_o_objection(struct ctx *c, struct err *e)
{
	return show_case(c, 200, NULL, e);
}

enum rc page_o_objection_post(struct ctx *c, struct err *e)
{
	static const struct field_spec specs[] = {
		{"outcome", "核实情况和理由", FIELD_LINES, false, 0, OBJECTION_CONTENT_MAX, NULL, 0}};
	struct objection_handle uc = {.public_id = c->params[0]};
	struct form_errors errors = {0};

	if (!objection_parse(form_get(&c->form, "to"), &uc.to))
		form_error_add(c->a, &errors, "to", STR("请选择办理结果"));
	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &uc.outcome, &errors) || errors.n)
		return show_case(c, 422, &errors, e);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/objection/"), c->params[0]));
	enum rc rc = TX_RUN(&call, objection_handle, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_case(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_cat(c->a, STR("已办理："), str_c(objection_word(uc.to))));
}

enum rc page_o_objection_ask(struct ctx *c, struct err *e)
{
	struct hearing_ask uc = {.objection = c->params[0], .text = ctx_typed(c, "ask_text"),
		.working = !str_eqc(form_get(&c->form, "unit"), "calendar")};
	struct form_errors errors = {0};

	if (!str_to_i64(ctx_typed(c, "days"), &uc.days))
		uc.days = 0;
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/objection/"), c->params[0]));
	enum rc rc = TX_RUN(&call, hearing_ask, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_case(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "已发给企业，请其在 %.*s 前说明", STR_ARG(deadline_text(c->a, uc.due_at))));
}
