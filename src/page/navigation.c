/* One table of subjects for all roles: the bar has a place for each subject, the pages of a subject stand
 * beside one another on its first page. An entry that the route table does not serve to the role is left
 * out, so that no link of the frame can be dead, and a subject of which one page is left bears its name.
 */
#include "page/navigation.h"

#include "base/vec.h"

struct nav_item {
	unsigned roles;
	const char *subject; /* in the bar; NULL: the page stands there alone */
	const char *label, *href;
};

#define UPPER (ROLE_CITY | ROLE_PROVINCE)

/* In the order of the screen; the rows of a subject follow one another. */
static const struct nav_item NAV[] = {
	{ROLE_PUBLIC, NULL, "首页", "/"},

	{ROLE_ENTERPRISE, NULL, "工作台", "/e"},
	{ROLE_ENTERPRISE, "企业资料", "企业信息", "/e/profile"},
	{ROLE_ENTERPRISE, "企业资料", "知识产权", "/e/ip"},
	{ROLE_ENTERPRISE, "企业资料", "荣誉资质", "/e/honours"},
	{ROLE_ENTERPRISE, "企业资料", "佐证材料库", "/e/files"},
	{ROLE_ENTERPRISE, "企业资料", "诚信档案", "/e/integrity"},
	{ROLE_ENTERPRISE, "称号与更新", "证书与名单", "/e/certs"},
	{ROLE_ENTERPRISE, "称号与更新", "年度更新", "/e/update"},
	{ROLE_ENTERPRISE, "称号与更新", "重大变化", "/e/change"},
	{ROLE_ENTERPRISE, "称号与更新", "季度调查", "/e/surveys"},
	{ROLE_ENTERPRISE, "消息与答复", "消息", "/e/messages"},
	{ROLE_ENTERPRISE, "消息与答复", "告知与答复", "/e/cases"},
	{ROLE_ENTERPRISE, "服务与诉求", "跟踪服务", "/e/follow"},
	{ROLE_ENTERPRISE, "服务与诉求", "意见诉求", "/e/voice"},

	{ROLE_OFFICER, NULL, "工作台", "/o"},
	{ROLE_OFFICER, "审核", "审核队列", "/o/queue"},
	{ROLE_COUNTY | ROLE_CITY, "审核", "企业认证", "/o/identity"},
	{ROLE_OFFICER, "审核", "交叉核对", "/o/checks"},
	{UPPER, "批次与公示", "批次管理", "/o/batch"},
	{UPPER, "批次与公示", "公示与异议", "/o/publicity"},
	{ROLE_PROVINCE, "批次与公示", "发布与发证", "/o/publish"},
	{ROLE_PROVINCE, "批次与公示", "专家库", "/o/experts"},
	{ROLE_OFFICER, "动态管理", "年度更新", "/o/updates"},
	{ROLE_OFFICER, "动态管理", "到期名单", "/o/expiring"},
	{ROLE_OFFICER, "动态管理", "案件", "/o/cases"},
	{ROLE_PROVINCE, "动态管理", "报部事项", "/o/national"},
	{ROLE_OFFICER, "动态管理", "迁入迁出", "/o/moves"},
	{ROLE_OFFICER, "动态管理", "企业名录", "/o/registry"},
	{ROLE_PROVINCE, "抽查核查", "集中抽查", "/o/sampling"},
	{ROLE_OFFICER, "抽查核查", "我的核查", "/o/inspections"},
	{UPPER, "抽查核查", "核查人员库", "/o/inspectors"},
	{ROLE_OFFICER, "培育服务", "培育辅导", "/o/coach"},
	{ROLE_OFFICER, "培育服务", "跟踪服务", "/o/follow"},
	{ROLE_OFFICER, "培育服务", "意见诉求", "/o/voice"},
	{ROLE_OFFICER, "培育服务", "季度调查", "/o/surveys"},
	{UPPER, "目标与通报", "目标与进度", "/o/targets"},
	{ROLE_OFFICER, "目标与通报", "调度与通报", "/o/circulars"},
	{ROLE_OFFICER, "目标与通报", "年度总结", "/o/yearly"},
	{ROLE_OFFICER, "目标与通报", "办理用时", "/pace"},
	{ROLE_PROVINCE, "规则与复算", "待核实事项", "/o/rules"},
	{ROLE_PROVINCE, "规则与复算", "规则试算", "/o/whatif"},
	{ROLE_PROVINCE, "规则与复算", "复算", "/o/replay"},

	{ROLE_EXPERT, NULL, "待评列表", "/x"},
	{ROLE_EXPERT, NULL, "利害关系申明", "/x/coi"},
	{ROLE_EXPERT, NULL, "已评", "/x/done"},

	{ROLE_AUDITOR, NULL, "监督台", "/s"},
	{ROLE_AUDITOR, NULL, "操作检索", "/s/log"},
	{ROLE_AUDITOR, NULL, "异常操作", "/s/acts"},
	{ROLE_AUDITOR, NULL, "办理时限", "/s/clocks"},
	{ROLE_AUDITOR, NULL, "公示与抽查", "/s/verify"},
	{ROLE_AUDITOR, NULL, "决定复算", "/s/replay"},
	{ROLE_AUDITOR, NULL, "日志公开", "/audit"},

	{ROLE_ADMIN, NULL, "管理概况", "/a"},
	{ROLE_ADMIN, "机构与账号", "机构", "/a/org"},
	{ROLE_ADMIN, "机构与账号", "账号", "/a/accounts"},
	{ROLE_ADMIN, "标准与数据", "标准与规程", "/a/rules"},
	{ROLE_ADMIN, "标准与数据", "节假日历", "/a/calendar"},
	{ROLE_ADMIN, "标准与数据", "基础数据", "/a/reference"},
	{ROLE_ADMIN, "运行", "定时任务", "/a/jobs"},
	{ROLE_ADMIN, "运行", "外发箱", "/a/outbox"},
	{ROLE_ADMIN, "运行", "操作日志", "/a/log"},

	{ROLE_PUBLIC | ROLE_ENTERPRISE, NULL, "办事指南", "/guide"},
	{ROLE_PUBLIC | ROLE_ENTERPRISE, NULL, "自评试算", "/calc"},
	{ROLE_PUBLIC | ROLE_ENTERPRISE, "公示公告", "公示", "/publicity"},
	{ROLE_PUBLIC | ROLE_ENTERPRISE, "公示公告", "通知公告", "/news"},
	{ROLE_PUBLIC | ROLE_ENTERPRISE, "公示公告", "抽查公开", "/sampling"},
	{ROLE_PUBLIC, NULL, "名单查询", "/registry"},
	{ROLE_PUBLIC, NULL, "证书核验", "/verify"},
	{ROLE_PUBLIC, "数据公开", "统计数据", "/stats"},
	{ROLE_PUBLIC, "数据公开", "办理用时", "/pace"},
	{ROLE_PUBLIC, "数据公开", "评价工作机构", "/bodies"},
	{ROLE_PUBLIC, "数据公开", "日志公开", "/audit"},
	{ROLE_PUBLIC, "咨询与监督", "咨询答复", "/ask"},
	{ROLE_PUBLIC, "咨询与监督", "举报投诉", "/report"},
};

