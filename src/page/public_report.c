/* 实名举报 for everybody: the form, the receipt that follows the case, the way back to it. The log names no person. */
#include "page/case_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/report.h"

#define REPORT_PER_MINUTE 2
#define REPORT_BURST 5
#define LOOK_PER_MINUTE 10
#define LOOK_BURST 20

struct typed {
	struct str code, person, person_id, phone, content;
};
static const struct field_spec specs[] = {
	{"code", "被举报企业", FIELD_TEXT, true, 5, 60, NULL, offsetof(struct typed, code)},
	{"person", "姓名或单位名称", FIELD_TEXT, true, 2, 100, NULL, offsetof(struct typed, person)},
	{"person_id", "证件号码", FIELD_TEXT, true, 18, 40, NULL, offsetof(struct typed, person_id)},
	{"phone", "联系电话", FIELD_PHONE, true, 0, 0, NULL, offsetof(struct typed, phone)},
	{"content", "举报的事实", FIELD_LINES, true, CASE_TEXT_MIN, CASE_TEXT_MAX, NULL,
		offsetof(struct typed, content)},
};

static struct view_batch *report_view(struct ctx *c, const char *title)
{
	struct view_batch *v = batch_view(c, str_c(title));

	v->page.crumbs.n = 0;
	v->page.column = STR("举报投诉");
	page_crumb(c, &v->page, STR("举报投诉"), STR("/report"));
	page_crumb(c, &v->page, str_c(title), str_none());
	return v;
}

static enum rc show_form(struct ctx *c, int status, const struct form_errors *errors)
{
	struct view_batch *v = report_view(c, "实名举报");
	struct view_batch_form *f = batch_form(c, v, "report", str_none(), STR("/report/new"));
	struct view_field code = field_text(c, "code", "被举报企业的统一社会信用代码，或证书（登记）编号",
		form_get(&c->query, "code"), errors);
	struct view_field id = field_text(c, "person_id", "居民身份证号码；单位填统一社会信用代码", str_none(), errors);
	struct view_field phone = field_text(c, "phone", "联系电话", str_none(), errors);
	struct view_field content = field_text(c, "content", "举报的事实", str_none(), errors);

	if (errors)
		v->page.errors = *errors;
	v->lead = STR("对有称号的企业信息的真实性、准确性有问题反映的，任何组织和个人都可以实名举报。");
	v->banner = STR("您的姓名、证件号码、电话和材料只供受理单位核实使用，不会告知企业，也不会公布。");
	code.code = id.code = true;
	code.width = id.width = "w18";
	code.hint = STR("在“名单查询”中可以查到");
	phone.inputmode = "tel";
	phone.width = "w18";
	content.rows = 8;
	content.hint = STR("时间、地点、经过，10 至 2000 个字");
	batch_field(c, f, code);
	batch_field(c, f, field_text(c, "person", "您的姓名或单位名称", str_none(), errors));
	batch_field(c, f, id);
	batch_field(c, f, phone);
	batch_area(c, f, content);
	case_file_field(f, "佐证材料（至少一份）", errors);
	f->file_needed = true;
	f->back = STR("/report");
	batch_act(c, f, "report", "实名提交举报", "");
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("查询举报的办理情况"), STR("/report/follow"), false);
	links_add(c, &v->links, STR("名单查询"), STR("/registry"), false);
	return batch_show(c, status, v);
}

enum rc page_report_new(struct ctx *c, struct err *e)
{
	(void)e;
	return show_form(c, 200, NULL);
}

enum rc page_report_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct typed in = {0};

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors)) {
		const struct form_value *file = form_file(&c->form, "file");
		if (!file || !file->value.n)
			form_error_msg(c->a, &errors, "file", MSG_REPORT_PROOF);
		return show_form(c, 422, &errors);
	}
	TRY(ctx_slow_down(c, "report", REPORT_PER_MINUTE, REPORT_BURST, e));
	struct report_file uc = {.code = in.code, .person = in.person, .person_id = in.person_id,
		.phone = in.phone, .content = in.content};
	enum rc rc = case_files(c, &uc.files, &uc.files_n, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show_form(c, 422, &errors);
	}
	TRY(rc);
	struct actor who = {.roles = ROLE_PUBLIC, .name = STR("社会公众"), .ip = c->who.ip};
	struct tx_call call = ctx_call(c, STR("/report"));
	call.who = &who;
	rc = TX_RUN(&call, report_file, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_form(c, 422, &errors);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("举报已收到，请保存查询码"));
}

/* --- receipt ---------------------------------------------------------------------------------------------- */

static enum rc refusal(struct ctx *c, struct db *db, const struct case_view *x, struct view_batch *v, struct err *e)
{
	struct q_case_statements_list said;

	TRY(q_case_statements(db, &(struct q_case_statements_in){.case_id = x->c.id}, &said, e));
	for (size_t i = 0; i < said.n; i++)
		if (str_eqc(said.v[i].act, "refuse"))
			*VEC_ADD(c->a, &v->texts) =
				(struct view_batch_text){STR("不予受理的理由"), said.v[i].text};
	return RC_OK;
}

/* What whoever reported reads: where it stands and how it ended, none of what the enterprise said. */
static enum rc result(struct ctx *c, struct db *db, const struct case_view *x, struct view_batch *v, struct err *e)
{
	static const char *const words[CASE_STATE__MAX] = {[CASE_FILED] = "已收到，待受理",
		[CASE_NOTICE] = "已受理，企业答复中", [CASE_HEARD] = "已受理，核实中",
		[CASE_SIGNING] = "已受理，核实中", [CASE_RECTIFY] = "已核实，责令整改",
		[CASE_DECIDED] = "已办结", [CASE_REFUSED] = "不予受理"};

