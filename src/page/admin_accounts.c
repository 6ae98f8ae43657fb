/* 账号 of officers and administrators. Those of enterprises belong to the enterprise and its body. */
#include "page/admin.h"
#include "page/once.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "service/account.h"
#include "service/audit.h"
#include "web/urlparse.h"

#include <stddef.h>

static const char *const roles[] = {"county", "city", "province", "auditor", "admin", NULL};

/* --- the list ------------------------------------------------------------------------------------ */

static void account_row(struct ctx *c, const struct q_account_officers *p, struct view_table *t)
{
	struct view_cells *r = VEC_ADD(c->a, &t->rows);
	struct view_cell *state;

	admin_cell(c, t, r, p->name)->href = str_fmt(c->a, "/a/accounts/%lld", (long long)p->id);
	admin_cell(c, t, r, p->login);
	admin_cell(c, t, r, account_role_word(p->role));
	admin_cell(c, t, r, p->agency_name.n ? p->agency_name : STR("平台"));
	state = admin_cell(c, t, r, STR("在用"));
	state->tag = "green";
	if (!p->active) {
		state->text = STR("停用");
		state->tag = "grey";
	} else if (p->must_change) {
		state->text = STR("待本人修改密码");
		state->tag = "amber";
	}
	admin_cell(c, t, r,
		p->last_login_at.has ? instant_human(c->a, p->last_login_at.v) : STR("从未登录"));
}

enum rc page_a_accounts(struct ctx *c, struct err *e)
{
	static const char *const names[] = {"姓名", "登录名", "角色", "机构", "状态", "最近登录"};
	struct q_account_officers_in in = {.limit = ADMIN_ROWS + 1};
	struct str word = str_trim(form_get(&c->query, "q")), role = form_get(&c->query, "role");
	struct q_account_officers_list rows;
	struct view_a_list v = {0};
	struct view_choices *choice;
	struct db *db;

