/* Walks the program's own catalogue: every statement prepares on the schema that the program
 * brings, its columns are called what its rows say, and none scans a table unless it says why. That
 * each is used is tests/lint/catalogue's to see.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/migrate.h"

#define PATH "/tmp/tidu-catalogue-%ld.db"

struct fixture {
	struct arena a;
	const char *path;
	struct db *db;
};

static int setup(void **state)
{
	static struct fixture f;
	struct schema schema = {0};
	struct err e = {0};

	arena_init(&f.a, 0);
	f.path = str_cstr(&f.a, str_fmt(&f.a, PATH, (long)getpid()));
	if (schema_embedded(&f.a, &schema, &e) != RC_OK ||
	        db_open(f.path, DB_WRITER, true, store_catalogue, &f.db, &e) != RC_OK ||
	        migrate(f.db, &schema, true, &e) != RC_OK)
		fail_msg("the schema: %s", e.detail);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	unlink(f->path);
	unlink(str_cstr(&f->a, str_fmt(&f->a, "%s-wal", f->path)));
	unlink(str_cstr(&f->a, str_fmt(&f->a, "%s-shm", f->path)));
	arena_free(&f->a);
	return 0;
}

static bool in_schema(struct fixture *f, struct str name)
{
	struct strs found = {0};

	assert_int_equal(db_query(f->db, "SELECT name FROM sqlite_schema WHERE name = ?1", &name, 1,
	                         &f->a, &found, NULL),
	        RC_OK);
	return found.n > 0;
}

/* The next run of letters, digits, '_' and '.'. */
static bool next_word(struct str *rest, struct str *word)
{
	static const char marks[] = " ,()\t\n=<>;";
	size_t from = 0, to;

	while (from < rest->n && strchr(marks, rest->p[from]))
		from++;
	for (to = from; to < rest->n && !strchr(marks, rest->p[to]);)
		to++;
	*word = str_sub(*rest, from, to - from);
	*rest = str_sub(*rest, to, rest->n);
	return word->n > 0;
}

/* A line of the plan says "SCAN name …" and means a table, an alias, or something that the
 * statement makes itself (a CTE, a subquery, a constant row), which may be scanned. So the
 * statement is asked what stands before the name: "table AS name", "table name", or the name alone.
 */
static bool scans_table(struct fixture *f, const struct stmt_info *info, struct str line)
{
	struct str rest = str_lower(&f->a, str_c(info->sql)), name, word, last = {0}, before = {0};
	size_t at = str_find(line, STR("SCAN "));

	if (at == line.n || str_has(line, STR("VIRTUAL TABLE")))
		return false;
	name = str_sub(line, at + 5, line.n);
	name = str_sub(name, 0, str_index(name, ' '));
	for (; next_word(&rest, &word); before = last, last = word) {
		if (!str_eq(word, name))
			continue;
		struct str table = str_eqc(last, "as") ? before : last;
		if (in_schema(f, word) || in_schema(f, table))
			return true;
	}
	return false;
}

static void every_statement_stands(void **state)
{
	struct fixture *f = *state;
	int wrong = 0;

	for (size_t i = 0; i < store_catalogue.n; i++) {
		const struct stmt_info *info = &store_catalogue.v[i];
		struct strs plan = {0};
		struct err e = {0};

		if (db_explain(f->db, i, &f->a, &plan, &e) != RC_OK) {
			print_error("%s:%d: %s\n", info->file, info->line, e.detail);
			wrong++;
			continue;
		}
		for (size_t k = 0; !info->scan && k < plan.n; k++) {
			if (!scans_table(f, info, plan.v[k]))
				continue;
			print_error("%s:%d: %s: %.*s\n", info->file, info->line, info->name,
			        STR_ARG(plan.v[k]));
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* The eye itself: it must see a scan under an alias and must not see one of a CTE. */
static void scans_are_seen(void **state)
{
	struct fixture *f = *state, eye = *f;
	static const struct stmt_info v[] = {
	        {.name = "a",
	                .sql = "SELECT d.name FROM division AS d WHERE d.level = 'x'",
	                .n_columns = 1},
	        {.name = "b", .sql = "SELECT name FROM division ORDER BY code", .n_columns = 1},
	        {.name = "c",
	                .sql = "SELECT count(*) AS name FROM division d, industry i WHERE d.code = "
	                       "'x'",
	                .n_columns = 1},
	        {.name = "d", .sql = "SELECT name FROM division WHERE code = 'x'", .n_columns = 1},
	        {.name = "e",
	                .sql = "WITH c (name) AS (SELECT 'x' UNION SELECT 'y') SELECT name FROM c "
	                       "AS z",
	                .n_columns = 1},
	};
	static const bool scans[] = {true, true, true, false, false};
	static const struct stmt_field name = {"name", FIELD_TEXT, 0};
	struct stmt_info infos[ARRAY_LEN(v)];

	for (size_t i = 0; i < ARRAY_LEN(v); i++) {
		infos[i] = v[i];
		infos[i].columns = &name;
	}
	assert_int_equal(db_open(f->path, DB_READER, false, (struct catalogue){infos, ARRAY_LEN(v)},
	                         &eye.db, NULL),
	        RC_OK);
	for (size_t i = 0; i < ARRAY_LEN(v); i++) {
		struct strs plan = {0};
		bool seen = false;
		assert_int_equal(db_explain(eye.db, i, &f->a, &plan, NULL), RC_OK);
		for (size_t k = 0; k < plan.n; k++)
			seen |= scans_table(&eye, &infos[i], plan.v[k]);
		assert_int_equal(seen, scans[i]);
	}
	db_close(eye.db);
}

static bool has_param(const struct stmt_info *info, const char *name)
{
	for (size_t i = 0; i < info->n_params; i++)
		if (strcmp(info->params[i].name, name) == 0)
			return true;
	return false;
}

static void scope_is_a_parameter(void **state)
{
	(void)state;
	for (size_t i = 0; i < store_catalogue.n; i++) {
		const struct stmt_info *info = &store_catalogue.v[i];
		assert_true(info->by != BY_OFFICER || has_param(info, "agency_id"));
		assert_true(info->by != BY_ENTERPRISE || has_param(info, "enterprise_id"));
		assert_true(info->by != BY_EXPERT || has_param(info, "expert_id"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(scans_are_seen),
	        cmocka_unit_test(every_statement_stands),
	        cmocka_unit_test(scope_is_a_parameter),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
