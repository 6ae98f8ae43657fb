/* Promises of the store: what is acknowledged is there, a job that fails harms nobody, a reader
 * sees one instant, every error says what it is.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tiny.h"

#include "base/env.h"

static int setup(void **state)
{
	static struct tiny t;

	tiny_init(&t);
	tiny_open(&t);
	*state = &t;
	return 0;
}

static int teardown(void **state)
{
	tiny_done(*state);
	return 0;
}

/* --- values
 * ---------------------------------------------------------------------------------------- */
struct values {
	struct q_item_insert_in in;
	int64_t id;
};

static enum rc values_job(struct db *db, void *arg, struct err *e)
{
	struct values *v = arg;
	struct q_item_insert out;

	TRY(q_item_insert(db, &v->in, &out, e));
	v->id = out.id;
	return RC_OK;
}

static struct q_item_get get(struct tiny *t, int64_t id, bool *found)
{
	struct q_item_get out = {0};
	struct db *db;

	assert_int_equal(store_read(t->s, &t->a, &db, NULL), RC_OK);
	assert_int_equal(q_item_get(db, &(struct q_item_get_in){id}, &out, found, NULL), RC_OK);
	store_read_end(db);
	return out;
}

static void values_come_back(void **state)
{
	struct tiny *t = *state;
	static const char bytes[] = {0, 1, (char)0xff, 0};
	struct values full = {.in = {.enterprise_id = INT64_MIN,
	                              .code = STR("梯度培育𠮷🏭"),
	                              .note = STR(""),
	                              .due = some_i64(INT64_MAX),
	                              .digest = {bytes, 4}}};
	struct values none = {.in = {.code = str_none()}};
	bool found;

	assert_int_equal(store_write(t->s, &t->a, values_job, &full, NULL), RC_OK);
	struct q_item_get row = get(t, full.id, &found);
	assert_true(found && str_eq(row.code, full.in.code));
	assert_true(row.note.p != NULL && row.note.n == 0);
	assert_true(row.due.has && row.due.v == INT64_MAX);
	assert_true(row.digest.n == 4 && memcmp(row.digest.p, bytes, 4) == 0);
	/* `text` without a pointer is the empty text, `text?` without one is NULL. */
	assert_int_equal(store_write(t->s, &t->a, values_job, &none, NULL), RC_OK);
	row = get(t, none.id, &found);
	assert_true(found && row.code.p != NULL && row.code.n == 0);
	assert_true(row.note.p == NULL && row.digest.p == NULL && !row.due.has);
	(void)get(t, 999, &found);
	assert_false(found);
}

static void large_text(void **state)
{
	struct tiny *t = *state;
	size_t n = (size_t)20 << 20;
	char *p = arena_alloc(&t->a, n);
	struct err e;
	bool found;

	memset(p, 'x', n);
	p[n - 1] = 'y';
	struct values v = {.in = {.code = STR("large"), .note = {p, n}}};
	assert_int_equal(store_write(t->s, &t->a, values_job, &v, NULL), RC_OK);
	struct q_item_get row = get(t, v.id, &found);
	assert_true(str_eq(row.note, v.in.note));
	/* Above the limit: an error, and the arena's own limit is never reached. */
	v.in.note.n = ((size_t)32 << 20) + 1;
	v.in.code = STR("larger");
	assert_int_equal(store_write(t->s, &t->a, values_job, &v, &e), RC_TOO_LARGE);
	struct arena small;
	struct db *db;
	struct q_items_list list = {0};
	arena_init(&small, (size_t)1 << 20);
	assert_int_equal(store_read(t->s, &small, &db, NULL), RC_OK);
	assert_int_equal(q_items(db, &(struct q_items_in){0}, &list, &e), RC_TOO_LARGE);
	store_read_end(db);
	arena_free(&small);
}

/* --- errors
 * ------------------------------------------------------------------------------------------ */
static enum rc part_job(struct db *db, void *arg, struct err *e)
{
	const struct q_part_insert_in *in = arg;

