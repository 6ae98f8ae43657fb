/* What the pages of county and city officers show. Filled in src/page/officer_*.c. */
#ifndef PAGE_VIEW_OFFICER_H
#define PAGE_VIEW_OFFICER_H

#include "page/view_lists.h"
#include "page/score_view.h"
#include "page/view_common.h"

struct view_o_home {
	struct view_page page;
	struct str heading, next, next_why, next_href, next_act;
	struct str alarm, alarm_href; /* what cannot wait, above everything */
	struct view_stats stats;
	struct view_links links, registers; /* registers: lists that some procedures keep */ /* the steps of the batch */
	struct view_table states, bodies, batches;
	struct view_chart chart;   /* has_chart: the province */
	struct view_links windows; /* of publicity: running, or waiting for the second person */
	struct str batch, deadline, left;
	bool has_batch, has_chart;
};

struct view_queue_row {
	struct str id, href, name, uscc, area, score, due, left, submitted;
	const char *due_kind; /* "" "due--soon" "due--late" */
	struct view_tag state;
	bool direct;
};
struct view_o_queue {
	struct view_page page;
	struct view_tabs tabs;
	struct view_filters filters;
	struct view_pager pager;
	struct str caption, query; /* query: the filter, for links and bulk */
	struct str csv_href, choose_href;
	struct {
		struct view_queue_row *v;
		size_t n, cap;
	} rows;
	bool selectable; /* the state allows passing in bulk */
	struct str all_count;
	struct view_links views;
	struct view_field view_name;
	struct view_empty empty;
};

struct view_o_value {
	struct str section; /* heading above the first of each */
	struct str label, declared, county, city, before, reasons;
	bool differs, changed;
	struct view_field field, why; /* of the level that acts now */
};
struct view_o_item {
	struct str id, title, points, shows, own_word;
	const char *kind;
	struct view_links evidence;
	struct str county; /* what the level below said */
	bool edit;
	struct view_choices verdict, reason;
	struct view_field note;
};
struct view_o_text { /* a section of the report */
	struct str title, text;
};
struct view_o_claim { /* a direct condition: what it rests on, what is to be asked */
	struct str title;
	struct {
		struct str *v;
		size_t n, cap;
	} rests_on, questions;
};
struct view_o_review {
	struct view_page page;
	struct view_case file;
	struct str action, version, query, submitted, hash;
	struct str declared, recognised; /* both results, in words */
	bool differs, mine;              /* mine: this body acts now */
	struct str handled_by;           /* the body that finished it before the enterprise moved here */
	bool own_county, own_city;       /* whose column is typed into */
	struct view_table conflict;      /* 409: both versions */
	struct {
		struct view_o_value *v;
		size_t n, cap;
	} values;
	struct {
		struct view_o_item *v;
		size_t n, cap;
	} items;
	struct view_table files;
	struct view_explains explains;
	struct view_links acts; /* own pages of the acts */
	struct view_review_bar bar;
	struct {
		struct str *v;
		size_t n, cap;
	} obstacles;
	struct view_timeline log;
	struct view_table visits;
	struct view_links photos; /* of visits */
	struct view_row_list profile;
	struct view_counteds counted; /* facts from lists, as submitted */
	struct {
		struct view_o_claim *v;
		size_t n, cap;
	} claims;
	struct str holder_name; /* what certificates should bear */
	struct { /* 交叉核对; empty: none */
		struct str *v;
		size_t n, cap;
	} questions;
	struct str checks_href, checks_state; /* 3 个，未核对 2 个 */
	struct {
		struct view_o_text *v;
		size_t n, cap;
	} report;
	struct view_table honours; /* of each direction */
	bool compares;		   /* originals and copies, by this level, now */
	struct str certified, certificate_href;
};

struct view_o_site_item { /* one item of the checklist on the spot */
	struct str title, shows;
	struct view_choices finding;
	struct view_field note;
};
struct view_o_act { /* pass, refuse, plan a visit */
	struct view_page page;
	struct view_case file;
	struct str title, effect, action, version, query, button, back_href;
	const char *kind; /* of the button */
	struct {
		struct view_field *v;
		size_t n, cap;
	} fields, areas;
	struct {
		struct view_choices *v;
		size_t n, cap;
	} choices;
	struct {
		struct view_o_site_item *v;
		size_t n, cap;
	} items;
	bool upload;
};

struct view_o_return_item {
	struct str id, label;
	bool checked;
	struct view_choices reason;
	struct view_field note;
};
struct view_o_return {
	struct view_page page;
	struct view_case file;
	struct str action, version, query, back_href;
	struct {
		struct view_o_return_item *v;
		size_t n, cap;
	} facts, slots, report;
	struct view_field message, forgery; /* forgery: no id where nothing is offered */
};

struct view_o_log {
	struct view_page page;
	struct view_case file;
	struct view_table stays;
	struct view_timeline log;
	struct str back_href;
};

struct view_bulk_row {
	struct str id, href, name, why;
	struct view_tag state;
	bool ready;
};
struct view_o_bulk {
	struct view_page page;
	struct str heading, back_href, count, ready_count, query;
	bool preview; /* else: the result */
	struct {
		struct view_bulk_row *v;
		size_t n, cap;
	} rows;
	bool any_ready, more;
};

struct view_o_views {
	struct view_page page;
	struct {
		struct view_task *v; /* text, href, hint = id */
		size_t n, cap;
	} items;
};

#endif
