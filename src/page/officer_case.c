/* One case in the office: what is known, whose turn it is, and only the acts that are possible now. */
#include "page/case_page.h"
#include "page/routes.h"
#include "service/sanction.h"

#define NEXT_TEXT 8

static struct str act_href(struct ctx *c, const char *act)
{
	return str_fmt(c->a, "/o/case/%.*s/%s", STR_ARG(c->params[0]), act);
}

static struct view_batch_form *act_form(struct ctx *c, struct view_batch *v, const struct case_view *x,
	const char *act, const char *title)
{
	struct view_batch_form *f = batch_form(c, v, act, str_c(title), act_href(c, act));

	batch_hidden(c, f, "version", str_i64(c->a, x->c.version));
	return f;
}

static void area(struct ctx *c, struct view_batch_form *f, const char *id, const char *label,
	const char *hint, struct str value, const struct form_errors *errors)
{
	struct view_field text = field_text(c, id, label, value, errors);

	text.rows = NEXT_TEXT;
	text.hint = str_c(hint);
	batch_area(c, f, text);
}

static void opinion_form(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	static const enum case_act ways[] = {CASE_ACT_SUPPORT, CASE_ACT_OPPOSE};
	struct view_batch_form *f = act_form(c, v, x, "opinion", "本级意见");
	struct view_choices way = field_choices("way", "意见", errors);

	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		choices_add(c, &way, str_c(case_act_code(ways[i])), str_c(case_act_word(ways[i])), str_none());
	batch_radios(c, f, way);
	area(c, f, "opinion_text", "核实情况和意见", "10 至 2000 个字", str_none(), errors);
	case_file_field(f, "佐证材料", errors);
	batch_act(c, f, "opinion", "签署意见并上报", "");
}

static void term_fields(struct ctx *c, const struct case_view *x, struct view_batch_form *f,
	const struct form_errors *errors)
{
	struct view_field days = field_number(c, "days", "答复期限", "天", str_none(), errors);
	struct view_choices unit = field_choices("unit", "按", errors);

	if (!x->sanctions.has_from) {
		struct view_choices from = field_choices("count_from", "期限自", errors);
		choices_add(c, &from, STR("sent"), STR("送出之日起"), STR("sent"));
		choices_add(c, &from, STR("served"), STR("送达之日起（企业首次查阅，或登记的其他方式）"), STR("sent"));
		batch_radios(c, f, from);
	}
	if (x->sanctions.has_term) {
		f->lead = str_cat(c->a, STR("答复期限："), batch_term_text(c, &x->sanctions.term));
		return;
	}
	days.width = "w8";
	days.hint = STR("文件未规定期限，由告知书载明，1 至 60 天");
	batch_field(c, f, days);
	choices_add(c, &unit, STR("working"), STR("工作日"), STR("working"));
	choices_add(c, &unit, STR("calendar"), STR("日历日，最后一天是休息日的顺延"), STR("working"));
	unit.inline_row = true;
	batch_radios(c, f, unit);
}

static void serve_form(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = act_form(c, v, x, "serve", "登记其他方式送达");
	struct view_field way = field_text(c, "serve_way", "方式和凭据", str_none(), errors);

	f->lead = STR("企业在平台查阅的，自动记为送达。没有查阅而以其他方式送达的，在这里登记；从送达起算的期限自登记的日期起算。");
	batch_field(c, f, field_date(c, "serve_on", "送达日期", (struct date){0}, errors));
	way.hint = STR("例如：邮寄送达，EMS 单号；直接送达，签收人");
	batch_field(c, f, way);
	batch_act(c, f, "serve", "登记送达", "second");
}

static void notify_form(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	bool accept = x->kind == CASE_REPORT;
	struct view_batch_form *f = act_form(c, v, x, accept ? "accept" : "notify",
		accept ? "受理并告知企业" : "告知企业");

	area(c, f, "notify_text", accept ? "请企业说明的问题" : "告知内容（事实、依据、拟作处理）",
		accept ? "企业读到这里的文字。不要写能看出举报人的任何内容"
		       : "企业读到这里的文字，并在期限内陈述申辩",
		str_none(), errors);
	term_fields(c, x, f, errors);
	f->warn = STR("送出后不能修改。企业在工作台和消息里看到，首次查阅的时间记录为送达。");
	batch_act(c, f, "notify", accept ? "受理并告知企业" : "送出告知书", "");
}

