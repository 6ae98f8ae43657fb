/* A lease is renewed while the work lasts, by nobody but who holds it, and no longer. */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../check.h"

#include "service/jobs_lease.h"
#include "service/tx.h"
#include "store/q.h"

static const struct actor nobody = {.name = STR_INIT("系统")};

struct job_of {
	struct str holder;
};
static enum rc take(struct tx *tx, void *arg, struct err *e)
{
	struct job_of *j = arg;

	return q_job_hold(tx->db,
		&(struct q_job_hold_in){.name = STR("backup"), .holder = j->holder, .now = tx->now,
			.until = tx->now + 1, .longest = INT64_MAX},
		NULL, e);
}

static int64_t leased_until(const struct services *sv, struct arena *a)
{
	struct q_job_rows_list rows;
	struct err e = {0};
	struct db *db;

	assert_rc(store_read(sv->store, a, &db, &e), RC_OK);
	assert_rc(q_job_rows(db, &rows, &e), RC_OK);
	store_read_end(db);
	assert_int_equal(rows.n, 1);
	return rows.v[0].leased_until;
}

static void wait_ms(int64_t ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static void a_lease_is_kept_while_the_work_lasts(void **state)
{
	struct arena *a = *state;
	char dir[] = "/tmp/tidu-lease-XXXXXX";
	struct services sv = {.env = {.fixed = false}};
	struct err e = {0};

	assert_non_null(mkdtemp(dir));
	struct store_options options = {
		.path = str_fmt(a, "%s/x.db", dir).p, .readers = 1, .create = true};
	assert_rc(store_open(&options, &sv.store, &e), RC_OK);
	struct tx_call call = {.sv = &sv, .a = a, .who = &nobody, .now = env_now(&sv.env)};
	assert_rc(tx_run(&call, take, &(struct job_of){STR("me")}, &e), RC_OK);
	int64_t first = leased_until(&sv, a);

	struct jobs_lease *other = jobs_lease_keep(a, &sv, STR("backup"), STR("somebody"), 10);
	wait_ms(200);
	jobs_lease_stop(other);
	assert_int_equal(leased_until(&sv, a), first);

	struct jobs_lease *own = jobs_lease_keep(a, &sv, STR("backup"), STR("me"), 10);
	int64_t now = first;
	for (int i = 0; i < 100 && now == first; i++) {
		wait_ms(50);
		now = leased_until(&sv, a);
	}
	jobs_lease_stop(own);
	assert_true(now >= first + JOBS_LEASE_MS - 1);
	now = leased_until(&sv, a);
	wait_ms(100);
	assert_int_equal(leased_until(&sv, a), now);
	store_close(sv.store);
	assert_int_equal(system(str_fmt(a, "rm -r %s", dir).p), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(a_lease_is_kept_while_the_work_lasts)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
