/* The store: who may use which connection when. Readers are lent in the order of asking. Writes go
 * through one thread that puts many of them into one commit, because the fsync is what costs; it is
 * also the only one that checkpoints, so that SQLite's WAL-reset bug has no second party.
 */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/env.h"
#include "base/fileio.h"
#include "base/vec.h"
#include "store/migrate.h"
#include "store/sqlite.h"
#include "store/watch.h"

#define READERS_MAX 16
#define READ_MS 2000             /* a reader's statements end within this */
#define READ_WAIT_S 10           /* for a reader to become free */
#define GROUP_MAX 64             /* jobs in one commit */
#define GROUP_US 20000           /* no further job joins a commit that is this old */
#define QUEUE_MAX ((size_t)4096) /* waiting jobs; one thread waits for each */

/* Lives on the stack of the thread that waits for it. */
struct job {
	store_write_fn *fn;
	void *arg;
	struct arena *a;
	struct err *e;
	enum rc rc;
	sem_t done;
	struct job *next;
};

struct waiter {
	_Atomic(struct db *) db;
	sem_t ready;
	struct waiter *next;
};

struct store {
	struct arena memory; /* holds this struct too */
	const char *path;
	int lock_fd;

	pthread_mutex_t readers_lock;
	struct db *readers[READERS_MAX];
	int n_readers;
	struct db *free_readers;
	struct waiter *first_waiter, **last_waiter;

	struct db *writer;
	pthread_t thread;
	int group_max;
	bool running;
	pthread_mutex_t queue_lock;
	pthread_cond_t queue_filled;
	struct job *first_job, **last_job;
	size_t queued;
	bool stopping;
};

/* --- readers -------------------------------------------------------------------------------------
 */
static void wait_for(sem_t *s)
{
	while (sem_wait(s) != 0 && errno == EINTR)
		;
}

/* False when the time is over: the waiter is then in nobody's hands any more. */
static bool waiter_wait(struct store *s, struct waiter *w)
{
	struct timespec until;
	int got;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += READ_WAIT_S;
	while ((got = sem_clockwait(&w->ready, CLOCK_MONOTONIC, &until)) != 0 && errno == EINTR)
		;
	if (got == 0)
		return true;
	pthread_mutex_lock(&s->readers_lock);
	struct waiter **at = &s->first_waiter;
	while (*at && *at != w)
		at = &(*at)->next;
	if (*at) {
		*at = w->next;
		if (s->last_waiter == &w->next)
			s->last_waiter = at;
	}
	pthread_mutex_unlock(&s->readers_lock);
	/* Not in the list: somebody served it in this very moment. */
	return atomic_load(&w->db) != NULL;
}

static struct db *reader_take(struct store *s)
{
	struct waiter w = {.next = NULL};

	pthread_mutex_lock(&s->readers_lock);
	struct db *db = s->free_readers;
	if (db) {
		s->free_readers = db->next_free;
		pthread_mutex_unlock(&s->readers_lock);
		return db;
	}
	atomic_init(&w.db, NULL);
	sem_init(&w.ready, 0, 0);
	*s->last_waiter = &w;
	s->last_waiter = &w.next;
	pthread_mutex_unlock(&s->readers_lock);
	bool served = waiter_wait(s, &w);
	sem_destroy(&w.ready);
	return served ? atomic_load(&w.db) : NULL;
}

static void reader_give(struct store *s, struct db *db)
{
	pthread_mutex_lock(&s->readers_lock);
	struct waiter *w = s->first_waiter;
	if (w) {
		s->first_waiter = w->next;
		if (!s->first_waiter)
			s->last_waiter = &s->first_waiter;
		atomic_store(&w->db, db);
		sem_post(&w->ready);
	} else {
		db->next_free = s->free_readers;
		s->free_readers = db;
	}
	pthread_mutex_unlock(&s->readers_lock);
}

enum rc store_read(struct store *s, struct arena *a, struct db **out, struct err *e)
{
	struct db *db = reader_take(s);

	if (!db)
		return err_detail(e, RC_BUSY, MSG_STORE_BUSY, "no reader within %d s", READ_WAIT_S);
	db->a = a;
	db->deadline_us = 0;
	enum rc rc = db_do(db, DB_BEGIN_READ, e);
	if (rc != RC_OK) {
		reader_give(s, db);
		return rc;
	}
	db_allow_ms(db, READ_MS);
	*out = db;
	return RC_OK;
}

