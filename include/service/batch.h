/* A batch as the bodies see it: its dates, how many files stand where, and the files of one state as a
 * list. Batches are made and moved by the calendar of the procedure (batch_calendar), never by hand.
 */
#ifndef SERVICE_BATCH_H
#define SERVICE_BATCH_H

#include "domain/publicity.h"
#include "service/flow.h"
#include "service/tx.h"
#include "store/q.h"

struct batch {
	int64_t id, year, no;
	struct str title, state; /* planned open closed published */
	const struct procedure *procedure;
	struct date opens_on, city_deadline;
	int64_t filing_ends_at, city_ends_at; /* first instants that are too late */
	int64_t province_agency_id;
};

/* Of the province of the officer's body; RC_NOT_FOUND for any other. */
MUST_CHECK enum rc batch_for_officer(struct db *db, const struct rules *rules,
	const struct actor *who, int64_t id, struct batch *out, struct err *e);
/* 2023年第一批 + the name of the programme … for crumbs and titles. */
struct str batch_name(struct arena *a, const struct batch *b);
/* 未开放 申报与审核中 已截止 已公告 */
const char *batch_state_word(struct str state);

struct batch_counts {
	int64_t n[STATE__MAX];
	int64_t submitted; /* everything that has reached a body and is or was there */
};
/* Of one body of whose files the reader sees all: its own, or one below it. */
MUST_CHECK enum rc batch_counts_load(struct db *db, const struct actor *who, int64_t batch_id,
	struct batch_counts *out, struct err *e);
void batch_counts_add(struct batch_counts *c, struct str state, int64_t n);

/* The files of the body in one state, by place and name; `out` is a list as it would be frozen:
 * recognised score and route where the city has recognised them, else the declared ones. */
MUST_CHECK enum rc batch_files_load(struct db *db, const struct actor *who, int64_t batch_id,
	enum state s, struct q_batch_files_list *rows, struct list_entries *out, struct err *e);

/* Only officers of a city-level body, only while it is theirs: RC_FORBIDDEN otherwise. */
MUST_CHECK enum rc batch_city_only(const struct actor *who, struct err *e);
MUST_CHECK enum rc batch_city_or_province(const struct actor *who, struct err *e);
MUST_CHECK enum rc batch_province_only(const struct actor *who, struct err *e);

/* Makes the batches of this year's calendar that are missing. Run again it changes nothing. By the system. */
USE_CASE(batch_make)
struct batch_make {
	int64_t made; /* out */
};
/* Opens those whose first day has come, closes those whose last day is over. By the system. */
USE_CASE(batch_calendar)
struct batch_calendar {
	int64_t opened, closed; /* out */
};

/* A round that the document leaves to the province's call (procedure: on_call): it types the dates. Number and
 * title are the next of the year. RC_NOT_FOUND: not a procedure of this province that is called by hand.
 * RC_INVALID with the field: dates in the past, out of order, out of the procedure's force, or more than a
 * year apart. */
USE_CASE(batch_call)
struct batch_call {
	struct str edition;
	struct date opens_on, filing_last, city_deadline;
	/* out: */
	int64_t id;
	struct str title;
};
/* The procedures that the officer's province may call a batch of on a day. */
MUST_CHECK enum rc batch_callable(struct db *db, const struct rules *rules, const struct actor *who,
	struct date day, const struct procedure ***out, size_t *n, struct err *e);

/* Files that are still with their enterprise when filing is over become 逾期未报, `limit` at most. */
USE_CASE(batch_lapse)
struct batch_lapse {
	int64_t limit;
	int64_t done; /* out */
};

#endif
