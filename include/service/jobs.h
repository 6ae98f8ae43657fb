/* What runs by itself: one table of jobs, in their order. Batches open and close, windows of publicity end,
 * drafts lapse, titles run out; every night the decisions are computed again, the log is verified, a copy is made.
 *
 * A job is due at an instant: that of the earliest thing it has to do (a deadline, the last day of a title), or that
 * of its hour. A round does what is due in the order of these instants, equal ones in the order of the table, so
 * that after a month of standstill everything happens in the order in which it should have happened. What is done
 * is no longer due and the last run is remembered: a round may come at any time, twice, late, or with a clock that
 * was set back. Each step is one transaction that also holds the job's lease, so a job that another process holds
 * is left alone, and one whose process died is taken over when its lease runs out.
 */
#ifndef SERVICE_JOBS_H
#define SERVICE_JOBS_H

#include "service/services.h"
#include "service/tx.h"

enum jobs_count {
	JOBS_MADE,
	JOBS_OPENED,
	JOBS_CLOSED,
	JOBS_WINDOWS,
	JOBS_UNDISPUTED,
	JOBS_DISPUTED,
	JOBS_LAPSED,
	JOBS_ROUNDS,
	JOBS_ROUNDS_OVER,
	JOBS_MISSED,
	JOBS_TITLES,
	JOBS_TOLD,
	JOBS_DIFFERENCES,
	JOBS_COPIES,
	JOBS_SURVEYS,
	JOBS_REMINDED,
	JOBS_ENDING,
	JOBS_CIRCULARS,
	JOBS_YEARLY,
	JOBS_MAILED,
	JOBS_POSTED,
	JOBS_COUNT__MAX
};
struct jobs_result {
	int64_t n[JOBS_COUNT__MAX];
	int64_t ran;	      /* jobs that ran to their end */
	struct strs failures; /* 任务：原因 */
};

#define JOBS_LEASE_MS ((int64_t)10 * 60 * 1000) /* renewed by every step */
#define JOBS_NEVER INT64_MAX

/* Everything that is due at `now`. A job that fails does not keep the others from running: it is in
 * `failures`, on /a/jobs and in the administrators' messages, and tried again later. */
MUST_CHECK enum rc jobs_run(const struct services *sv, int64_t now, struct arena *a,
	struct jobs_result *out, struct err *e);
/* What changes files, batches and titles, inside one transaction that is open already (the demonstration). */
MUST_CHECK enum rc jobs_in(struct tx *tx, struct jobs_result *out, struct err *e);
/* What was done, in one line; "" when nothing was. */
struct str jobs_text(struct arena *a, const struct jobs_result *r);

/* One job as the administrator sees it. */
struct jobs_item {
	const char *name, *word, *what, *when;
	int64_t last_at, mark_at, last_ms; /* 0: never */
	struct str result, error;	   /* error: missing when the last run went well */
	int64_t failures, failed_at;
	int64_t due_at;		 /* JOBS_NEVER: nothing in sight */
	int64_t held_until;	 /* 0: nobody runs it */
	const char *off;	 /* why it does not run here; NULL */
};
struct jobs_items {
	struct jobs_item *v;
	size_t n, cap;
};
MUST_CHECK enum rc jobs_list(
	const struct services *sv, struct db *db, int64_t now, struct jobs_items *out, struct err *e);
/* 立即办理, by an administrator: what is due now, or for a job of the clock a run out of turn. `text`: what was done, ""
 * nothing. RC_NOT_FOUND: no such job. RC_STATE: it does not run here. RC_BUSY: it is running. */
MUST_CHECK enum rc jobs_run_one(const struct services *sv, const struct actor *who, struct str name,
	int64_t now, struct arena *a, struct str *text, struct err *e);

/* A thread that makes a round at once and every 20 s; failures go to the log, the next round tries again.
 * With a fixed clock there is no thread (*out NULL): one round, done before this returns. */
struct jobs_thread;
MUST_CHECK enum rc jobs_thread_start(
	const struct services *sv, struct jobs_thread **out, struct err *e);
void jobs_thread_stop(struct jobs_thread *t); /* waits for a round that is running; NULL is fine */

#endif
