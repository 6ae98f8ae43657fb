/* The driver: one connection, its settings, its prepared statements. For the store's own files
 * (db.c, migrate.c) and their tests; the rest of the program knows store/db.h and store/q.h.
 * A struct db belongs to one thread at a time (SQLITE_OPEN_NOMUTEX).
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/stmt.h"

#define DB_APPLICATION_ID 1414087765 /* "TIDU" in the file's header: file(1) and we know it by it  \
	                              */

struct sqlite3;
struct sqlite3_stmt;

enum db_mode {
	DB_WRITER, /* the only one that writes, and the only one that checkpoints */
	DB_READER,
	DB_BACKUP, /* reads, and may VACUUM INTO */
};

/* What the store itself says; prepared once per connection like every other statement. */
enum db_verb {
	DB_BEGIN_READ,
	DB_BEGIN_WRITE,
	DB_COMMIT,
	DB_SAVEPOINT,
	DB_RELEASE,
	DB_UNDO, /* to the savepoint, and out of it */
	DB_VERB__MAX
};

struct db {
	struct sqlite3 *handle;
	struct sqlite3_stmt **stmts; /* by enum stmt, prepared when first used */
	struct sqlite3_stmt *verbs[DB_VERB__MAX + 1];
	struct catalogue catalogue;
	enum db_mode mode;
	struct arena *a;     /* where rows go */
	struct store *store; /* who lends it */
	struct db *next_free;
	int64_t deadline_us; /* monotonic; statements stop then with RC_BUSY; 0: never */
	bool fsync_failed;   /* what the disk holds is unknown: nothing more may be acknowledged */
	struct db_watch *watch; /* NULL: nobody asks what is written */
};

/* store/watch.h, of one connection. */
struct db_watch {
	const char *const *tables;
	uint32_t naming;	  /* what the statement that is being prepared writes */
	uint32_t *writes;	  /* by enum stmt */
	_Atomic(uint32_t) written;
};

/* DB_WRITER with `create` makes a missing file (mode 0600). RC_NOT_FOUND, RC_DATA (not a database
 * of this program, or damaged), RC_IO; RC_INTERNAL when a setting does not take. */
MUST_CHECK enum rc db_open(const char *path, enum db_mode mode, bool create,
        struct catalogue catalogue, struct db **out, struct err *e);
void db_close(struct db *db); /* NULL is fine */

MUST_CHECK enum rc db_do(struct db *db, enum db_verb verb, struct err *e);
/* Ends the transaction, if there is one, without a trace. */
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* Foreign keys that COMMIT would refuse: the fault of the job that just ran, not of its group. */
bool db_owes_keys(const struct db *db);
/* Statements stepped and not reset: 0 whenever a connection is not in a call. */
size_t db_busy_statements(const struct db *db);

/* A fixed statement of the store's own with `n` text parameters; rows as texts, columns joined
 * with one blank. `out` may be NULL. */
MUST_CHECK enum rc db_query(struct db *db, const char *sql, const struct str *params, size_t n,
        struct arena *a, struct strs *out, struct err *e);
/* Several statements: a schema file. */
MUST_CHECK enum rc db_script(struct db *db, const char *sql, struct err *e);
/* Before any statement that counts: prepared ones are forgotten. */
MUST_CHECK enum rc db_watch(struct db *db, const char *const *tables, struct err *e);
/* What integrity_check and foreign_key_check find, one line each. */
MUST_CHECK enum rc db_check(struct db *db, struct arena *a, struct strs *findings, struct err *e);
/* The statement as the engine sees it, for the test of the catalogue: RC_INTERNAL when it does not
 * prepare or its columns are not as declared; `plan` gets the lines of EXPLAIN QUERY PLAN. */
MUST_CHECK enum rc db_explain(
        struct db *db, size_t stmt, struct arena *a, struct strs *plan, struct err *e);
const char *db_engine_version(void);

#endif
