/* What the generated catalogue (build/gen/store/q.c, written by src/host/sqlc.c) and a driver say
 * to each other: statements and their fields as tables, four ways to run one. Services include
 * store/q.h and never this; tests walk `store_catalogue`.
 */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include "store/db.h"

enum field_type {
	FIELD_INT,
	FIELD_INT_OPT,
	FIELD_TEXT,
	FIELD_TEXT_OPT,
	FIELD_BLOB,
	FIELD_BLOB_OPT
};
enum stmt_result { RESULT_EXEC, RESULT_ONE, RESULT_OPT, RESULT_MANY };
enum stmt_by { BY_PUBLIC, BY_ENTERPRISE, BY_OFFICER, BY_EXPERT, BY_ADMIN, BY_SYSTEM };

/* A member of a parameter or row struct: int64_t, struct opt_i64 or struct str at `offset`. */
struct stmt_field {
	const char *name;
	enum field_type type;
	size_t offset;
};

struct stmt_info {
	const char *name, *sql; /* parameters are ?1 … ?n in the order of `params` */
	const char *file;
	int line;
	enum stmt_result result;
	enum stmt_by by;
	const char *scan; /* why this one may scan a table; NULL: it must not */
	bool sqlite_only;
	size_t n_params, n_columns, row_size;
	const struct stmt_field *params, *columns;
};

struct catalogue {
	const struct stmt_info *v;
	size_t n;
};
extern const struct catalogue store_catalogue; /* generated; indexed by enum stmt */

struct stmt_rows {
	void *v;
	size_t n, cap;
};

/* `stmt` is an index of the catalogue, `in` its parameter struct (NULL when it has none), rows go
 * to the arena of the transaction. RC_CONFLICT: a constraint, named in e->detail (db_conflict_on).
 * RC_BUSY: over the time allowed. RC_NOT_FOUND: stmt_one without a row. A second row where one is
 * promised, or NULL in a column declared `int`, is a bug of the catalogue: RC_INTERNAL. */
MUST_CHECK enum rc stmt_exec(
        struct db *db, size_t stmt, const void *in, int64_t *changed, struct err *e);
MUST_CHECK enum rc stmt_one(struct db *db, size_t stmt, const void *in, void *out, struct err *e);
MUST_CHECK enum rc stmt_opt(
        struct db *db, size_t stmt, const void *in, void *out, bool *found, struct err *e);
MUST_CHECK enum rc stmt_many(
        struct db *db, size_t stmt, const void *in, struct stmt_rows *out, struct err *e);

#endif
