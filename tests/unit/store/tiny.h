/* A store with the tests' own small catalogue (tests/data/sqlc) in a folder of its own. */
#ifndef TEST_TINY_H
#define TEST_TINY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fileio.h"
#include "base/vec.h"
#include "store/migrate.h"

/* As the compiler wrote it: test_sqlc.c holds it to that. */
#include "../../data/sqlc/good.q.h"

#include "../../data/sqlc/good.q.c"

struct tiny {
	struct arena a;
	const char *dir, *path;
	struct schema schema;
	struct store *s;
};

static inline void tiny_init(struct tiny *t)
{
	char dir[] = "/tmp/tidu-store-XXXXXX";
	struct str sql;

	*t = (struct tiny){0};
	arena_init(&t->a, 0);
	assert_non_null(mkdtemp(dir));
	t->dir = str_cstr(&t->a, str_c(dir));
	t->path = str_cstr(&t->a, str_fmt(&t->a, "%s/t.db", dir));
	assert_int_equal(
	        file_read(&t->a, "tests/data/sqlc/schema.sql", 1 << 20, &sql, NULL), RC_OK);
	VEC_PUSH(&t->a, &t->schema, ((struct schema_file){STR("001_tiny.sql"), sql}));
}

static inline enum rc tiny_try(struct tiny *t, bool create, struct store **s, struct err *e)
{
	const struct store_options o = {.path = t->path, .readers = 2, .create = create};

	return store_open_with(&o, store_catalogue, &t->schema, s, e);
}

static inline void tiny_open(struct tiny *t)
{
	struct err e = {0};

	if (tiny_try(t, true, &t->s, &e) != RC_OK)
		fail_msg("store_open: %s %s", rc_name(e.code), e.detail);
}

static inline void tiny_done(struct tiny *t)
{
	static const char *const ends[] = {"", "-wal", "-shm", ".lock", ".copy"};

	store_close(t->s);
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		unlink(str_cstr(&t->a, str_fmt(&t->a, "%s%s", t->path, ends[i])));
	rmdir(t->dir);
	arena_free(&t->a);
}

/* One row, by itself. */
struct tiny_row {
	const char *code;
	struct str note;
	int64_t id;
};
static inline enum rc tiny_insert_job(struct db *db, void *arg, struct err *e)
{
	struct tiny_row *row = arg;
	struct q_item_insert out;
	struct q_item_insert_in in = {
	        .enterprise_id = 1, .code = str_c(row->code), .note = row->note};

	TRY(q_item_insert(db, &in, &out, e));
	row->id = out.id;
	return RC_OK;
}
static inline enum rc tiny_insert(struct tiny *t, const char *code, struct err *e)
{
	struct tiny_row row = {.code = code};
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = store_write(t->s, &a, tiny_insert_job, &row, e);
	arena_free(&a);
	return rc;
}
static inline int64_t tiny_count(struct tiny *t)
{
	struct q_item_count out;
	struct arena a;
	struct db *db;

	arena_init(&a, 0);
	assert_int_equal(store_read(t->s, &a, &db, NULL), RC_OK);
	assert_int_equal(q_item_count(db, &out, NULL), RC_OK);
	assert_int_equal(db_busy_statements(db), 0);
	store_read_end(db);
	arena_free(&a);
	return out.n;
}

#endif
