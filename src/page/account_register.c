/* 企业注册, in two steps because the list of places is long: the city, then everything else. */
#include "page/act.h"
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_account.h"

#include "service/bodies.h"
#include "service/enterprise.h"
#include "service/post.h"
#include "store/q.h"

#include <stddef.h>

#define REGISTERS_PER_MINUTE 20
#define RECOVERS_PER_MINUTE 10

struct typed {
	struct enterprise_register uc;
	struct str city, password, again;
	bool agree;
};

/* What asks again, beyond the errors: set by the answer of the use case. */
struct asks {
	bool doubt, renamed;
};

static enum rc city_step(struct ctx *c, struct db *db, struct view_register *v, struct err *e)
{
	struct q_register_cities_list rows;

	TRY(q_register_cities(db,
		&(struct q_register_cities_in){.line = STR(BODIES_LINE_OF_ENTERPRISES)}, &rows, e));
	v->city = field_choices("city", "企业住所所在的市", NULL);
	v->city.hint = STR("按营业执照上的住所选择，决定由哪个主管部门认证和受理");
	for (size_t i = 0; i < rows.n; i++)
		choices_add(c, &v->city, rows.v[i].division_code,
			str_fmt(c->a, "%.*s　%.*s", STR_ARG(rows.v[i].province_name),
				STR_ARG(rows.v[i].division_name)),
			str_none());
	return RC_OK;
}

static enum rc places_fill(struct ctx *c, struct db *db, struct str city,
	const struct form_errors *errors, struct view_register *v, struct err *e)
{
	struct q_register_places_list rows;
	struct q_division_by_code d;

	TRY(q_register_places(db,
		&(struct q_register_places_in){
			.line = STR(BODIES_LINE_OF_ENTERPRISES), .division_code = city},
		&rows, e));
	if (rows.n == 0)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (q_division_by_code(db, &(struct q_division_by_code_in){.code = city}, &d, NULL) == RC_OK)
		v->city_name = d.name;
	v->division = field_choices("division_code", "所在县（市、区）", errors);
	if (rows.n > 1)
		v->division.empty = STR("请选择");
	for (size_t i = 0; i < rows.n; i++)
		choices_add(c, &v->division, rows.v[i].code, rows.v[i].name, str_none());
	return RC_OK;
}

static struct view_field *add(struct ctx *c, struct view_fields *fields, const char *id,
	const char *label, const char *hint, const struct form_errors *errors)
{
	struct view_field *f = VEC_ADD(c->a, fields);

	*f = field_text(c, id, label, str_none(), errors);
	f->hint = str_c(hint);
	return f;
}

static void fields_fill(struct ctx *c, const struct form_errors *errors, struct view_register *v)
{
	struct view_field *f;

	add(c, &v->sign_in, "login", "登录名", "小写字母开头，可含数字、点、横线、下划线，3 到 40 个字符", errors)
		->autocomplete = "username";
	v->kind = field_choices("kind", "法人类型", errors);
	v->kind.empty = STR("请选择");
	for (size_t i = 0; enterprise_kinds[i]; i++)
		choices_add(c, &v->kind, str_c(enterprise_kinds[i]), str_c(enterprise_kinds[i]),
			str_none());
	f = add(c, &v->firm, "uscc", "统一社会信用代码", "营业执照上的 18 位代码", errors);
	f->code = true;
	f->width = "w18";
	add(c, &v->firm, "name", "企业名称", "与营业执照完全一致", errors)->autocomplete =
		"organization";
	add(c, &v->firm, "legal_rep", "法定代表人", "姓名，与营业执照一致", errors);
	add(c, &v->people, "contact", "联系人", "负责填报的人，也是这个账号的使用人", errors)->autocomplete =
		"name";
	f = add(c, &v->people, "contact_phone", "联系电话", "主管部门核验时用", errors);
	f->inputmode = "tel";
	f->autocomplete = "tel";
	f = VEC_ADD(c->a, &v->passwords);
	*f = field_password("password", "设置密码", "new-password", errors);
	f->hint = str_fmt(c->a, "至少 %d 个字符，不能含有登录名、统一社会信用代码或姓名", PASSWORD_MIN);
	*VEC_ADD(c->a, &v->passwords) = field_password("again", "再输入一次", "new-password", errors);
	v->agree = field_check(c, "agree",
		"所填信息真实，本人经本单位授权注册；同意平台为办理申报使用这些信息", false, errors);
}

