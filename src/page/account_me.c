/* 我的账号: one's own data, password and sessions. The first page of somebody whose password was set by
 * another person, and the only one until it is changed. */
#include "page/act.h"
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_account.h"

#include "base/hash.h"
#include "service/account.h"
#include "service/post.h"
#include "store/q.h"

#include <stddef.h>

static struct str where_from(struct ctx *c, struct opt_i64 at, struct str ip)
{
	if (!at.has)
		return STR("没有记录");
	return str_fmt(c->a, "%.*s，来自 %.*s", STR_ARG(instant_human(c->a, at.v)), STR_ARG(ip));
}

static void account_fill(struct ctx *c, const struct q_account_by_id *r, struct view_me *v)
{
	rows_add(c, &v->account, "登录名", r->login);
	rows_add(c, &v->account, "角色", page_role_label(&c->who));
	rows_add(c, &v->account, "单位",
		c->who.enterprise_id ? c->who.enterprise_name
				     : c->who.agency_name.n ? c->who.agency_name : STR("系统管理"));
	rows_add(c, &v->account, "本次登录", where_from(c, r->last_login_at, r->last_login_ip));
	rows_add(c, &v->account, "上次登录", where_from(c, r->prev_login_at, r->prev_login_ip));
}

static void fields_fill(struct ctx *c, const struct q_account_by_id *r,
	const struct form_errors *errors, struct view_me *v)
{
	struct view_field *f = VEC_ADD(c->a, &v->contact);

	*f = field_text(c, "name", "姓名", r->name, errors);
	f->autocomplete = "name";
	f = VEC_ADD(c->a, &v->contact);
	*f = field_text(c, "phone", "电话", r->phone, errors);
	f->inputmode = "tel";
	f->autocomplete = "tel";
	f->optional = true;
	f = VEC_ADD(c->a, &v->contact);
	*f = field_text(c, "email", "电子邮箱", r->email, errors);
	f->type = "email";
	f->autocomplete = "email";
	f->optional = true;
	*VEC_ADD(c->a, &v->passwords) =
		field_password("current", "当前密码", "current-password", errors);
	f = VEC_ADD(c->a, &v->passwords);
	*f = field_password("password", "新密码", "new-password", errors);
	f->hint = str_fmt(c->a, "至少 %d 个字符，不能含有登录名、统一社会信用代码或姓名", PASSWORD_MIN);
	*VEC_ADD(c->a, &v->passwords) =
		field_password("again", "再输入一次新密码", "new-password", errors);
}

static void cell(struct ctx *c, struct view_cells *r, const char *label, struct str text)
{
	*VEC_ADD(c->a, r) = (struct view_cell){.text = text, .label = str_c(label), .whole = text_is_day(text)};
}

