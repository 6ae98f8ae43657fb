/* The clock's hand. It acts as the system, through the same use cases and log as people do. */
#include "service/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "base/log.h"
#include "service/publicity.h"
#include "service/replay.h"
#include "service/terms.h"

#define ROUND_S 20
#define LAPSE_STEP 200
#define WINDOW_STEP 1
#define RECORD_EVERY_MS ((int64_t)600000)
#define ONCE_KEPT_MS (2 * MS_PER_DAY)
#define THROTTLE_KEPT_MS MS_PER_DAY

static const struct actor system_actor = {.roles = 0, .name = STR_INIT("系统")};

/* --- one step = one transaction ------------------------------------------------------------------ */

USE_CASE(job_calendar)
struct job_calendar {
	struct jobs_result *r;
	int64_t done;
};
USE_CASE(job_windows)
struct job_windows {
	struct jobs_result *r;
	int64_t limit, done;
};
USE_CASE(job_lapse)
struct job_lapse {
	struct jobs_result *r;
	int64_t limit, done;
};
USE_CASE(job_terms)
struct job_terms {
	struct jobs_result *r;
	int64_t limit, done;
};
USE_CASE(job_sweep)
struct job_sweep {
	struct str text; /* of the round, for the administrator's page */
	bool record;
};

static enum rc calendar_step(struct tx *tx, struct job_calendar *uc, struct err *e)
{
	struct batch_calendar b = {0};

	TRY(batch_calendar(tx, &b, e));
	uc->r->batches_made += b.made;
	uc->r->batches_opened += b.opened;
	uc->r->batches_closed += b.closed;
	uc->done = b.made + b.opened + b.closed;
	return RC_OK;
}

static enum rc windows_step(struct tx *tx, struct job_windows *uc, struct err *e)
{
	struct publicity_close p = {.limit = uc->limit};

	TRY(publicity_close(tx, &p, e));
	uc->r->windows_closed += p.done;
	uc->r->undisputed += p.undisputed;
	uc->r->disputed += p.disputed;
	uc->done = p.done;
	return RC_OK;
}

static enum rc lapse_step(struct tx *tx, struct job_lapse *uc, struct err *e)
{
	struct batch_lapse l = {.limit = uc->limit};

	TRY(batch_lapse(tx, &l, e));
	uc->r->lapsed += l.done;
	uc->done = l.done;
	return RC_OK;
}

static enum rc terms_step(struct tx *tx, struct job_terms *uc, struct err *e)
{
	struct terms_expire t = {.limit = uc->limit};

	TRY(terms_expire(tx, &t, e));
	uc->r->titles_ended += t.done;
	uc->done = t.done;
	return RC_OK;
}

enum rc job_calendar(struct tx *tx, struct job_calendar *uc, struct err *e)
{
	return calendar_step(tx, uc, e);
}

enum rc job_windows(struct tx *tx, struct job_windows *uc, struct err *e)
{
	return windows_step(tx, uc, e);
}

enum rc job_lapse(struct tx *tx, struct job_lapse *uc, struct err *e)
{
	return lapse_step(tx, uc, e);
}

enum rc job_terms(struct tx *tx, struct job_terms *uc, struct err *e)
{
	return terms_step(tx, uc, e);
}

enum rc job_sweep(struct tx *tx, struct job_sweep *uc, struct err *e)
{
	if (!uc->record)
		return RC_OK;
	TRY(q_auth_sessions_sweep(
		tx->db, &(struct q_auth_sessions_sweep_in){.now = tx->now}, NULL, e));
	TRY(q_once_sweep(
		tx->db, &(struct q_once_sweep_in){.before = tx->now - ONCE_KEPT_MS}, NULL, e));
	TRY(q_throttle_sweep(tx->db,
		&(struct q_throttle_sweep_in){.before = tx->now - THROTTLE_KEPT_MS}, NULL, e));
	return q_job_done(tx->db,
		&(struct q_job_done_in){.name = STR("tick"), .now = tx->now,
			.result = uc->text.n ? uc->text : STR("没有到期的事项")},
		NULL, e);
}

/* --- rounds -------------------------------------------------------------------------------------- */

struct str jobs_text(struct arena *a, const struct jobs_result *r)
{
	const struct {
		int64_t n;
		const char *what;
	} parts[] = {{r->batches_made, "建立批次"}, {r->batches_opened, "开放批次"},
		{r->batches_closed, "截止批次"}, {r->windows_closed, "公示期满"},
		{r->undisputed, "无异议"}, {r->disputed, "有异议"}, {r->lapsed, "逾期未报"},
		{r->titles_ended, "称号到期"}};
	struct str text = STR("");

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i].n)
			text = str_fmt(a, "%.*s%s%s %lld", STR_ARG(text), text.n ? "，" : "",
				parts[i].what, (long long)parts[i].n);
	return text;
}

enum rc jobs_in(struct tx *tx, struct jobs_result *out, struct err *e)
{
	struct jobs_result r = {0};
	struct job_calendar c = {.r = &r};
	struct job_windows w = {.r = &r, .limit = 1000};
	struct job_lapse l = {.r = &r, .limit = 100000};
	struct job_terms t = {.r = &r, .limit = 100000};