	if (!str_to_i64(form_get(&c->query, "after"), &in.after))
		in.after = 0;
	if (word.n && word.n <= 60)
		in.word = word;
	if (role.n)
		in.role = role;
	TRY(ctx_db(c, &db, e));
	TRY(q_account_officers(db, &in, &rows, e));
	admin_page(c, "账号", &v.page);
	v.title = STR("主管部门和平台的账号");
	v.act = STR("新建账号");
	v.act_href = STR("/a/accounts/new");
	v.filtered = true;
	v.filters.action = STR("/a/accounts");
	*VEC_ADD(c->a, &v.filters.fields) = field_text(c, "q", "姓名或登录名", word, NULL);
	choice = VEC_ADD(c->a, &v.filters.selects);
	*choice = field_choices("role", "角色", NULL);
	choice->empty = STR("全部角色");
	for (size_t i = 0; roles[i]; i++)
		choices_add(c, choice, str_c(roles[i]), account_role_word(str_c(roles[i])), role);
	if (word.n || role.n)
		v.filters.clear_href = STR("/a/accounts");
	admin_heads(c, &v.table, "账号，按建立先后", names, ARRAY_LEN(names), "没有符合条件的账号。");
	for (size_t i = 0; i < rows.n && i < ADMIN_ROWS; i++)
		account_row(c, &rows.v[i], &v.table);
	struct str kept = str_fmt(c->a, "q=%.*s&role=%.*s", STR_ARG(percent_encode(c->a, word, "")),
		STR_ARG(percent_encode(c->a, role, "")));
	if (in.after)
		v.pager.first = str_cat(c->a, STR("/a/accounts?"), kept);
	if (rows.n > ADMIN_ROWS)
		v.pager.next = str_fmt(c->a, "/a/accounts?%.*s&after=%lld", STR_ARG(kept),
			(long long)rows.v[ADMIN_ROWS - 1].id);
	tmpl_admin_list(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- a new one ------------------------------------------------------------------------------------ */

static enum rc show_new(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_admin_agency_options_list rows;
	struct view_a_account_new v = {0};
	struct str asked = form_get(&c->query, "agency"), level = STR("county");
	struct view_field *f;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_admin_agency_options(db, &rows, e));
	admin_page_below(c, STR("新建账号"), "账号", "/a/accounts", &v.page);
	if (errors)
		v.page.errors = *errors;
	v.agency = field_choices("agency", "所属机构", errors);
	v.agency.empty = STR("不属于机构（系统管理员）");
	for (size_t i = 0; i < rows.n; i++) {
		struct str id = str_i64(c->a, rows.v[i].id);
		choices_add(c, &v.agency, id, rows.v[i].name, asked);
		if (str_eq(id, asked))
			level = rows.v[i].level;
	}
	v.role = field_choices("role", "角色", errors);
	v.role.hint = STR("与所属机构的层级一致；监督账号属于被监督的省级机构，只能查阅");
	for (size_t i = 0; roles[i]; i++)
		choices_add(c, &v.role, str_c(roles[i]), account_role_word(str_c(roles[i])), level);
	v.role.inline_row = true;
	f = VEC_ADD(c->a, &v.fields);
	*f = field_text(c, "login", "登录名", str_none(), errors);
	f->hint = STR("小写字母开头，可含数字、点、横线、下划线，3 到 40 个字符");
	*VEC_ADD(c->a, &v.fields) = field_text(c, "name", "姓名", str_none(), errors);
	f = VEC_ADD(c->a, &v.fields);
	*f = field_text(c, "phone", "电话", str_none(), errors);
	f->optional = true;
	f->inputmode = "tel";
	tmpl_admin_account_new(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_a_account_new(struct ctx *c, struct err *e)
{
	return show_new(c, 200, NULL, e);
}

enum rc page_a_account_new_post(struct ctx *c, struct err *e)
{
#define AT(member) offsetof(struct account_new, member)
	static const struct field_spec specs[] = {
		{"role", "角色", FIELD_CHOICE, true, 0, 0, roles, AT(role)},
		{"login", "登录名", FIELD_TEXT, true, 0, LOGIN_MAX, NULL, AT(login)},
		{"name", "姓名", FIELD_TEXT, true, 2, 60, NULL, AT(name)},
		{"phone", "电话", FIELD_PHONE, false, 0, 0, NULL, AT(phone)},
	};
#undef AT
	struct account_create uc = {0};
	struct form_errors errors = {0};
	struct str plain, agency = form_get(&c->form, "agency");

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &uc.v, &errors))
		return show_new(c, 422, &errors, e);
	if (agency.n && !str_to_i64(agency, &uc.v.agency_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	uc.v.must_change = true;
	struct tx_call call = ctx_call(c, STR("/a/accounts"));
	TRY(account_password_make(c->a, &plain, &uc.v.password, e));
	enum rc rc = TX_RUN(&call, account_create, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_new(c, 422, &errors, e);
	}
	TRY(rc);
	if (call.replayed)
		return respond_redirect(c, STR("/a/accounts"));
	page_once(c, &(struct once_shown){STR("账号已建立"), uc.v.name, uc.v.login, plain,
		STR("/a/accounts"), STR("账号")});
	return RC_OK;
}

/* --- one ------------------------------------------------------------------------------------------ */

static enum rc log_fill(struct ctx *c, struct db *db, int64_t id, struct view_timeline *t, struct err *e)
{
	struct q_audit_of_object_list rows;

	TRY(q_audit_of_object(db,
		&(struct q_audit_of_object_in){.object_kind = STR("account"), .object_id = id}, &rows, e));
	t->title = STR("账号的记录");
	for (size_t i = 0; i < rows.n && i < 30; i++)
		*VEC_ADD(c->a, &t->events) = (struct view_event){
			.at = instant_human(c->a, rows.v[i].at),
			.who = str_fmt(c->a, "%.*s　%.*s", STR_ARG(rows.v[i].actor),
				STR_ARG(rows.v[i].body)),
			.act = audit_word(rows.v[i].action), .reason = rows.v[i].reason, .kind = ""};
	return RC_OK;
}

static enum rc show_one(struct ctx *c, struct err *e)
{
	struct view_a_account v = {0};
	struct q_account_by_id row;
	struct q_agency_by_id g = {.name = STR("平台")};
	struct db *db;
	int64_t id;

	TRY(admin_id(c, &id, e));
	TRY(ctx_db(c, &db, e));
	TRY(q_account_by_id(db, &(struct q_account_by_id_in){.id = id}, &row, e));
	if (row.enterprise_id.has) /* its body's to look after */
		return err_set(e, RC_NOT_FOUND, MSG_ACCOUNT_GONE);
	if (row.agency_id.has)
		TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = row.agency_id.v}, &g, e));
	admin_page_below(c, row.name, "账号", "/a/accounts", &v.page);
	v.name = row.name;
	v.action = str_fmt(c->a, "/a/accounts/%lld", (long long)id);
	v.active = row.active != 0;
	v.self = id == c->who.account_id;
	v.state = row.active ? tag_of("green", STR("在用")) : tag_of("grey", STR("停用"));
	rows_add(c, &v.rows, "登录名", row.login);
	rows_add(c, &v.rows, "角色", account_role_word(row.role));
	rows_add(c, &v.rows, "机构", g.name);
	rows_add(c, &v.rows, "电话", row.phone);
	rows_add(c, &v.rows, "电子邮箱", row.email);
	rows_add(c, &v.rows, "最近登录",
		row.last_login_at.has
			? str_fmt(c->a, "%.*s，来自 %.*s", STR_ARG(instant_human(c->a, row.last_login_at.v)),
				  STR_ARG(row.last_login_ip))
			: STR("从未登录"));
	v.reason = field_text(c, "reason", "原因", str_none(), NULL);
	v.reason.hint = STR("例如：调离、退休、返岗；记入日志");
	v.reason.optional = true;
	TRY(log_fill(c, db, id, &v.log, e));
	tmpl_admin_account(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_a_account(struct ctx *c, struct err *e)
{
	return show_one(c, e);
}

enum rc page_a_account_active(struct ctx *c, struct err *e)
{
	struct account_set_active uc = {.active = str_eqc(form_get(&c->form, "active"), "1"),
		.reason = str_sub(str_trim(form_get(&c->form, "reason")), 0, 600)};

	TRY(admin_id(c, &uc.id, e));
	struct tx_call call = ctx_call(c, str_fmt(c->a, "/a/accounts/%lld", (long long)uc.id));
	TRY(TX_RUN(&call, account_set_active, &uc, e));
	return ctx_done(c, &call,
		uc.active ? STR("账号已恢复使用") : STR("账号已停用，其登录立即失效"));
}

enum rc page_a_account_password(struct ctx *c, struct err *e)
{
	struct account_reset uc = {0};
	struct str plain, back;

	TRY(admin_id(c, &uc.id, e));
	back = str_fmt(c->a, "/a/accounts/%lld", (long long)uc.id);
	struct tx_call call = ctx_call(c, back);
	TRY(account_password_make(c->a, &plain, &uc.password, e));
	TRY(TX_RUN(&call, account_reset, &uc, e));
	if (call.replayed)
		return respond_redirect(c, back);
	page_once(c, &(struct once_shown){STR("密码已重置"), uc.name, uc.login, plain, back,
		STR("账号")});
	return RC_OK;
}
