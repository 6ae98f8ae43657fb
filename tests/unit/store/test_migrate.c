/* Schema files are applied once and in order; whatever is not exactly ours is refused untouched. */
#include "tiny.h"

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

static void reopen(struct tiny *t, bool create, enum rc expect, enum msgid msg)
{
	struct err e = {0};

	store_close(t->s);
	t->s = NULL;
	enum rc rc = tiny_try(t, create, &t->s, &e);
	if (rc != expect || (rc != RC_OK && e.msg != msg))
		fail_msg("%s %s %s", rc_name(rc), msg_name(e.msg), e.detail);
}

static void add_file(struct tiny *t, const char *name, const char *sql)
{
	VEC_PUSH(&t->a, &t->schema, ((struct schema_file){str_c(name), str_c(sql)}));
}

static void missing_file(void **state)
{
	struct tiny *t = *state;

	reopen(t, false, RC_NOT_FOUND, MSG_STORE_MISSING);
	assert_false(file_exists(t->path));
	reopen(t, true, RC_OK, MSG_NONE);
	reopen(t, false, RC_OK, MSG_NONE);
}

static void newer_older_changed(void **state)
{
	struct tiny *t = *state;

	reopen(t, true, RC_OK, MSG_NONE);
	add_file(t, "002_more.sql", "CREATE TABLE more (x INTEGER) STRICT;");
	reopen(t, false, RC_DATA, MSG_STORE_OLDER);
	reopen(t, true, RC_OK, MSG_NONE);
	reopen(t, false, RC_OK, MSG_NONE);
	t->schema.n = 1;
	reopen(t, true, RC_DATA, MSG_STORE_NEWER);
	t->schema.n = 2;
	t->schema.v[1].sql = STR("CREATE TABLE more (y INTEGER) STRICT;");
	reopen(t, true, RC_DATA, MSG_STORE_CHANGED);
}

static void a_bad_file_leaves_nothing(void **state)
{
	struct tiny *t = *state;

	reopen(t, true, RC_OK, MSG_NONE);
	assert_int_equal(tiny_insert(t, "a", NULL), RC_OK);
	add_file(t, "002_bad.sql",
	        "CREATE TABLE more (x INTEGER) STRICT; DELETE FROM item; nonsense;");
	reopen(t, true, RC_INTERNAL, MSG_INTERNAL);
	t->schema.v[1].sql = STR("DELETE FROM item; COMMIT;"); /* must not end the transaction */
	reopen(t, true, RC_INTERNAL, MSG_INTERNAL);
	t->schema.v[1].sql = STR("CREATE TABLE more (x INTEGER) STRICT;");
	t->schema.v[1].name = STR("001_again.sql");
	reopen(t, true, RC_INTERNAL, MSG_INTERNAL);
	t->schema.v[1].name = STR("002_good.sql");
	reopen(t, true, RC_OK, MSG_NONE);
}

static void strangers(void **state)
{
	struct tiny *t = *state;
	struct str before, after;

	/* Text. */
	assert_int_equal(file_write_durable(t->path,
	                         STR("this is no database at all, but long enough "
	                             "to be taken for the header of one: 16 + 84"),
	                         NULL),
	        RC_OK);
	reopen(t, true, RC_DATA, MSG_STORE_NOT_OURS);
	/* A database of another program: not one byte changes. */
	unlink(t->path);
	reopen(t, true, RC_OK, MSG_NONE);
	store_close(t->s);
	t->s = NULL;
	assert_int_equal(file_read(&t->a, t->path, 1 << 20, &before, NULL), RC_OK);
	char *bytes = str_cstr(&t->a, before);
	memcpy(bytes, before.p, before.n);
	memcpy(bytes + 68, "FOSL", 4); /* the application id in the header */
	before = (struct str){bytes, before.n};
	assert_int_equal(file_write_durable(t->path, before, NULL), RC_OK);
	reopen(t, true, RC_DATA, MSG_STORE_NOT_OURS);
	assert_int_equal(file_read(&t->a, t->path, 1 << 20, &after, NULL), RC_OK);
	assert_true(str_eq(before, after));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	        T(missing_file),
	        T(newer_older_changed),
	        T(a_bad_file_leaves_nothing),
	        T(strangers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
