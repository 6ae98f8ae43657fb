/* A database as the rest of the program sees it: statements by name (store/q.h, generated), rows in
 * an arena, reads in one read transaction, writes through one writer. Engine-neutral; the driver is
 * store/sqlite.c. Why one writer and one checkpointer: docs/decisions/0004-one-writer.md.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/err.h"

struct store; /* an open database: readers, the writer thread, the lock file */
struct db;    /* one connection inside one transaction; belongs to the thread that holds it */

struct opt_i64 {
	bool has;
	int64_t v;
};
static inline struct opt_i64 some_i64(int64_t v)
{
	return (struct opt_i64){true, v};
}
static inline struct opt_i64 none_i64(void)
{
	return (struct opt_i64){false, 0};
}

struct store_options {
	const char *path;
	int readers;          /* read connections lent to request threads, 1-16 */
	int64_t lock_wait_ms; /* how long to wait for the lock file: 0 refuses at once (serve,
	                         fcgi), 10000 for cgi */
	bool create;          /* make the file when missing, and migrate */
	int commit_group;     /* writes that may share one commit, 1-64; 0: as many as that */
};

/* Takes the lock, opens, checks application id and schema version, sets and reads back every
 * pragma. RC_BUSY: another process holds the database. RC_NOT_FOUND: no such file. RC_DATA: not
 * ours, or a newer schema. The store owns its own memory. */
MUST_CHECK enum rc store_open(
        const struct store_options *options, struct store **out, struct err *e);
void store_close(struct store *s); /* waits for the writer to finish what it holds; NULL is fine */
const char *store_path(const struct store *s);

/* Borrow a reader: begins a read transaction on it; rows go into `a`. Waits when all are lent.
 * Take it after the request's body is read and give it back before the response is sent. */
MUST_CHECK enum rc store_read(struct store *s, struct arena *a, struct db **out, struct err *e);
void store_read_end(struct db *db); /* NULL is fine */

/* Run `fn` on the writer thread, inside a savepoint of the transaction that is open there, and
 * return when the commit that holds it is on disk (group commit). fn returning an error undoes its
 * savepoint and nothing else; the error comes back unchanged. `a` receives rows; the caller's
 * thread does not touch it meanwhile. RC_BUSY: the writer's queue is full or it is shutting down.
 */
typedef enum rc store_write_fn(struct db *db, void *arg, struct err *e);
MUST_CHECK enum rc store_write(
        struct store *s, struct arena *a, store_write_fn *fn, void *arg, struct err *e);

struct arena *db_arena(struct db *db);
/* A reader's statements must end within 2 s of store_read (RC_BUSY after that). Reports and exports
 * ask for more; counted from now. */
void db_allow_ms(struct db *db, int64_t ms);
/* Whether an RC_CONFLICT came from this constraint: "account.login" (UNIQUE; the columns as the
 * schema has them, several as "a.x, a.y"), the name of a CHECK, the text of a trigger's RAISE,
 * "FOREIGN KEY". */
bool db_conflict_on(const struct err *e, const char *constraint);

/* Consistent copy while the program runs (VACUUM INTO on a connection of its own), checked with
 * integrity_check and foreign_key_check, fsynced, renamed into place. */
MUST_CHECK enum rc store_backup(const char *db_path, const char *dest, struct err *e);
/* Integrity and foreign keys of an open store; one line per finding into `findings`. */
MUST_CHECK enum rc store_check(
        struct store *s, struct arena *a, struct strs *findings, struct err *e);

#endif
