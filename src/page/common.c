/* The frame around every page. It is filled in one place so that no page can forget the token, the
 * skip link's target, the footer's duties or the banner that says that this is a demonstration.
 */
#include "page/common.h"

#include "base/vec.h"
#include "page/act.h"
#include "page/navigation.h"
#include "service/delivery.h"

#include <string.h>

static const struct {
	unsigned role;
	struct str label, home;
} ROLES[] = {
	{ROLE_FILLER, STR_INIT("填报人"), STR_INIT("/e")},
	{ROLE_LEGAL_REP, STR_INIT("法定代表人"), STR_INIT("/e")},
	{ROLE_COUNTY, STR_INIT("县级审核"), STR_INIT("/o")},
	{ROLE_CITY, STR_INIT("市级审核"), STR_INIT("/o")},
	{ROLE_PROVINCE, STR_INIT("省级审核"), STR_INIT("/o")},
	{ROLE_ADMIN, STR_INIT("系统管理员"), STR_INIT("/a")},
	{ROLE_EXPERT, STR_INIT("评审专家"), STR_INIT("/x")},
	{ROLE_AUDITOR, STR_INIT("监督"), STR_INIT("/s")},
};

struct str page_role_label(const struct actor *who)
{
	for (size_t i = 0; i < ARRAY_LEN(ROLES); i++)
		if (who->roles & ROLES[i].role)
			return ROLES[i].label;
	return str_none();
}

struct str page_home(const struct actor *who)
{
	for (size_t i = 0; i < ARRAY_LEN(ROLES); i++)
		if (who->roles & ROLES[i].role)
			return ROLES[i].home;
	return STR("/");
}

/* --- the frame --- */
static void site_fill(const struct config *cfg, struct view_page *out)
{
	out->site_name = cfg->site_name;
	out->owner = cfg->site_owner;
	out->support = cfg->site_support;
	out->phone = cfg->site_phone;
	out->report_phone = cfg->site_report_phone;
	out->icp = cfg->site_icp;
	out->police = cfg->site_police;
	out->id_code = cfg->site_id_code;
	out->production = cfg->production;
}

static void assets_fill(const struct assets *as, struct view_page *out)
{
	out->css = asset_url(as, STR("css/tidu.css"));
	out->js = asset_url(as, STR("js/tidu.js"));
	out->logo = asset_url(as, STR("img/logo.svg"));
	out->icon = asset_url(as, STR("img/favicon.svg"));
}

/* One click from every page to what this role does. */
static const char *help_of(const struct actor *who)
{
	static const struct {
		unsigned role;
		const char *href;
	} manuals[] = {{ROLE_ENTERPRISE, "/help/enterprise"}, {ROLE_COUNTY, "/help/county"},
		{ROLE_CITY, "/help/city"}, {ROLE_PROVINCE, "/help/province"},
		{ROLE_EXPERT, "/help/expert"}, {ROLE_AUDITOR, "/help/auditor"}, {ROLE_ADMIN, "/help/admin"}};

	for (size_t i = 0; i < ARRAY_LEN(manuals); i++)
		if (actor_is(who, manuals[i].role))
			return manuals[i].href;
	return "/help";
}

static void actor_fill(const struct ctx *c, struct view_page *out)
{
	const struct actor *who = &c->who;

	out->help = help_of(who);
	out->signed_in = who->account_id != 0;
	if (!out->signed_in)
		return;
	out->actor_name = who->name;
	out->actor_body = who->enterprise_id ? who->enterprise_name : who->agency_name;
	out->actor_role = page_role_label(who);
}

void page_view_str(struct ctx *c, struct str title, struct view_page *out)
{
	*out = (struct view_page){.title = title, .flash = c->flash, .flash_kind = "ok"};
	out->csrf = c->csrf;
	out->once = c->idem;
	out->senior = c->senior;
	out->senior_back = c->req->method == HTTP_POST ? c->req->path : c->req->target;
	out->server_time = instant_human(c->a, c->now);
	out->request_id = c->req->id;
	site_fill(c->app->o.config, out);
	assets_fill(c->app->assets, out);
	actor_fill(c, out);
	navigation_fill(c, out);
}

void page_view(struct ctx *c, const char *title, struct view_page *out)
{
	page_view_str(c, str_c(title), out);
}

enum rc page_contact_note(struct ctx *c, struct db *db, struct view_page *p, struct err *e)
{
	struct contact_note n;

