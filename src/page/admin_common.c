/* Frame and tables of the administrator's pages. */
#include "page/admin.h"

void admin_page(struct ctx *c, const char *title, struct view_page *p)
{
	page_view(c, title, p);
	p->wide = true;
	page_crumb(c, p, STR("管理"), STR("/a"));
	page_crumb(c, p, str_c(title), str_none());
}

void admin_page_below(struct ctx *c, struct str title, const char *parent, const char *href,
	struct view_page *p)
{
	page_view_str(c, title, p);
	page_crumb(c, p, STR("管理"), STR("/a"));
	page_crumb(c, p, str_c(parent), str_c(href));
	page_crumb(c, p, title, str_none());
}

int admin_calendar_missing(struct ctx *c)
{
	const struct calendar *cal = rules_calendar(ctx_services(c)->rules);
	struct date today = date_of_instant(c->now);
	int wanted = calendar_knows(cal, today.y) && today.m >= 11 ? today.y + 1 : today.y;

	return calendar_knows(cal, wanted) ? 0 : wanted;
}

void admin_heads(struct ctx *c, struct view_table *t, const char *caption, const char *const *names,
	size_t n, const char *empty)
{
	t->caption = str_c(caption);
	t->empty = str_c(empty);
	for (size_t i = 0; i < n; i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(names[i])};
}

struct view_cell *admin_cell(struct ctx *c, const struct view_table *t, struct view_cells *r,
	struct str text)
{
	struct str label = r->n < t->heads.n ? t->heads.v[r->n].text : str_none();
	struct view_cell *out = VEC_ADD(c->a, r);

	out->text = text;
	out->label = label;
	out->whole = text_is_day(text);
	return out;
}

enum rc admin_id(const struct ctx *c, int64_t *id, struct err *e)
{
	return str_to_i64(c->params[0], id) ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

struct str admin_level(struct str level)
{
	if (str_eqc(level, "county"))
		return STR("县级");
	if (str_eqc(level, "city"))
		return STR("市级");
	return str_eqc(level, "province") ? STR("省级") : level;
}
