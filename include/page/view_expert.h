/* The sheet of an expert beside the material. Plain data; filled in src/page/expert_work.c. */
#ifndef PAGE_VIEW_EXPERT_H
#define PAGE_VIEW_EXPERT_H

#include "page/view_common.h"

struct view_x_part {
	struct str title, text;
	struct view_row_list rows;
};
struct view_x_mark {
	struct str title, text;
	struct view_field points, reason; /* while it is open */
	struct str given, why;		  /* afterwards */
};
struct view_x_sheet {
	struct view_page page;
	struct str title, action, due, note, total;
	struct str recuse_href;
	bool open;
	struct {
		struct view_x_part *v;
		size_t n, cap;
	} parts;
	struct {
		struct view_x_mark *v;
		size_t n, cap;
	} marks;
};

#endif
