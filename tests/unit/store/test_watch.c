/* Who asks which tables were written gets every one that was, by whatever way, and no other. */
#include "tiny.h"

#include "store/watch.h"

static const char *const tables[] = {"item", "part", "nothing_of_this", NULL};
enum { ITEM = 1, PART = 2 };

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

static enum rc insert_item(struct db *db, void *arg, struct err *e)
{
	struct q_item_insert out;

	(void)arg;
	return q_item_insert(db, &(struct q_item_insert_in){.enterprise_id = 1, .code = STR("a")}, &out, e);
}

static enum rc insert_part(struct db *db, void *arg, struct err *e)
{
	return q_part_insert(db, &(struct q_part_insert_in){.item_id = *(int64_t *)arg}, NULL, e);
}

static void nobody_asked(void **state)
{
	struct tiny *t = *state;

	assert_int_equal(store_written(t->s), UINT32_MAX);
}

static void only_what_was_written(void **state)
{
	struct tiny *t = *state;
	struct q_item_count n;
	struct db *db;
	int64_t item = 1, none = 99;

	assert_int_equal(store_write(t->s, &t->a, insert_item, NULL, NULL), RC_OK);
	assert_int_equal(store_watch(t->s, tables, NULL), RC_OK);
	assert_int_equal(store_written(t->s), 0);
	assert_int_equal(store_read(t->s, &t->a, &db, NULL), RC_OK);
	assert_int_equal(q_item_count(db, &n, NULL), RC_OK);
	store_read_end(db);
	assert_int_equal(store_written(t->s), 0);
	assert_int_equal(store_write(t->s, &t->a, insert_part, &item, NULL), RC_OK);
	assert_int_equal(store_written(t->s), PART);
	assert_int_equal(store_written(t->s), 0);
	/* What was prepared before counts again; what was undone counts too: nobody has to be sure of it. */
	assert_int_equal(store_write(t->s, &t->a, insert_item, NULL, NULL), RC_CONFLICT);
	assert_int_equal(store_written(t->s), ITEM);
	assert_int_equal(store_write(t->s, &t->a, insert_part, &none, NULL), RC_CONFLICT);
	assert_int_equal(store_write(t->s, &t->a, insert_item, NULL, NULL), RC_CONFLICT);
	assert_int_equal(store_written(t->s), ITEM | PART);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(nobody_asked),
		T(only_what_was_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
