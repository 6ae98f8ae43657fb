/* What every page shows, and the parts that pages are put together from. Plain data: texts are
 * struct str (missing = not shown), kinds are CSS words out of the program, never out of input,
 * numbers of drawings are integers worked out in C. A page's view has `struct view_page page` as a
 * member; a part is printed with {{> partial/name v->member}}. How and when: docs/style.md.
 */
#ifndef PAGE_VIEW_COMMON_H
#define PAGE_VIEW_COMMON_H

#include "base/str.h"
#include "base/time.h"
#include "web/form.h"

/* --- the frame --- */
struct view_link {
	struct str text, href;
	struct str count; /* "37" beside the text; missing: none */
	bool current;	  /* aria-current */
};
struct view_links {
	struct view_link *v;
	size_t n, cap;
};

struct view_page {
	struct str title; /* of the window; the page prints its own single h1 */
	bool wide;	  /* queues and reviews: 92rem instead of 72rem */

	bool signed_in;
	struct str actor_name; /* person */
	struct str actor_body; /* enterprise or agency */
	struct str actor_role; /* 填报人 */
	const char *help; /* address of the manual for this role */
	struct view_links nav;
	struct str subject; /* of the bar, where its pages stand beside one another */
	struct view_links siblings;
	struct view_links crumbs; /* without 首页, which the layout puts first */

	struct str flash;	/* one banner after an act */
	const char *flash_kind; /* "ok" "warn" "bad" "info" */
	struct str flash_href, flash_act; /* a link in it */
	struct form_errors errors;
	struct str csrf, once;

	/* from the configuration, hidden when missing */
	struct str site_name, owner, support, phone, report_phone, icp, police, id_code;
	bool production; /* else the banner 演示环境 */
	bool senior;	 /* 长辈版 */
	struct str senior_back; /* where the switch returns to: this page */

	struct str server_time; /* 2023-02-20 09:00 */
	struct str request_id;
	struct str column;   /* public pages: ColumnName of the head metadata */
	struct str pub_date; /* public articles: PubDate */
	struct str css, js, logo, icon;
};

/* --- words with a colour --- */
struct view_tag {
	struct str text;
	const char *kind; /* "grey" "blue" "green" "amber" "red" "done" */
};
struct view_tags {
	struct view_tag *v;
	size_t n, cap;
};

/* --- form fields; `id` is also the name --- */
struct view_field {
	struct str id, label, hint, value, error;
	struct str unit;		   /* suffix: 万元 */
	struct str last_label, last_value; /* 2021年 1,180.00 */
	struct str read;		   /* how the program read it: 1,234.50 万元 */
	const char *width;		   /* "w4" "w8" "w12" "w18" "full"; NULL: normal */
	const char *inputmode;		   /* "decimal" "numeric" "tel"; NULL: text */
	const char *autocomplete;	   /* "username" "current-password" …; NULL: off */
	const char *type;		   /* "password" "email" …; NULL: text */
	int rows;			   /* of partial/textarea; 0: 5 */
	bool number;			   /* right-aligned figures */
	bool code;			   /* monospaced, upper case */
	bool optional;			   /* marked 选填 */
	bool readonly;
};

struct view_choice {
	struct str value, label, hint;
	bool checked;
};
struct view_choice_list {
	struct view_choice *v;
	size_t n, cap;
};
/* partial/radios, partial/checks, partial/select */
struct view_choices {
	struct str id, label, hint, error;
	bool optional;
	bool inline_row; /* short answers side by side */
	struct str empty; /* select: text of the first, empty option; missing: no such option */
	struct view_choice_list options;
};
/* partial/check_one: a single box (a declaration). */
struct view_check {
	struct str id, label, hint, error;
	bool checked;
};
/* A date is a text field (partial/text_field, FIELD_DATE) with the hint 例如 2023-02-20: any common
 * spelling is understood. field_date() fills it. */

struct view_file {
	struct str id, name, size, hash; /* hash: the short form shown */
	struct str at, href;
	struct view_tag state; /* 已收到, 待检查 */
	bool removable;
};
struct view_file_list {
	struct view_file *v;
	size_t n, cap;
};
/* One slot of evidence: a form of its own, posted to `action` with act=add|reuse or remove=ID. */
struct view_upload {
	const struct view_page *page;
	struct str id, label, must_show, formats, limit, error;
	struct str sample_href; /* a sample to look at; missing: none */
	struct str action;
	struct view_tag state;
	bool optional;
	bool locked; /* shown, not changed */
	struct view_file_list files;
	struct view_choice_list reuse; /* files of the enterprise that fit */
};

/* --- jobs --- */
struct view_task {
	struct str text, href; /* no href: cannot be opened, and `hint` says why */
	struct str hint;
	struct view_tag state;
};
struct view_task_list {
	struct view_task *v;
	size_t n, cap;
};
struct view_tasks {
	struct str title;
	struct view_task_list items;
};

struct view_row {
	struct str label, value, was; /* was: 原值 */
	struct str href, change;      /* 修改 */
};
struct view_row_list {
	struct view_row *v;
	size_t n, cap;
};
struct view_summary {
	struct str title;
	struct view_row_list rows;
};

struct view_event {
	struct str at; /* 2023-02-20 09:00 */
	struct str who, act, reason, href, link;
	const char *kind; /* "" "ok" "bad" */
};
struct view_event_list {
	struct view_event *v;
	size_t n, cap;
};
struct view_timeline {
	struct str title;
	struct view_event_list events; /* newest first */
};

