/* One table of subjects for all roles: the bar has a place for each subject, the pages of a subject stand
 * beside one another on its first page, and a subject of which a role has one page bears its name. That the
 * route table serves every entry to its roles is proved by its test, not looked up for each page.
 */
#include "page/navigation.h"

#include "base/vec.h"

struct nav_item {
	unsigned roles;
	struct str subject; /* in the bar; missing: the page stands there alone */
	struct str label, href;
};
#define PAGE(roles, subject, label, href) {roles, STR_INIT(subject), STR_INIT(label), STR_INIT(href)}
#define ALONE(roles, label, href) {roles, {NULL, 0}, STR_INIT(label), STR_INIT(href)}

#define UPPER (ROLE_CITY | ROLE_PROVINCE)

/* In the order of the screen; the rows of a subject follow one another. */
static const struct nav_item NAV[] = {
	ALONE(ROLE_PUBLIC, "首页", "/"),

	ALONE(ROLE_ENTERPRISE, "工作台", "/e"),
	PAGE(ROLE_ENTERPRISE, "企业资料", "企业信息", "/e/profile"),
	PAGE(ROLE_ENTERPRISE, "企业资料", "知识产权", "/e/ip"),
	PAGE(ROLE_ENTERPRISE, "企业资料", "荣誉资质", "/e/honours"),
	PAGE(ROLE_ENTERPRISE, "企业资料", "佐证材料库", "/e/files"),
	PAGE(ROLE_ENTERPRISE, "企业资料", "诚信档案", "/e/integrity"),
	PAGE(ROLE_ENTERPRISE, "称号与更新", "证书与名单", "/e/certs"),
	PAGE(ROLE_ENTERPRISE, "称号与更新", "年度更新", "/e/update"),
	PAGE(ROLE_ENTERPRISE, "称号与更新", "重大变化", "/e/change"),
	PAGE(ROLE_ENTERPRISE, "称号与更新", "季度调查", "/e/surveys"),
	PAGE(ROLE_ENTERPRISE, "消息与答复", "消息", "/e/messages"),
	PAGE(ROLE_ENTERPRISE, "消息与答复", "告知与答复", "/e/cases"),
	PAGE(ROLE_ENTERPRISE, "服务与诉求", "跟踪服务", "/e/follow"),
	PAGE(ROLE_ENTERPRISE, "服务与诉求", "意见诉求", "/e/voice"),

	ALONE(ROLE_OFFICER, "工作台", "/o"),
	PAGE(ROLE_OFFICER, "审核", "审核队列", "/o/queue"),
	PAGE(ROLE_COUNTY | ROLE_CITY, "审核", "企业认证", "/o/identity"),
	PAGE(ROLE_OFFICER, "审核", "交叉核对", "/o/checks"),
	PAGE(UPPER, "批次与公示", "批次管理", "/o/batch"),
	PAGE(UPPER, "批次与公示", "公示与异议", "/o/publicity"),
	PAGE(ROLE_PROVINCE, "批次与公示", "发布与发证", "/o/publish"),
	PAGE(ROLE_PROVINCE, "批次与公示", "专家库", "/o/experts"),
	PAGE(ROLE_OFFICER, "动态管理", "年度更新", "/o/updates"),
	PAGE(ROLE_OFFICER, "动态管理", "到期名单", "/o/expiring"),
	PAGE(ROLE_OFFICER, "动态管理", "案件", "/o/cases"),
	PAGE(ROLE_OFFICER, "动态管理", "联合惩戒名单", "/o/listed"),
	PAGE(ROLE_PROVINCE, "动态管理", "报部事项", "/o/national"),
	PAGE(ROLE_OFFICER, "动态管理", "迁入迁出", "/o/moves"),
	PAGE(ROLE_PROVINCE, "抽查核查", "集中抽查", "/o/sampling"),
	PAGE(ROLE_OFFICER, "抽查核查", "我的核查", "/o/inspections"),
	PAGE(UPPER, "抽查核查", "核查人员库", "/o/inspectors"),
	PAGE(ROLE_OFFICER, "培育服务", "培育辅导", "/o/coach"),
	PAGE(ROLE_OFFICER, "培育服务", "跟踪服务", "/o/follow"),
	PAGE(ROLE_OFFICER, "培育服务", "意见诉求", "/o/voice"),
	PAGE(ROLE_OFFICER, "培育服务", "季度调查", "/o/surveys"),
	PAGE(UPPER, "目标与通报", "目标与进度", "/o/targets"),
	PAGE(ROLE_OFFICER, "目标与通报", "调度与通报", "/o/circulars"),
	PAGE(UPPER, "目标与通报", "年度总结", "/o/yearly"),
	PAGE(ROLE_OFFICER, "目标与通报", "办理用时", "/pace"),
	PAGE(ROLE_PROVINCE, "规则与复算", "待核实事项", "/o/rules"),
	PAGE(ROLE_PROVINCE, "规则与复算", "规则试算", "/o/whatif"),
	PAGE(ROLE_PROVINCE, "规则与复算", "复算", "/o/replay"),

	ALONE(ROLE_EXPERT, "待评列表", "/x"),
	ALONE(ROLE_EXPERT, "利害关系申明", "/x/coi"),
	ALONE(ROLE_EXPERT, "已评", "/x/done"),

	ALONE(ROLE_AUDITOR, "监督台", "/s"),
	ALONE(ROLE_AUDITOR, "操作检索", "/s/log"),
	ALONE(ROLE_AUDITOR, "异常操作", "/s/acts"),
	ALONE(ROLE_AUDITOR, "办理时限", "/s/clocks"),
	ALONE(ROLE_AUDITOR, "公示与抽查", "/s/verify"),
	ALONE(ROLE_AUDITOR, "决定复算", "/s/replay"),
	ALONE(ROLE_AUDITOR, "日志公开", "/audit"),

	ALONE(ROLE_ADMIN, "管理概况", "/a"),
	PAGE(ROLE_ADMIN, "机构与账号", "机构", "/a/org"),
	PAGE(ROLE_ADMIN, "机构与账号", "账号", "/a/accounts"),
	PAGE(ROLE_ADMIN, "标准与数据", "标准与规程", "/a/rules"),
	PAGE(ROLE_ADMIN, "标准与数据", "节假日历", "/a/calendar"),
	PAGE(ROLE_ADMIN, "标准与数据", "基础数据", "/a/reference"),
	PAGE(ROLE_ADMIN, "运行", "定时任务", "/a/jobs"),
	PAGE(ROLE_ADMIN, "运行", "外发箱", "/a/outbox"),
	PAGE(ROLE_ADMIN, "运行", "操作日志", "/a/log"),

	ALONE(ROLE_PUBLIC | ROLE_ENTERPRISE, "办事指南", "/guide"),
	ALONE(ROLE_PUBLIC | ROLE_ENTERPRISE, "自评试算", "/calc"),
	PAGE(ROLE_PUBLIC | ROLE_ENTERPRISE, "公示公告", "公示", "/publicity"),
	PAGE(ROLE_PUBLIC | ROLE_ENTERPRISE, "公示公告", "通知公告", "/news"),
	PAGE(ROLE_PUBLIC | ROLE_ENTERPRISE, "公示公告", "抽查公开", "/sampling"),
	ALONE(ROLE_PUBLIC, "名单查询", "/registry"),
	ALONE(ROLE_PUBLIC, "证书核验", "/verify"),
	PAGE(ROLE_PUBLIC, "数据公开", "统计数据", "/stats"),
	PAGE(ROLE_PUBLIC, "数据公开", "办理用时", "/pace"),
	PAGE(ROLE_PUBLIC, "数据公开", "评价工作机构", "/bodies"),
	PAGE(ROLE_PUBLIC, "数据公开", "日志公开", "/audit"),
	PAGE(ROLE_PUBLIC, "咨询与监督", "咨询答复", "/ask"),
	PAGE(ROLE_PUBLIC, "咨询与监督", "举报投诉", "/report"),
};

