/* Work that does not run in steps (a copy of everything, the whole log) may take longer than a lease: while it lasts,
 * a thread renews it. */
#include "service/jobs_lease.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "base/log.h"
#include "service/tx.h"
#include "store/q.h"

struct jobs_lease {
	const struct services *sv;
	struct str name, holder;
	int64_t every_ms;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool over, running;
};

USE_CASE(lease_renew)
struct lease_renew {
	const struct jobs_lease *lease;
	int64_t changed; /* out */
};
enum rc lease_renew(struct tx *tx, struct lease_renew *uc, struct err *e)
{
	return q_job_renew(tx->db,
		&(struct q_job_renew_in){.name = uc->lease->name, .holder = uc->lease->holder,
			.until = tx->now + JOBS_LEASE_MS},
		&uc->changed, e);
}

/* A lease that cannot be renewed now is tried again; whoever lost it learns so when the work is recorded. */
static void renew(struct jobs_lease *l)
{
	static const struct actor system_actor = {.roles = 0, .name = STR_INIT("系统")};
	struct lease_renew uc = {.lease = l};
	struct err e = {0};
	struct arena a;

	arena_init(&a, 0);
	struct tx_call call = {
		.sv = l->sv, .a = &a, .who = &system_actor, .now = env_now(&l->sv->env)};
	if (TX_RUN(&call, lease_renew, &uc, &e) != RC_OK)
		log_err(LOG_WARN, "lease", &e);
	arena_free(&a);
}

/* True when the work is over. */
static bool wait_some(struct jobs_lease *l)
{
	int64_t at = monotonic_us() + l->every_ms * 1000;
	struct timespec until = {.tv_sec = at / 1000000, .tv_nsec = at % 1000000 * 1000};
	int rc = 0;

	pthread_mutex_lock(&l->lock);
	while (!l->over && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&l->wake, &l->lock, &until);
	bool over = l->over;
	pthread_mutex_unlock(&l->lock);
	return over;
}

static void *lease_main(void *arg)
{
	while (!wait_some(arg))
		renew(arg);
	return NULL;
}

struct jobs_lease *jobs_lease_keep(
	struct arena *a, const struct services *sv, struct str job, struct str holder, int64_t every_ms)
{
	struct jobs_lease *l = ARENA_NEW(a, struct jobs_lease);
	pthread_condattr_t monotonic;

	l->sv = sv;
	l->name = job;
	l->holder = holder;
	l->every_ms = every_ms;
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&l->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	/* Without a thread the lease just runs out as it would. */
	l->running = pthread_create(&l->thread, NULL, lease_main, l) == 0;
	return l;
}

void jobs_lease_stop(struct jobs_lease *l)
{
	pthread_mutex_lock(&l->lock);
	l->over = true;
	pthread_cond_signal(&l->wake);
	pthread_mutex_unlock(&l->lock);
	if (l->running)
		pthread_join(l->thread, NULL);
	pthread_cond_destroy(&l->wake);
	pthread_mutex_destroy(&l->lock);
}
