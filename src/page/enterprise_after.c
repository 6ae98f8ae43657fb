/* After submission: receipt, what is to be corrected, the record, and the way out. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/stay_view.h"
#include "page/tmpl.h"

#include "domain/decimal.h"
#include "service/audit.h"
#include "service/audit_proof.h"
#include "service/flow.h"
#include "service/pace.h"

#define PACE_ENOUGH 5 /* fewer stays say nothing about what is usual */

/* --- receipt ----------------------------------------------------------------------------------- */

/* So that nobody has to ask how long it takes. */
static enum rc usual_text(struct ctx *c, const struct e_file *x, struct buf *b, struct err *e)
{
	struct pace_summary usual;
	int64_t used;

	TRY(pace_days(rules_calendar(ctx_services(c)->rules), x->f.state_at, c->now, &used, e));
	TRY(pace_lately(x->db, x->holder.agency_id, x->f.procedure->id, x->f.state, c->now, &usual, e));
	buf_printf(b, "本环节已用 %lld 个工作日", (long long)used);
	if (usual.n >= PACE_ENOUGH)
		buf_printf(b, "；近三个月该机构办结 %lld 件，一半不超过 %lld 个、九成不超过 %lld 个工作日",
			(long long)usual.n, (long long)usual.median, (long long)usual.p90);
	buf_lit(b, "。");
	return RC_OK;
}

static enum rc next_text(struct ctx *c, const struct e_file *x, struct str *out, struct err *e)
{
	struct buf b;

	buf_init(&b, c->a, 4096);
	if (x->holder.agency_id) {
		buf_printf(&b, "由%.*s办理", STR_ARG(x->holder.name));
		if (x->f.due_at < FLOW_NO_TERM)
			buf_printf(&b, "，办理时限至 %.*s",
				STR_ARG(deadline_text(c->a, x->f.due_at)));
		buf_lit(&b, "。");
		TRY(usual_text(c, x, &b, e));
		if (x->holder.phone.n)
			buf_printf(&b, "咨询电话 %.*s。", STR_ARG(x->holder.phone));
	} else {
		buf_printf(&b, "当前状态：%s。", state_word(x->f.state));
	}
	buf_lit(&b, "\n需要补正时，会在工作台和消息里列明要更正的内容；本回执地址长期有效。");
	*out = buf_view(&b);
	return RC_OK;
}

static void receipt_rows(struct ctx *c, const struct e_file *x, const struct submission *s,
	struct view_row_list *rows)
{
	rows_add(c, rows, "企业名称", x->f.enterprise_name);
	rows_add(c, rows, "统一社会信用代码", x->f.uscc);
	rows_add(c, rows, "申报事项",
		str_fmt(c->a, "%.*s（%.*s）", STR_ARG(x->f.procedure->title),
			STR_ARG(x->f.batch_title)));
	rows_add(c, rows, "受理编号", x->f.no);
	rows_add(c, rows, "报送次数", str_fmt(c->a, "第 %lld 次", (long long)s->seq));
	rows_add(c, rows, "报送时间", instant_human(c->a, s->submitted_at));
	rows_add(c, rows, "签署人", s->signed_name);
	rows_add(c, rows, "自评得分",
		score_interval(c->a, (struct expr_interval){s->score_min, s->score_max}));
	rows_add(c, rows, "佐证材料", str_fmt(c->a, "%zu 个文件", s->files.n));
	rows_add(c, rows, "内容校验码", s->content_hash);
	rows_add(c, rows, "得分解释校验码", s->explanation_hash);
}