static bool shown(const struct ctx *c, const struct nav_item *it)
{
	unsigned mine = c->who.account_id ? c->who.roles & ~(unsigned)ROLE_PUBLIC : ROLE_PUBLIC;

	return (it->roles & mine) != 0;
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
	return x == y || (x->subject.n && str_eq(x->subject, y->subject));
}

/* The entry that covers `path` most closely; NULL: none that this role has. */
static const struct nav_item *entry_of(const struct ctx *c, struct str path)
{
	const struct nav_item *best = NULL;

	for (size_t i = 0; i < ARRAY_LEN(NAV); i++) {
		const struct nav_item *it = &NAV[i];
		if (shown(c, it) && covers(it->href, path) && (!best || it->href.n > best->href.n))
			best = it;
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
			out->nav.v[out->nav.n - 1].text = it->subject;
		else
			links_add(c, &out->nav, it->label, it->href, here && same_subject(here, it));
		last = it;
	}
}

static void siblings_fill(struct ctx *c, const struct nav_item *here, struct view_page *out)
{
	for (size_t i = 0; i < ARRAY_LEN(NAV); i++)
		if (same_subject(here, &NAV[i]) && shown(c, &NAV[i]))
			links_add(c, &out->siblings, NAV[i].label, NAV[i].href, here == &NAV[i]);
	out->subject = here->subject;
	if (out->siblings.n < 2)
		out->siblings.n = 0;
}

void navigation_fill(struct ctx *c, struct view_page *out)
{
	const struct nav_item *here = entry_of(c, c->req->path);

	bar_fill(c, here, out);
	if (here && here->subject.n && str_eq(c->req->path, here->href))
		siblings_fill(c, here, out);
}

/* The place of an entry's subject in the bar; NULL: the role has none. */
static struct view_link *place_of(const struct ctx *c, const struct nav_item *it, struct view_page *p)
{
	for (size_t i = 0; i < ARRAY_LEN(NAV); i++) {
		if (!same_subject(it, &NAV[i]) || !shown(c, &NAV[i]))
			continue;
		for (size_t k = 0; k < p->nav.n; k++)
			if (str_eq(p->nav.v[k].href, NAV[i].href))
				return &p->nav.v[k];
	}
	return NULL;
}

void navigation_crumb(struct ctx *c, struct view_page *p, struct str href)
{
	const struct nav_item *named, *here = entry_of(c, c->req->path);

	href = str_sub(href, 0, str_index(href, '?'));
	named = entry_of(c, href);
	if (!named || !str_eq(href, named->href) || (here && href.n <= here->href.n))
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
	struct view_link *place = it && str_eqc(it->href, href) ? place_of(c, it, p) : NULL;

	if (place)
		place->count = str_i64(c->a, count);
	for (size_t i = 0; i < p->siblings.n; i++)
		if (str_eqc(p->siblings.v[i].href, href))
			p->siblings.v[i].count = str_i64(c->a, count);
}
