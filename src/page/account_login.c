/* Signing in and out. */
#include "page/act.h"
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_account.h"
#include "service/auth.h"
#include "service/demo.h"
#include "store/q.h"

#define TRIES_PER_MINUTE 60

/* Whether the demonstration's people are in this database: then the page tells how to be one of them. */
static enum rc demo_fill_in(struct ctx *c, struct view_login *v, struct err *e)
{
	struct q_account_by_login first;
	struct db *db;

	if (ctx_services(c)->config->production || demo_logins_n == 0)
		return RC_OK;
	TRY(ctx_db(c, &db, e));
	enum rc rc = q_account_by_login(db,
		&(struct q_account_by_login_in){.login = str_c(demo_logins[0].login)}, &first, e);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	for (size_t i = 0; i < demo_logins_n; i++)
		VEC_PUSH(c->a, &v->demo,
			((struct view_demo_login){str_c(demo_logins[i].login), str_c(demo_logins[i].who)}));
	v->demo_password = STR(DEMO_PASSWORD);
	return RC_OK;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_login v = {0};

	page_view(c, "登录", &v.page);
	page_crumb(c, &v.page, STR("登录"), str_none());
	v.login = field_text(c, "login", "登录名或统一社会信用代码", str_none(), errors);
	v.login.autocomplete = "username";
	v.password = field_password("password", "密码", "current-password", errors);
	v.next = form_get(c->req->method == HTTP_POST ? &c->form : &c->query, "next");
	if (errors)
		v.page.errors = *errors;
	TRY(demo_fill_in(c, &v, e));
	tmpl_account_login(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_login(struct ctx *c, struct err *e)
{
	return c->who.account_id ? respond_redirect(c, page_home(&c->who)) : show(c, 200, NULL, e);
}

enum rc page_login_post(struct ctx *c, struct err *e)
{
	struct auth_attempt t = {.login = form_get(&c->form, "login"),
		.password = form_get(&c->form, "password"), .ip = c->req->remote_ip,
		.agent = http_header_get(c->req, "user-agent")};
	struct form_errors errors = {0};
	struct str next = form_get(&c->form, "next");

	if (!ratelimit_take(c->app->ratelimit, str_cat(c->a, STR("login "), t.ip),
		    monotonic_us() / 1000, TRIES_PER_MINUTE, TRIES_PER_MINUTE))
		return err_set(e, RC_LIMITED, MSG_TOO_MANY_REQUESTS);
	if (!t.login.n)
		form_error_add(c->a, &errors, "login", STR("请填写登录名或统一社会信用代码"));
	if (!t.password.n)
		form_error_add(c->a, &errors, "password", STR("请填写密码"));
	if (errors.n)
		return show(c, 422, &errors, e);
	ctx_db_end(c);
	enum rc rc = auth_sign_in(ctx_services(c), c->a, c->now, &t, e);
	if (rc == RC_INVALID || rc == RC_LIMITED || rc == RC_FORBIDDEN) {
		form_error_add(c->a, &errors, "login", err_text(c->a, e));
		if (rc == RC_LIMITED)
			http_header_literal(c->res, c->a, STR("Retry-After"), STR("60"));
		return show(c, rc == RC_LIMITED ? 429 : 422, &errors, e);
	}
	TRY(rc);
	session_begin(c, t.token);
	if (t.last_at)
		respond_flash(c, str_fmt(c->a, "已登录。上次登录：%.*s，来自 %.*s；如非本人操作，请立即修改密码",
			STR_ARG(instant_human(c->a, t.last_at)), STR_ARG(t.last_ip)));
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
