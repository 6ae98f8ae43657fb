/* The manual that travels in the program, one page per role. */
#include "base/embedded.h"
#include "base/vec.h"
#include "page/common.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"

static const struct {
	const char *role, *label, *about;
	unsigned who;
} PAGES[] = {
	{"public", "公众", "查名单、验证书、看公示、提异议", ROLE_PUBLIC},
	{"enterprise", "企业", "注册、填报、签署报送、补正、查看进度", ROLE_ENTERPRISE},
	{"county", "县级主管部门", "企业认证、初审、退回", ROLE_COUNTY},
	{"city", "市级主管部门", "审核、核查、集体研究、公示、推荐", ROLE_CITY},
	{"province", "省级主管部门", "批次、审定、公告、发证、目标进度", ROLE_PROVINCE},
	{"expert", "评审专家", "申明利害关系、评分、回避", ROLE_EXPERT},
	{"auditor", "监督", "日志、复算、时限、公示和抽查的核对", ROLE_AUDITOR},
	{"admin", "系统管理员", "机构、账号、节假日历、备份", ROLE_ADMIN},
};

static void roles_fill(struct ctx *c, struct str current, struct view_links *out)
{
	for (size_t i = 0; i < ARRAY_LEN(PAGES); i++)
		*VEC_ADD(c->a, out) = (struct view_link){.text = str_c(PAGES[i].label),
			.href = str_fmt(c->a, "/help/%s", PAGES[i].role),
			.count = str_c(PAGES[i].about),
			.current = str_eqc(current, PAGES[i].role)};
}

enum rc page_help_index(struct ctx *c, struct err *e)
{
	struct view_help_index v = {0};

	(void)e;
	page_view(c, "使用手册", &v.page);
	v.page.column = STR("使用手册");
	page_crumb(c, &v.page, STR("使用手册"), str_none());
	roles_fill(c, STR(""), &v.roles);
	for (size_t i = 0; i < ARRAY_LEN(PAGES); i++)
		if (c->who.account_id && (c->who.roles & PAGES[i].who) && PAGES[i].who != ROLE_PUBLIC)
			v.mine = v.roles.v[i];
	tmpl_public_help_index(respond_html(c, 200), &v);
	return RC_OK;
}

/* The manual may name a page that this program does not serve: then it is a word, not a dead link. */
static void spans_check(struct ctx *c, struct manual_spans *spans)
{
	for (size_t i = 0; i < spans->n; i++) {
		struct router_match match = {0};
		if (!spans->v[i].href.n)
			continue;
		router_find(c->app->router, HTTP_GET, spans->v[i].href, &match);
		if (!match.route)
			spans->v[i].href = str_none();
	}
}

static void links_check(struct ctx *c, struct manual *m)
{
	for (size_t i = 0; i < m->blocks.n; i++) {
		struct manual_block *b = &m->blocks.v[i];
		spans_check(c, &b->text);
		for (size_t k = 0; k < b->items.n; k++)
			spans_check(c, &b->items.v[k]);
		for (size_t r = 0; r < b->rows.n; r++)
			for (size_t k = 0; k < b->rows.v[r].n; k++)
				spans_check(c, &b->rows.v[r].v[k]);
	}
}

enum rc page_help(struct ctx *c, struct err *e)
{
	struct view_help v = {0};
	struct str text;
	bool known = false;

	for (size_t i = 0; i < ARRAY_LEN(PAGES); i++)
		known = known || str_eqc(c->params[0], PAGES[i].role);
	if (!known ||
		!embedded_find(str_fmt(c->a, "docs/manual/%.*s.md", STR_ARG(c->params[0])), &text))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	manual_read(c->a, text, &v.manual);
	links_check(c, &v.manual);
	page_view_str(c, v.manual.title, &v.page);
	v.page.column = STR("使用手册");
	page_crumb(c, &v.page, STR("使用手册"), STR("/help"));
	page_crumb(c, &v.page, v.manual.title, str_none());
	roles_fill(c, c->params[0], &v.roles);
	for (size_t i = 0; i < v.manual.blocks.n; i++) {
		const struct manual_block *b = &v.manual.blocks.v[i];
		if (b->kind == MANUAL_H2 && b->text.n)
			links_add(c, &v.contents, b->text.v[0].text, str_cat(c->a, STR("#"), b->id),
				false);
	}
	tmpl_public_help(respond_html(c, 200), &v);
	return RC_OK;
}
