/* Views for the templates beside: one member of every type that can be printed. */
#ifndef VIEW_T_H
#define VIEW_T_H

#include "base/str.h"
#include "base/time.h"

struct view_frame {
	struct str title, csrf;
};
struct view_item {
	struct str name, href;
	int64_t id;
	bool on;
};
struct view_items {
	struct view_item *v;
	size_t n;
};
struct view_t {
	struct view_frame page;
	struct view_items items, none;
	struct str text, empty, js;
	const char *c;
	int64_t at, money;
	unsigned short small;
	struct date day;
	bool yes, no;
	int kind;
};

#endif