	TRY(calendar_step(tx, &c, e));
	TRY(windows_step(tx, &w, e));
	TRY(lapse_step(tx, &l, e));
	TRY(terms_step(tx, &t, e));
	*out = r;
	return RC_OK;
}

/* Due for a line on the administrator's page: something was done, or the last one is old. */
static enum rc record_due(const struct services *sv, int64_t now, struct arena *a, bool *due,
	struct err *e)
{
	struct q_job_last last;
	struct db *db;
	bool found;

	TRY(store_read(sv->store, a, &db, e));
	enum rc rc = q_job_last(db, &(struct q_job_last_in){.name = STR("tick")}, &last, &found, e);
	store_read_end(db);
	TRY(rc);
	*due = !found || now - last.last_at >= RECORD_EVERY_MS || now < last.last_at;
	return RC_OK;
}

enum rc jobs_run(const struct services *sv, int64_t now, struct arena *a, struct jobs_result *out,
	struct err *e)
{
	struct tx_call call = {.sv = sv, .a = a, .who = &system_actor, .now = now};
	struct jobs_result r = {0};
	struct job_calendar c = {.r = &r};
	struct job_windows w = {.r = &r, .limit = WINDOW_STEP};
	struct job_lapse l = {.r = &r, .limit = LAPSE_STEP};
	struct job_terms t = {.r = &r, .limit = LAPSE_STEP};
	struct job_sweep s = {0};

	TRY(TX_RUN(&call, job_calendar, &c, e));
	do
		TRY(TX_RUN(&call, job_windows, &w, e));
	while (w.done == w.limit);
	do
		TRY(TX_RUN(&call, job_lapse, &l, e));
	while (l.done == l.limit);
	do
		TRY(TX_RUN(&call, job_terms, &t, e));
	while (t.done == t.limit);
	s.text = jobs_text(a, &r);
	TRY(record_due(sv, now, a, &s.record, e));
	s.record = s.record || s.text.n;
	if (s.record)
		TRY(TX_RUN(&call, job_sweep, &s, e));
	TRY(replay_nightly(sv, &system_actor, now, a, e));
	*out = r;
	return RC_OK;
}

/* --- the thread ---------------------------------------------------------------------------------- */

struct jobs_thread {
	const struct services *sv;
	struct arena own, round;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
};

static void round_once(struct jobs_thread *t)
{
	struct jobs_result r;
	struct err e = {0};

	if (jobs_run(t->sv, env_now(&t->sv->env), &t->round, &r, &e) != RC_OK)
		log_err(LOG_ERROR, "jobs", &e);
	else if (jobs_text(&t->round, &r).n)
		log_line(LOG_INFO, "jobs", "%.*s", STR_ARG(jobs_text(&t->round, &r)));
	arena_reset(&t->round);
}

/* True when the thread shall end. */
static bool wait_round(struct jobs_thread *t)
{
	struct timespec until;
	int rc = 0;

	pthread_mutex_lock(&t->lock);
	int64_t at = monotonic_us() + (int64_t)ROUND_S * 1000000;
	until = (struct timespec){.tv_sec = at / 1000000, .tv_nsec = at % 1000000 * 1000};
	while (!t->stop && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&t->wake, &t->lock, &until);
	bool stop = t->stop;
	pthread_mutex_unlock(&t->lock);
	return stop;
}

static void *jobs_main(void *arg)
{
	struct jobs_thread *t = arg;

	do
		round_once(t);
	while (!wait_round(t));
	return NULL;
}

/* Under --now the clock stands still: one round before the first request is all there is to do. */
static enum rc fixed_round(const struct services *sv, struct err *e)
{
	struct jobs_result r;
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = jobs_run(sv, env_now(&sv->env), &a, &r, e);
	arena_free(&a);
	return rc;
}

static void wake_init(struct jobs_thread *t)
{
	pthread_condattr_t monotonic;

	pthread_mutex_init(&t->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&t->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

enum rc jobs_thread_start(const struct services *sv, struct jobs_thread **out, struct err *e)
{
	struct arena own;

	*out = NULL;
	if (sv->env.fixed)
		return fixed_round(sv, e);
	arena_init(&own, 0);
	struct jobs_thread *t = ARENA_NEW(&own, struct jobs_thread);
	t->own = own; /* the object lives in its own arena */
	t->sv = sv;
	arena_init(&t->round, 0);
	wake_init(t);
	int failed = pthread_create(&t->thread, NULL, jobs_main, t);
	if (failed) {
		own = t->own;
		arena_free(&own);
		return err_detail(e, RC_IO, MSG_INTERNAL, "jobs thread: errno %d", failed);
	}
	*out = t;
	return RC_OK;
}

void jobs_thread_stop(struct jobs_thread *t)
{
	if (!t)
		return;
	pthread_mutex_lock(&t->lock);
	t->stop = true;
	pthread_cond_signal(&t->wake);
	pthread_mutex_unlock(&t->lock);
	pthread_join(t->thread, NULL);
	pthread_cond_destroy(&t->wake);
	pthread_mutex_destroy(&t->lock);
	arena_free(&t->round);
	struct arena own = t->own;
	arena_free(&own);
}
