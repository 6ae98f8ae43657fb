/* A case whose title is the ministry's: what the letter and the answer say, on the pages of the province, the enterprise
 * and everybody, and the two steps that record the answer. */
#include "domain/pace.h"
#include "page/case_page.h"
#include "page/enterprise.h"
#include "service/national.h"

enum rc national_days(struct ctx *c, int64_t reported_at, struct str answered_on, bool settled, int64_t *out, struct err *e)
{
	struct date answered;
	int64_t until = settled && date_parse(answered_on, &answered) ? instant_day_start(answered) : c->now;

	return pace_days(rules_calendar(ctx_services(c)->rules), reported_at, until, out, e);
}

static void answer_rows(struct ctx *c, const struct case_view *v, bool officer, struct view_row_list *rows)
{
	const struct q_national_of_case *n = &v->national;
	bool known = n->settled_at.has || (officer && n->answer_no.n);

	if (!known)
		return;
	rows_add(c, rows, n->settled_at.has ? "部级答复" : "部级答复（待确认）",
		str_fmt(c->a, "%s（%.*s，%.*s）", n->agreed ? "同意取消" : "未同意取消，称号不变", STR_ARG(n->answer_no),
			STR_ARG(n->answered_on)));
	if (n->ban_to.n && !n->settled_at.has)
		rows_add(c, rows, "不得申报至（待确认）", n->ban_to);
	if (n->settled_at.has)
		rows_add(c, rows, "答复登记", instant_human(c->a, n->settled_at.v));
	if (officer && n->recorder.n)
		rows_add(c, rows, "登记人", n->recorder);
	if (officer && n->settler.n)
		rows_add(c, rows, "答复确认人", n->settler);
}

enum rc national_rows(struct ctx *c, const struct case_view *v, bool officer, struct view_row_list *rows, struct err *e)
{
	const struct q_national_of_case *n = &v->national;
	int64_t days;

	if (!v->reported)
		return RC_OK;
	TRY(national_days(c, n->reported_at, n->answered_on, n->settled_at.has, &days, e));
	rows_add(c, rows, "报送",
		officer ? str_fmt(c->a, "%.*s，%.*s，报%.*s", STR_ARG(n->doc_no), STR_ARG(n->reported_on), STR_ARG(n->ministry))
			: str_fmt(c->a, "%.*s 报%.*s", STR_ARG(n->reported_on), STR_ARG(n->ministry)));
	rows_add(c, rows, "部级用时",
		str_fmt(c->a, "%s %lld 个工作日（文件未规定期限）", n->settled_at.has ? "共" : "已", (long long)days));
	answer_rows(c, v, officer, rows);
	return RC_OK;
}

struct str national_effect(struct ctx *c, const struct case_view *v)
{
	if (v->state != CASE_SIGNING || !national_needed(v, v->outcome))
		return STR("");
	struct str ministry = v->sanctions.national.ministry;
	return str_fmt(c->a,
		"该称号由%.*s认定。确认后不取消称号，而是形成核实意见，以“%.*s”报%.*s；称号在其答复前仍有效，证书核验页注明已报送。%s",
		STR_ARG(ministry), STR_ARG(v->c.doc_no), STR_ARG(ministry),
		v->kind == CASE_CHANGE ? "核实的名称、地址变化自确认之日起登记。" : "");
}

/* --- the two steps ---------------------------------------------------------------------------------------- */

static struct view_batch_form *step_form(
	struct ctx *c, const struct case_view *x, struct view_batch *v, const char *act, const char *title)
{
	struct view_batch_form *f =
		batch_form(c, v, act, str_c(title), str_fmt(c->a, "/o/case/%.*s/%s", STR_ARG(c->params[0]), act));

	batch_hidden(c, f, "version", str_i64(c->a, x->c.version));
	return f;
}

static void ban_field(struct ctx *c, const struct case_view *x, struct view_batch_form *f, const struct form_errors *errors)
{
	struct view_field to = field_date(c, "ban_to", "不得申报的最后一天", (struct date){0}, errors);

	if (!x->ground || !x->ground->bans)
		return;
	to.optional = true;
	to.hint = STR_JOIN(c->a, STR("同意取消的填写；至少期限自"),
		x->sanctions.national.ban_from_report ? STR("报送之日起算") : STR("部级文件的日期起算"),
		x->c.ban_to.n ? str_cat(c->a, STR("，核实意见拟定 "), x->c.ban_to) : STR(""));
	batch_field(c, f, to);
}

static void answer_form(
	struct ctx *c, const struct case_view *x, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = step_form(c, x, v, "answer", "登记部级答复");
	struct view_choices agreed = field_choices("agreed", "答复", errors);
	struct view_field no = field_text(c, "answer_no", "部级文件文号", str_none(), errors);
	struct view_field text = field_text(c, "answer_text", "答复的要点", str_none(), errors);

	f->lead = str_fmt(c->a, "收到%.*s的文件后在这里登记。称号按文件的日期取消，或者不变。", STR_ARG(x->national.ministry));
	choices_add(c, &agreed, STR("yes"), STR("同意取消称号"), str_none());
	choices_add(c, &agreed, STR("no"), STR("未同意取消，称号不变"), str_none());
	batch_radios(c, f, agreed);
	no.hint = STR("例如 工信部企业函〔2026〕12号");
	batch_field(c, f, no);
	batch_field(c, f, field_date(c, "answered_on", "部级文件日期", (struct date){0}, errors));
	ban_field(c, x, f, errors);
	text.rows = 4;
	text.hint = STR("10 至 2000 个字");
	batch_area(c, f, text);
	case_file_field(f, "部级文件扫描件", errors);
	f->warn = STR("提交后由本单位另一人对照扫描件确认，确认后才生效。");
	batch_act(c, f, "answer", "提交第二人确认", "");
}