void store_read_end(struct db *db)
{
	if (!db)
		return;
	db->deadline_us = 0;
	if (db_do(db, DB_COMMIT, NULL) != RC_OK)
		db_rollback(db);
	db->a = NULL;
	reader_give(db->store, db);
}

/* --- the writer ----------------------------------------------------------------------------------
 */
static struct job *queue_pop(struct store *s)
{
	pthread_mutex_lock(&s->queue_lock);
	struct job *j = s->first_job;
	if (j) {
		s->first_job = j->next;
		if (!s->first_job)
			s->last_job = &s->first_job;
		s->queued--;
		j->next = NULL;
	}
	pthread_mutex_unlock(&s->queue_lock);
	return j;
}

/* Waits for work; false when there is none and there will be none. */
static bool queue_wait(struct store *s)
{
	pthread_mutex_lock(&s->queue_lock);
	while (!s->first_job && !s->stopping)
		pthread_cond_wait(&s->queue_filled, &s->queue_lock);
	bool work = s->first_job != NULL;
	pthread_mutex_unlock(&s->queue_lock);
	return work;
}

static enum rc run_in_savepoint(struct db *db, struct job *j)
{
	TRY(db_do(db, DB_SAVEPOINT, j->e));
	enum rc rc = j->fn(db, j->arg, j->e);
	if (rc == RC_OK && db_owes_keys(db))
		rc = err_detail(j->e, RC_CONFLICT, MSG_STORE_CONFLICT,
		        "commit: FOREIGN KEY constraint failed (deferred)");
	if (rc == RC_OK)
		return db_do(db, DB_RELEASE, j->e);
	/* Some errors have already ended the whole transaction (full disk, I/O). */
	if (db_in_transaction(db) && db_do(db, DB_UNDO, NULL) != RC_OK)
		db_rollback(db);
	return rc;
}

/* The jobs of a group that thought themselves done share the failure of their commit. */
static void fail_group(struct job *group, enum rc rc, const struct err *why)
{
	for (struct job *j = group; j; j = j->next) {
		if (j->rc != RC_OK)
			continue;
		j->rc = rc;
		if (j->e)
			*j->e = *why;
	}
}

static void run_job(struct db *db, struct job *j, struct job *before)
{
	struct err lost;

	db->a = j->a;
	j->rc = run_in_savepoint(db, j);
	db->a = NULL;
	if (db_in_transaction(db))
		return;
	/* The work of the jobs before it went with the transaction; this one has its own error. */
	enum rc rc =
	        err_detail(&lost, RC_IO, MSG_IO, "the transaction of the group was rolled back");
	fail_group(before, rc, &lost);
}

static void commit_group(struct db *db, struct job *group)
{
	struct err e;

	if (!db_in_transaction(db))
		return;
	enum rc rc = db_do(db, DB_COMMIT, &e);
	if (rc == RC_OK)
		return;
	db_rollback(db);
	fail_group(group, rc, &e);
}

static void run_group(struct store *s, struct job *first)
{
	struct job *group = NULL, **last = &group;
	int64_t began = monotonic_us();
	struct db *db = s->writer;
	struct err e;
	enum rc rc;
	int n = 0;

	if (db->fsync_failed)
		rc = err_detail(&e, RC_IO, MSG_STORE_STOPPED, "an fsync has failed before");
	else
		rc = db_do(db, DB_BEGIN_WRITE, &e);
	for (struct job *j = first; j; j = n < s->group_max ? queue_pop(s) : NULL) {
		n++;
		if (rc == RC_OK && !db_in_transaction(db))
			rc = db_do(db, DB_BEGIN_WRITE, &e);
		if (rc == RC_OK) {
			run_job(db, j, group);
		} else {
			j->rc = rc;
			if (j->e)
				*j->e = e;
		}
		*last = j;
		last = &j->next;
		if (monotonic_us() - began > GROUP_US)
			break;
	}
	commit_group(db, group);
	while (group) {
		struct job *j = group;
		group = j->next; /* before the post: afterwards the job is its thread's again */
		sem_post(&j->done);
	}
}

static void *writer_main(void *arg)
{
	struct store *s = arg;

	while (queue_wait(s)) {
		struct job *j = queue_pop(s);
		if (j)
			run_group(s, j);
	}
	return NULL;
}

enum rc store_write(struct store *s, struct arena *a, store_write_fn *fn, void *arg, struct err *e)
{
	struct job j = {.fn = fn, .arg = arg, .a = a, .e = e};

