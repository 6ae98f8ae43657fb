/* What a body has told the enterprise, and its answer: term, evidence, receipt. */
#include "page/case_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/audit_proof.h"
#include "service/delivery.h"

/* The answer that is due first stands above the list. */
static void next_of_list(struct ctx *c, const struct q_cases_of_enterprise *x, struct str word, struct view_batch *v)
{
	struct str due = x->due_at ? str_cat(c->a, deadline_text(c->a, x->due_at), STR(" 截止，")) : str_none();

	v->next = str_cat(c->a, STR("下一步：答复"), word);
	v->next_why = x->due_at ? STR_JOIN(c->a, due, left_text(c->a, x->due_at, c->now),
					  STR("；逾期未答复的，主管部门根据已有材料作出处理。"))
				: STR("请打开查阅，答复期限自查阅之日起算。");
	v->next_href = str_cat(c->a, STR("/e/case/"), x->public_id);
	v->next_act = STR("去答复");
	v->next_kind = " next--warn";
}

static void row_add(struct ctx *c, struct view_table *t, const struct q_cases_of_enterprise *x, struct view_batch *v,
	int64_t *due)
{
	struct view_cells *r = batch_row(c, t);
	enum case_kind kind = CASE_SANCTION;
	enum case_state s = CASE_FILED;
	enum case_outcome o = OUTCOME__MAX;
	bool known = case_kind_parse(x->kind, &kind) && case_state_parse(x->state, &s);

	if (!x->decided_at.has || !case_outcome_parse(x->outcome, &o))
		o = OUTCOME__MAX;
	bool answer = s == CASE_NOTICE && (!x->due_at || c->now < x->due_at);
	struct view_tag tag = answer ? tag_of("red", STR("请答复")) : case_tag(s, o);
	batch_cell(c, t, r, x->no)->href = str_cat(c->a, STR("/e/case/"), x->public_id);
	batch_cell(c, t, r, known ? str_c(case_kind_word(kind)) : x->kind);
	batch_cell(c, t, r, tag.text)->tag = tag.kind;
	batch_cell(c, t, r, !answer ? STR("—") : x->due_at ? deadline_text(c->a, x->due_at) : STR("自查阅之日起算"));
	batch_cell(c, t, r, date_str(c->a, date_of_instant(x->opened_at)));
	if (answer && (!*due || (x->due_at && x->due_at < *due))) {
		next_of_list(c, x, known ? str_c(case_kind_word(kind)) : x->kind, v);
		*due = x->due_at ? x->due_at : INT64_MAX;
	}
}

enum rc page_e_cases(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"编号", "事项", "状态", "答复截止", "日期"};
	struct q_cases_of_enterprise_list rows;
	struct view_batch *v;
	int64_t due = 0; /* of the answer shown as next act; 0: none yet */
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_cases_of_enterprise(
		db, &(struct q_cases_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	v = batch_view(c, STR("告知与答复"));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("告知与答复"), str_none());
	v->lead = STR("主管部门要贵企业答复的事项，以及处理结果。期限内答复，可以附材料。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("全部告知、举报和报告，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows.n; i++)
		row_add(c, t, &rows.v[i], v, &due);
	v->links_title = STR("办理");
	links_add(c, &v->links, STR("报告重大变化（更名、合并、重组、迁移等）"), STR("/e/change"), false);
	links_add(c, &v->links, STR("本企业的诚信档案"), STR("/e/integrity"), false);
	t->empty = STR("没有需要答复的事项。有新的告知时，这里、工作台和消息里都会提醒。");
	TRY(e_objections_table(c, db, v, e)); /* may move the table above */
	return batch_show(c, 200, v);
}

static void reply_form(struct ctx *c, const struct case_view *x, struct view_batch *v,
	const struct form_errors *errors)
{
	bool report = x->kind == CASE_REPORT;
	struct view_batch_form *f = batch_form(c, v, "reply", report ? STR("答复") : STR("陈述申辩"),
		str_cat(c->a, STR("/e/case/"), c->params[0]));
	struct view_field text = field_text(c, "text", report ? "对所问问题的说明" : "陈述和申辩意见", str_none(), errors);

	text.rows = 8;
	text.hint = STR("10 至 2000 个字；没有异议的，也请写明");
	batch_area(c, f, text);
	case_file_field(f, "佐证材料", errors);
	f->warn = STR("提交一次，提交后不能修改；本页就是回执，地址长期有效。");
	f->back = STR("/e/cases");
	batch_act(c, f, "reply", report ? "提交答复" : "提交陈述申辩", "");
}