	rows_add(c, &v->rows, "状态", str_c(words[x->state] ? words[x->state] : "办理中"));
	if (x->state == CASE_REFUSED)
		return refusal(c, db, x, v, e);
	if (x->state != CASE_DECIDED && x->state != CASE_RECTIFY)
		return RC_OK;
	rows_add(c, &v->rows, "处理结果", str_c(case_outcome_word(x->outcome)));
	if (x->c.recheck_on.n && x->state == CASE_RECTIFY)
		rows_add(c, &v->rows, "复查日期", x->c.recheck_on);
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("处理说明"), x->c.reason};
	return RC_OK;
}

/* Whoever reported may take it back while it is open; whether what was said is looked into all the same is the body's. */
static enum rc withdraw_form(struct ctx *c, struct db *db, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors, struct err *e)
{
	struct q_case_statements_list said;
	struct view_field why = field_text(c, "text", "撤回的理由", str_none(), errors);

	TRY(q_case_statements(db, &(struct q_case_statements_in){.case_id = x->c.id}, &said, e));
	for (size_t i = 0; i < said.n; i++)
		if (str_eqc(said.v[i].act, "withdraw")) {
			rows_add(c, &v->rows, "撤回", str_cat(c->a, instant_human(c->a, said.v[i].at), STR(" 您已撤回举报")));
			return RC_OK;
		}
	if (!case_open(x->state))
		return RC_OK;
	struct view_batch_form *f = batch_form(
		c, v, "withdraw", STR("撤回举报"), str_cat(c->a, STR("/report/"), c->params[0]));
	f->lead = STR("撤回后，受理单位不再向您反馈；所反映的问题确有线索的，主管部门仍可以依职权核查。");
	why.rows = 3;
	why.hint = STR("10 至 2000 个字，只供受理单位查看");
	batch_area(c, f, why);
	batch_act(c, f, "withdraw", "撤回举报", "second");
	return RC_OK;
}

static enum rc show_receipt(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = report_view(c, "举报回执");
	struct case_view x;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(report_by_secret(db, ctx_services(c), c->params[0], c->now, &x, e));
	v->banner = STR("请保存回执编号和查询码：凭查询码随时查看办理情况，遗失不能找回。不要转给他人。");
	rows_add(c, &v->rows, "回执编号", x.c.no);
	rows_add(c, &v->rows, "查询码", c->params[0]);
	rows_add(c, &v->rows, "被举报企业", x.c.name);
	rows_add(c, &v->rows, "收到时间", instant_human(c->a, x.c.opened_at));
	rows_add(c, &v->rows, "办理单位",
		str_fmt(c->a, "%.*s　%.*s", STR_ARG(x.c.handler), STR_ARG(x.c.handler_phone)));
	TRY(result(c, db, &x, v, e));
	if (x.sanctions.report_clause.n)
		*VEC_ADD(c->a, &v->texts) =
			(struct view_batch_text){STR("怎样处理"), x.sanctions.report_clause};
	TRY(withdraw_form(c, db, &x, v, errors, e));
	if (errors)
		v->page.errors = *errors;
	return batch_show(c, status, v);
}

enum rc page_report_receipt(struct ctx *c, struct err *e)
{
	return show_receipt(c, 200, NULL, e);
}

enum rc page_report_withdraw(struct ctx *c, struct err *e)
{
	struct report_withdraw uc = {.secret = c->params[0], .text = ctx_typed(c, "text")};
	struct actor who = {.roles = ROLE_PUBLIC, .name = STR("社会公众"), .ip = c->who.ip};
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/report/"), c->params[0]));
	struct form_errors errors = {0};

	call.who = &who;
	enum rc rc = TX_RUN(&call, report_withdraw, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_receipt(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已收到撤回，受理单位会看到"));
}

static enum rc show_follow(struct ctx *c, int status, const struct form_errors *errors)
{
	struct view_batch *v = report_view(c, "查询举报");
	struct view_batch_form *f = batch_form(c, v, "follow", str_none(), STR("/report/follow"));
	struct view_field code = field_text(c, "secret", "查询码", str_none(), errors);

	if (errors)
		v->page.errors = *errors;
	v->lead = STR("用举报回执上的查询码查看办理情况。");
	code.width = "w18";
	code.hint = STR("提交举报后显示一次，请保存；遗失的，请联系受理单位");
	batch_field(c, f, code);
	batch_act(c, f, "look", "查询", "");
	return batch_show(c, status, v);
}

enum rc page_report_follow(struct ctx *c, struct err *e)
{
	(void)e;
	return show_follow(c, 200, NULL);
}

enum rc page_report_follow_post(struct ctx *c, struct err *e)
{
	struct str secret = str_trim(form_get(&c->form, "secret"));
	struct form_errors errors = {0};
	struct case_view x;
	struct db *db;

	if (!secret.n) {
		form_error_add(c->a, &errors, "secret", STR("请填写查询码"));
		return show_follow(c, 422, &errors);
	}
	TRY(ctx_slow_down(c, "report-look", LOOK_PER_MINUTE, LOOK_BURST, e));
	TRY(ctx_db(c, &db, e));
	enum rc rc = report_by_secret(db, ctx_services(c), secret, c->now, &x, e);
	if (rc == RC_OK)
		return respond_redirect(c, str_cat(c->a, STR("/report/"), secret));
	if (rc != RC_NOT_FOUND)
		return rc;
	form_error_add(c->a, &errors, "secret", err_text(c->a, e));
	return show_follow(c, 422, &errors);
}