static void refuse_form(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = act_form(c, v, x, "refuse", "不予受理");

	area(c, f, "refuse_text", "不予受理的理由", "举报人凭回执可以看到", str_none(), errors);
	batch_act(c, f, "refuse", "不予受理", "bad");
}

/* --- the decision ----------------------------------------------------------------------------------------- */

static bool offered(const struct case_view *x, enum case_outcome o)
{
	if (!case_may_end(x->kind, o) || (case_adverse(o) && !x->c.told_at.has))
		return false;
	if (x->kind == CASE_REPORT && x->state == CASE_RECTIFY)
		return o != OUTCOME_UNFOUNDED;
	if (x->kind == CASE_REPORT)
		return o != OUTCOME_RECTIFIED;
	if (x->kind != CASE_SANCTION || o == OUTCOME_DROP)
		return case_outcome_allowed(x, NULL, o);
	for (size_t i = 0; i < x->sanctions.n; i++)
		if (x->sanctions.v[i].may[o] || (o == OUTCOME_BAN && x->sanctions.v[i].bans))
			return true;
	return false;
}

static void outcome_choices(struct ctx *c, const struct case_view *x, struct view_batch_form *f,
	const struct form_errors *errors)
{
	struct view_choices ch = field_choices("outcome", "拟作处理", errors);

	for (size_t i = 0; i < OUTCOME__MAX; i++)
		if (offered(x, (enum case_outcome)i))
			choices_add(c, &ch, str_c(case_outcome_code((enum case_outcome)i)),
				str_c(case_outcome_word((enum case_outcome)i)), x->c.outcome);
	batch_radios(c, f, ch);
}

static void sanction_fields(struct ctx *c, const struct case_view *x, struct view_batch_form *f,
	const struct form_errors *errors)
{
	struct view_choices ground = field_choices("ground", "情形", errors);
	struct view_field to = field_date(c, "ban_to", "不得申报的最后一天", (struct date){0}, errors);
	struct date least = {0}, today = date_of_instant(c->now);

	for (size_t i = 0; i < x->sanctions.n; i++) {
		const struct sanction *g = &x->sanctions.v[i];
		struct date last = sanction_ban_last(g, today);
		choices_add(c, &ground, g->id, g->text, x->c.ground);
		ground.options.v[ground.options.n - 1].hint = str_fmt(c->a, "%.*s%s%.*s",
			STR_ARG(g->clause),
			!g->bans ? "" : last.y ? "；今天作出的，不得申报至少到 " : "；不得申报，期限由决定载明",
			STR_ARG(last.y ? date_str(c->a, last) : STR("")));
		if (x->ground == g)
			least = last;
	}
	batch_radios(c, f, ground);
	if (!field_typed(c, "ban_to", str_none()).n && least.y)
		to.value = date_str(c->a, least);
	to.hint = STR("所选情形附带不得申报的才填写，不早于该情形的最短期限");
	to.optional = true;
	batch_field(c, f, to);
}