	if (pthread_equal(pthread_self(), s->thread))
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "store_write inside store_write");
	sem_init(&j.done, 0, 0);
	pthread_mutex_lock(&s->queue_lock);
	bool refused = s->stopping || s->queued >= QUEUE_MAX;
	if (!refused) {
		*s->last_job = &j;
		s->last_job = &j.next;
		s->queued++;
		if (s->queued == 1)
			pthread_cond_signal(&s->queue_filled);
	}
	pthread_mutex_unlock(&s->queue_lock);
	if (!refused)
		wait_for(&j.done);
	sem_destroy(&j.done);
	if (refused)
		return err_detail(
		        e, RC_BUSY, MSG_STORE_BUSY, "the writer's queue is full or closed");
	return j.rc;
}

/* --- what is written ------------------------------------------------------------------------------
 */
static enum rc watch(struct db *db, void *arg, struct err *e)
{
	return db_watch(db, arg, e);
}

enum rc store_watch(struct store *s, const char *const *tables, struct err *e)
{
	size_t n = 0;

	while (tables[n])
		n++;
	if (n > STORE_WATCH_MAX)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "%zu tables", n);
	return store_write(s, NULL, watch, (void *)(uintptr_t)tables, e);
}

uint32_t store_written(struct store *s)
{
	return s->writer->watch ? atomic_exchange(&s->writer->watch->written, 0) : UINT32_MAX;
}

/* --- opening -------------------------------------------------------------------------------------
 */
/* A file of its own and flock: POSIX locks on the database would vanish when anybody closes it. */
static enum rc take_lock(struct store *s, int64_t wait_ms, struct err *e)
{
	const char *path = str_cstr(&s->memory, str_fmt(&s->memory, "%s.lock", s->path));
	int64_t until = monotonic_us() + wait_ms * 1000;

	s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->lock_fd < 0)
		return err_detail(e, errno == ENOENT ? RC_NOT_FOUND : RC_IO, MSG_IO, "open %s: %s",
		        path, strerror(errno));
	while (flock(s->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_detail(e, RC_IO, MSG_IO, "lock %s: %s", path, strerror(errno));
		if (monotonic_us() >= until) {
			err_set(e, RC_BUSY, MSG_STORE_LOCKED);
			(void)err_arg(e, 0, str_c(s->path));
			return RC_BUSY;
		}
		usleep(5000);
	}
	return RC_OK;
}

static enum rc open_readers(struct store *s, int n, struct catalogue catalogue, struct err *e)
{
	for (int i = 0; i < n; i++) {
		struct db *db;
		TRY(db_open(s->path, DB_READER, false, catalogue, &db, e));
		db->store = s;
		db->next_free = s->free_readers;
		s->free_readers = s->readers[s->n_readers++] = db;
	}
	return RC_OK;
}

/* Signals are the signal thread's. */
static enum rc start_writer(struct store *s, struct err *e)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int failed = pthread_create(&s->thread, NULL, writer_main, s);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (failed)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "thread: %s", strerror(failed));
	s->running = true;
	return RC_OK;
}

static enum rc open_all(struct store *s, const struct store_options *options,
        struct catalogue catalogue, const struct schema *schema, struct err *e)
{
	if (options->readers < 1 || options->readers > READERS_MAX)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "%d readers", options->readers);
	if (!options->create && !file_exists(s->path)) {
		err_set(e, RC_NOT_FOUND, MSG_STORE_MISSING);
		(void)err_arg(e, 0, str_c(s->path));
		return RC_NOT_FOUND;
	}
	TRY(take_lock(s, options->lock_wait_ms, e));
	TRY(db_open(s->path, DB_WRITER, options->create, catalogue, &s->writer, e));
	s->writer->store = s;
	TRY(migrate(s->writer, schema, options->create, e));
	TRY(open_readers(s, options->readers, catalogue, e));
	return start_writer(s, e);
}

enum rc store_open_with(const struct store_options *options, struct catalogue catalogue,
        const struct schema *schema, struct store **out, struct err *e)
{
	struct arena memory;

	arena_init(&memory, 0);
	struct store *s = ARENA_NEW(&memory, struct store);
	s->memory = memory;
	s->path = str_cstr(&s->memory, str_c(options->path));
	s->group_max = options->commit_group > 0 ? MIN_OF(options->commit_group, GROUP_MAX)
	                                         : GROUP_MAX;
	s->lock_fd = -1;
	s->last_waiter = &s->first_waiter;
	s->last_job = &s->first_job;
	pthread_mutex_init(&s->readers_lock, NULL);
	pthread_mutex_init(&s->queue_lock, NULL);
	pthread_cond_init(&s->queue_filled, NULL);
	enum rc rc = open_all(s, options, catalogue, schema, e);
	if (rc != RC_OK) {
		store_close(s);
		return rc;
	}
	*out = s;
	return RC_OK;
}

