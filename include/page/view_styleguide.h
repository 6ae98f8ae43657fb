/* The component sheet: every part in every state, with invented data. */
#ifndef PAGE_VIEW_STYLEGUIDE_H
#define PAGE_VIEW_STYLEGUIDE_H

#include "page/view_common.h"

struct view_styleguide_form {
	struct view_field plain, money, wrong, read_back, code, date, secret, locked, lines;
	struct view_choices radios, row, checks, select;
	struct view_check declare, declare_wrong;
	struct view_upload empty, filled, refused;
};
struct view_styleguide_job {
	struct view_tags tags;
	struct view_tasks tasks;
	struct view_summary summary;
	struct view_timeline timeline;
	struct view_path going, returned;
	struct view_case file;
	struct view_receipt receipt;
};
struct view_styleguide_list {
	struct view_tabs tabs;
	struct view_filters filters;
	struct view_table table, none;
	struct view_pager pager;
	struct view_empty empty;
};
struct view_styleguide_figure {
	struct view_stats stats;
	struct view_meter open, passed, failed;
	struct view_score score;
	struct view_chart chart;
	struct view_explain explain, folded;
	struct view_verdict fine, doubt, locked;
	struct view_review_bar bar;
};

struct view_styleguide {
	struct view_page page;
	struct form_errors errors; /* of the sample summary */
	struct view_styleguide_form form;
	struct view_styleguide_job job;
	struct view_styleguide_list list;
	struct view_styleguide_figure figure;
};

/* src/page/styleguide_*.c: each fills one chapter. */
struct ctx;
void styleguide_form(struct ctx *c, const struct view_page *page, struct view_styleguide_form *out);
void styleguide_job(struct ctx *c, struct view_styleguide_job *out);
void styleguide_list(struct ctx *c, struct view_styleguide_list *out);
void styleguide_figure(struct ctx *c, struct view_styleguide_figure *out);

#endif