static bool served(const struct app *app, struct str href, unsigned roles)
{
	struct router_match match;

	if (!app->router)
		return false;
	router_find(app->router, HTTP_GET, href, &match);
	return match.route && (match.route->roles & (roles | ROLE_PUBLIC)) != 0;
}

static bool shown(const struct ctx *c, const struct nav_item *it)
{
	unsigned mine = c->who.account_id ? c->who.roles & ~(unsigned)ROLE_PUBLIC : ROLE_PUBLIC;

	return (it->roles & mine) && served(c->app, str_c(it->href), mine);
}

/* True when `path` is the page at `href` or lies below it. */
static bool covers(struct str href, struct str path)
{
	if (str_eq(href, path))
		return true;
	return href.n > 1 && path.n > href.n && path.p[href.n] == '/' && str_starts(path, href);
}

static bool same_subject(const struct nav_item *x, const struct nav_item *y)
{
	return x == y || (x->subject && y->subject && str_eqc(str_c(x->subject), y->subject));
}

/* The entry that covers `path` most closely; NULL: none that this role has. */
static const struct nav_item *entry_of(const struct ctx *c, struct str path)
{
	const struct nav_item *best = NULL;

	for (size_t i = 0; i < ARRAY_LEN(NAV); i++) {
		struct str href = str_c(NAV[i].href);
		if (covers(href, path) && (!best || href.n > str_c(best->href).n) && shown(c, &NAV[i]))
			best = &NAV[i];
	}
	return best;
}

