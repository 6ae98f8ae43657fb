/* The rounds of a running server. */
#include "service/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "base/log.h"

#define ROUND_S 20

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

	if (jobs_run(t->sv, env_now(&t->sv->env), &t->round, &r, &e) != RC_OK) {
		log_err(LOG_ERROR, "jobs", &e);
	} else {
		struct str text = jobs_text(&t->round, &r);
		if (text.n)
			log_line(LOG_INFO, "jobs", "%.*s", STR_ARG(text));
	}
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
