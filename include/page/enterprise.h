/* What the pages of a file share: finding it in the person's scope, its head, its path, its tasks. */
#ifndef PAGE_ENTERPRISE_H
#define PAGE_ENTERPRISE_H

#include "page/act.h"
#include "page/facts_form.h"
#include "page/view_enterprise.h"
#include "service/terms.h"

/* Everything about one file that its pages need, read in one transaction. */
struct e_file {
	struct db *db;
	struct application_file f;
	struct application_holder holder;
	struct facts *facts;
	struct derivation counted; /* facts from lists, as of now */
	struct score_result score;
	struct evidence_files files;
	struct corrections fixes; /* when returned */
	struct profile profile;
	struct report report; /* as it stands; of no parts where none is asked for */
};
/* The file of the first {id} of the address; RC_NOT_FOUND when it is another enterprise's. */
MUST_CHECK enum rc e_file_load(struct ctx *c, struct e_file *out, struct err *e);

/* "/e/app/ID" + rest */
struct str e_href(struct ctx *c, const struct application_file *f, const char *rest);
/* Frame with 工作台 › 申报 › `last` as the way here. `last` is a C literal. */
void e_page(struct ctx *c, const struct e_file *x, const char *last, struct view_page *page);
void e_case(struct ctx *c, const struct e_file *x, struct view_case *out);
void e_path(struct ctx *c, const struct application_file *f, struct view_path *out);
void e_tasks(struct ctx *c, const struct e_file *x, struct view_tasks *out);
struct entry_results;
/* Conditions of application: each with its clause, what was found, what to do. */
void e_conditions(struct ctx *c, const struct entry_results *entry, struct view_table *t);
struct view_tag state_tag(enum state s);
/* 还剩 6 天, 今天截止, 已截止 */
struct str left_text(struct arena *a, int64_t ends_at, int64_t now);
struct str file_size_text(struct arena *a, int64_t bytes); /* 2.1 MiB */
/* 送达: the file of the address is open before somebody of the enterprise; what waits for that is served. */
MUST_CHECK enum rc e_served(struct ctx *c, struct err *e);
/* Titles that end and wait for the enterprise, for its first page. */
MUST_CHECK enum rc e_expiring_duties(
	struct ctx *c, struct db *db, struct view_links *out, struct err *e);
/* An error of an act that belongs on the page again: RC_INVALID alone. */
bool e_shown_again(enum rc rc);

/* 公示异议 (page/enterprise_objection.c): the one whose term ends first (due_at 0: none), and the list below the cases. */
struct view_batch;
MUST_CHECK enum rc e_objection_next(struct ctx *c, struct db *db, struct str *href, int64_t *due_at, struct err *e);
MUST_CHECK enum rc e_objections_table(struct ctx *c, struct db *db, struct view_batch *v, struct err *e);

#endif
