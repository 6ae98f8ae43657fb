/* Views of the administrator's pages (src/page/admin_*.c). */
#ifndef PAGE_VIEW_ADMIN_H
#define PAGE_VIEW_ADMIN_H

#include "page/view_common.h"

struct view_admin_fields {
	struct view_field *v;
	size_t n, cap;
};

struct view_a_home {
	struct view_page page;
	struct view_stats stats;
	struct view_row_list state;
	struct view_tasks tasks;
};

/* A list with tabs or filters above it: bodies, accounts, log, rules, reference data. */
struct view_a_list {
	struct view_page page;
	struct str title, lead;
	struct view_tabs tabs;
	struct view_filters filters;
	bool filtered;
	struct str act_href, act; /* a button above the list */
	struct view_table table, second, third;
	struct view_pager pager;
};

struct view_a_agency {
	struct view_page page;
	struct str name, action, accounts_href, new_href, areas;
	struct view_row_list rows;
	struct view_admin_fields fields;
	struct view_check active;
	struct view_table people;
};

struct view_a_account_new {
	struct view_page page;
	struct view_choices role, agency;
	struct view_admin_fields fields;
};
struct view_a_account {
	struct view_page page;
	struct str name, action;
	struct view_tag state;
	struct view_row_list rows;
	bool active, self;
	struct view_field reason;
	struct view_timeline log;
};

struct view_a_calendar {
	struct view_page page;
	struct view_table years, days;
	struct view_field csv, source;
	struct str missing; /* the year that should be there by now */
	struct strs refusals;
	bool preview, ready; /* ready: may be imported */
	struct str summary;
};

struct view_a_rule {
	struct view_page page;
	struct str title, full_href, unsure_lead;
	struct view_tag state;
	struct view_row_list rows;
	struct view_table stages, unsure, uses;
};

struct view_job {
	struct str name, word, what, when, last, took, result, next;
	struct view_tag state;
	bool may; /* be run by hand */
};
struct view_a_jobs {
	struct view_page page;
	bool failing;
	struct {
		struct view_job *v;
		size_t n, cap;
	} jobs;
};

#endif