	if (p->flash.n)
		return RC_OK;
	TRY(contact_warning(ctx_services(c), db, &c->who, &n, e));
	if (n.text.n) {
		p->flash = n.text;
		p->flash_kind = "warn";
		p->flash_href = n.href;
		p->flash_act = n.act;
	}
	return RC_OK;
}

void page_crumb(struct ctx *c, struct view_page *p, struct str text, struct str href)
{
	links_add(c, &p->crumbs, text, href, false);
	if (href.n)
		navigation_crumb(c, p, href);
}

/* --- the problem page --- */
static const struct {
	int status;
	struct str title, what, advice;
} PROBLEMS[] = {
	{400, STR_INIT("请求不能识别"), STR_INIT("浏览器发来的内容不完整或格式不对。"),
		STR_INIT("请返回上一页，刷新后重新提交；多次出现请联系技术支持。")},
	{403, STR_INIT("您的账号不能办理此事"), STR_INIT("这一操作不属于您的角色，或者页面打开得太久。"),
		STR_INIT("请返回上一页刷新后再试；需要权限的，请联系本单位管理员。")},
	{404, STR_INIT("没有找到这个页面"),
		STR_INIT("地址有误、内容已经撤下，或者它不在您的办理范围内。"),
		STR_INIT("请核对网址，或者从首页重新进入。")},
	{405, STR_INIT("不能这样打开这个页面"), STR_INIT("这个地址只接受表单提交。"),
		STR_INIT("请从相应页面上的按钮进入。")},
	{408, STR_INIT("传送超时"), STR_INIT("内容没有在规定时间内传完。"),
		STR_INIT("请检查网络后重新提交。")},
	{409, STR_INIT("内容已经发生变化"), STR_INIT("在您填写期间，这件事已由他人办理或修改。"),
		STR_INIT("请返回并刷新页面，核对最新情况后再办理。")},
	{411, STR_INIT("请求缺少长度"), STR_INIT("浏览器没有说明内容有多大。"),
		STR_INIT("请换用常见浏览器后重新提交。")},
	{413, STR_INIT("提交的内容过大"), STR_INIT("文件或表单超过了允许的大小，没有保存。"),
		STR_INIT("请压缩或分拆文件后重新上传，每个文件不超过页面上写明的限额。")},
	{429, STR_INIT("操作过于频繁"), STR_INIT("短时间内尝试的次数太多，已暂时停止受理。"),
		STR_INIT("请等待几分钟后再试。")},
	{431, STR_INIT("请求头过长"), STR_INIT("浏览器发来的信息超过了限额。"),
		STR_INIT("请清除本站的浏览器数据后再试。")},
	{500, STR_INIT("系统暂时出了问题"), STR_INIT("这不是您的操作造成的，问题已经记录。"),
		STR_INIT("请稍后再试。已经显示“已收到”“已保存”的内容不会丢失。")},
	{503, STR_INIT("系统正忙"), STR_INIT("当前办理的人较多，或者系统正在维护。"),
		STR_INIT("请过一会儿刷新本页，不必重复填写。")},
};

static size_t problem_index(int status)
{
	size_t fallback = 0;

	for (size_t i = 0; i < ARRAY_LEN(PROBLEMS); i++) {
		if (PROBLEMS[i].status == status)
			return i;
		if (PROBLEMS[i].status == (status >= 500 ? 500 : 400))
			fallback = i;
	}
	return fallback;
}

void problem_view(struct ctx *c, int status, const struct err *e, struct view_problem *out)
{
	size_t i = problem_index(status);

	*out = (struct view_problem){.status = status, .title = PROBLEMS[i].title};
	page_view_str(c, PROBLEMS[i].title, &out->page);
	out->what = e && e->code != RC_OK ? err_text(c->a, e) : PROBLEMS[i].what;
	out->advice = PROBLEMS[i].advice;
	out->back_href = page_home(&c->who);
	out->back_text = c->who.account_id ? STR("返回工作台") : STR("返回首页");
}

/* --- fields --- */
struct str field_typed(const struct ctx *c, const char *id, struct str stored)
{
	if (!c || c->req->method != HTTP_POST)
		return stored;
	for (size_t i = 0; i < c->form.n; i++) {
		const struct form_value *f = &c->form.v[i];

		if (str_eqc(f->name, id) && !f->filename.p)
			return f->bad_text ? str_none() : f->value;
	}
	return stored;
}

bool filter_day(const struct ctx *c, const char *name, struct form_errors *errors, struct date *out)
{
	struct str typed = str_trim(form_get(&c->query, name));
	bool given = typed.n > 0, good = given && date_parse_loose(typed, out);

	if (given && !good)
		form_error_msg(c->a, errors, name, MSG_DATE_BAD);
	return good;
}

