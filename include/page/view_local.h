/* 本省指标: the indicators that a document leaves to the province, as a form. Filled in src/page/province_local.c. */
#ifndef PAGE_VIEW_LOCAL_H
#define PAGE_VIEW_LOCAL_H

#include "page/view_common.h"

struct view_local_part {
	struct str title, id;
	struct view_field name, ask, bands, shows;
	struct view_choices what, of;
};
struct view_local {
	struct view_page page;
	struct str over, title, lead, rule, at;
	struct view_row_list rows;
	struct {
		struct view_local_part *v;
		size_t n, cap;
	} parts;
	struct view_field source, reason, day;
};

#endif