static void next_fill(struct ctx *c, const struct case_view *x, struct view_batch *v)
{
	if (case_can(x, &c->who, CASE_ACT_REPLY)) {
		v->next = str_fmt(c->a, "请在 %.*s 前答复，%.*s", STR_ARG(deadline_text(c->a, x->c.due_at)),
			STR_ARG(left_text(c->a, x->c.due_at, c->now)));
		v->next_why = x->kind == CASE_REPORT && x->sanctions.report_clause.n
				      ? x->sanctions.report_clause
				      : STR("逾期未答复的，主管部门根据已有材料作出处理。");
		v->next_kind = " next--warn";
		v->next_href = STR("#reply");
		v->next_act = STR("去答复");
	} else if (x->reported && case_open(x->state)) {
		v->banner = str_fmt(c->a, "省级已核实并报%.*s。在其作出决定前，称号仍有效；结果会在这里和消息里告知。",
			STR_ARG(x->national.ministry));
		v->banner_kind = "info";
	} else if (x->c.replied_at.has && case_open(x->state)) {
		v->banner = str_fmt(c->a, "答复已于 %.*s 收到，回执编号 %.*s-%lld。由%.*s处理，结果会在这里和消息里告知。",
			STR_ARG(instant_human(c->a, x->c.replied_at.v)), STR_ARG(x->c.no),
			(long long)x->c.id, STR_ARG(x->c.handler));
		v->banner_kind = "ok";
	} else if (x->state == CASE_NOTICE) {
		v->banner = str_fmt(c->a, "答复期限已届满。仍有情况要反映的，请联系%.*s %.*s。",
			STR_ARG(x->c.handler), STR_ARG(x->c.handler_phone));
		v->banner_kind = "warn";
	} else if (x->state == CASE_DECIDED && case_adverse(x->outcome)) {
		v->banner = STR("对决定不服的，可以依法申请行政复议或者提起行政诉讼；期限自收到决定之日起算。");
	}
}

static enum rc show_case(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct case_view x;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(case_load_enterprise(db, ctx_services(c), &c->who, c->params[0], c->now, &x, e));
	v = batch_view(c, str_c(case_kind_word(x.kind)));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("告知与答复"), STR("/e/cases"));
	page_crumb(c, &v->page, x.c.no, str_none());
	if (errors)
		v->page.errors = *errors;
	v->over = x.procedure->tier_name;
	v->lead = case_state_line(c, &x);
	next_fill(c, &x, v);
	case_rows(c, &x, false, &v->rows);
	TRY(national_rows(c, &x, false, &v->rows, e));
	TRY(case_said_fill(c, db, &x, false, v, e));
	if (x.c.announcement.n)
		links_add(c, &v->links, STR("公告"), str_cat(c->a, STR("/news/"), x.c.announcement), false);
	links_add(c, &v->links, STR("下载记录证明（JSON）"), STR_JOIN(c->a, STR("/e/case/"), c->params[0], STR("/proof.json")),
		false);
	if (case_can(&x, &c->who, CASE_ACT_REPLY))
		reply_form(c, &x, v, errors);
	return batch_show(c, status, v);
}

enum rc page_e_case(struct ctx *c, struct err *e)
{
	struct case_seen uc = {.public_id = c->params[0]};
	struct q_delivery_waiting_list waiting;
	struct case_view x;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(case_load_enterprise(db, ctx_services(c), &c->who, c->params[0], c->now, &x, e));
	TRY(q_delivery_waiting(db,
		&(struct q_delivery_waiting_in){.enterprise_id = c->who.enterprise_id,
			.object_kind = STR("case"), .object = c->params[0]},
		&waiting, e));
	bool unread = x.c.told_at.has && !x.c.read_at.has && case_open(x.state);
	if ((unread || waiting.n) && c->req->method == HTTP_GET) {
		struct tx_call call = ctx_call(c, STR("/e/cases"));
		call.once = str_none();
		TRY(TX_RUN(&call, case_seen, &uc, e));
	}
	return show_case(c, 200, NULL, e);
}

/* The acts of the case that the enterprise was told of, and its own. */
enum rc page_e_case_proof(struct ctx *c, struct err *e)
{
	struct case_view x;
	struct str bytes;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(case_load_enterprise(db, ctx_services(c), &c->who, c->params[0], c->now, &x, e));
	TRY(audit_proof_make(db, c->a, STR("case"), x.c.id,
		str_fmt(c->a, "%.*s　%s %.*s", STR_ARG(c->who.enterprise_name), case_kind_word(x.kind), STR_ARG(x.c.no)),
		&bytes, e));
	return respond_download(
		c, STR("application/json"), STR_JOIN(c->a, STR("proof-"), x.c.no, STR(".json")), bytes);
}

enum rc page_e_case_post(struct ctx *c, struct err *e)
{
	struct case_reply uc = {.public_id = c->params[0], .text = str_trim(form_get(&c->form, "text"))};
	struct form_errors errors = {0};
	enum rc rc = case_files(c, &uc.files, &uc.files_n, e);

	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show_case(c, 422, &errors, e);
	}
	TRY(rc);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/e/case/"), c->params[0]));
	rc = TX_RUN(&call, case_reply, &uc, e);
	if (rc == RC_INVALID) {
		case_error(c, &errors, "text", e);
		return show_case(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("答复已提交"));
}
