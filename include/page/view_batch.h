/* Pages of a batch, from the collective decision to the announcement: one view for all of them, parts
 * that are empty are not shown. Plain data; filled in src/page/batch_*.c and province_*.c.
 */
#ifndef PAGE_VIEW_BATCH_H
#define PAGE_VIEW_BATCH_H

#include "page/view_common.h"

struct view_batch_text { /* a text of several lines under a heading */
	struct str title, text;
};
struct view_batch_item { /* one exception of a meeting */
	struct str id, title, sub;
	struct view_choices choice;
	struct view_field note;
};
struct view_batch_pick { /* a row with a box */
	struct str value, label;
	bool checked;
	bool fixed; /* no box: the act is not possible for this one */
	struct view_cells cells;
};
enum view_batch_kind { VIEW_INPUT_TEXT, VIEW_INPUT_AREA, VIEW_INPUT_RADIOS, VIEW_INPUT_SELECT };
struct view_batch_input { /* one question; `field` for text and area, `choice` for the others */
	enum view_batch_kind kind;
	struct view_field field;
	struct view_choices choice;
};
struct view_batch_line { /* what is known, and one figure to be typed; the first cell is its label */
	struct view_cells cells;
	struct view_field field;
};
struct view_batch_form {
	struct str id, title, lead, action;
	struct str autosave; /* address; see docs/style.md */
	struct str link, link_href; /* under the lead, when `link` is set */
	struct str warn; /* what the act does, before it is done */
	struct view_row_list hidden; /* label = name */
	struct str line_caption; /* a table with a figure to be typed in each row, before the other questions */
	struct {
		struct view_head *v;
		size_t n, cap;
	} line_heads; /* of the cells, then of what is typed */
	struct {
		struct view_batch_line *v;
		size_t n, cap;
	} lines;
	struct {
		struct view_batch_input *v;
		size_t n, cap;
	} inputs; /* in the order in which they are asked */
	struct {
		struct view_batch_item *v;
		size_t n, cap;
	} items;
	struct view_check check; /* when check.id is set */
	struct str file, file_label, file_hint, file_error; /* an upload, when `file` (its name) is set */
	bool file_needed;				    /* else marked 选填 */
	bool file_picture;				    /* a telephone opens its camera */
	struct str pick_name, pick_caption; /* boxes, when pick_name is set */
	struct {
		struct view_head *v;
		size_t n, cap;
	} pick_heads;
	struct {
		struct view_batch_pick *v;
		size_t n, cap;
	} picks;
	struct {
		struct view_act *v;
		size_t n, cap;
	} acts; /* buttons, named "act" */
	struct str back; /* 返回, beside the buttons */
};
struct view_batch_table {
	struct str id, title, note;
	struct view_table table;
	bool paged;
	struct view_pager pager;
	struct view_links links; /* under it: downloads */
};
struct view_batch {
	struct view_page page;
	struct str over, title, lead;
	struct str next, next_why, next_href, next_act;
	const char *next_kind; /* "" " next--warn" " next--ok" */
	struct str banner;
	const char *banner_kind; /* "info" "warn" "bad" "ok" */
	struct view_tabs tabs;
	struct view_stats stats;
	struct view_row_list rows;
	struct str rows_title; /* set: they stand under it, after the lists */
	struct view_tasks tasks;
	struct {
		struct view_batch_text *v;
		size_t n, cap;
	} texts;
	bool texts_last; /* after the lists that they explain */
	struct {
		struct view_chart *v;
		size_t n, cap;
	} charts;
	struct {
		struct view_batch_form *v;
		size_t n, cap;
	} forms;
	struct {
		struct view_batch_table *v;
		size_t n, cap;
	} tables;
	bool tables_first; /* what is to be read before the forms decide on it */
	struct view_filters filters; /* when filters.action is set */
	struct view_empty empty;
	struct view_pager pager;
	bool paged;
	struct str links_title;
	struct view_links links;
};

/* A receipt that stays at its address. */
struct view_batch_receipt {
	struct view_page page;
	struct view_receipt receipt;
	struct view_links links;
};

#endif
