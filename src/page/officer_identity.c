/* 企业认证, the body's side: who waits, what was handed in, the decision with its reason; and a new
 * password for an enterprise that has lost its own. */
#include "page/act.h"
#include "page/common.h"
#include "page/once.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_account.h"

#include "base/hash.h"
#include "domain/uscc.h"
#include "service/account.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/identity.h"
#include "store/blob.h"
#include "store/q.h"
#include "web/urlenc.h"

#define QUEUE_ROWS 20

static const char *const states[] = {"pending", "none", "refused", "verified"};

static struct str state_of(struct ctx *c)
{
	struct str asked = form_get(&c->query, "state");

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eqc(asked, states[i]))
			return str_c(states[i]);
	return str_c(states[0]);
}

static enum rc tabs_fill(struct ctx *c, struct db *db, struct str state, struct view_tabs *tabs,
	struct err *e)
{
	struct q_identity_counts_list rows;

	TRY(q_identity_counts(
		db, &(struct q_identity_counts_in){.agency_id = c->who.agency_id}, &rows, e));
	tabs->label = STR("认证状态");
	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		int64_t n = 0;
		for (size_t k = 0; k < rows.n; k++)
			n += str_eqc(rows.v[k].identity, states[i]) ? rows.v[k].n : 0;
		links_add(c, &tabs->items, identity_word(str_c(states[i])),
			str_fmt(c->a, "/o/identity?state=%s", states[i]), str_eqc(state, states[i]));
		tabs->items.v[i].count = str_i64(c->a, n);
	}
	return RC_OK;
}

static void cell(struct ctx *c, struct view_cells *r, const char *label, struct str text,
	const char *tag)
{
	*VEC_ADD(c->a, r) = (struct view_cell){.text = text, .label = str_c(label), .tag = tag};
}

static void row_fill(struct ctx *c, const struct q_identity_queue *q, bool pending,
	struct view_table *t)
{
	struct view_cells *r = VEC_ADD(c->a, &t->rows);
	struct date due = identity_due(ctx_services(c), q->identity_at);
	bool late = pending && c->now >= instant_day_end(due);

	*VEC_ADD(c->a, r) = (struct view_cell){
		.text = q->claimed_name.n
			? str_fmt(c->a, "%.*s（企业填写：%.*s）", STR_ARG(q->name), STR_ARG(q->claimed_name))
			: q->name,
		.href = str_cat(c->a, STR("/o/identity/"), q->public_id)};
	cell(c, r, "统一社会信用代码", q->uscc, NULL);
	cell(c, r, "所在县（市、区）", q->area, NULL);
	cell(c, r, "时间", instant_human(c->a, q->identity_at), NULL);
	if (pending)
		cell(c, r, "应办结", date_str(c->a, due), late ? "red" : NULL);
	cell(c, r, "存疑", q->uscc_doubt.n ? STR("有，须说明") : STR("无"),
		q->uscc_doubt.n ? "amber" : NULL);
}

static enum rc rows_fill(struct ctx *c, struct db *db, struct str state,
	struct view_identity_queue *v, struct err *e)
{
	static const char *const names[] = {"企业", "统一社会信用代码", "所在县（市、区）", "时间",
		"应办结", "存疑"};
	bool pending = str_eqc(state, "pending");
	struct q_identity_queue_list rows;
	struct q_agency_by_id body;
	struct q_identity_queue_in in = {
		.agency_id = c->who.agency_id, .identity = state, .limit = QUEUE_ROWS + 1};

	if (!str_to_i64(form_get(&c->query, "at"), &in.after_at) ||
		!str_to_i64(form_get(&c->query, "id"), &in.after_id))
		in.after_at = in.after_id = -1;
	TRY(q_identity_queue(db, &in, &rows, e));
	v->table.caption = str_fmt(c->a, "%.*s的企业，等候最久的在前", STR_ARG(identity_word(state)));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (pending || i != 4)
			*VEC_ADD(c->a, &v->table.heads) = (struct view_head){.text = str_c(names[i])};
	for (size_t i = 0; i < rows.n && i < QUEUE_ROWS; i++)
		row_fill(c, &rows.v[i], pending, &v->table);
	if (in.after_id >= 0)
		v->pager.first = str_cat(c->a, STR("/o/identity?state="), state);
	if (rows.n > QUEUE_ROWS)
		v->pager.next = str_fmt(c->a, "/o/identity?state=%.*s&at=%lld&id=%lld", STR_ARG(state),
			(long long)rows.v[QUEUE_ROWS - 1].identity_at,
			(long long)rows.v[QUEUE_ROWS - 1].id);
	v->empty = (struct view_empty){.what = pending ? STR("没有等待核验的企业") : STR("没有这样的企业"),
		.why = STR("企业注册并提交营业执照后会出现在“待核验”里。")};
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = c->who.agency_id}, &body, e));
	if (!str_eqc(body.line, BODIES_LINE_OF_ENTERPRISES))
		v->empty = (struct view_empty){.what = STR("企业认证不由本单位办理"),
			.why = STR("企业的身份由其所在地负责企业认证的主管部门核验，报送到本单位的都已认证。"),
			.act = STR("去审核队列"), .href = STR("/o/queue")};
	return RC_OK;
}