static void draft_form(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = act_form(c, v, x, "draft", "处理意见");
	struct view_field doc = field_text(c, "doc_no", "决定文号", x->c.doc_no, errors);
	struct view_field again = field_date(c, "recheck_on", "复查日期", (struct date){0}, errors);

	if (x->kind == CASE_REPORT) {
		again.optional = true;
		again.hint = STR("责令整改的填写");
		batch_field(c, f, again);
	} else {
		doc.optional = true;
		doc.hint = x->sanctions.national.has ? STR("要公开的决定须填写；取消部级称号的，填写报部的报送文号")
						     : STR("要公开的决定须填写，例如 工信函〔2026〕12号");
		batch_field(c, f, doc);
	}
	if (x->kind == CASE_SANCTION)
		sanction_fields(c, x, f, errors);
	outcome_choices(c, x, f, errors);
	area(c, f, "reason", "查明的事实和处理理由",
		x->kind == CASE_REPORT ? "举报人凭回执可以看到处理结果，企业也会看到"
				       : "公告和企业看到的就是这里的文字",
		x->c.reason, errors);
	case_file_field(f, "核实材料", errors);
	if ((x->kind == CASE_SANCTION || x->kind == CASE_CHANGE) && !x->c.told_at.has)
		f->lead = STR("尚未告知企业：不利的处理须先告知并听取陈述申辩，这里只列出可以直接作出的处理。");
	f->warn = STR("提交后由本单位另一人确认，确认后才生效。");
	batch_act(c, f, "draft", "提交第二人确认", "");
}

static void effect_text(struct ctx *c, const struct case_view *x, struct buf *b)
{
	buf_printf(b, "确认后立即生效：%s。", case_outcome_word(x->outcome));
	if (x->outcome == OUTCOME_CANCEL || x->outcome == OUTCOME_REVOKE)
		buf_lit(b, "称号终止，证书核验页和带签名的失效清单同时更新，编号不再使用。");
	if (x->c.ban_to.n) {
		struct str last = date_str(c->a, case_ban_last(x, date_of_instant(c->now)));
		buf_printf(b, "不得申报至 %.*s，申报时系统自动拒绝。", STR_ARG(last));
		if (!str_eq(last, x->c.ban_to))
			buf_printf(b, "自今天起算，拟定的 %.*s 不足最短期限，已顺延。", STR_ARG(x->c.ban_to));
	}
	if (x->outcome == OUTCOME_LIFT)
		buf_lit(b, "企业可以正常申报。");
	if (x->outcome == OUTCOME_PROCEED)
		buf_lit(b, "系统据此立案，报省级告知和决定。");
	if (case_published(x->outcome))
		buf_lit(b, "决定作为公告公开。");
}

static void confirm_forms(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	struct str title, body;
	struct buf b;

	struct str national = national_effect(c, x);
	if (case_published(x->outcome) && !national.n) {
		struct case_view then = *x; /* as it is decided today */
		if (x->c.ban_to.n)
			then.c.ban_to = date_str(c->a, case_ban_last(x, date_of_instant(c->now)));
		case_public_text(c->a, &then, c->now, &title, &body);
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){str_cat(c->a, STR("将发布："), title), body};
	}
	if (x->c.proposed_by.has && x->c.proposed_by.v == c->who.account_id) {
		v->banner = STR("处理意见由您提出，请本单位另一人登录确认。");
		return;
	}
	struct view_batch_form *f = act_form(c, v, x, "confirm", "第二人确认");
	buf_init(&b, c->a, 2048);
	effect_text(c, x, &b);
	f->warn = national.n ? national : buf_view(&b);
	batch_act(c, f, national.n ? "report" : "confirm",
		national.n ? "确认核实意见，报部级决定"
			   : str_cstr(c->a, str_fmt(c->a, "确认：%s", case_outcome_word(x->outcome))),
		case_adverse(x->outcome) ? "bad" : "ok");
	f = act_form(c, v, x, "back", "退回重议");
	area(c, f, "back_text", "退回的理由", "", str_none(), errors);
	batch_act(c, f, "back", "退回重议", "second");
}

/* --- the page --------------------------------------------------------------------------------------------- */

static void forms_fill(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	if (case_can(x, &c->who, CASE_ACT_SUPPORT))
		opinion_form(c, x, v, errors);
	if (case_can(x, &c->who, CASE_ACT_NOTIFY) || case_can(x, &c->who, CASE_ACT_ACCEPT))
		notify_form(c, x, v, errors);
	if (case_can(x, &c->who, CASE_ACT_REFUSE))
		refuse_form(c, x, v, errors);
	if (x->state == CASE_NOTICE && !x->c.read_at.has && c->who.agency_id == x->c.handler_agency_id)
		serve_form(c, x, v, errors);
	if (case_can(x, &c->who, CASE_ACT_DRAFT))
		draft_form(c, x, v, errors);
	if (case_can(x, &c->who, CASE_ACT_CONFIRM))
		confirm_forms(c, x, v, errors);
	national_forms(c, x, v, errors);
}