/* "Chrome（Windows）": enough to know one's own device again. What is not known stays as it was sent. */
static struct str browser_text(struct ctx *c, struct str agent)
{
	static const char *const browsers[][2] = {{"MicroMessenger", "微信"}, {"Edg", "Edge"}, {"QIHU", "360 浏览器"},
		{"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"Trident/", "IE"}};
	static const char *const systems[][2] = {{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"},
		{"iPad", "iPad"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};
	const char *name = NULL, *on = NULL;

	for (size_t i = 0; i < ARRAY_LEN(browsers) && !name; i++)
		name = str_has(agent, str_c(browsers[i][0])) ? browsers[i][1] : NULL;
	for (size_t i = 0; i < ARRAY_LEN(systems) && !on; i++)
		on = str_has(agent, str_c(systems[i][0])) ? systems[i][1] : NULL;
	if (!name)
		return agent.n ? agent : STR("未知");
	return on ? str_fmt(c->a, "%s（%s）", name, on) : str_c(name);
}

static enum rc sessions_fill(struct ctx *c, struct db *db, struct view_me *v, struct err *e)
{
	static const char *const names[] = {"登录时间", "最近操作", "来自", "浏览器"};
	struct q_sessions_of_account_list rows;
	struct str mine = hash_hex(c->a, hash_sha256(c->sid));

	TRY(q_sessions_of_account(db,
		&(struct q_sessions_of_account_in){.account_id = c->who.account_id, .now = c->now,
			.idle_after = c->now - AUTH_IDLE_MS},
		&rows, e));
	v->sessions.caption = STR("正在使用的登录");
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		*VEC_ADD(c->a, &v->sessions.heads) = (struct view_head){.text = str_c(names[i])};
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_sessions_of_account *s = &rows.v[i];
		struct view_cells *r = VEC_ADD(c->a, &v->sessions.rows);
		bool this_one = str_eq(s->token_hash, mine);

		cell(c, r, names[0],
			str_cat(c->a, instant_human(c->a, s->created_at),
				this_one ? STR("（本次）") : STR("")));
		cell(c, r, names[1], instant_human(c->a, s->seen_at));
		cell(c, r, names[2], s->ip);
		cell(c, r, names[3], browser_text(c, s->agent));
		v->others = v->others || !this_one;
	}
	return RC_OK;
}

static enum rc mail_fill(
	struct ctx *c, struct db *db, struct str email, const struct form_errors *errors, struct view_me *v, struct err *e)
{
	struct post_me me;

	if (post_off(ctx_services(c)))
		return RC_OK;
	TRY(post_me(db, c->who.account_id, email, &me, e));
	v->mail = true;
	v->mail_ask = me.address == POST_UNCONFIRMED || me.address == POST_BOUNCED;
	switch (me.address) {
	case POST_NO_ADDRESS:
		v->mail_state = STR("没有填写电子邮箱，不发邮件。消息以平台内的为准。");
		break;
	case POST_UNCONFIRMED:
		v->mail_state = str_fmt(c->a, "%.*s 还没有确认：确认邮件中的链接 48 小时内有效，确认前不发其他邮件。", STR_ARG(email));
		break;
	case POST_CONFIRMED:
		v->mail_state = str_fmt(c->a, "%.*s 已确认。邮件只作提醒，消息以平台内的为准。", STR_ARG(email));
		break;
	case POST_BOUNCED:
		v->mail_state = str_fmt(c->a, "发到 %.*s 的邮件被退回（%.*s），已停发。请改正电子邮箱，或重新确认。", STR_ARG(email),
			STR_ARG(me.why));
		break;
	}
	v->mail_mode = field_choices("mode", "通知方式", errors);
	for (const struct post_mode *m = post_modes; m->code; m++) {
		choices_add(c, &v->mail_mode, str_c(m->code), str_c(m->word), me.mode);
		v->mail_mode.options.v[v->mail_mode.options.n - 1].hint = str_c(m->hint);
	}
	return RC_OK;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_me v = {0};
	struct q_account_by_id row;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_account_by_id(db, &(struct q_account_by_id_in){.id = c->who.account_id}, &row, e));
	page_view(c, "我的账号", &v.page);
	page_crumb(c, &v.page, STR("我的账号"), str_none());
	if (errors)
		v.page.errors = *errors;
	v.must_change = c->who.must_change;
	v.members = actor_is(&c->who, ROLE_ENTERPRISE);
	account_fill(c, &row, &v);
	fields_fill(c, &row, errors, &v);
	TRY(mail_fill(c, db, row.email, errors, &v, e));
	TRY(sessions_fill(c, db, &v, e));
	tmpl_account_me(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_me(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_me_contact(struct ctx *c, struct err *e)
{
	static const struct field_spec specs[] = {
		{"name", "姓名", FIELD_TEXT, true, 2, 60, NULL, offsetof(struct account_contact, name)},
		{"phone", "电话", FIELD_PHONE, false, 0, 0, NULL,
			offsetof(struct account_contact, phone)},
		{"email", "电子邮箱", FIELD_TEXT, false, 0, 100, NULL,
			offsetof(struct account_contact, email)},
	};
	struct form_errors errors = {0};
	struct account_contact uc = {0};

	bool read = form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &uc, &errors);
	size_t at = str_index(uc.email, '@');
	if (read && uc.email.n && (at == 0 || at + 1 >= uc.email.n))
		form_error_add(c->a, &errors, "email", STR("请填写完整的电子邮箱，例如 zhang@example.cn；没有的不填"));
	if (errors.n)
		return show(c, 422, &errors, e);
	struct tx_call call = ctx_call(c, STR("/me"));
	enum rc rc = TX_RUN(&call, account_contact, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, uc.asks ? STR("个人信息已保存。确认邮件将在几分钟内发到新的电子邮箱，请打开其中的链接")
					   : STR("个人信息已保存"));
}

enum rc page_me_mail(struct ctx *c, struct err *e)
{
	struct post_choose choose = {.mode = form_get(&c->form, "mode")};
	struct tx_call call = ctx_call(c, STR("/me#mail"));
	struct form_errors errors = {0};
	struct post_ask_confirm ask = {0};

	if (str_eqc(form_get(&c->form, "act"), "again")) {
		TRY(TX_RUN(&call, post_ask_confirm, &ask, e));
		return ctx_done(c, &call, str_fmt(c->a, "确认邮件将在几分钟内发到 %.*s，请打开其中的链接", STR_ARG(ask.email)));
	}
	enum rc rc = TX_RUN(&call, post_choose, &choose, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("通知方式已保存"));
}

enum rc page_me_password(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct account_password_change uc = {.current = form_get(&c->form, "current"),
		.password = form_get(&c->form, "password"), .ip = c->req->remote_ip,
		.agent = http_header_get(c->req, "user-agent")};

	if (uc.current.n == 0)
		form_error_add(c->a, &errors, "current", STR("请填写当前密码"));
	if (uc.password.n == 0)
		form_error_add(c->a, &errors, "password", STR("请填写新密码"));
	else if (!str_eq(uc.password, form_get(&c->form, "again")))
		form_error_add(c->a, &errors, "again", STR("两次输入的新密码不一致，请重新输入"));
	if (errors.n)
		return show(c, 422, &errors, e);
	struct tx_call call = ctx_call(c, STR("/me"));
	enum rc rc = account_password_change(&call, &uc, e);
	if (rc == RC_INVALID || rc == RC_LIMITED) {
		form_error_from(c->a, &errors, e);
		return show(c, rc == RC_LIMITED ? 429 : 422, &errors, e);
	}
	TRY(rc);
	if (call.replayed)
		return respond_redirect(c, STR("/me"));
	session_begin(c, uc.token);
	call.location = c->who.must_change ? page_home(&c->who) : STR("/me");
	return ctx_done(c, &call, STR("密码已修改，其他设备上的登录已全部退出"));
}

enum rc page_me_sessions(struct ctx *c, struct err *e)
{
	struct account_end_others uc = {.token = c->sid};
	struct tx_call call = ctx_call(c, STR("/me"));

	TRY(TX_RUN(&call, account_end_others, &uc, e));
	return ctx_done(c, &call, STR("其他设备上的登录已退出"));
}
