/* Things break: the process is killed in the middle of commits, the disk fills up, the database is
 * busy. What was acknowledged is there afterwards, nothing else is claimed, and work goes on.
 */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "tiny.h"

#include "base/env.h"

static int setup(void **state)
{
	static struct tiny t;

	tiny_init(&t);
	*state = &t;
	return 0;
}

static int teardown(void **state)
{
	tiny_done(*state);
	return 0;
}

/* --- kill -9
 * ----------------------------------------------------------------------------------------- */
#define ROUNDS 20
#define WRITERS 4

struct acker {
	struct tiny *t;
	int round, who, pipe;
	pthread_t thread;
};

/* Writes two rows in each job, and their number into the pipe when the store says that they are
 * there: an acknowledgement is one write of 12 bytes, which a pipe takes whole or not at all. */
static enum rc pair_job(struct db *db, void *arg, struct err *e)
{
	const int *id = arg;
	char code[64];

	for (int half = 0; half < 2; half++) {
		int n = snprintf(code, sizeof(code), "%d-%d-%d-%d", id[0], id[1], id[2], half);
		struct q_item_upsert_in in = {{code, (size_t)n}, some_i64(half)};
		TRY(q_item_upsert(db, &in, NULL, e));
	}
	return RC_OK;
}

static void *acker_main(void *arg)
{
	const struct acker *k = arg;
	struct arena a;

	arena_init(&a, 0);
	for (int i = 0;; i++) {
		int id[3] = {k->round, k->who, i};
		if (store_write(k->t->s, &a, pair_job, id, NULL) != RC_OK ||
		        write(k->pipe, id, sizeof(id)) != (ssize_t)sizeof(id))
			break;
	}
	arena_free(&a);
	return NULL;
}

static NORETURN void child(struct tiny *t, int round, int pipe)
{
	static struct acker ackers[WRITERS];
	struct err e;

	if (tiny_try(t, true, &t->s, &e) != RC_OK)
		_exit(1);
	for (int i = 0; i < WRITERS; i++) {
		ackers[i] = (struct acker){.t = t, .round = round, .who = i, .pipe = pipe};
		pthread_create(&ackers[i].thread, NULL, acker_main, &ackers[i]);
	}
	for (;;)
		pause();
}

struct acks {
	int (*v)[3];
	size_t n, cap;
};

static void collect(struct tiny *t, int fd, struct acks *acks)
{
	int id[3];

	while (read(fd, id, sizeof(id)) == (ssize_t)sizeof(id)) {
		acks->v = vec_grow(&t->a, acks->v, acks->n, &acks->cap, sizeof(*acks->v));
		memcpy(acks->v[acks->n++], id, sizeof(id));
	}
}

static void kill_once(struct tiny *t, int round, struct acks *acks)
{
	uint16_t chance;
	int fds[2], status;

	assert_int_equal(random_bytes(&chance, sizeof(chance), NULL), RC_OK);
	assert_int_equal(pipe(fds), 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(fds[0]);
		child(t, round, fds[1]);
	}
	close(fds[1]);
	/* From the first acknowledgement on, 0 to 20 ms. */
	struct pollfd p = {.fd = fds[0], .events = POLLIN};
	assert_int_equal(poll(&p, 1, 10000), 1);
	usleep(chance % 20000);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	collect(t, fds[0], acks);
	close(fds[0]);
}

static void acknowledged_survives_kill(void **state)
{
	struct tiny *t = *state;
	struct acks acks = {0};
	struct strs findings = {0};
	struct db *db;

	for (int round = 0; round < ROUNDS; round++)
		kill_once(t, round, &acks);
	tiny_open(t);
	assert_int_equal(store_read(t->s, &t->a, &db, NULL), RC_OK);
	for (size_t i = 0; i < acks.n; i++) {
		const int *id = acks.v[i];
		for (int half = 0; half < 2; half++) {
			struct str code = str_fmt(&t->a, "%d-%d-%d-%d", id[0], id[1], id[2], half);
			struct q_item_need row;
			if (q_item_need(db, &(struct q_item_need_in){code}, &row, NULL) != RC_OK)
				fail_msg("acknowledged and lost: %.*s", STR_ARG(code));
		}
	}
	store_read_end(db);
	assert_true(tiny_count(t) % 2 == 0); /* no half of a job */
	assert_int_equal(store_check(t->s, &t->a, &findings, NULL), RC_OK);
	assert_int_equal(findings.n, 0);
	print_message("%d kills, %zu acknowledged, none lost\n", ROUNDS, acks.n);
}

