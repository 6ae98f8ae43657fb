/* What the administrator's pages share. */
#ifndef PAGE_ADMIN_H
#define PAGE_ADMIN_H

#include "page/act.h"
#include "page/common.h"
#include "page/view_admin.h"
#include "store/q.h"

#define ADMIN_ROWS 25

void admin_page(struct ctx *c, const char *title, struct view_page *p);
/* A page below another: 管理 / 机构 / 石家庄市…. */
void admin_page_below(struct ctx *c, struct str title, const char *parent, const char *href,
	struct view_page *p);
/* The year of the calendar that should be there by now and is not: from November on the next; 0: none. */
int admin_calendar_missing(struct ctx *c);
void admin_heads(struct ctx *c, struct view_table *t, const char *caption, const char *const *names,
	size_t n, const char *empty);
/* A cell under the head of its column. */
struct view_cell *admin_cell(struct ctx *c, const struct view_table *t, struct view_cells *r,
	struct str text);
/* An id in the address; RC_NOT_FOUND. */
MUST_CHECK enum rc admin_id(const struct ctx *c, int64_t *id, struct err *e);
/* 县级 市级 省级 */
struct str admin_level(struct str level);

#endif
