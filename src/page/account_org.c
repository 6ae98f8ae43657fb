/* 本单位的账号: who may sign in for the enterprise. The legal representative's own account is made here. */
#include "page/act.h"
#include "page/common.h"
#include "page/once.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_account.h"

#include "service/account.h"
#include "store/q.h"

#include <stddef.h>

static const char *const roles[] = {"legal_rep", "filler", NULL};

static enum rc members_fill(struct ctx *c, struct db *db, struct view_org *v, bool *signer,
	struct err *e)
{
	struct q_account_members_list rows;

	TRY(q_account_members(
		db, &(struct q_account_members_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_account_members *r = &rows.v[i];
		struct view_member *m = VEC_ADD(c->a, &v->members);

		*m = (struct view_member){.id = str_i64(c->a, r->id), .login = r->login,
			.role = account_role_word(r->role), .name = r->name, .phone = r->phone,
			.last = r->last_login_at.has ? instant_human(c->a, r->last_login_at.v)
						     : STR("从未登录"),
			.active = r->active != 0, .self = r->id == c->who.account_id};
		m->state = !r->active ? tag_of("grey", STR("停用"))
			: r->must_change ? tag_of("amber", STR("待本人修改密码"))
					 : tag_of("green", STR("在用"));
		*signer = *signer || (r->active && str_eqc(r->role, "legal_rep"));
	}
	return RC_OK;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_org v = {0};
	struct view_field *f;
	struct db *db;
	bool signer = false;

	TRY(ctx_db(c, &db, e));
	page_view(c, "本单位的账号", &v.page);
	page_crumb(c, &v.page, STR("我的账号"), STR("/me"));
	page_crumb(c, &v.page, STR("本单位的账号"), str_none());
	if (errors)
		v.page.errors = *errors;
	TRY(members_fill(c, db, &v, &signer, e));
	v.no_signer = !signer;
	v.role = field_choices("role", "角色", errors);
	for (size_t i = 0; roles[i]; i++)
		choices_add(c, &v.role, str_c(roles[i]), account_role_word(str_c(roles[i])),
			signer ? STR("filler") : STR("legal_rep"));
	v.role.inline_row = true;
	f = VEC_ADD(c->a, &v.fields);
	*f = field_text(c, "login", "登录名", str_none(), errors);
	f->hint = STR("小写字母开头，可含数字、点、横线、下划线，3 到 40 个字符");
	*VEC_ADD(c->a, &v.fields) = field_text(c, "name", "姓名", str_none(), errors);
	f = VEC_ADD(c->a, &v.fields);
	*f = field_text(c, "phone", "电话", str_none(), errors);
	f->inputmode = "tel";
	f->optional = true;
	tmpl_account_org(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_org(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

void page_once(struct ctx *c, const struct once_shown *o)
{
	struct view_once v = {.title = o->title, .who = o->who, .login = o->login,
		.password = o->password, .next_href = o->next_href, .next_text = o->next_text};

	page_view_str(c, o->title, &v.page);
	page_crumb(c, &v.page, o->next_text, o->next_href);
	page_crumb(c, &v.page, o->title, str_none());
	tmpl_account_once(respond_html(c, 200), &v);
}

enum rc page_org_add(struct ctx *c, struct err *e)
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
	struct str plain;

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &uc.v, &errors))
		return show(c, 422, &errors, e);
	uc.v.enterprise_id = c->who.enterprise_id;
	uc.v.must_change = true;
	struct tx_call call = ctx_call(c, STR("/me/org"));
	TRY(account_password_make(c->a, &plain, &uc.v.password, e));
	enum rc rc = TX_RUN(&call, account_create, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	if (call.replayed)
		return respond_redirect(c, STR("/me/org"));
	page_once(c, &(struct once_shown){STR("账号已建立"), uc.v.name, uc.v.login, plain,
		STR("/me/org"), STR("本单位的账号")});
	return RC_OK;
}

enum rc page_org_active(struct ctx *c, struct err *e)
{
	struct account_set_active uc = {.active = str_eqc(form_get(&c->form, "active"), "1")};
	struct tx_call call = ctx_call(c, STR("/me/org"));

	if (!str_to_i64(form_get(&c->form, "id"), &uc.id))
		return err_set(e, RC_NOT_FOUND, MSG_ACCOUNT_GONE);
	enum rc rc = TX_RUN(&call, account_set_active, &uc, e);
	if (rc == RC_INVALID) { /* a second legal representative */
		struct form_errors errors = {0};
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, uc.active ? STR("账号已恢复使用") : STR("账号已停用，其登录立即失效"));
}