/* --- a full disk
 * -------------------------------------------------------------------------------------- */
static enum rc pragma_job(struct db *db, void *arg, struct err *e)
{
	return db_query(db, arg, NULL, 0, db_arena(db), NULL, e);
}

static enum rc fill_job(struct db *db, void *arg, struct err *e)
{
	static const char kilobyte[1024];
	int *n = arg;

	for (;; ++*n) {
		char code[32];
		struct q_item_insert out;
		struct q_item_insert_in in = {.enterprise_id = 1,
		        .code = {code, 0},
		        .digest = {kilobyte, sizeof(kilobyte)}};
		in.code.n = (size_t)snprintf(code, sizeof(code), "fill-%d", *n);
		TRY(q_item_insert(db, &in, &out, e));
	}
}

static void a_full_disk_is_said_and_passes(void **state)
{
	struct tiny *t = *state;
	struct err e = {0};
	char small[] = "PRAGMA max_page_count = 40", large[] = "PRAGMA max_page_count = 100000";
	int n = 0;

	tiny_open(t);
	assert_int_equal(tiny_insert(t, "before", &e), RC_OK);
	assert_int_equal(store_write(t->s, &t->a, pragma_job, small, &e), RC_OK);
	assert_int_equal(store_write(t->s, &t->a, fill_job, &n, &e), RC_IO);
	assert_int_equal(e.msg, MSG_STORE_FULL);
	assert_true(n > 0);
	assert_int_equal(tiny_count(t), 1); /* reading goes on, nothing half */
	assert_int_equal(store_write(t->s, &t->a, pragma_job, large, &e), RC_OK);
	assert_int_equal(tiny_insert(t, "after", &e), RC_OK);
	assert_int_equal(tiny_count(t), 2);
}

/* --- busy, closing
 * ------------------------------------------------------------------------------------ */
static void waits_for_the_lock(void **state)
{
	struct tiny *t = *state;
	struct store *second = NULL;
	struct store_options o = {.path = t->path, .readers = 1, .lock_wait_ms = 60};
	struct err e;

	tiny_open(t);
	int64_t began = monotonic_us();
	assert_int_equal(store_open_with(&o, store_catalogue, &t->schema, &second, &e), RC_BUSY);
	assert_true(monotonic_us() - began >= 60000);
	pid_t pid = fork();
	if (pid == 0) {
		/* Holds a copy of the parent's lock until it goes: the parent's close is not
		 * enough. */
		usleep(100000);
		_exit(0);
	}
	store_close(t->s);
	t->s = NULL;
	o.lock_wait_ms = 10000;
	assert_int_equal(store_open_with(&o, store_catalogue, &t->schema, &t->s, &e), RC_OK);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

struct slow {
	struct tiny *t;
	atomic_bool began;
	enum rc rc;
	pthread_t thread;
};

static enum rc slow_job(struct db *db, void *arg, struct err *e)
{
	struct slow *slow = arg;
	struct tiny_row row = {.code = "slow"};

	atomic_store(&slow->began, true);
	usleep(50000);
	return tiny_insert_job(db, &row, e);
}

static void *slow_main(void *arg)
{
	struct slow *slow = arg;
	struct arena a;

	arena_init(&a, 0);
	slow->rc = store_write(slow->t->s, &a, slow_job, slow, NULL);
	arena_free(&a);
	return NULL;
}

static void closing_finishes_what_it_holds(void **state)
{
	struct tiny *t = *state;
	struct slow slow = {.t = t, .rc = RC_INTERNAL};

	tiny_open(t);
	pthread_create(&slow.thread, NULL, slow_main, &slow);
	while (!atomic_load(&slow.began))
		usleep(1000);
	store_close(t->s);
	pthread_join(slow.thread, NULL);
	assert_int_equal(slow.rc, RC_OK);
	tiny_open(t);
	assert_int_equal(tiny_count(t), 1);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	        T(acknowledged_survives_kill),
	        T(a_full_disk_is_said_and_passes),
	        T(waits_for_the_lock),
	        T(closing_finishes_what_it_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