static enum rc person_rows(struct ctx *c, struct db *db, const struct case_view *x, struct view_batch *v, struct err *e)
{
	struct q_case_person p;
	bool found;

	if (x->kind != CASE_REPORT)
		return RC_OK;
	TRY(q_case_person(db,
		&(struct q_case_person_in){.case_id = x->c.id, .agency_id = c->who.agency_id}, &p, &found,
		e));
	if (!found)
		return RC_OK;
	rows_add(c, &v->rows, "举报人（不得向企业透露）", p.person);
	rows_add(c, &v->rows, "证件号码", p.person_id);
	rows_add(c, &v->rows, "联系电话", p.phone);
	return RC_OK;
}

static enum rc integrity_link(struct ctx *c, struct db *db, const struct case_view *x, struct view_batch *v, struct err *e)
{
	struct q_integrity_of_case own;
	bool found;

	if (!x->c.enterprise_id.has)
		return RC_OK;
	TRY(q_integrity_of_case(db,
		&(struct q_integrity_of_case_in){.enterprise_id = x->c.enterprise_id.v}, &own, &found, e));
	if (found)
		links_add(c, &v->links, STR("企业诚信档案"), str_cat(c->a, STR("/o/integrity/"), own.public_id), false);
	return RC_OK;
}

static void links_fill(struct ctx *c, const struct case_view *x, struct view_batch *v)
{
	if (x->c.from_case.n)
		links_add(c, &v->links, STR("由此案引起"), str_cat(c->a, STR("/o/case/"), x->c.from_case), false);
	if (x->c.application.n)
		links_add(c, &v->links, STR("有关的申报材料"), str_cat(c->a, STR("/o/app/"), x->c.application), false);
	if (x->c.announcement.n)
		links_add(c, &v->links, STR("已发布的公告"), str_cat(c->a, STR("/news/"), x->c.announcement), false);
}

static enum rc show_case(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct case_view x;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(case_load_officer(db, ctx_services(c), &c->who, c->params[0], c->now, &x, e));
	v = batch_view(c, x.c.name);
	page_crumb(c, &v->page, STR("案件"), STR("/o/cases"));
	page_crumb(c, &v->page, x.c.no, str_none());
	if (errors)
		v->page.errors = *errors;
	v->over = str_c(case_kind_word(x.kind));
	v->lead = case_state_line(c, &x);
	case_rows(c, &x, true, &v->rows);
	TRY(national_rows(c, &x, true, &v->rows, e));
	TRY(person_rows(c, db, &x, v, e));
	TRY(case_said_fill(c, db, &x, true, v, e));
	TRY(integrity_link(c, db, &x, v, e));
	links_fill(c, &x, v);
	forms_fill(c, &x, v, errors);
	return batch_show(c, status, v);
}

enum rc page_o_case(struct ctx *c, struct err *e)
{
	return show_case(c, 200, NULL, e);
}

/* --- acts ------------------------------------------------------------------------------------------------- */

static enum rc do_opinion(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct case_opinion uc = {.public_id = c->params[0], .version = ctx_version(c), .text = ctx_typed(c, "opinion_text")};

	if (!case_act_parse(form_get(&c->form, "way"), &uc.act)) {
		form_error_add(c->a, errors, "way", STR("请选择同意或不同意"));
		return RC_OK;
	}
	TRY(case_files(c, &uc.files, &uc.files_n, e));
	return TX_RUN(call, case_opinion, &uc, e);
}

static enum rc do_refuse(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct case_opinion uc = {.public_id = c->params[0], .version = ctx_version(c), .act = CASE_ACT_REFUSE,
		.text = ctx_typed(c, "refuse_text")};

	(void)errors;
	return TX_RUN(call, case_opinion, &uc, e);
}

