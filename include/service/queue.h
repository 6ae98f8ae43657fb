/* 待办队列: one body's files by due date, filtered by what stands in the address. Reads the
 * caseload alone, so a page costs the same in a large province as in a small one.
 */
#ifndef SERVICE_QUEUE_H
#define SERVICE_QUEUE_H

#include "domain/workflow.h"
#include "service/tx.h"
#include "store/q.h"

#define QUEUE_PAGE 20
#define QUEUE_PAGE_MAX 100
#define QUEUE_FAR ((int64_t)9007199254740991)

struct queue_filter {
	enum state state;               /* STATE__MAX: all that were submitted */
	int64_t batch_id, county, city; /* 0: any */
	int64_t score_from, score_to;   /* micro-points, both included; score_to 0: no upper end */
	struct str route;               /* "direct" "score" or empty */
	struct str text;                /* part of name or code */
	int64_t due_before;             /* 0: any */
	int64_t key_due, key_id;        /* keyset; 0, 0: from the beginning */
	bool back; /* the page that ends before the key, not the one that begins after it */
	int64_t limit;
};
struct queue_rows {
	struct q_queue_in_state *v; /* in the order of the list, whichever way it was walked */
	size_t n;
	bool earlier, later; /* there are more before the first, after the last */
};
MUST_CHECK enum rc queue_load(struct db *db, const struct actor *who, const struct queue_filter *f,
        struct queue_rows *out, struct err *e);

/* The files before and after one within the same filter; missing at the ends. */
struct queue_neighbours {
	struct str prev, next; /* public ids */
};
MUST_CHECK enum rc queue_around(struct db *db, const struct actor *who,
        const struct queue_filter *f, int64_t application_id, struct queue_neighbours *out,
        struct err *e);

struct queue_counts {
	int64_t n[STATE__MAX];
	int64_t submitted; /* all that are no drafts */
};
MUST_CHECK enum rc queue_count(struct db *db, const struct actor *who, int64_t batch_id,
        struct queue_counts *out, struct err *e);

USE_CASE(view_save)
struct view_save {
	struct str name, query;
	bool shared;
};
USE_CASE(view_remove)
struct view_remove {
	int64_t id;
};

#endif