	return q_part_insert(db, in, NULL, e);
}

static enum rc touch_job(struct db *db, void *arg, struct err *e)
{
	return q_item_touch(db, &(struct q_item_touch_in){.due = 1}, arg, e);
}

static void conflicts_name_the_constraint(void **state)
{
	struct tiny *t = *state;
	struct err e = {0};
	int64_t changed = -1;

	assert_int_equal(tiny_insert(t, "a", &e), RC_OK);
	assert_int_equal(tiny_insert(t, "a", &e), RC_CONFLICT);
	assert_true(db_conflict_on(&e, "item.code"));
	assert_false(db_conflict_on(&e, "item.cod"));
	assert_false(db_conflict_on(&e, "code"));
	assert_int_equal(tiny_insert(t, "bad", &e), RC_CONFLICT);
	assert_true(db_conflict_on(&e, "code <> 'bad'"));
	/* Deferred: found at the end of the job, not by the commit of the whole group. */
	assert_int_equal(store_write(t->s, &t->a, part_job, &(struct q_part_insert_in){77}, &e),
	        RC_CONFLICT);
	assert_true(db_conflict_on(&e, "FOREIGN KEY"));
	assert_int_equal(
	        store_write(t->s, &t->a, part_job, &(struct q_part_insert_in){1}, &e), RC_OK);
	assert_int_equal(tiny_insert(t, "frozen", &e), RC_OK);
	assert_int_equal(store_write(t->s, &t->a, touch_job, &changed, &e), RC_CONFLICT);
	assert_true(db_conflict_on(&e, "item is frozen"));
	assert_int_equal(changed, -1);
	assert_int_equal(tiny_count(t), 2);
}

static void bugs_of_a_block_are_found(void **state)
{
	struct tiny *t = *state;
	struct err e = {0};
	struct q_item_sum sum;
	struct q_item_two two = {0};
	struct q_item_need need = {.id = 5};
	struct db *db;

	assert_int_equal(tiny_insert(t, "a", &e), RC_OK);
	assert_int_equal(tiny_insert(t, "b", &e), RC_OK);
	assert_int_equal(store_read(t->s, &t->a, &db, &e), RC_OK);
	assert_int_equal(q_item_sum(db, &sum, &e), RC_INTERNAL); /* NULL in an int */
	assert_non_null(strstr(e.detail, "total_due"));
	assert_int_equal(q_item_two(db, &two, &e), RC_INTERNAL); /* a second row */
	assert_int_equal(two.id, 0);
	assert_int_equal(
	        q_item_need(db, &(struct q_item_need_in){STR("none")}, &need, &e), RC_NOT_FOUND);
	assert_int_equal(need.id, 5);
	/* A reader does not write. */
	assert_int_equal(q_item_touch(db, &(struct q_item_touch_in){0}, NULL, &e), RC_INTERNAL);
	assert_int_equal(db_busy_statements(db), 0);
	/* A query without end is stopped. */
	struct q_count_to n;
	db_allow_ms(db, 50);
	int64_t began = monotonic_us();
	assert_int_equal(q_count_to(db, &(struct q_count_to_in){INT64_MAX}, &n, &e), RC_BUSY);
	assert_true(monotonic_us() - began < 1500000);
	store_read_end(db);
	assert_int_equal(tiny_count(t), 2);
}

/* --- groups
 * ------------------------------------------------------------------------------------------ */
struct crowd {
	struct tiny *t;
	int first, n, failed;
	pthread_t thread;
};

/* Every third job fails after it has written. */
static enum rc spoilt_job(struct db *db, void *arg, struct err *e)
{
	TRY(tiny_insert_job(db, arg, e));
	return err_set(e, RC_STATE, MSG_STORE_CONFLICT);
}

