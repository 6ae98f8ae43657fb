/* Shared by the pages of officers: the filter that stands in the address, the head of a file. */
#ifndef PAGE_OFFICER_H
#define PAGE_OFFICER_H

#include "page/act.h"
#include "page/common.h"
#include "page/enterprise.h"
#include "page/view_officer.h"
#include "service/flow.h"
#include "service/queue.h"
#include "service/review.h"

/* state=city&batch=3&county=12&city=2&route=direct&from=60&to=80&q=…&due=2023-02-27&n=50&after=DUE.ID
 * (or before=): unknown words are ignored. */
struct queue_filter o_filter(const struct form *query);
/* The same from text carried in a form, and back to text for a link (without the keyset). */
/* What is typed into the filter of the address and says nothing: o_filter leaves it out, the list must say so. */
void o_filter_check(struct ctx *c, struct form_errors *errors);
struct queue_filter o_filter_of(struct ctx *c, struct str query);
struct str o_query(struct ctx *c, const struct queue_filter *f);
struct str o_href(struct ctx *c, struct str public_id, const char *rest, struct str query);
/* Where a page of this level starts when nothing is said: what the body must act on. */
enum state o_first_state(const struct actor *who);
/* The same where there are files: else the first state along the line in which the body holds some. */
enum state o_first_held(const struct actor *who, const struct queue_counts *counts);

/* The tables of the first page about what lies below this body. `edition` and `year`: whose
 * targets. */
MUST_CHECK enum rc o_progress(struct ctx *c, struct db *db, struct str edition, int64_t year,
        struct view_o_home *v, struct err *e);

void o_case(struct ctx *c, const struct review *r, struct view_case *out);
MUST_CHECK enum rc o_timeline(struct ctx *c, struct db *db, int64_t application_id,
        struct view_timeline *out, struct err *e);
/* The written report, the honours of each direction, the comparison with the originals. */
MUST_CHECK enum rc o_report(struct ctx *c, struct db *db, const struct review *r,
        struct view_o_review *v, struct err *e);
/* Links to what may happen next; `mine`: this body acts now. */
void o_next(struct ctx *c, const struct review *r, struct str query, bool mine, struct view_links *out);
/* Loads the file of the address for an officer who reads it. */
MUST_CHECK enum rc o_read(struct ctx *c, struct review *out, struct db **db, struct err *e);
/* Loads the file of the address for an officer who may act on it. */
MUST_CHECK enum rc o_load(struct ctx *c, struct review *out, struct db **db, struct err *e);

/* The frame of a page on which one act is done: the file, its version, the way back. */
void o_act_begin(struct ctx *c, const struct review *r, const char *title, const char *path,
        struct view_o_act *v, const struct form_errors *errors);
/* The error belongs on the form again: `errors` is filled and the status is 422. */
bool o_shows_again(struct ctx *c, enum rc rc, const struct err *e, struct form_errors *errors);

/* 2026 年度信息更新：某省某称号企业 */
struct q_update_rounds_for_officer;
struct str update_round_title(struct ctx *c, const struct q_update_rounds_for_officer *r);

#endif