struct view_step {
	struct str label, holder, when;
	const char *state; /* "done" "now" "back" "later" */
	bool done, current;
};
struct view_path {
	struct str label; /* 办理进度 */
	struct {
		struct view_step *v;
		size_t n, cap;
	} steps;
};

struct view_case {
	struct str name, uscc, tier, batch, number, due, left, holder;
	struct view_tag state;
	bool sub; /* the page has its own h1: the name is an h2 */
};

struct view_receipt {
	struct str title, number_label, number, at, next;
	const char *kind; /* "" done, "bad" refused */
	bool sub;	  /* as in view_case */
	struct view_row_list rows;
};

/* --- lists --- */
struct view_tabs {
	struct str label;
	struct view_links items;
	struct str help_href; /* 这些标签是什么意思 */
};
struct view_filters {
	struct str action; /* path of the list */
	struct {
		struct view_field *v;
		size_t n, cap;
	} fields;
	struct {
		struct view_choices *v;
		size_t n, cap;
	} selects;
	struct view_row_list keep; /* hidden: label = name, value */
	struct view_links chips;   /* href removes it */
	struct str clear_href;
};
struct view_pager {
	struct str text; /* 共 1,204 件，本页 1–20 */
	struct str first, prev, next, last;
	struct str of; /* which list, where a page has several */
};
struct view_head {
	struct str text, unit, href;
	const char *sort; /* "ascending" "descending" "none"; NULL: not sortable */
	bool num;
};
struct view_cell {
	struct str text, href, label; /* label: the head again, for narrow screens */
	const char *tag;	      /* text as a tag of that kind */
	bool num, whole;	      /* whole: must not break (a date, a number of a document) */
};
struct view_cells {
	struct view_cell *v;
	size_t n, cap;
};
struct view_table {
	struct str caption;
	struct {
		struct view_head *v;
		size_t n, cap;
	} heads;
	struct {
		struct view_cells *v;
		size_t n, cap;
	} rows; /* the first cell of a row is its head */
	struct str empty; /* said when there is no row */
	bool scrolls;	  /* more columns than a screen: the box can be scrolled by keyboard */
	bool below;	  /* a heading stands above: the caption is its second line */
	struct str label; /* of the box, where the caption alone does not tell it from others; empty: the caption */
	bool quiet;	  /* the heading above says what the caption says: not shown twice */
};
struct view_empty {
	struct str what, why;
	struct str href, act;
};

/* --- figures --- */
struct view_stat {
	struct str label, value, unit, note, href;
	const char *kind; /* "" "blue" "ok" "warn" "bad" */
};
struct view_stats {
	struct view_stat *v;
	size_t n, cap;
};
/* Geometry in the viewBox's units; whoever lays it out knows nothing of colours. */
struct view_bar {
	struct str label, value;
	int x, y, w, h;
	int label_x, label_y, value_x, value_y;
	const char *kind; /* "" "ok" "warn" "bad" "grey" "tint" */
};
struct view_mark {
	struct str label;
	int x1, y1, x2, y2, label_x, label_y;
	const char *kind; /* "axis" "grid" "goal" */
};
struct view_chart {
	struct str id, title, desc; /* title states the finding */
	int w, h;
	const char *label_anchor, *value_anchor; /* "start" "middle" "end" */
	struct {
		struct view_bar *v;
		size_t n, cap;
	} bars;
	struct {
		struct view_mark *v;
		size_t n, cap;
	} marks;
	struct view_table table; /* the same numbers; always there */
};
/* 44–74，需 60: all in per cent of the width. */
struct view_meter {
	struct str id, text; /* the words for those who do not see it */
	struct str need_text, max_text;
	int low, span, need;
};
struct view_part { /* one line of the score panel */
	struct str label, value;
};
/* id="score-panel": the part that autosave brings up to date. */
struct view_score {
	struct str title, total, of, verdict, href;
	struct view_tag state;
	struct view_meter meter;
	struct {
		struct view_part *v;
		size_t n, cap;
	} parts;
};

/* --- an indicator explained, an indicator judged --- */
struct view_band {
	struct str text;
	bool hit;
};
struct view_explain {
	struct str id, title, points; /* 15 / 20 */
	struct view_tag state;
	bool open;
	struct str rule, source; /* words of the rule, where they stand */
	struct view_row_list facts;
	struct str formula; /* 36.20 ÷ 1,206.00 = 3.00% */
	struct {
		struct view_band *v;
		size_t n, cap;
	} bands;
	struct str advice; /* what would close the gap */
};
struct view_value {
	struct str label, value;
	bool differs;
};
struct view_verdict {
	struct str id, title, points;
	const char *kind; /* "" "ok" "warn" "bad" */
	struct {
		struct view_value *v;
		size_t n, cap;
	} values; /* 申报值 县级认定 市级认定 */
	struct view_links evidence;
	struct view_choices verdict, reason;
	struct view_field value, note;
	bool locked;
};
/* The bar at the foot of a review; its buttons belong to the form `form`. */
struct view_act {
	struct str value, text;
	const char *kind; /* "" "second" "bad" "ok" */
};
struct view_review_bar {
	struct str form, name; /* id of the form; name of the buttons */
	struct str prev, next, place; /* 第 3 件，共 37 件 */
	struct {
		struct view_act *v;
		size_t n, cap;
	} acts;
};

/* --- public/problem.html --- */
struct view_problem {
	struct view_page page;
	struct str title, what, advice;
	struct str back_href, back_text;
	int status;
};

#endif