enum rc store_open(const struct store_options *options, struct store **out, struct err *e)
{
	struct arena a;
	struct schema schema;

	arena_init(&a, 0);
	enum rc rc = schema_embedded(&a, &schema, e);
	if (rc == RC_OK)
		rc = store_open_with(options, store_catalogue, &schema, out, e);
	arena_free(&a);
	return rc;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->running) {
		pthread_mutex_lock(&s->queue_lock);
		s->stopping = true;
		pthread_cond_signal(&s->queue_filled);
		pthread_mutex_unlock(&s->queue_lock);
		pthread_join(s->thread, NULL);
	}
	/* The writer last: the last to go checkpoints, and only it may. */
	for (int i = 0; i < s->n_readers; i++)
		db_close(s->readers[i]);
	db_close(s->writer);
	pthread_mutex_destroy(&s->readers_lock);
	pthread_mutex_destroy(&s->queue_lock);
	pthread_cond_destroy(&s->queue_filled);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	struct arena memory = s->memory;
	arena_free(&memory);
}

const char *store_path(const struct store *s)
{
	return s->path;
}

/* --- copies and checks
 * ---------------------------------------------------------------------------- */
static enum rc vacuum_into(const char *db_path, const char *copy, struct arena *a, struct err *e)
{
	const struct str target = str_c(copy);
	struct db *db;

	TRY(db_open(db_path, DB_BACKUP, false, (struct catalogue){0}, &db, e));
	/* An empty file of our own mode: SQLite would make it readable for everybody. */
	int fd = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum rc rc = fd < 0 ? err_detail(e, RC_IO, MSG_IO, "create %s: %s", copy, strerror(errno))
	                    : RC_OK;
	if (fd >= 0)
		close(fd);
	if (rc == RC_OK)
		rc = db_query(db, "VACUUM INTO ?1", &target, 1, a, NULL, e);
	db_close(db);
	return rc;
}

static enum rc verify_copy(const char *copy, struct arena *a, struct err *e)
{
	struct strs findings = {0};
	struct db *db;

	TRY(db_open(copy, DB_BACKUP, false, (struct catalogue){0}, &db, e));
	enum rc rc = db_check(db, a, &findings, e);
	db_close(db);
	if (rc == RC_OK && findings.n > 0)
		rc = err_detail(e, RC_DATA, MSG_STORE_DAMAGED, "%.*s", STR_ARG(findings.v[0]));
	return rc;
}

static enum rc put_in_place(const char *copy, const char *dest, struct arena *a, struct err *e)
{
	const char *slash = strrchr(dest, '/');
	struct str folder =
	        slash ? (struct str){dest, slash == dest ? 1 : (size_t)(slash - dest)} : STR(".");
	int fd = open(copy, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_detail(e, RC_IO, MSG_IO, "open %s: %s", copy, strerror(errno));
	enum rc rc = RC_OK;
	if (fsync(fd) != 0)
		rc = err_detail(e, RC_IO, MSG_IO, "fsync %s: %s", copy, strerror(errno));
	close(fd);
	TRY(rc);
	if (rename(copy, dest) != 0)
		return err_detail(e, RC_IO, MSG_IO, "rename %s: %s", copy, strerror(errno));
	return dir_sync(str_cstr(a, folder), e);
}

enum rc store_backup(const char *db_path, const char *dest, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	const char *copy = str_cstr(&a, str_fmt(&a, "%s.tmp.%ld", dest, (long)getpid()));
	unlink(copy);
	enum rc rc = vacuum_into(db_path, copy, &a, e);
	if (rc == RC_OK)
		rc = verify_copy(copy, &a, e);
	if (rc == RC_OK)
		rc = put_in_place(copy, dest, &a, e);
	if (rc != RC_OK)
		unlink(copy);
	arena_free(&a);
	return rc;
}

enum rc store_check(struct store *s, struct arena *a, struct strs *findings, struct err *e)
{
	struct strs found = {0};
	struct db *db;

	TRY(store_read(s, a, &db, e));
	db_allow_ms(db, INT32_MAX);
	enum rc rc = db_check(db, a, &found, e);
	store_read_end(db);
	if (rc == RC_OK)
		*findings = found;
	return rc;
}
