/* Signing in and out. */
#include "page/act.h"
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_account.h"
#include "service/auth.h"
#include "service/demo.h"

static enum rc show(struct ctx *c, int status, const struct form_errors *errors)
{
	struct view_login v = {0};
	bool demo = !ctx_services(c)->config->production;

	page_view(c, "登录", &v.page);
	page_crumb(c, &v.page, STR("登录"), str_none());
	v.login = field_text(c, "login", "登录名或统一社会信用代码", str_none(), errors);
	v.login.autocomplete = "username";
	v.password = field_password("password", "密码", "current-password", errors);
	v.next = form_get(c->req->method == HTTP_POST ? &c->form : &c->query, "next");
	if (errors)
		v.page.errors = *errors;
	for (size_t i = 0; demo && i < demo_logins_n; i++)
		VEC_PUSH(c->a, &v.demo,
			((struct view_demo_login){str_c(demo_logins[i].login), str_c(demo_logins[i].who)}));
	v.demo_password = STR(DEMO_PASSWORD);
	tmpl_account_login(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_login(struct ctx *c, struct err *e)
{
	(void)e;
	return c->who.account_id ? respond_redirect(c, page_home(&c->who)) : show(c, 200, NULL);
}

enum rc page_login_post(struct ctx *c, struct err *e)
{
	struct auth_attempt t = {.login = form_get(&c->form, "login"),
		.password = form_get(&c->form, "password"), .ip = c->req->remote_ip,
		.agent = http_header_get(c->req, "user-agent")};
	struct form_errors errors = {0};
	struct str next = form_get(&c->form, "next");

	if (!t.login.n)
		form_error_add(c->a, &errors, "login", STR("请填写登录名或统一社会信用代码"));
	if (!t.password.n)
		form_error_add(c->a, &errors, "password", STR("请填写密码"));
	if (errors.n)
		return show(c, 422, &errors);
	ctx_db_end(c);
	enum rc rc = auth_sign_in(ctx_services(c), c->a, c->now, &t, e);
	if (rc == RC_INVALID || rc == RC_LIMITED || rc == RC_FORBIDDEN) {
		form_error_add(c->a, &errors, "login", err_text(c->a, e));
		return show(c, rc == RC_LIMITED ? 429 : 422, &errors);
	}
	TRY(rc);
	session_begin(c, t.token);
	if (t.who.must_change)
		return respond_redirect(c, STR("/me"));
	return respond_redirect(c, next.n ? next : page_home(&t.who));
}

enum rc page_logout(struct ctx *c, struct err *e)
{
	struct auth_sign_out uc = {.token = c->sid};
	struct tx_call call = ctx_call(c, STR("/"));

	if (c->sid.n)
		TRY(TX_RUN(&call, auth_sign_out, &uc, e));
	session_end(c);
	return ctx_done(c, &call, STR("已退出登录"));
}
