/* Where the links of letters lead: an address is confirmed, a password set anew. Opening a link changes nothing (scanners
 * open them); the button does. */
#include "page/batch_page.h"
#include "page/routes.h"

#include "base/mail_text.h"
#include "service/account.h"
#include "service/post.h"

#define TRIES_PER_MINUTE 20

static struct view_batch *page_of(struct ctx *c, const char *title)
{
	struct view_batch *v = batch_view(c, str_c(title));

	page_crumb(c, &v->page, v->title, str_none());
	return v;
}

static enum rc no_link(struct ctx *c, int status, struct view_batch *v, struct str href, struct str act)
{
	v->empty = (struct view_empty){.what = STR("这个链接不能使用"),
		.why = STR("链接只能用一次，过了有效期或电子邮箱修改以后也不能再用；也可能没有复制完整。"), .href = href,
		.act = act};
	return batch_show(c, status, v);
}

static enum rc look(struct ctx *c, struct str token, const char *purpose, struct post_link *out, struct err *e)
{
	struct db *db;

	TRY(ctx_slow_down(c, "link", TRIES_PER_MINUTE, TRIES_PER_MINUTE, e));
	TRY(ctx_db(c, &db, e));
	return post_link_look(db, token, purpose, c->now, out, e);
}

/* --- an address ------------------------------------------------------------------------------------- */

enum rc page_mail_confirm(struct ctx *c, struct err *e)
{
	struct str token = form_get(&c->query, "t");
	struct post_link l;

	TRY(look(c, token, "confirm", &l, e));
	struct view_batch *v = page_of(c, "确认电子邮箱");
	if (!l.found)
		return no_link(c, 200, v, STR("/me#mail"), STR("登录后重新发送"));
	v->lead = str_fmt(c->a, "按下面的按钮，确认 %.*s 是您的电子邮箱。此后平台的提醒可以发到这个地址，方式在“我的账号”选择。",
		STR_ARG(mail_address_hint(c->a, l.email)));
	struct view_batch_form *f = batch_form(c, v, "confirm", str_none(), STR("/mail/confirm"));
	batch_hidden(c, f, "t", token);
	batch_act(c, f, "confirm", "确认这个电子邮箱", "");
	return batch_show(c, 200, v);
}

enum rc page_mail_confirm_post(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, c->who.account_id ? STR("/me#mail") : STR("/login"));
	struct post_confirm uc = {.token = form_get(&c->form, "t")};

	enum rc rc = TX_RUN(&call, post_confirm, &uc, e);
	if (rc == RC_STATE)
		return no_link(c, 409, page_of(c, "确认电子邮箱"), STR("/me#mail"), STR("登录后重新发送"));
	TRY(rc);
	return ctx_done(c, &call, STR("电子邮箱已确认"));
}

/* --- a password ------------------------------------------------------------------------------------- */

static enum rc reset_show(struct ctx *c, int status, struct str token, const struct form_errors *errors)
{
	struct view_batch *v = page_of(c, "设置新密码");
	struct view_batch_form *f = batch_form(c, v, "reset", str_none(), STR("/recover/reset"));
	struct view_field password = field_password("password", "新密码", "new-password", errors);

	password.hint = str_fmt(c->a, "至少 %d 个字符，不能含有登录名、统一社会信用代码或姓名", PASSWORD_MIN);
	batch_field(c, f, password);
	batch_field(c, f, field_password("again", "再输入一次新密码", "new-password", errors));
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("设置后，其他地方的登录全部退出，请用新密码登录。");
	batch_hidden(c, f, "t", token);
	batch_act(c, f, "reset", "设置新密码", "");
	return batch_show(c, status, v);
}

enum rc page_recover_reset(struct ctx *c, struct err *e)
{
	struct str token = form_get(&c->query, "t");
	struct post_link l;

	TRY(look(c, token, "reset", &l, e));
	return l.found ? reset_show(c, 200, token, NULL)
		       : no_link(c, 200, page_of(c, "设置新密码"), STR("/recover"), STR("重新申请"));
}

enum rc page_recover_reset_post(struct ctx *c, struct err *e)
{
	struct str password = form_get(&c->form, "password");
	struct post_reset uc = {.token = form_get(&c->form, "t")};
	struct form_errors errors = {0};
	struct post_link l;

	TRY(look(c, uc.token, "reset", &l, e));
	if (!l.found)
		return no_link(c, 409, page_of(c, "设置新密码"), STR("/recover"), STR("重新申请"));
	if (account_password_fit(c->a, password, l.login, l.uscc, l.name, e) != RC_OK)
		form_error_from(c->a, &errors, e);
	else if (!str_eq(password, form_get(&c->form, "again")))
		form_error_add(c->a, &errors, "again", STR("两次输入的新密码不一致，请重新输入"));
	if (errors.n)
		return reset_show(c, 422, uc.token, &errors);
	struct tx_call call = ctx_call(c, STR("/login"));
	TRY(auth_hash_password(c->a, password, &uc.password, e));
	enum rc rc = TX_RUN(&call, post_reset, &uc, e);
	if (rc == RC_STATE)
		return no_link(c, 409, page_of(c, "设置新密码"), STR("/recover"), STR("重新申请"));
	TRY(rc);
	return ctx_done(c, &call, STR("新密码已设置，请登录"));
}
