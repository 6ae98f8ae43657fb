/* What the pages of an enterprise show. Plain data; filled in src/page/enterprise_*.c. */
#ifndef PAGE_VIEW_ENTERPRISE_H
#define PAGE_VIEW_ENTERPRISE_H

#include "page/score_view.h"
#include "page/view_common.h"
#include "page/view_lists.h"

/* --- a section's fields --- */
enum view_fact_kind { VIEW_FACT_INPUT, VIEW_FACT_RADIOS, VIEW_FACT_SELECT, VIEW_FACT_COUNTED };
struct view_fact {
	enum view_fact_kind kind;
	struct view_field field;
	struct view_choices choices;
	struct view_counted counted;
	struct str note; /* where a prefilled value comes from */
};
struct view_fact_list {
	struct view_fact *v;
	size_t n, cap;
	struct view_row_list fixed; /* read-only in a correction */
};

struct view_text_list {
	struct str *v;
	size_t n, cap;
};

/* --- workbench --- */
struct view_rung { /* one tier of the ladder */
	struct str name, text;
	struct str below; /* the title that it asks for, and whether it is there; empty: none */
	struct view_tag state;
	struct str href, act;
};
struct view_batch_open {
	struct str title, tier, until, left, guide_href;
	int64_t batch_id;
	struct str href; /* of the live file: 继续填写 */
	struct str check_href; /* conditions are looked up first */
	struct view_tag state;
};
struct view_e_home {
	struct view_page page;
	struct view_links duties; /* what holders owe now: 季度调查 … */
	struct str identity; /* not verified: who looks at it, until when; missing: verified */
	struct str next, next_why, next_href, next_act; /* the one next act */
	const char *next_kind;				/* "" " next--warn" " next--bad" " next--ok" */
	int64_t next_batch;				/* the act is a POST that starts this batch; 0: a link */
	bool has_file;
	struct view_case file;
	struct view_tasks tasks;
	struct view_path path;
	struct {
		struct view_rung *v;
		size_t n, cap;
	} ladder;
	struct {
		struct view_batch_open *v;
		size_t n, cap;
	} batches;
	struct view_table files, messages;
	struct str unread;
};

/* --- may it apply? --- */
struct view_e_entry {
	struct view_page page;
	struct str title, lead, standard;
	struct view_table conditions;
	struct str refused; /* why not, when batch is 0 */
	int64_t batch;
};

/* --- profile --- */
struct view_e_profile {
	struct view_page page;
	struct view_row_list fixed;
	struct view_choices division, ownership;
	struct {
		struct view_field *v;
		size_t n, cap;
	} basic, people;
	struct view_field product, intro, industry;
	struct str version, industry_word, needed;
	struct view_row_list found; /* industries that match: label code, value name */
	bool searched;
	struct view_table conflict;
};

/* --- a file --- */
struct view_e_hub {
	struct view_page page;
	struct view_case file;
	struct view_path path;
	struct str lead;
	struct view_tasks tasks;
	struct view_score score;
	struct view_links more;
};
struct view_e_section {
	struct view_page page;
	struct view_case file;
	struct str title, hint, action, autosave, base, hub_href, saved, next_text;
	struct view_fact_list facts;
	struct view_text_list warnings;
	struct view_score score;
	struct view_table conflict;
	bool locked;
	struct str locked_why;
};
struct view_e_report { /* one section of 申请报告 */
	struct view_page page;
	struct view_case file;
	struct str title, above, guidance, action, autosave, version, hub_href, next_text, length;
	struct str locked_why, text, theirs, saved;
	struct view_table honours;    /* of the section about the direction */
	struct view_field area;
	bool locked;
};
struct view_e_score {
	struct view_page page;
	struct view_case file;
	struct view_score score;
	struct view_explains explains;
	struct str sentence, hash, json_href, hub_href, gap_href, basis;
};
struct view_e_gap {
	struct view_page page;
	struct view_case file;
	struct view_score score;
	struct str sentence, hub_href;
	struct view_ways ways;
	struct view_row_list steps, missing;
};
/* How far a programme is, before there is a file. */
struct view_e_outlook {
	struct view_page page;
	struct str title, sentence, why, below;
	struct view_table conditions;
	struct view_score score;
	struct view_ways ways;
	struct view_row_list steps, missing, papers;
};
struct view_e_slots {
	struct view_upload *v;
	size_t n, cap;
};
struct view_e_files {
	struct view_page page;
	struct view_case file;
	struct view_e_slots general, proof, unused;
	struct str hub_href;
	bool locked;
};
struct view_e_check {
	struct view_page page;
	struct view_case file;
	struct {
		struct view_summary *v;
		size_t n, cap;
	} sections;
	struct view_summary profile, evidence, report;
	struct view_text_list reasons, warnings;
	struct view_score score;
	struct view_row_list eligibility;
	struct view_field note, reason;
	struct view_choices eligible;
	struct view_check truth;
	struct str truth_text, version, action, hub_href, sign_href, send_to, pdf_href;
	bool ready, may_send, may_sign, may_return;
};
struct view_e_receipt {
	struct view_page page;
	struct view_receipt receipt;
	struct view_links papers;
	struct str hub_href, log_href;
};
struct view_e_log {
	struct view_page page;
	struct view_case file;
	struct view_path path;
	struct view_table stays;
	struct view_timeline timeline;
	struct view_table submissions;
	struct str hub_href, proof_href;
};
struct view_e_withdraw {
	struct view_page page;
	struct view_case file;
	struct view_field reason;
	struct str action, version, hub_href;
};
struct view_e_fix {
	struct view_page page;
	struct view_case file;
	struct view_tasks items;
	struct str until, hub_href, check_href;
	bool open;
};
struct view_e_list { /* certificates, messages, library of files */
	struct view_page page;
	struct str title, lead;
	struct view_table table;
	struct view_empty empty;
	bool mark_read;
};

/* --- a paper compared with what was submitted --- */
struct view_verify_paper {
	struct view_page page;
	struct str title, lead, hash;
	const char *kind;
	struct view_row_list rows;
};

/* --- calculator --- */
struct view_calc_section {
	struct str title, hint, id;
	struct view_fact_list facts;
};
struct view_calc {
	struct view_page page;
	struct str title, lead, action, year_text;
	struct {
		struct view_calc_section *v;
		size_t n, cap;
	} sections;
	bool answered;
	bool points; /* the standard has points */
	struct view_score score;
	struct str sentence, hash;
	struct view_ways ways;
	struct view_row_list steps, missing;
	struct view_explains explains;
};
/* --- 年度信息更新 --- */
struct view_update_result {
	struct str title, sentence;
	struct view_row_list steps, missing;
	struct view_explains explains;
};
struct view_e_update {
	struct view_page page;
	struct str title, lead, action, submit, reasons_lead;
	struct str banner;
	const char *banner_kind;
	struct view_table parts; /* what is owed, by title */
	struct view_row_list receipts;
	struct {
		struct view_update_result *v;
		size_t n, cap;
	} results;
	bool open;
	struct {
		struct view_field *v;
		size_t n, cap;
	} reasons;
	struct {
		struct view_calc_section *v;
		size_t n, cap;
	} sections;
};

struct view_calc_tiers {
	struct view_page page;
	struct {
		struct view_link *v;
		size_t n, cap;
	} tiers; /* text, href, count = basis */
};

#endif
