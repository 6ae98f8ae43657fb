/* From whatever schema the file has to the one that the program was built with; or a refusal. */
#include "store/migrate.h"

#include "base/embedded.h"
#include "base/env.h"
#include "base/hash.h"
#include "base/vec.h"

#define SCHEMA_FOLDER "sql/schema/sqlite/"

static const char migration_table[] = "CREATE TABLE IF NOT EXISTS schema_migration (\n"
                                      "	version INTEGER PRIMARY KEY,\n"
                                      "	name TEXT NOT NULL,\n"
                                      "	sha256 TEXT NOT NULL,\n"
                                      "	applied_at INTEGER NOT NULL\n"
                                      ") STRICT";

enum rc schema_embedded(struct arena *a, struct schema *out, struct err *e)
{
	struct schema all = {0};
	struct str path, bytes;

	for (size_t i = 0; i < embedded_count(); i++) {
		embedded_at(i, &path, &bytes);
		if (!str_starts(path, STR(SCHEMA_FOLDER)))
			continue;
		struct str name = str_sub(path, sizeof(SCHEMA_FOLDER) - 1, path.n);
		VEC_PUSH(a, &all, ((struct schema_file){name, bytes}));
	}
	if (all.n == 0)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "no schema in the program");
	*out = all;
	return RC_OK;
}

/* "003_x.sql" comes after 002 or whatever stands before it; a number is used once. */
static enum rc check_name(struct str name, int64_t *last, struct err *e)
{
	int64_t version;

	if (!str_to_i64(str_sub(name, 0, str_index(name, '_')), &version) ||
	        version <= *last || !str_ends(name, STR(".sql")))
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL,
		        "schema file %.*s does not come after number %lld", STR_ARG(name),
		        (long long)*last);
	*last = version;
	return RC_OK;
}

static struct str applied_line(struct arena *a, const struct schema_file *f, size_t i)
{
	struct str digest = hash_hex(a, hash_sha256(f->sql));

	return str_fmt(a, "%zu %.*s %.*s", i + 1, STR_ARG(f->name), STR_ARG(digest));
}

static enum rc refuse(struct err *e, enum msgid msg, struct str line)
{
	err_set(e, RC_DATA, msg);
	(void)err_arg(e, 0, str_sub(line, 0, str_find(line, STR(".sql"))));
	return RC_DATA;
}

static enum rc read_applied(struct db *db, struct arena *a, struct strs *out, struct err *e)
{
	struct strs table = {0};

	TRY(db_query(db, "SELECT name FROM sqlite_schema WHERE name = 'schema_migration'", NULL, 0,
	        a, &table, e));
	if (table.n == 0)
		return RC_OK;
	return db_query(db, "SELECT version, name, sha256 FROM schema_migration ORDER BY version",
	        NULL, 0, a, out, e);
}

/* Inside a transaction that the caller ends. */
static enum rc apply_inside(
        struct db *db, struct arena *a, const struct schema_file *f, size_t i, struct err *e)
{
	struct str digest = hash_hex(a, hash_sha256(f->sql));
	struct str row[4] = {
	        str_i64(a, (int64_t)i + 1), f->name, digest, str_i64(a, env_now(&(struct env){0}))};
	struct strs broken = {0};

	if (i == 0) {
		TRY(db_script(db,
		        str_cstr(a, str_fmt(a, "PRAGMA application_id = %d", DB_APPLICATION_ID)),
		        e));
		TRY(db_script(db, migration_table, e));
	}
	TRY(db_script(db, str_cstr(a, f->sql), e));
	if (!db_in_transaction(db))
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "%.*s ends the transaction",
		        STR_ARG(f->name));
	TRY(db_query(db, "PRAGMA foreign_key_check", NULL, 0, a, &broken, e));
	if (broken.n > 0)
		return err_detail(e, RC_DATA, MSG_STORE_DAMAGED, "%.*s leaves foreign key %.*s",
		        STR_ARG(f->name), STR_ARG(broken.v[0]));
	return db_query(db,
	        "INSERT INTO schema_migration (version, name, sha256, applied_at)"
	        " VALUES (?1, ?2, ?3, ?4)",
	        row, ARRAY_LEN(row), a, NULL, e);
}

static enum rc apply_one(
        struct db *db, struct arena *a, const struct schema_file *f, size_t i, struct err *e)
{
	TRY(db_do(db, DB_BEGIN_WRITE, e));
	enum rc rc = apply_inside(db, a, f, i, e);
	if (rc == RC_OK)
		rc = db_do(db, DB_COMMIT, e);
	if (rc != RC_OK)
		db_rollback(db);
	return rc;
}

static enum rc migrate_inside(
        struct db *db, struct arena *a, const struct schema *schema, bool apply, struct err *e)
{
	struct strs applied = {0};
	int64_t last = 0;

	for (size_t i = 0; i < schema->n; i++)
		TRY(check_name(schema->v[i].name, &last, e));
	TRY(read_applied(db, a, &applied, e));
	for (size_t i = 0; i < applied.n; i++) {
		if (i >= schema->n)
			return refuse(e, MSG_STORE_NEWER, applied.v[i]);
		if (!str_eq(applied.v[i], applied_line(a, &schema->v[i], i)))
			return refuse(e, MSG_STORE_CHANGED, applied.v[i]);
	}
	for (size_t i = applied.n; i < schema->n; i++) {
		if (!apply)
			return refuse(e, MSG_STORE_OLDER, schema->v[i].name);
		TRY(apply_one(db, a, &schema->v[i], i, e));
	}
	return RC_OK;
}

enum rc migrate(struct db *writer, const struct schema *schema, bool apply, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = migrate_inside(writer, &a, schema, apply, e);
	arena_free(&a);
	return rc;
}