/* The bar: each subject once, leading to the first of its pages. */
static void bar_fill(struct ctx *c, const struct nav_item *here, struct view_page *out)
{
	const struct nav_item *last = NULL;

	for (size_t i = 0; i < ARRAY_LEN(NAV); i++) {
		const struct nav_item *it = &NAV[i];
		if (!shown(c, it))
			continue;
		if (last && same_subject(last, it))
			out->nav.v[out->nav.n - 1].text = str_c(it->subject);
		else
			links_add(c, &out->nav, str_c(it->label), str_c(it->href),
				here && same_subject(here, it));
		last = it;
	}
}

static void siblings_fill(struct ctx *c, const struct nav_item *here, struct view_page *out)
{
	for (size_t i = 0; i < ARRAY_LEN(NAV); i++)
		if (same_subject(here, &NAV[i]) && shown(c, &NAV[i]))
			links_add(c, &out->siblings, str_c(NAV[i].label), str_c(NAV[i].href),
				here == &NAV[i]);
	out->subject = str_c(here->subject);
	if (out->siblings.n < 2)
		out->siblings.n = 0;
}

void navigation_fill(struct ctx *c, struct view_page *out)
{
	const struct nav_item *here = entry_of(c, c->req->path);

	bar_fill(c, here, out);
	if (here && here->subject && str_eqc(c->req->path, here->href))
		siblings_fill(c, here, out);
}

/* The place of an entry's subject in the bar; NULL: the role has none. */
static struct view_link *place_of(const struct ctx *c, const struct nav_item *it, struct view_page *p)
{
	for (size_t i = 0; i < ARRAY_LEN(NAV); i++) {
		if (!same_subject(it, &NAV[i]) || !shown(c, &NAV[i]))
			continue;
		for (size_t k = 0; k < p->nav.n; k++)
			if (str_eqc(p->nav.v[k].href, NAV[i].href))
				return &p->nav.v[k];
	}
	return NULL;
}

void navigation_crumb(struct ctx *c, struct view_page *p, struct str href)
{
	const struct nav_item *named, *here = entry_of(c, c->req->path);

	href = str_sub(href, 0, str_index(href, '?'));
	named = entry_of(c, href);
	if (!named || !str_eqc(href, named->href) || (here && href.n <= str_c(here->href).n))
		return;
	for (size_t i = 0; i < p->nav.n; i++)
		p->nav.v[i].current = false;
	struct view_link *place = place_of(c, named, p);
	if (place)
		place->current = true;
}

void page_nav_count(struct ctx *c, struct view_page *p, const char *href, int64_t count)
{
	const struct nav_item *it = entry_of(c, str_c(href));
	struct view_link *place = it && str_eqc(str_c(href), it->href) ? place_of(c, it, p) : NULL;

	if (place)
		place->count = str_i64(c->a, count);
	for (size_t i = 0; i < p->siblings.n; i++)
		if (str_eqc(p->siblings.v[i].href, href))
			p->siblings.v[i].count = str_i64(c->a, count);
}
