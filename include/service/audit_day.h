/* The log in public: for each day that is over the number of its events, the root over their links
 * (domain/merkle) and the head of the chain, written once and never changed. Whoever saves the list can show
 * later that the log was cut, rewritten or not (`tidu check --heads`), without any key of the operator.
 *
 * A day takes the events that came after the day before it, up to its 24:00 of China standard time; what a clock
 * that was set back writes afterwards belongs to the next one. A day without events has the root of no leaf and
 * the head of the day before.
 */
#ifndef SERVICE_AUDIT_DAY_H
#define SERVICE_AUDIT_DAY_H

#include "base/buf.h"
#include "domain/merkle.h"
#include "service/tx.h"

struct audit_head {
	struct str on_date;
	int64_t events, last_seq; /* the day's are last_seq - events + 1 … last_seq */
	struct chain_link root, head;
};
struct audit_heads {
	struct audit_head *v;
	size_t n, cap;
};

/* Closes one day: the first that is over and not yet published. Nothing to close: closed stays 0. */
USE_CASE(audit_day_close)
struct audit_day_close {
	int64_t closed;	    /* out: 1 */
	struct str on_date; /* out */
};
/* The instant at which the next day is over; INT64_MAX while the log is empty. */
MUST_CHECK enum rc audit_day_next(struct db *db, int64_t *at, struct err *e);

/* Links first … first + n - 1 as the log has them; *found < n when there are fewer in a row. Lives in `a`. */
MUST_CHECK enum rc audit_links_load(struct db *db, struct arena *a, int64_t first, int64_t n,
	struct chain_link **out, int64_t *found, struct err *e);

/* Published days, oldest first, after the date `after` ("" = all). */
MUST_CHECK enum rc audit_heads_load(
	struct db *db, struct arena *a, struct str after, struct audit_heads *out, struct err *e);
/* The published list as files. Text: a line a day, tabs between date, events, last_seq, root, head. */
void audit_heads_text(struct arena *a, const struct audit_heads *h, struct buf *out);
void audit_heads_json(struct arena *a, const struct audit_heads *h, struct buf *out);
/* Either of them, as somebody saved it. RC_INVALID (MSG_HEADS_FILE) for anything else. */
MUST_CHECK enum rc audit_heads_parse(
	struct arena *a, struct str text, struct audit_heads *out, struct err *e);

/* The log against a list of heads, whether published or saved elsewhere. */
struct audit_anchor {
	int64_t days;	     /* that were compared */
	int64_t anchored_to; /* events 1 … this one stand as they did; 0: none */
	int64_t last_seq;    /* of the log */
};
/* What differs, in Chinese, beginning with the first day: `whose` names the list ("保存的链头"). */
MUST_CHECK enum rc audit_heads_compare(struct db *db, struct arena *a, const struct audit_heads *h, const char *whose,
	struct strs *findings, struct audit_anchor *out, struct err *e);

#endif