static void *crowd_main(void *arg)
{
	struct crowd *c = arg;
	struct arena a;

	arena_init(&a, 0);
	for (int i = 0; i < c->n; i++) {
		char code[32];
		struct tiny_row row = {.code = code};
		struct err e = {0};
		bool spoilt = i % 3 == 0;
		snprintf(code, sizeof(code), "%d-%d%s", c->first, i, spoilt ? "!" : "");
		enum rc rc =
		        store_write(c->t->s, &a, spoilt ? spoilt_job : tiny_insert_job, &row, &e);
		c->failed += rc != (spoilt ? RC_STATE : RC_OK);
		arena_reset(&a);
	}
	arena_free(&a);
	return NULL;
}

static void a_failing_job_harms_nobody(void **state)
{
	struct tiny *t = *state;
	static struct crowd crowd[16];
	struct q_items_list list = {0};
	struct db *db;

	for (int i = 0; i < 16; i++) {
		crowd[i] = (struct crowd){.t = t, .first = i, .n = 60};
		pthread_create(&crowd[i].thread, NULL, crowd_main, &crowd[i]);
	}
	for (int i = 0; i < 16; i++) {
		pthread_join(crowd[i].thread, NULL);
		assert_int_equal(crowd[i].failed, 0);
	}
	assert_int_equal(store_read(t->s, &t->a, &db, NULL), RC_OK);
	assert_int_equal(q_items(db, &(struct q_items_in){0}, &list, NULL), RC_OK);
	store_read_end(db);
	assert_int_equal(list.n, 16 * 40);
	for (size_t i = 0; i < list.n; i++)
		assert_false(str_has(list.v[i].code, STR("!")));
}

static enum rc nested_job(struct db *db, void *arg, struct err *e)
{
	(void)db;
	struct tiny *t = arg;
	struct tiny_row row = {.code = "nested"};

	return store_write(t->s, &t->a, tiny_insert_job, &row, e);
}

static void write_inside_write_is_refused(void **state)
{
	struct tiny *t = *state;
	struct err e;

	assert_int_equal(store_write(t->s, &t->a, nested_job, t, &e), RC_INTERNAL);
	assert_int_equal(tiny_count(t), 0);
}

static enum rc bulk_job(struct db *db, void *arg, struct err *e)
{
	int64_t round = *(const int64_t *)arg;

	for (int i = 0; i < 20000; i++) {
		char code[32];
		int n = snprintf(code, sizeof(code), "91130000%010d", i);
		TRY(q_item_upsert(db,
		        &(struct q_item_upsert_in){{code, (size_t)n}, some_i64(round)}, NULL, e));
	}
	return RC_OK;
}

static void bulk_in_one_job(void **state)
{
	struct tiny *t = *state;
	bool found;

	for (int64_t round = 0; round < 2; round++) {
		int64_t began = monotonic_us();
		assert_int_equal(store_write(t->s, &t->a, bulk_job, &round, NULL), RC_OK);
		print_message(
		        "20000 upserts: %lld ms\n", (long long)(monotonic_us() - began) / 1000);
	}
	assert_int_equal(tiny_count(t), 20000);
	assert_int_equal(get(t, 1, &found).due.v, 1);
}

/* --- readers
 * ----------------------------------------------------------------------------------------- */
static void a_reader_sees_one_instant(void **state)
{
	struct tiny *t = *state;
	struct q_item_count before, after;
	struct db *db;

	assert_int_equal(tiny_insert(t, "a", NULL), RC_OK);
	assert_int_equal(store_read(t->s, &t->a, &db, NULL), RC_OK);
	assert_int_equal(q_item_count(db, &before, NULL), RC_OK);
	assert_int_equal(tiny_insert(t, "b", NULL), RC_OK);
	assert_int_equal(q_item_count(db, &after, NULL), RC_OK);
	assert_int_equal(before.n, after.n);
	store_read_end(db);
	assert_int_equal(tiny_count(t), 2);
}

static void *many_readers(void *arg)
{
	struct crowd *c = arg;

	for (int i = 0; i < c->n; i++)
		c->failed += tiny_count(c->t) != 1;
	return NULL;
}