static enum rc show(struct ctx *c, int status, struct str city, const struct form_errors *errors,
	const struct asks *asks, struct err *e)
{
	struct view_register v = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	page_view(c, "企业注册", &v.page);
	page_crumb(c, &v.page, STR("企业注册"), str_none());
	if (errors)
		v.page.errors = *errors;
	v.second = city.n > 0;
	v.city_code = city;
	if (!v.second) {
		TRY(city_step(c, db, &v, e));
	} else {
		TRY(places_fill(c, db, city, errors, &v, e));
		fields_fill(c, errors, &v);
	}
	if (asks) {
		v.doubt = asks->doubt;
		v.doubt_ok = field_check(c, "uscc_insist",
			"代码与营业执照一致，仍按此注册，由主管部门核验", false, NULL);
		v.renamed = asks->renamed;
		v.renamed_why = field_text(c, "renamed_why", "名称不同的原因", str_none(), NULL);
		v.renamed_why.hint = STR("例如：某年某月经登记机关核准变更名称");
	}
	tmpl_account_register(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_register(struct ctx *c, struct err *e)
{
	if (c->who.account_id)
		return respond_redirect(c, page_home(&c->who));
	return show(c, 200, form_get(&c->query, "city"), NULL, NULL, e);
}

static bool read_typed(struct ctx *c, struct typed *t, struct form_errors *errors)
{
#define AT(member) offsetof(struct typed, member)
	static const struct field_spec specs[] = {
		{"city", "市", FIELD_TEXT, true, 0, 12, NULL, AT(city)},
		{"login", "登录名", FIELD_TEXT, true, 0, LOGIN_MAX, NULL, AT(uc.login)},
		{"kind", "法人类型", FIELD_CHOICE, true, 0, 0, enterprise_kinds, AT(uc.kind)},
		{"uscc", "统一社会信用代码", FIELD_TEXT, true, 0, 40, NULL, AT(uc.uscc)},
		{"uscc_insist", "确认", FIELD_BOOL, false, 0, 0, NULL, AT(uc.uscc_insist)},
		{"name", "企业名称", FIELD_TEXT, true, 2, 100, NULL, AT(uc.name)},
		{"renamed_why", "名称不同的原因", FIELD_TEXT, false, 0, 200, NULL, AT(uc.renamed_why)},
		{"legal_rep", "法定代表人", FIELD_TEXT, true, 2, 60, NULL, AT(uc.legal_rep)},
		{"division_code", "所在县（市、区）", FIELD_TEXT, false, 0, 12, NULL, AT(uc.division_code)},
		{"contact", "联系人", FIELD_TEXT, true, 2, 60, NULL, AT(uc.contact)},
		{"contact_phone", "联系电话", FIELD_PHONE, true, 0, 0, NULL, AT(uc.contact_phone)},
		{"agree", "确认", FIELD_BOOL, false, 0, 0, NULL, AT(agree)},
	};
#undef AT
	(void)!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), t, errors);
	if (t->uc.division_code.n == 0)
		form_error_add(c->a, errors, "division_code", STR("请选择所在县（市、区）"));
	t->password = form_get(&c->form, "password");
	t->again = form_get(&c->form, "again");
	if (t->password.n == 0)
		form_error_add(c->a, errors, "password", STR("请设置密码"));
	else if (!str_eq(t->password, t->again))
		form_error_add(c->a, errors, "again", STR("两次输入的密码不一致，请重新输入"));
	if (!t->agree)
		form_error_add(c->a, errors, "agree", STR("请阅读并勾选确认后再注册"));
	return errors->n == 0;
}

/* What can be said before the slow hash: all of it at once. */
static void check_typed(struct ctx *c, struct typed *t, struct form_errors *errors, struct asks *asks)
{
	struct str login = t->uc.login, uscc = t->uc.uscc, doubt;
	struct err e = {0};

	if (login.n && account_login_fit(c->a, login, &login, &e) != RC_OK)
		form_error_from(c->a, errors, &e);
	if (uscc.n && enterprise_uscc(c->a, uscc, t->uc.uscc_insist, &uscc, &doubt, &e) != RC_OK) {
		form_error_from(c->a, errors, &e);
		asks->doubt = e.msg == MSG_USCC_DOUBT;
	}
	if (t->password.n && account_password_fit(c->a, t->password, login, uscc, t->uc.contact, &e) != RC_OK)
		form_error_from(c->a, errors, &e);
}

enum rc page_register_post(struct ctx *c, struct err *e)
{
	struct typed t = {.uc = {.agent = http_header_get(c->req, "user-agent")}};
	struct form_errors errors = {0};
	struct asks asks = {0};