static enum rc do_notify(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct case_notify uc = {.public_id = c->params[0], .version = ctx_version(c), .text = ctx_typed(c, "notify_text"),
		.act = str_eqc(c->params[1], "accept") ? CASE_ACT_ACCEPT : CASE_ACT_NOTIFY,
		.working = str_eqc(form_get(&c->form, "unit"), "working"),
		.served = str_eqc(form_get(&c->form, "count_from"), "served")};

	(void)errors;
	if (!str_to_i64(ctx_typed(c, "days"), &uc.days))
		uc.days = 0;
	return TX_RUN(call, case_notify, &uc, e);
}

static enum rc do_serve(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct case_serve uc = {.public_id = c->params[0], .version = ctx_version(c), .way = ctx_typed(c, "serve_way")};

	(void)errors;
	if (!date_parse_loose(ctx_typed(c, "serve_on"), &uc.on))
		uc.on = (struct date){0};
	return TX_RUN(call, case_serve, &uc, e);
}

static enum rc do_draft(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct case_draft uc = {.public_id = c->params[0], .version = ctx_version(c), .ground = ctx_typed(c, "ground"),
		.reason = ctx_typed(c, "reason"), .doc_no = ctx_typed(c, "doc_no")};

	if (!case_outcome_parse(form_get(&c->form, "outcome"), &uc.outcome)) {
		form_error_add(c->a, errors, "outcome", STR("请选择拟作的处理"));
		return RC_OK;
	}
	if (!date_parse_loose(ctx_typed(c, "ban_to"), &uc.ban_to))
		uc.ban_to = (struct date){0};
	if (!date_parse_loose(ctx_typed(c, "recheck_on"), &uc.recheck_on))
		uc.recheck_on = (struct date){0};
	TRY(case_files(c, &uc.files, &uc.files_n, e));
	return TX_RUN(call, case_draft, &uc, e);
}

static enum rc do_confirm(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct case_confirm uc = {.public_id = c->params[0], .version = ctx_version(c),
		.back = str_eqc(c->params[1], "back"), .text = ctx_typed(c, "back_text")};

	(void)errors;
	return TX_RUN(call, case_confirm, &uc, e);
}

static const struct {
	const char *act, *text, *done;
	enum rc (*fn)(struct ctx *, struct tx_call *, struct form_errors *, struct err *);
} acts[] = {
	{"opinion", "opinion_text", "意见已上报", do_opinion},
	{"accept", "notify_text", "已受理并告知企业", do_notify},
	{"notify", "notify_text", "告知书已送出", do_notify},
	{"refuse", "refuse_text", "已不予受理", do_refuse},
	{"serve", "serve_way", "已登记送达", do_serve},
	{"draft", "reason", "处理意见已提交，请本单位另一人确认", do_draft},
	{"confirm", "back_text", "决定已作出并生效", do_confirm},
	{"back", "back_text", "已退回重议", do_confirm},
	{"answer", "answer_text", "部级答复已登记，请本单位另一人确认", national_post_answer},
	{"settle", "redo_text", "部级答复已确认，案件办结", national_post_settle},
	{"redo", "redo_text", "已退回重新登记", national_post_settle},
};

enum rc page_o_case_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	size_t i = 0;

	while (i < ARRAY_LEN(acts) && !str_eqc(c->params[1], acts[i].act))
		i++;
	if (i == ARRAY_LEN(acts))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/case/"), c->params[0]));
	enum rc rc = acts[i].fn(c, &call, &errors, e);
	if (errors.n)
		return show_case(c, 422, &errors, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		case_error(c, &errors, e->field[0] ? acts[i].text : "file", e);
		return show_case(c, 422, &errors, e);
	}
	TRY(rc);
	bool reported = str_eqc(form_get(&c->form, "act"), "report");
	return ctx_done(c, &call, reported ? STR("核实意见已确认，报部的报告已生成") : str_c(acts[i].done));
}