static void more_threads_than_readers(void **state)
{
	struct tiny *t = *state;
	static struct crowd crowd[24];

	assert_int_equal(tiny_insert(t, "a", NULL), RC_OK);
	for (int i = 0; i < 24; i++) {
		crowd[i] = (struct crowd){.t = t, .n = 200};
		pthread_create(&crowd[i].thread, NULL, many_readers, &crowd[i]);
	}
	for (int i = 0; i < 24; i++) {
		pthread_join(crowd[i].thread, NULL);
		assert_int_equal(crowd[i].failed, 0);
	}
}

/* --- opening and copies
 * ------------------------------------------------------------------------------ */
static void second_process_is_refused(void **state)
{
	struct tiny *t = *state;
	struct store *second = NULL;
	struct err e = {0};
	pid_t pid = fork();

	if (pid == 0)
		_exit(tiny_try(t, false, &second, &e) == RC_BUSY && e.msg == MSG_STORE_LOCKED ? 0
		                                                                              : 1);
	int status = -1;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(tiny_try(t, false, &second, &e), RC_BUSY); /* and this process again */
	store_close(t->s);
	t->s = NULL;
	assert_int_equal(tiny_try(t, false, &t->s, &e), RC_OK);
	struct stat st;
	assert_int_equal(stat(t->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void backup_under_load(void **state)
{
	struct tiny *t = *state;
	const char *copy = str_cstr(&t->a, str_fmt(&t->a, "%s.copy", t->path));
	struct crowd c = {.t = t, .first = 1, .n = 600};
	struct tiny restored = *t;
	struct strs findings = {0};
	struct err e = {0};
	struct stat st;

	assert_int_equal(tiny_insert(t, "first", NULL), RC_OK);
	pthread_create(&c.thread, NULL, crowd_main, &c);
	for (int i = 0; i < 5; i++)
		if (store_backup(t->path, copy, &e) != RC_OK)
			fail_msg("%s", e.detail);
	pthread_join(c.thread, NULL);
	assert_int_equal(c.failed, 0);
	assert_int_equal(store_check(t->s, &t->a, &findings, &e), RC_OK);
	assert_int_equal(findings.n, 0);
	assert_int_equal(stat(copy, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* The copy is a database like any other. */
	restored.path = copy;
	assert_int_equal(tiny_try(&restored, false, &restored.s, &e), RC_OK);
	assert_in_range(tiny_count(&restored), 1, 401);
	store_close(restored.s);
	unlink(str_cstr(&t->a, str_fmt(&t->a, "%s.lock", copy)));
}

static void a_bad_source_spoils_no_copy(void **state)
{
	struct tiny *t = *state;
	const char *copy = str_cstr(&t->a, str_fmt(&t->a, "%s.copy", t->path));
	struct err e = {0};
	struct str before, after;

	int64_t round = 1;
	assert_int_equal(store_write(t->s, &t->a, bulk_job, &round, NULL), RC_OK);
	assert_int_equal(store_backup(t->path, copy, &e), RC_OK);
	assert_int_equal(file_read(&t->a, copy, 1 << 26, &before, NULL), RC_OK);
	store_close(t->s);
	t->s = NULL;
	int fd = open(t->path, O_WRONLY);
	char junk[4096];
	memset(junk, 0x5a, sizeof(junk));
	for (off_t page = 5; page < 60; page++)
		assert_int_equal(pwrite(fd, junk, sizeof(junk), page * 4096), sizeof(junk));
	close(fd);
	assert_int_equal(store_backup(t->path, copy, &e), RC_DATA);
	assert_int_equal(file_read(&t->a, copy, 1 << 26, &after, NULL), RC_OK);
	assert_true(str_eq(before, after));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	        T(values_come_back),
	        T(large_text),
	        T(conflicts_name_the_constraint),
	        T(bugs_of_a_block_are_found),
	        T(a_failing_job_harms_nobody),
	        T(write_inside_write_is_refused),
	        T(bulk_in_one_job),
	        T(a_reader_sees_one_instant),
	        T(more_threads_than_readers),
	        T(second_process_is_refused),
	        T(backup_under_load),
	        T(a_bad_source_spoils_no_copy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