	if (c->who.account_id)
		return respond_redirect(c, page_home(&c->who));
	if (!ratelimit_take(c->app->ratelimit, str_cat(c->a, STR("register "), c->req->remote_ip),
		    monotonic_us() / 1000, REGISTERS_PER_MINUTE, 3 * REGISTERS_PER_MINUTE))
		return err_set(e, RC_LIMITED, MSG_TOO_MANY_REQUESTS);
	(void)read_typed(c, &t, &errors);
	asks = (struct asks){.doubt = t.uc.uscc_insist, .renamed = t.uc.renamed_why.n > 0};
	check_typed(c, &t, &errors, &asks);
	if (errors.n)
		return show(c, 422, t.city, &errors, &asks, e);
	struct tx_call call = ctx_call(c, STR("/identity"));
	TRY(auth_hash_password(c->a, t.password, &t.uc.password, e));
	enum rc rc = TX_RUN(&call, enterprise_register, &t.uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		asks.renamed = asks.renamed || e->msg == MSG_ENTERPRISE_RENAMED;
		return show(c, 422, t.city, &errors, &asks, e);
	}
	TRY(rc);
	if (call.replayed)
		return respond_redirect(c, STR("/login"));
	session_begin(c, t.uc.token);
	return ctx_done(c, &call, STR("注册成功。请上传营业执照，完成企业认证；认证期间可以先填写自评"));
}

/* --- who helps those who have forgotten --------------------------------------------------------- */

static enum rc recover_show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_recover v = {0};
	struct q_recover_bodies_list rows;
	struct str city = form_get(&c->query, "city");
	static const char *const names[] = {"主管部门", "电话", "地址"};
	struct view_register cities = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	page_view(c, "忘记登录名或密码", &v.page);
	page_crumb(c, &v.page, STR("忘记登录名或密码"), str_none());
	v.mail = !post_off(ctx_services(c));
	v.login = field_text(c, "login", "登录名或统一社会信用代码", str_none(), errors);
	v.login.autocomplete = "username";
	if (errors)
		v.page.errors = *errors;
	TRY(city_step(c, db, &cities, e));
	v.city = cities.city;
	v.city.label = STR("本单位所在的市");
	v.city.hint = str_none();
	for (size_t i = 0; i < v.city.options.n; i++)
		v.city.options.v[i].checked = str_eq(v.city.options.v[i].value, city);
	if (city.n) {
		TRY(q_recover_bodies(db,
			&(struct q_recover_bodies_in){
				.line = STR(BODIES_LINE_OF_ENTERPRISES), .division_code = city},
			&rows, e));
		v.bodies.caption = STR("负责企业认证的主管部门");
		v.bodies.empty = STR("没有找到，请重新选择。");
		for (size_t i = 0; i < ARRAY_LEN(names); i++)
			*VEC_ADD(c->a, &v.bodies.heads) = (struct view_head){.text = str_c(names[i])};
		for (size_t i = 0; i < rows.n; i++) {
			struct view_cells *r = VEC_ADD(c->a, &v.bodies.rows);
			*VEC_ADD(c->a, r) = (struct view_cell){.text = rows.v[i].name};
			*VEC_ADD(c->a, r) = (struct view_cell){
				.text = rows.v[i].phone.n ? rows.v[i].phone : STR("未公布"), .label = STR("电话")};
			*VEC_ADD(c->a, r) = (struct view_cell){
				.text = rows.v[i].address.n ? rows.v[i].address : STR("未公布"),
				.label = STR("地址")};
		}
		v.chosen = true;
	}
	tmpl_account_recover(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_recover(struct ctx *c, struct err *e)
{
	return recover_show(c, 200, NULL, e);
}

/* One answer for everybody: whether there is such an account is nobody's business. */
enum rc page_recover_post(struct ctx *c, struct err *e)
{
	struct post_ask_reset uc = {.login = form_get(&c->form, "login")};
	struct form_errors errors = {0};

	TRY(ctx_slow_down(c, "recover", RECOVERS_PER_MINUTE, RECOVERS_PER_MINUTE, e));
	if (!uc.login.n) {
		form_error_add(c->a, &errors, "login", STR("请填写登录名或统一社会信用代码"));
		return recover_show(c, 422, &errors, e);
	}
	struct tx_call call = ctx_call(c, STR("/recover"));
	TRY(TX_RUN(&call, post_ask_reset, &uc, e));
	return ctx_done(c, &call, STR("如果有这个账号，而且它的电子邮箱已经确认，重置密码的邮件几分钟内发出，链接 1 小时内有效。"
		"没有收到的，请按下面的办法恢复"));
}