static void settle_forms(
	struct ctx *c, const struct case_view *x, struct view_batch *v, const struct form_errors *errors)
{
	const struct q_national_of_case *n = &x->national;

	if (n->answer_by.has && n->answer_by.v == c->who.account_id) {
		v->banner = STR("答复由您登记，请本单位另一人登录确认。");
		return;
	}
	struct view_batch_form *f = step_form(c, x, v, "settle", "第二人确认部级答复");
	f->warn = n->agreed ? str_fmt(c->a, "确认后立即生效：称号自 %.*s 起取消，证书核验页和带签名的失效清单同时更新%s%.*s，决定作为公告公开。",
				      STR_ARG(n->answered_on), n->ban_to.n ? "，不得申报至 " : "", STR_ARG(n->ban_to))
			    : STR("确认后案件办结：部级未同意取消，称号不变，证书核验页不再注明已报送。");
	batch_act(c, f, "settle", n->agreed ? "确认：取消称号" : "确认：称号不变", n->agreed ? "bad" : "ok");
	f = step_form(c, x, v, "redo", "退回重新登记");
	struct view_field why = field_text(c, "redo_text", "退回的理由", str_none(), errors);
	why.rows = 4;
	batch_area(c, f, why);
	batch_act(c, f, "redo", "退回重新登记", "second");
}

void national_forms(struct ctx *c, const struct case_view *x, struct view_batch *v, const struct form_errors *errors)
{
	if (x->reported && x->c.handler_agency_id == c->who.agency_id) {
		struct str base = STR_JOIN(c->a, STR("/o/national/"), x->national.public_id);
		links_add(c, &v->links, STR("报部的报告（Word）"), str_cat(c->a, base, STR("/letter.docx")), false);
		links_add(c, &v->links, STR("报部的报告（PDF）"), str_cat(c->a, base, STR("/letter.pdf")), false);
	}
	if (case_can(x, &c->who, CASE_ACT_ANSWER))
		answer_form(c, x, v, errors);
	if (case_can(x, &c->who, CASE_ACT_SETTLE))
		settle_forms(c, x, v, errors);
}

enum rc national_post_answer(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct str agreed = ctx_typed(c, "agreed");
	struct national_answer uc = {.public_id = c->params[0], .version = ctx_version(c),
		.agreed = str_eqc(agreed, "yes"), .answer_no = ctx_typed(c, "answer_no"), .text = ctx_typed(c, "answer_text")};

	if (!uc.agreed && !str_eqc(agreed, "no")) {
		form_error_add(c->a, errors, "agreed", STR("请选择部级是否同意取消"));
		return RC_OK;
	}
	if (!date_parse_loose(ctx_typed(c, "answered_on"), &uc.answered_on))
		uc.answered_on = (struct date){0};
	if (!date_parse_loose(ctx_typed(c, "ban_to"), &uc.ban_to))
		uc.ban_to = (struct date){0};
	TRY(case_files(c, &uc.files, &uc.files_n, e));
	return TX_RUN(call, national_answer, &uc, e);
}

enum rc national_post_settle(struct ctx *c, struct tx_call *call, struct form_errors *errors, struct err *e)
{
	struct national_settle uc = {.public_id = c->params[0], .version = ctx_version(c),
		.back = str_eqc(c->params[1], "redo"), .text = ctx_typed(c, "redo_text")};

	(void)errors;
	return TX_RUN(call, national_settle, &uc, e);
}

/* --- everybody -------------------------------------------------------------------------------------------- */

enum rc national_public(struct ctx *c, struct db *db, struct str title, struct date on, bool holds,
	struct view_row_list *rows, struct err *e)
{
	struct q_national_of_title n;
	struct date answered;
	bool found;

	TRY(q_national_of_title(db,
		&(struct q_national_of_title_in){.public_id = title, .on_date = date_str(c->a, on)}, &n, &found, e));
	if (!found)
		return RC_OK;
	bool decided = n.settled_at.has && date_parse(n.answered_on, &answered) && date_cmp(answered, on) <= 0;
	if (!decided && holds)
		rows_add(c, rows, "核实情况",
			str_fmt(c->a, "省级已核实，于 %.*s 报%.*s；在其答复前，称号仍有效", STR_ARG(n.reported_on),
				STR_ARG(n.ministry)));
	if (decided && n.agreed)
		rows_add(c, rows, "取消决定",
			str_fmt(c->a, "%.*s %.*s，%.*s（%.*s 登记）", STR_ARG(n.ministry), STR_ARG(n.answered_on),
				STR_ARG(n.answer_no), STR_ARG(date_str(c->a, date_of_instant(n.settled_at.v)))));
	return RC_OK;
}