enum rc page_o_identity(struct ctx *c, struct err *e)
{
	struct view_identity_queue v = {0};
	struct str state = state_of(c);
	struct db *db;

	TRY(ctx_db(c, &db, e));
	page_view(c, "企业认证", &v.page);
	v.page.wide = true;
	page_crumb(c, &v.page, STR("工作台"), STR("/o"));
	page_crumb(c, &v.page, STR("企业认证"), str_none());
	TRY(tabs_fill(c, db, state, &v.tabs, e));
	TRY(rows_fill(c, db, state, &v, e));
	tmpl_account_identity_queue(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- one enterprise ---------------------------------------------------------------------------- */

static struct str code_text(struct ctx *c, struct str uscc)
{
	struct uscc_result r = uscc_check(uscc);

	return r.problem == USCC_OK ? STR("校验码正确") : uscc_explain(c->a, &r);
}

static void facts_fill(struct ctx *c, const struct q_identity_for_officer *r,
	struct view_identity_case *v)
{
	rows_add(c, &v->rows, "企业名称", r->name);
	if (r->claimed_name.n)
		rows_add(c, &v->rows, "企业填写的名称（通过后以此为准）", r->claimed_name);
	rows_add(c, &v->rows, "统一社会信用代码",
		str_fmt(c->a, "%.*s（%.*s）", STR_ARG(r->uscc), STR_ARG(code_text(c, r->uscc))));
	rows_add(c, &v->rows, "法人类型", r->legal_kind);
	rows_add(c, &v->rows, "法定代表人", r->legal_rep);
	rows_add(c, &v->rows, "所在地区", r->area);
	rows_add(c, &v->rows, "联系人", r->contact);
	rows_add(c, &v->rows, "联系电话", r->contact_phone);
	v->doubt = r->uscc_doubt;
	v->state = tag_of(identity_tag(r->identity), identity_word(r->identity));
	v->open = str_eqc(r->identity, "pending");
	v->seen = str_i64(c->a, r->identity_at);
	if (v->open)
		v->due = str_fmt(c->a, "%.*s 提交，应在 %.*s前办结",
			STR_ARG(instant_human(c->a, r->identity_at)),
			STR_ARG(date_prose(c->a, identity_due(ctx_services(c), r->identity_at))));
}

static enum rc files_fill(struct ctx *c, struct db *db, const struct q_identity_for_officer *r,
	struct view_identity_case *v, struct err *e)
{
	struct q_identity_files_list rows;

	TRY(q_identity_files(db, &(struct q_identity_files_in){.enterprise_id = r->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_identity_files *f = &rows.v[i];
		const struct identity_slot *s = identity_slot(f->slot);

		*VEC_ADD(c->a, &v->files) = (struct view_file){.id = f->public_id,
			.name = str_fmt(c->a, "%s：%.*s", s ? s->title : "材料", STR_ARG(f->filename)),
			.hash = str_sub(f->sha256, 0, 8),
			.at = instant_human(c->a, f->uploaded_at),
			.href = str_fmt(c->a, "/o/identity/%.*s/file/%.*s", STR_ARG(r->public_id),
				STR_ARG(f->public_id))};
	}
	return RC_OK;
}

static enum rc people_fill(struct ctx *c, struct db *db, int64_t enterprise_id,
	struct view_identity_case *v, struct err *e)
{
	struct q_account_members_for_officer_list rows;

	TRY(q_account_members_for_officer(db,
		&(struct q_account_members_for_officer_in){
			.enterprise_id = enterprise_id, .agency_id = c->who.agency_id},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_account_members_for_officer *r = &rows.v[i];

		*VEC_ADD(c->a, &v->members) = (struct view_member){.id = str_i64(c->a, r->id),
			.login = r->login, .role = account_role_word(r->role), .name = r->name,
			.phone = r->phone,
			.last = r->last_login_at.has ? instant_human(c->a, r->last_login_at.v)
						     : STR("从未登录"),
			.state = r->active ? tag_of("green", STR("在用")) : tag_of("grey", STR("停用")),
			.active = r->active != 0};
	}
	return RC_OK;
}

static enum rc log_fill(struct ctx *c, struct db *db, int64_t enterprise_id,
	struct view_identity_case *v, struct err *e)
{
	struct q_audit_of_object_list rows;

	TRY(q_audit_of_object(db,
		&(struct q_audit_of_object_in){
			.object_kind = STR("enterprise"), .object_id = enterprise_id},
		&rows, e));
	v->log.title = STR("办理记录");
	for (size_t i = 0; i < rows.n && i < 50; i++) {
		const struct q_audit_of_object *r = &rows.v[i];
		*VEC_ADD(c->a, &v->log.events) = (struct view_event){.at = instant_human(c->a, r->at),
			.who = str_fmt(c->a, "%.*s　%.*s", STR_ARG(r->actor), STR_ARG(r->body)),
			.act = audit_word(r->action), .reason = r->reason, .kind = ""};
	}
	return RC_OK;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_identity_case v = {0};
	struct q_identity_for_officer row;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_identity_for_officer(db,
		&(struct q_identity_for_officer_in){
			.public_id = c->params[0], .agency_id = c->who.agency_id},
		&row, e));
	page_view(c, "核验企业身份", &v.page);
	page_crumb(c, &v.page, STR("工作台"), STR("/o"));
	page_crumb(c, &v.page, STR("企业认证"), STR("/o/identity"));
	page_crumb(c, &v.page, row.name, str_none());
	if (errors)
		v.page.errors = *errors;
	v.name = row.name;
	v.action = str_cat(c->a, STR("/o/identity/"), row.public_id);
	facts_fill(c, &row, &v);
	TRY(files_fill(c, db, &row, &v, e));
	TRY(people_fill(c, db, row.id, &v, e));
	TRY(log_fill(c, db, row.id, &v, e));
	v.override = field_text(c, "override", "存疑事项的核对情况", str_none(), errors);
	v.override.hint = STR("通过时必填：核对了什么、为什么可以通过");
	v.reason = field_text(c, "reason", "未通过的原因", str_none(), errors);
	v.reason.hint = STR("退回时必填：哪里不符，企业应当怎样更正");
	v.reason.rows = 3;
	v.reason.optional = true;
	tmpl_account_identity_case(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_o_identity_case(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_o_identity_post(struct ctx *c, struct err *e)
{
	struct identity_decide uc = {.public_id = c->params[0],
		.verified = str_eqc(form_get(&c->form, "act"), "verify"),
		.reason = str_trim(form_get(&c->form, "reason")),
		.override = str_trim(form_get(&c->form, "override"))};
	struct form_errors errors = {0};

	if (!str_to_i64(form_get(&c->form, "seen"), &uc.seen_at))
		uc.seen_at = 0;
	if (uc.reason.n > 1500 || uc.override.n > 1500) {
		form_error_add(c->a, &errors, uc.reason.n > 1500 ? "reason" : "override",
			STR("说明过长，请控制在 500 个字以内"));
		return show(c, 422, &errors, e);
	}
	struct tx_call call = ctx_call(c, STR("/o/identity"));
	enum rc rc = TX_RUN(&call, identity_decide, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, uc.verified ? "%.*s 已通过认证" : "%.*s 未通过认证，原因已告知企业",
			STR_ARG(uc.name)));
}

enum rc page_o_identity_file(struct ctx *c, struct err *e)
{
	struct identity_view uc = {.public_id = c->params[0], .file = c->params[1]};
	struct tx_call call = ctx_call(c, STR("/o/identity"));
	struct hash hash;

	call.once = str_none();
	TRY(TX_RUN(&call, identity_view, &uc, e));
	if (!hash_from_hex(uc.out.sha256, &hash))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "evidence: hash");
	return respond_blob(c, uc.out.mime, uc.out.filename,
		blob_path(c->a, ctx_services(c)->blob_dir, hash));
}

enum rc page_o_identity_password(struct ctx *c, struct err *e)
{
	struct str back = str_cat(c->a, STR("/o/identity/"), c->params[0]), plain;
	struct tx_call call = ctx_call(c, back);
	struct account_reset uc = {0};

	if (!str_to_i64(form_get(&c->form, "id"), &uc.id))
		return err_set(e, RC_NOT_FOUND, MSG_ACCOUNT_GONE);
	TRY(account_password_make(c->a, &plain, &uc.password, e));
	TRY(TX_RUN(&call, account_reset, &uc, e));
	if (call.replayed)
		return respond_redirect(c, back);
	page_once(c, &(struct once_shown){STR("密码已重置"), uc.name, uc.login, plain, back,
		STR("企业认证")});
	return RC_OK;
}