enum rc page_e_receipt(struct ctx *c, struct err *e)
{
	struct view_e_receipt v = {0};
	struct submission s;
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	if (x.f.submission_id == 0)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(submission_load(x.db, &x.f, x.f.submission_id, &s, e));
	e_page(c, &x, "报送回执", &v.page);
	v.receipt = (struct view_receipt){.title = STR("申报已报送"),
		.number_label = STR("回执编号"),
		.number = s.receipt_no,
		.at = str_fmt(c->a, "%.*s 收到", STR_ARG(instant_human(c->a, s.submitted_at))),
		.kind = ""};
	TRY(next_text(c, &x, &v.receipt.next, e));
	receipt_rows(c, &x, &s, &v.receipt.rows);
	links_add(c, &v.papers, STR("自评表（PDF）"), e_href(c, &x.f, "/self-evaluation.pdf"), false);
	links_add(c, &v.papers, STR("申报书（PDF）"), e_href(c, &x.f, "/application.pdf"), false);
	links_add(c, &v.papers, STR("申报书（DOCX）"), e_href(c, &x.f, "/application.docx"), false);
	v.hub_href = e_href(c, &x.f, "");
	v.log_href = e_href(c, &x.f, "/log");
	tmpl_enterprise_receipt(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- corrections ------------------------------------------------------------------------------- */

static bool fact_changed(const struct e_file *x, const struct submission *s,
	const struct correction *item)
{
	for (unsigned back = 0; back < FACTS_BACK; back++) {
		struct fact_value now = facts_get(x->facts, (size_t)item->fact, back);
		struct fact_value was = facts_get(s->facts, (size_t)item->fact, back);

		if (item->year && item->year != x->f.year - (int)back)
			continue;
		if (now.state != was.state || (now.state == FACT_KNOWN && now.v != was.v))
			return true;
	}
	return false;
}

static bool slot_changed(const struct e_file *x, const struct submission *s, struct str slot)
{
	size_t was = 0, same = 0, now = 0;

	for (size_t i = 0; i < s->files.n; i++) {
		if (!str_eq(s->files.v[i].slot, slot))
			continue;
		was++;
		for (size_t k = 0; k < x->files.n; k++)
			same += str_eq(x->files.v[k].public_id, s->files.v[i].file);
	}
	now = evidence_count(&x->files, slot);
	return now != was || same != was;
}

/* The section that a fact stands in, and the first year of it there. */
static struct str fact_href(struct ctx *c, const struct e_file *x, const struct correction *item)
{
	const struct standard *s = x->f.standard;

	for (size_t i = 0; i < s->sections.n; i++)
		for (size_t k = 0; k < s->sections.v[i].facts.n; k++) {
			struct fact_ref ref = s->sections.v[i].facts.v[k];
			int year = fact_ref_year(ref, x->f.year);

			if (ref.fact != item->fact || (item->year && item->year != year))
				continue;
			return str_fmt(c->a, "/e/app/%.*s/s/%.*s#%.*s", STR_ARG(x->f.public_id),
				STR_ARG(s->sections.v[i].id),
				STR_ARG(fact_field(c->a, ref.fact, year)));
		}
	return e_href(c, &x->f, "");
}

static struct str profile_label(struct str name)
{
	for (size_t i = 0; i < profile_fields_n; i++)
		if (str_eqc(name, profile_fields[i].name))
			return str_c(profile_fields[i].label);
	return STR("企业信息");
}

static void item_fill(struct ctx *c, const struct e_file *x, const struct submission *s,
	const struct report *sent, const struct correction *item, struct view_task *t)
{
	bool changed = false;

	t->hint = item->note;
	if (item->fact >= 0) {
		t->text = fact_label(c->a, (size_t)item->fact, item->year);
		t->href = fact_href(c, x, item);
		changed = fact_changed(x, s, item);
	} else if (str_eqc(item->kind, "slot")) {
		int slot = evidence_slot(x->f.standard, item->ref);
		t->text = slot >= 0 ? x->f.standard->evidence.v[slot].title : item->ref;
		t->href = str_fmt(c->a, "/e/app/%.*s/files#%.*s-title", STR_ARG(x->f.public_id),
			STR_ARG(item->ref));
		changed = slot_changed(x, s, item->ref);
	} else if (str_eqc(item->kind, "report")) {
		const struct report_part *p = report_find(&x->report, item->ref);
		const struct report_part *was = report_find(sent, item->ref);
		t->text = str_cat(c->a, STR("申请报告："), p ? p->title : item->ref);
		t->href = str_fmt(c->a, "/e/app/%.*s/report/%.*s", STR_ARG(x->f.public_id),
			STR_ARG(item->ref));
		changed = p && was && !str_eq(p->text, was->text);
	} else {
		t->text = profile_label(item->ref);
		t->href = str_cat(c->a, STR("/e/profile#"), item->ref);
		changed = x->profile.updated_at > s->submitted_at;
	}
	t->state = changed ? tag_of("done", STR("已更正")) : tag_of("red", STR("需更正"));
}

enum rc page_e_fix(struct ctx *c, struct err *e)
{
	struct view_e_fix v = {0};
	struct submission s;
	struct report sent;
	struct e_file x;

	TRY(e_served(c, e));
	TRY(e_file_load(c, &x, e));
	e_page(c, &x, "退回补正", &v.page);
	e_case(c, &x, &v.file);
	v.hub_href = e_href(c, &x.f, "");
	v.check_href = e_href(c, &x.f, "/check");
	v.open = x.f.state == STATE_RETURNED;
	v.until = v.open ? str_fmt(c->a, "请在 %.*s 前更正并重新报送，%.*s。",
				   STR_ARG(deadline_text(c->a, x.f.filing_ends_at)),
				   STR_ARG(left_text(c->a, x.f.filing_ends_at, c->now)))
			 : STR("目前没有要求更正的内容。");
	if (v.open && x.f.submission_id) {
		TRY(submission_load(x.db, &x.f, x.f.submission_id, &s, e));
		TRY(report_of_submission(x.db, x.f.procedure, s.id, &sent, e));
		v.items.title = STR("要更正的内容");
		for (size_t i = 0; i < x.fixes.n; i++)
			item_fill(c, &x, &s, &sent, &x.fixes.v[i], VEC_ADD(c->a, &v.items.items));
	}
	tmpl_enterprise_fix(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- record ------------------------------------------------------------------------------------ */

static void timeline_fill(struct ctx *c, const struct q_audit_of_object_list *rows,
	struct view_timeline *out)
{
	out->title = STR("办理记录");
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_audit_of_object *r = &rows->v[i];
		struct view_event *ev = VEC_ADD(c->a, &out->events);

		ev->at = instant_human(c->a, r->at);
		ev->who = r->body.n ? r->body : r->actor;
		ev->act = audit_word(r->action);
		ev->reason = r->reason;
		ev->kind = str_eqc(r->action, "return") || str_eqc(r->action, "refuse") ? "bad" : "";
	}
}

static enum rc submissions_fill(
	struct ctx *c, const struct e_file *x, struct view_table *t, struct err *e)
{
	static const char *const names[] = {"次序", "回执编号", "报送时间", "签署人", "内容校验码"};
	struct q_submissions_of_application_list rows;

	t->caption = STR("每次报送的内容都完整留存");
	t->empty = STR("还没有报送。");
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(names[i])};
	TRY(q_submissions_of_application(x->db,
		&(struct q_submissions_of_application_in){.application_id = x->f.id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct str texts[] = {str_fmt(c->a, "第 %lld 次", (long long)rows.v[i].seq),
			rows.v[i].receipt_no, instant_human(c->a, rows.v[i].submitted_at),
			rows.v[i].signed_name, str_sub(rows.v[i].content_hash, 0, 16)};
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		for (size_t k = 0; k < ARRAY_LEN(texts); k++)
			*VEC_ADD(c->a, r) =
				(struct view_cell){.text = texts[k], .label = str_c(names[k]), .whole = text_is_day(texts[k])};
	}
	return RC_OK;
}

enum rc page_e_log(struct ctx *c, struct err *e)
{
	struct q_audit_of_object_list rows;
	struct view_e_log v = {0};
	struct e_file x;

	TRY(e_served(c, e));
	TRY(e_file_load(c, &x, e));
	TRY(q_audit_of_object(x.db,
		&(struct q_audit_of_object_in){
			.object_kind = STR("application"), .object_id = x.f.id, .only_shown = 1},
		&rows, e));
	e_page(c, &x, "进度与记录", &v.page);
	e_case(c, &x, &v.file);
	e_path(c, &x.f, &v.path);
	timeline_fill(c, &rows, &v.timeline);
	TRY(stays_fill(c, x.db, &x.f, &v.stays, e));
	TRY(submissions_fill(c, &x, &v.submissions, e));
	v.hub_href = e_href(c, &x.f, "");
	v.proof_href = e_href(c, &x.f, "/proof.json");
	tmpl_enterprise_log(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- withdrawal -------------------------------------------------------------------------------- */

static enum rc show_withdraw(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_e_withdraw v = {0};
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	e_page(c, &x, "撤回申报", &v.page);
	if (errors)
		v.page.errors = *errors;
	e_case(c, &x, &v.file);
	v.reason = field_text(c, "reason", "撤回原因", str_none(), errors);
	v.reason.hint = STR("会记入办理记录，主管部门能看到");
	v.reason.rows = 3;
	v.action = e_href(c, &x.f, "/withdraw");
	v.version = str_i64(c->a, x.f.version);
	v.hub_href = e_href(c, &x.f, "");
	tmpl_enterprise_withdraw(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_e_withdraw(struct ctx *c, struct err *e)
{
	return show_withdraw(c, 200, NULL, e);
}

enum rc page_e_withdraw_post(struct ctx *c, struct err *e)
{
	static const struct field_spec spec[] = {{.name = "reason", .label = "撤回原因",
		.kind = FIELD_LINES, .required = true, .min = 1, .max = 1000}};
	struct application_withdraw uc = {.application = c->params[0], .version = ctx_version(c)};
	struct form_errors errors = {0};
	struct {
		struct str reason;
	} in = {0};

	if (!form_read(c->a, &c->form, spec, 1, &in, &errors))
		return show_withdraw(c, 422, &errors, e);
	uc.reason = in.reason;
	struct tx_call call = ctx_call(c, STR("/e"));
	enum rc rc = TX_RUN(&call, application_withdraw, &uc, e);
	if (e_shown_again(rc)) {
		form_error_from(c->a, &errors, e);
		return show_withdraw(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("申报已撤回"));
}

/* The same record, as a file that holds against the platform itself. */
enum rc page_e_proof(struct ctx *c, struct err *e)
{
	struct e_file x;
	struct str bytes;

	TRY(e_file_load(c, &x, e));
	struct str no = x.f.no.n ? x.f.no : x.f.public_id;
	TRY(audit_proof_make(x.db, c->a, STR("application"), x.f.id,
		STR_JOIN(c->a, c->who.enterprise_name, STR("　申报 "), no), &bytes, e));
	return respond_download(c, STR("application/json"), STR_JOIN(c->a, STR("proof-"), no, STR(".json")), bytes);
}
