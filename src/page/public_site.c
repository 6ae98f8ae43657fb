/* Pages about the site itself: map, accessibility, how to report. */
#include "base/vec.h"
#include "page/common.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"

struct site_link {
	const char *text, *href;
};
static const struct site_link SERVICES[] = {{"首页", "/"}, {"办事指南", "/guide"}, {"自评试算", "/calc"},
	{"企业注册", "/register"}, {"登录", "/login"}, {"查询办理情况", "/receipt"}, {NULL, NULL}};
static const struct site_link OPEN[] = {{"公示", "/publicity"}, {"抽查公开", "/sampling"}, {"通知公告", "/news"},
	{"名单查询", "/registry"}, {"证书核验", "/verify"}, {"标准与依据", "/rules"},
	{"统计概览", "/stats"}, {NULL, NULL}};
static const struct site_link HELP[] = {{"使用手册", "/help"},
	{"评价工作机构名单", "/bodies"}, {"办理用时", "/pace"}, {"咨询与答复", "/ask"}, {"举报投诉", "/report"}, {"查询举报", "/report/follow"},
	{"无障碍声明", "/a11y"}, {NULL, NULL}};
static const struct {
	const char *title;
	const struct site_link *links;
} PARTS[] = {{"办理", SERVICES}, {"公开", OPEN}, {"帮助与监督", HELP}};

enum rc page_sitemap(struct ctx *c, struct err *e)
{
	const struct procedure **list;
	size_t n = public_procedures(c, &list);
	struct view_sitemap v = {0};

	(void)e;
	page_view(c, "网站地图", &v.page);
	v.page.column = STR("网站地图");
	page_crumb(c, &v.page, STR("网站地图"), str_none());
	for (size_t i = 0; i < ARRAY_LEN(PARTS); i++) {
		struct view_sitemap_part *part = VEC_ADD(c->a, &v.parts);
		part->title = str_c(PARTS[i].title);
		for (const struct site_link *l = PARTS[i].links; l->text; l++) {
			struct router_match match;
			router_find(c->app->router, HTTP_GET, str_c(l->href), &match);
			if (match.route)
				links_add(c, &part->links, str_c(l->text), str_c(l->href), false);
		}
		for (size_t k = 0; i == 0 && k < n; k++)
			links_add(c, &part->links, str_cat(c->a, list[k]->title, STR("办事指南")),
				str_cat(c->a, STR("/guide/"), list[k]->id), false);
	}
	tmpl_public_sitemap(respond_html(c, 200), &v);
	return RC_OK;
}

static void text_page(struct ctx *c, const char *title, struct view_site_text *v)
{
	page_view(c, title, &v->page);
	v->page.column = str_c(title);
	page_crumb(c, &v->page, str_c(title), str_none());
}

enum rc page_a11y(struct ctx *c, struct err *e)
{
	struct view_site_text v = {0};

	(void)e;
	text_page(c, "无障碍声明", &v);
	tmpl_public_a11y(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_report(struct ctx *c, struct err *e)
{
	struct view_site_text v = {0};

	(void)e;
	text_page(c, "举报投诉", &v);
	tmpl_public_report(respond_html(c, 200), &v);
	return RC_OK;
}
