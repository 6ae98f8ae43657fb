/* What the pages of lists show: intellectual property, honours, projects, quarters, products. */
#ifndef PAGE_VIEW_LISTS_H
#define PAGE_VIEW_LISTS_H

#include "page/view_common.h"

/* partial/counted: a fact that is counted from a list, with each item's reason. */
struct view_counted_line {
	struct str title, about, why, href;
	bool counts;
};
struct view_counted {
	struct str id, label, value, set, rule, sentence, href;
	struct {
		struct view_counted_line *v;
		size_t n, cap;
	} lines;
};
struct view_counteds {
	struct view_counted *v;
	size_t n, cap;
};

struct view_removed { /* may be taken back */
	struct str id, text;
};
struct view_removeds {
	struct view_removed *v;
	size_t n, cap;
};

struct view_e_items {
	struct view_page page;
	struct str title, lead, noun, action, new_href;
	struct view_table table;
	struct view_choices kinds;
	struct view_counteds counted;
	struct view_removeds removed;
	bool empty, none; /* none: declared */
};
struct view_e_item {
	struct view_page page;
	struct str title, kind, action, back_href, remove_href, version;
	struct view_field name;
	struct {
		struct view_field *v;
		size_t n, cap;
	} fields;
	struct view_choices obtained, level, ground, evidence;
	struct view_field transferred;
	struct view_check related, applied;
	struct str file_error, file_href; /* href: the certificate that is attached */
	bool transfers, states_related, states_applied;
};
struct view_e_item_remove {
	struct view_page page;
	struct str action, back_href;
	struct view_row_list rows;
};

struct view_quarter {
	struct str name;
	struct view_field figure[4];
};
struct view_product {
	struct view_field name, field;
};
struct view_project {
	struct str id, name, expense;
};
struct view_e_year {
	struct view_page page;
	struct str title, action, total;
	struct view_links years;
	struct {
		struct view_project *v;
		size_t n, cap;
	} projects;
	struct view_field name, expense;
	struct view_removeds removed;
	struct {
		struct view_quarter *v;
		size_t n, cap;
	} quarters;
	struct {
		struct view_product *v;
		size_t n, cap;
	} products;
	struct view_counteds counted;
	bool none;
};

#endif
