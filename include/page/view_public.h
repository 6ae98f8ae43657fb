/* Views of the public room: home, guide, check, rules, news, manual, pages about the site. */
#ifndef PAGE_VIEW_PUBLIC_H
#define PAGE_VIEW_PUBLIC_H

#include "page/view_common.h"

/* --- home --- */
struct view_home_batch { /* a batch that is open for filing */
	struct str tier, title, until, left, start_href, guide_href;
	const char *kind; /* "" "warn" */
};
struct view_home_publicity {
	struct str title, href, agency, day, until, count;
};
struct view_news_item {
	struct str title, href, number, agency, on;
};
struct view_news_items {
	struct view_news_item *v;
	size_t n, cap;
};
struct view_home {
	struct view_page page;
	struct str picture; /* address of the steps' drawing */
	struct {
		struct view_home_batch *v;
		size_t n, cap;
	} batches;
	struct view_field search;
	struct {
		struct view_home_publicity *v;
		size_t n, cap;
	} publicity;
	struct view_news_items news;
	struct view_links guides;
	struct {
		struct view_chart *v;
		size_t n, cap;
	} charts;
};

/* --- guide --- */
struct view_guide_step {
	struct str name, who, clause, term, note;
};
struct view_guide_paper {
	struct str title, shows, need;
};
struct view_guide_body {
	struct str name, phone, address, href;
	struct view_row_list counties; /* name, telephone */
};
struct view_texts {
	struct str *v;
	size_t n, cap;
};
struct view_guide {
	struct view_page page;
	struct str title, lead, open_text, start_href, check_href, calc_href, rules_href, batch_clause;
	struct view_row_list facts; /* 事项名称, 设定依据, 收费 … */
	struct view_texts conditions;
	struct view_table own;	/* the same, looked up for the enterprise that reads; no heads: nobody's */
	struct view_texts pass; /* what an enterprise needs to pass */
	struct {
		struct view_guide_paper *v;
		size_t n, cap;
	} papers;
	struct {
		struct view_guide_step *v;
		size_t n, cap;
	} steps;
	struct view_row_list calendar; /* 第一批: from … to */
	struct view_row_list questions;
	struct {
		struct view_guide_body *v;
		size_t n, cap;
	} bodies;
};
struct view_guides {
	struct view_page page;
	struct view_links tiers;
};

/* --- bodies --- */
struct view_bodies_part {
	struct str id, title, phone;
	struct view_table table;
};
struct view_bodies {
	struct view_page page;
	struct view_links contents;
	struct {
		struct view_bodies_part *v;
		size_t n, cap;
	} parts;
};

/* --- 办理用时 --- */
struct view_pace {
	struct view_page page;
	struct str body;
	struct view_filters filters;
	struct str title, none; /* programme, year, as of when; why there is nothing */
	struct view_table own, below;
};

/* --- 资格预判 --- */
struct view_precheck {
	struct view_page page;
	struct str title, action, guide_href, calc_href, basis;
	struct {
		struct view_choices *v;
		size_t n, cap;
	} questions;
	bool answered, eligible;
	struct view_row_list reasons; /* what stands against it: text, clause */
	struct view_link next;	      /* what can be done instead */
};

/* --- standards and procedures --- */
struct view_rule_item {
	struct str title, href, kind, from, hash;
	struct view_tag state;
};
struct view_rule_pair { /* choosing two of one kind */
	struct view_choices a, b;
};
struct view_rules {
	struct view_page page;
	struct view_rule_pair compare_standards, compare_procedures;
	struct {
		struct view_rule_item *v;
		size_t n, cap;
	} standards, procedures;
};
struct view_rule_indicator {
	struct str id, name, points, rule, formula;
	struct view_tag confidence;
	struct view_texts bands;
};
struct view_rule_group {
	struct str title;
	struct {
		struct view_rule_indicator *v;
		size_t n, cap;
	} indicators;
};
struct view_rule_condition {
	struct str name, text;
	struct view_tag confidence;
};
struct view_rule_conditions {
	struct view_rule_condition *v;
	size_t n, cap;
};
struct view_rule {
	struct view_page page;
	struct str title;
	struct view_row_list facts;
	struct view_texts eligibility, routes, notes;
	struct {
		struct view_rule_group *v;
		size_t n, cap;
	} groups;
	struct view_rule_conditions conditions, direct, steps;
	struct view_links links; /* other versions, the text */
};
struct view_rule_change {
	struct view_tag kind;
	struct str part, item, what, before, after;
};
struct view_rules_diff {
	struct view_page page;
	struct str title, lead;
	struct view_row_list rows; /* the two, with their hashes */
	struct view_rule_pair compare;
	struct str caption;
	struct {
		struct view_rule_change *v;
		size_t n, cap;
	} changes;
	bool asked; /* two were named */
};

/* --- news --- */
struct view_news {
	struct view_page page;
	struct view_news_items items;
	struct view_pager pager;
	struct view_empty empty;
};
struct view_announcement_row {
	struct str seq, name, href, uscc, place, certificate, valid;
};
struct view_announcement {
	struct view_page page;
	struct str title, number, agency, issued, list_hash, chain, csv_href, xlsx_href, count;
	struct str number_label;
	struct view_texts paragraphs;
	struct view_links papers; /* of a circular */
	struct {
		struct view_announcement_row *v;
		size_t n, cap;
	} rows;
	struct view_pager pager;
};

/* --- manual --- */
enum manual_block_kind {
	MANUAL_H2,
	MANUAL_H3,
	MANUAL_P,
	MANUAL_UL,
	MANUAL_OL,
	MANUAL_TABLE,
};
struct manual_span {
	struct str text;
	struct str href; /* a link; missing: none */
	bool strong, code;
};
struct manual_spans {
	struct manual_span *v;
	size_t n, cap;
};
struct manual_cells {
	struct manual_spans *v;
	size_t n, cap;
};
struct manual_block {
	enum manual_block_kind kind;
	struct str id;		  /* of a heading */
	struct manual_spans text; /* headings and paragraphs */
	struct manual_cells items; /* of a list; heads of a table */
	struct {
		struct manual_cells *v;
		size_t n, cap;
	} rows; /* of a table */
};
struct manual {
	struct str title;
	struct {
		struct manual_block *v;
		size_t n, cap;
	} blocks;
};
struct view_help {
	struct view_page page;
	struct manual manual;
	struct view_links roles, contents;
};
struct view_help_index {
	struct view_page page;
	struct view_links roles; /* count: what it is about */
	struct view_link mine;	 /* of the role that is signed in */
};

/* --- the site itself --- */
struct view_sitemap {
	struct view_page page;
	struct {
		struct view_sitemap_part {
			struct str title;
			struct view_links links;
		} *v;
		size_t n, cap;
	} parts;
};
struct view_site_text {
	struct view_page page;
};

#endif
