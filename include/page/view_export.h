/* 导出：which columns of a list, in which format. */
#ifndef PAGE_VIEW_EXPORT_H
#define PAGE_VIEW_EXPORT_H

#include "page/view_common.h"

struct view_export {
	struct view_page page;
	struct str title, note;
	struct str csv, xlsx, back; /* addresses without the question */
	struct view_row_list hidden; /* the question: label = name */
	struct view_choices columns;
};

#endif
