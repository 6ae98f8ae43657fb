/* Views of the public register (src/page/public_registry.c). Whitelisted fields only. */
#ifndef PAGE_VIEW_REGISTRY_H
#define PAGE_VIEW_REGISTRY_H

#include "page/view_common.h"

struct view_registry_row {
	struct str name, href, uscc, place, tier, certificate;
	struct str other; /* 曾用名 or 现名 that was found instead of the name shown; missing: none */
	struct str from, to; /* validity */
	struct view_tag state;
};
struct view_registry {
	struct view_page page;
	struct view_filters filters;
	struct view_pager pager;
	struct str heading; /* what was asked, in words */
	struct str csv_href, choose_href, json_href;
	struct {
		struct view_registry_row *v;
		size_t n, cap;
	} rows;
	struct view_empty empty;
};

struct view_registry_entry {
	struct view_page page;
	struct str name, uscc, place;
	struct str asof; /* the day that states are about */
	struct {
		struct view_registry_row *v;
		size_t n, cap;
	} titles;
	struct view_row_list facts;
};

struct view_verify {
	struct view_page page;
	struct view_field number, code, on;
	bool asked, found;
	struct view_tag state;
	struct str answer; /* the sentence that says it */
	struct view_row_list facts;
	struct str entry_href, news_href;
};

#endif