enum rc filter_refused(const struct form_errors *errors, struct err *e)
{
	if (errors->n == 0)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_FILTER);
	return err_arg(e, 0, errors->v[0].text);
}

static struct str error_of(const struct form_errors *errors, const char *id)
{
	return errors ? form_error_of(errors, id) : str_none();
}

struct view_field field_text(const struct ctx *c, const char *id, const char *label,
	struct str value, const struct form_errors *errors)
{
	return (struct view_field){
		.id = str_c(id),
		.label = str_c(label),
		.value = field_typed(c, id, value),
		.error = error_of(errors, id),
	};
}

struct view_field field_number(const struct ctx *c, const char *id, const char *label,
	const char *unit, struct str value, const struct form_errors *errors)
{
	struct view_field f = field_text(c, id, label, value, errors);

	f.unit = str_c(unit);
	f.width = "w12";
	f.inputmode = "decimal";
	f.number = true;
	return f;
}

struct view_field field_date(const struct ctx *c, const char *id, const char *label,
	struct date value, const struct form_errors *errors)
{
	struct view_field f = field_text(c, id, label, date_str(c->a, value), errors);

	f.hint = STR("例如 2023-02-20，也可写成 2023年2月20日");
	f.width = "w12";
	return f;
}

struct view_field field_password(const char *id, const char *label, const char *autocomplete,
	const struct form_errors *errors)
{
	return (struct view_field){
		.id = str_c(id),
		.label = str_c(label),
		.error = error_of(errors, id),
		.type = "password",
		.autocomplete = autocomplete,
		.width = "w18",
	};
}

/* Whether `value` is among what was posted under `id`. */
static bool typed_has(const struct ctx *c, struct str id, struct str value)
{
	for (size_t i = 0; i < c->form.n; i++) {
		const struct form_value *f = &c->form.v[i];

		if (str_eq(f->name, id) && !f->bad_text && str_eq(f->value, value))
			return true;
	}
	return false;
}

struct view_check field_check(const struct ctx *c, const char *id, const char *label, bool checked,
	const struct form_errors *errors)
{
	struct view_check f = {.id = str_c(id), .label = str_c(label), .checked = checked};

	f.error = error_of(errors, id);
	if (c->req->method == HTTP_POST)
		f.checked = typed_has(c, f.id, STR("1"));
	return f;
}

struct view_choices field_choices(const char *id, const char *label,
	const struct form_errors *errors)
{
	return (struct view_choices){
		.id = str_c(id), .label = str_c(label), .error = error_of(errors, id)};
}

void choices_add(struct ctx *c, struct view_choices *ch, struct str value, struct str label,
	struct str stored)
{
	struct view_choice *o = VEC_ADD(c->a, &ch->options);

	o->value = value;
	o->label = label;
	if (c->req->method == HTTP_POST)
		o->checked = typed_has(c, ch->id, value);
	else
		o->checked = stored.p && str_eq(value, stored);
}

/* --- small makers --- */
void rows_add(struct ctx *c, struct view_row_list *rows, const char *label, struct str value)
{
	struct view_row *r = VEC_ADD(c->a, rows);

	r->label = str_c(label);
	r->value = value;
}

void links_add(struct ctx *c, struct view_links *links, struct str text, struct str href,
	bool current)
{
	struct view_link *l = VEC_ADD(c->a, links);

	l->text = text;
	l->href = href;
	l->current = current;
}

bool text_is_day(struct str s)
{
	return (s.n == 10 || (s.n == 16 && s.p[13] == ':')) && s.p[4] == '-' && s.p[7] == '-';
}

int percent_of(int64_t part, int64_t whole)
{
	if (whole <= 0 || part <= 0)
		return 0;
	if (part >= whole)
		return 100;
	return (int)((i128)part * 100 / whole);
}

struct view_meter meter_of(struct ctx *c, int low, int high, int need, int max)
{
	struct view_meter m = {.low = percent_of(low, max), .need = percent_of(need, max)};

	m.span = percent_of(high, max) - m.low;
	if (m.span < 0)
		m.span = 0;
	if (low == high)
		m.text = str_fmt(c->a, "%d 分，需 %d 分，满分 %d 分", low, need, max);
	else
		m.text = str_fmt(c->a, "%d–%d 分，需 %d 分，满分 %d 分", low, high, need, max);
	m.need_text = str_fmt(c->a, "需 %d", need);
	m.max_text = str_fmt(c->a, "%d", max);
	return m;
}
