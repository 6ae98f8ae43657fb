/* The only file that knows SQLite: connections with every setting read back, statements of the
 * catalogue prepared once per connection, rows copied out at once, errors mapped. Statements are
 * always reset before a call returns: one that is not holds its snapshot and the WAL grows.
 */
#include <sqlite3.h>

#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/env.h"
#include "base/vec.h"

#define TEXT_MAX (32 << 20)
#define PROGRESS_STEPS 4000 /* instructions of the virtual machine between looks at the clock */

/* --- errors --------------------------------------------------------------------------------------
 */
static enum rc map_error(const struct db *db, int code, enum msgid *msg)
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		*msg = MSG_STORE_CONFLICT;
		return RC_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		*msg = MSG_STORE_BUSY;
		return RC_BUSY;
	case SQLITE_INTERRUPT:
		*msg = MSG_STORE_SLOW;
		return RC_BUSY;
	case SQLITE_FULL:
		*msg = MSG_STORE_FULL;
		return RC_IO;
	case SQLITE_READONLY:
		*msg = db->mode == DB_WRITER ? MSG_IO : MSG_INTERNAL;
		return db->mode == DB_WRITER ? RC_IO : RC_INTERNAL;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_PROTOCOL:
		*msg = MSG_IO;
		return RC_IO;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		*msg = MSG_STORE_DAMAGED;
		return RC_DATA;
	case SQLITE_TOOBIG:
		*msg = MSG_STORE_TOO_MANY;
		return RC_TOO_LARGE;
	case SQLITE_NOMEM:
		*msg = MSG_NO_MEMORY;
		return RC_INTERNAL;
	default:
		*msg = MSG_INTERNAL;
		return RC_INTERNAL;
	}
}

static enum rc db_error(struct db *db, const char *what, struct err *e)
{
	int code = sqlite3_extended_errcode(db->handle);
	enum msgid msg;
	enum rc rc = map_error(db, code, &msg);

	if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
		db->fsync_failed = true;
	return err_detail(e, rc, msg, "%s: %s (%d)", what, sqlite3_errmsg(db->handle), code);
}

bool db_conflict_on(const struct err *e, const char *constraint)
{
	if (e->code != RC_CONFLICT)
		return false;
	struct str detail = str_c(e->detail), want = str_c(constraint);
	while (want.n > 0) {
		size_t i = str_find(detail, want);
		if (i == detail.n)
			return false;
		/* A whole name: after a blank, before " (code)", a comma or " constraint failed".
		 */
		char before = i > 0 ? detail.p[i - 1] : ' ';
		char after = i + want.n < detail.n ? detail.p[i + want.n] : ' ';
		if (before == ' ' && (after == ' ' || after == ','))
			return true;
		detail = str_sub(detail, i + 1, detail.n);
	}
	return false;
}

/* --- opening -------------------------------------------------------------------------------------
 */
enum { BUSY_MS = 5000 };

static const struct {
	const char *sql, *expect;
	bool mode[3];
} pragmas[] = {
        {"PRAGMA journal_mode = WAL", "wal", {[DB_WRITER] = true}},
        {"PRAGMA synchronous = FULL; PRAGMA synchronous", "2", {true, true, true}},
        {"PRAGMA foreign_keys = ON; PRAGMA foreign_keys", "1", {true, true, true}},
        {"PRAGMA secure_delete = ON; PRAGMA secure_delete", "1", {true, true, true}},
        {"PRAGMA trusted_schema = OFF; PRAGMA trusted_schema", "0", {true, true, true}},
        {"PRAGMA cell_size_check = ON; PRAGMA cell_size_check", "1", {true, true, true}},
        /* With mapped files an I/O error is a SIGBUS. */
        {"PRAGMA mmap_size = 0; PRAGMA mmap_size", "0", {true, true, true}},
        {"PRAGMA busy_timeout", "5000", {true, true, true}}, /* BUSY_MS, set before the first read */
        {"PRAGMA temp_store = MEMORY; PRAGMA temp_store", "2", {true, true, true}},
        {"PRAGMA cache_size = -16384; PRAGMA cache_size", "-16384",
                {[DB_WRITER] = true, [DB_BACKUP] = true}},
        {"PRAGMA cache_size = -8192; PRAGMA cache_size", "-8192", {[DB_READER] = true}},
        /* 16 MiB: a full group writes 1000 pages, and a checkpoint after each would cost a fifth */
        {"PRAGMA wal_autocheckpoint = 4000; PRAGMA wal_autocheckpoint", "4000",
                {[DB_WRITER] = true}},
        {"PRAGMA wal_autocheckpoint = 0; PRAGMA wal_autocheckpoint", "0",
                {[DB_READER] = true, [DB_BACKUP] = true}},
        {"PRAGMA journal_size_limit = 67108864; PRAGMA journal_size_limit", "67108864",
                {[DB_WRITER] = true}},
        {"PRAGMA query_only = ON; PRAGMA query_only", "1", {[DB_READER] = true}},
};

static const struct {
	int what, on;
	bool mode[3];
} configs[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1, {true, true, true}},
        {SQLITE_DBCONFIG_DQS_DML, 0, {true, true, true}},
        {SQLITE_DBCONFIG_DQS_DDL, 0, {true, true, true}},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, {true, true, true}},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, {true, true, true}},
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, {[DB_READER] = true, [DB_BACKUP] = true}},
};

/* Once per process, before the first connection: without it every allocation of every thread
 * passes through one mutex for statistics that nobody reads. */
static void engine_setup(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int on_progress(void *arg)
{
	const struct db *db = arg;

	return db->deadline_us != 0 && monotonic_us() > db->deadline_us;
}

static enum rc setting_refused(const char *what, struct err *e)
{
	return err_detail(
	        e, RC_INTERNAL, MSG_INTERNAL, "SQLite does not take the setting: %s", what);
}

static enum rc set_pragma(struct db *db, const char *sql, const char *expect, struct err *e)
{
	char got[32] = "";
	enum rc rc = RC_OK;

	while (rc == RC_OK && *sql) {
		sqlite3_stmt *st = NULL;
		if (sqlite3_prepare_v2(db->handle, sql, -1, &st, &sql) != SQLITE_OK)
			return db_error(db, "pragma", e);
		int step = sqlite3_step(st);
		if (step == SQLITE_ROW && sqlite3_column_text(st, 0))
			snprintf(got, sizeof(got), "%s", (const char *)sqlite3_column_text(st, 0));
		if (sqlite3_finalize(st) != SQLITE_OK)
			rc = db_error(db, "pragma", e);
	}
	if (rc == RC_OK && strcmp(got, expect) != 0)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL,
		        "pragma is \"%s\" instead of \"%s\"", got, expect);
	return rc;
}

static enum rc set_limits(struct db *db, struct err *e)
{
	sqlite3 *h = db->handle;

	for (size_t i = 0; i < ARRAY_LEN(configs); i++) {
		int got = -1;
		if (!configs[i].mode[db->mode])
			continue;
		if (sqlite3_db_config(h, configs[i].what, configs[i].on, &got) != SQLITE_OK ||
		        got != configs[i].on)
			return setting_refused("db_config", e);
	}
	sqlite3_limit(h, SQLITE_LIMIT_LENGTH, TEXT_MAX);
	sqlite3_limit(h, SQLITE_LIMIT_SQL_LENGTH, 64 << 10);
	sqlite3_limit(h, SQLITE_LIMIT_EXPR_DEPTH, 100);
	sqlite3_limit(h, SQLITE_LIMIT_VDBE_OP, 50000);
	sqlite3_limit(h, SQLITE_LIMIT_VARIABLE_NUMBER, 200);
	sqlite3_limit(h, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
	/* VACUUM INTO attaches its target. */
	sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, db->mode == DB_BACKUP ? 1 : 0);
	sqlite3_progress_handler(h, PROGRESS_STEPS, on_progress, db);
	return RC_OK;
}

/* Before anything is changed: journal_mode=WAL would already change a stranger's file. */
static enum rc check_ours(struct db *db, const char *path, struct err *e)
{
	struct arena a;
	struct strs id = {0}, tables = {0};
	enum rc rc;

	arena_init(&a, 0);
	rc = db_query(db, "PRAGMA application_id", NULL, 0, &a, &id, e);
	if (rc == RC_OK)
		rc = db_query(db, "SELECT count(*) FROM sqlite_schema", NULL, 0, &a, &tables, e);
	if (rc == RC_OK) {
		int64_t n = -1, app = -1;
		bool known = id.n == 1 && tables.n == 1 && str_to_i64(id.v[0], &app) &&
		             str_to_i64(tables.v[0], &n);
		bool fresh = app == 0 && n == 0 && db->mode == DB_WRITER;
		if (!known || (app != DB_APPLICATION_ID && !fresh)) {
			rc = err_set(e, RC_DATA, MSG_STORE_NOT_OURS);
			(void)err_arg(e, 0, str_c(path));
		}
	} else if (rc == RC_DATA) {
		rc = err_set(e, RC_DATA, MSG_STORE_NOT_OURS);
		(void)err_arg(e, 0, str_c(path));
	}
	arena_free(&a);
	return rc;
}

static enum rc configure(struct db *db, const char *path, struct err *e)
{
	TRY(set_limits(db, e));
	TRY(check_ours(db, path, e));
	for (size_t i = 0; i < ARRAY_LEN(pragmas); i++)
		if (pragmas[i].mode[db->mode])
			TRY(set_pragma(db, pragmas[i].sql, pragmas[i].expect, e));
	return RC_OK;
}

/* SQLite would make it readable for everybody; -wal and -shm take the mode of the file. */
static enum rc make_file(const char *path, bool create, struct err *e)
{
	if (access(path, F_OK) == 0)
		return RC_OK;
	if (!create) {
		err_set(e, RC_NOT_FOUND, MSG_STORE_MISSING);
		(void)err_arg(e, 0, str_c(path));
		return RC_NOT_FOUND;
	}
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_detail(e, RC_IO, MSG_IO, "create %s: %s", path, strerror(errno));
	close(fd);
	return RC_OK;
}

enum rc db_open(const char *path, enum db_mode mode, bool create, struct catalogue catalogue,
        struct db **out, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
	            (mode == DB_WRITER ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);

	pthread_once(&once, engine_setup);
	TRY(make_file(path, create && mode == DB_WRITER, e));
	struct db *db = calloc(1, sizeof(*db));
	sqlite3_stmt **stmts = calloc(catalogue.n + 1, sizeof(sqlite3_stmt *));
	if (!db || !stmts) {
		free(db);
		free(stmts);
		return err_set(e, RC_INTERNAL, MSG_NO_MEMORY);
	}
	*db = (struct db){.stmts = stmts, .catalogue = catalogue, .mode = mode};
	int code = sqlite3_open_v2(path, &db->handle, flags, NULL);
	enum rc rc = RC_OK;
	if (db->handle) {
		sqlite3_extended_result_codes(db->handle, 1);
		sqlite3_busy_timeout(db->handle, BUSY_MS);
	}
	if (code != SQLITE_OK)
		rc = db->handle ? db_error(db, path, e) : err_set(e, RC_INTERNAL, MSG_NO_MEMORY);
	if (rc == RC_OK)
		rc = configure(db, path, e);
	if (rc != RC_OK) {
		db_close(db);
		return rc;
	}
	*out = db;
	return RC_OK;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < db->catalogue.n; i++)
		sqlite3_finalize(db->stmts[i]);
	for (size_t i = 0; i < ARRAY_LEN(db->verbs); i++)
		sqlite3_finalize(db->verbs[i]);
	sqlite3_close_v2(db->handle);
	if (db->watch)
		free(db->watch->writes);
	free(db->watch);
	free(db->stmts);
	free(db);
}

const char *db_engine_version(void)
{
	return sqlite3_libversion();
}

/* --- transactions --------------------------------------------------------------------------------
 */
static enum rc run_verb(struct db *db, size_t i, const char *sql, struct err *e)
{
	if (!db->verbs[i] && sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
	                             &db->verbs[i], NULL) != SQLITE_OK)
		return db_error(db, sql, e);
	int code = sqlite3_step(db->verbs[i]);
	enum rc rc = code == SQLITE_DONE ? RC_OK : db_error(db, sql, e);
	sqlite3_reset(db->verbs[i]);
	return rc;
}

enum rc db_do(struct db *db, enum db_verb verb, struct err *e)
{
	static const char *const sql[DB_VERB__MAX] = {
	        [DB_BEGIN_READ] = "BEGIN DEFERRED",
	        /* A deferred one that turns into a writer fails at once and for ever
	           (BUSY_SNAPSHOT). */
	        [DB_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	        [DB_COMMIT] = "COMMIT",
	        [DB_SAVEPOINT] = "SAVEPOINT job",
	        [DB_RELEASE] = "RELEASE job",
	        [DB_UNDO] = "ROLLBACK TO job",
	};

	TRY(run_verb(db, verb, sql[verb], e));
	return verb == DB_UNDO ? db_do(db, DB_RELEASE, e) : RC_OK;
}

void db_rollback(struct db *db)
{
	/* SQLite may have rolled back already; what is left to fail here leaves nothing behind. */
	if (db_in_transaction(db))
		(void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool db_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
}

bool db_owes_keys(const struct db *db)
{
	int now = 0, high = 0;

	return sqlite3_db_status(db->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &high, 0) ==
	               SQLITE_OK &&
	       now != 0;
}

size_t db_busy_statements(const struct db *db)
{
	size_t n = 0;

	for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt(db->handle, st)) != NULL;)
		n += sqlite3_stmt_busy(st) != 0;
	return n;
}

struct arena *db_arena(struct db *db)
{
	return db->a;
}

void db_allow_ms(struct db *db, int64_t ms)
{
	db->deadline_us = monotonic_us() + ms * 1000;
}

/* --- what is written
 * ------------------------------------------------------------------------------- */

/* Called while a statement is prepared, for each table that it or a trigger of it touches. */
static int on_table(void *arg, int act, const char *table, const char *column, const char *schema,
        const char *trigger)
{
	struct db_watch *w = arg;
	bool writes = act == SQLITE_INSERT || act == SQLITE_UPDATE || act == SQLITE_DELETE;

	(void)column;
	(void)schema;
	(void)trigger;
	for (size_t i = 0; writes && table && w->tables[i]; i++)
		if (strcmp(w->tables[i], table) == 0)
			w->naming |= (uint32_t)1 << i;
	return SQLITE_OK;
}

enum rc db_watch(struct db *db, const char *const *tables, struct err *e)
{
	struct db_watch *w = db->watch ? db->watch : calloc(1, sizeof(*w));
	uint32_t *writes = calloc(db->catalogue.n + 1, sizeof(*writes));

	if (!w || !writes) {
		if (w != db->watch)
			free(w);
		free(writes);
		return err_set(e, RC_INTERNAL, MSG_NO_MEMORY);
	}
	free(w->writes);
	w->writes = writes;
	w->tables = tables;
	db->watch = w;
	for (size_t i = 0; i < db->catalogue.n; i++) {
		sqlite3_finalize(db->stmts[i]);
		db->stmts[i] = NULL;
	}
	return sqlite3_set_authorizer(db->handle, on_table, w) == SQLITE_OK
	               ? RC_OK
	               : db_error(db, "watch", e);
}

/* --- the statements of the catalogue
 * -------------------------------------------------------------- */
static enum rc prepare(struct db *db, size_t id, sqlite3_stmt **out, struct err *e)
{
	if (id >= db->catalogue.n)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "no statement %zu", id);
	if (db->stmts[id]) {
		*out = db->stmts[id];
		return RC_OK;
	}
	const struct stmt_info *info = &db->catalogue.v[id];
	sqlite3_stmt *st = NULL;
	if (db->watch)
		db->watch->naming = 0;
	if (sqlite3_prepare_v3(db->handle, info->sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) !=
	        SQLITE_OK)
		return db_error(db, info->name, e);
	if ((size_t)sqlite3_column_count(st) != info->n_columns ||
	        (size_t)sqlite3_bind_parameter_count(st) != info->n_params) {
		(void)err_detail(e, RC_INTERNAL, MSG_INTERNAL, "%s: %d columns, %d parameters",
		        info->name, sqlite3_column_count(st), sqlite3_bind_parameter_count(st));
		sqlite3_finalize(st);
		return RC_INTERNAL;
	}
	if (db->watch)
		db->watch->writes[id] = db->watch->naming;
	*out = db->stmts[id] = st;
	return RC_OK;
}

static int bind_text(sqlite3_stmt *st, int i, const struct stmt_field *f, const struct str *s)
{
	bool may_be_null = f->type == FIELD_TEXT_OPT || f->type == FIELD_BLOB_OPT;

	if (s->n > TEXT_MAX)
		return SQLITE_TOOBIG;
	if (!s->p && may_be_null)
		return sqlite3_bind_null(st, i);
	/* STATIC: the caller's struct outlives the call, and so must what it points to. */
	if (f->type == FIELD_BLOB || f->type == FIELD_BLOB_OPT)
		return sqlite3_bind_blob(st, i, s->p ? s->p : "", (int)s->n, SQLITE_STATIC);
	return sqlite3_bind_text(st, i, s->p ? s->p : "", (int)s->n, SQLITE_STATIC);
}

static int bind_all(sqlite3_stmt *st, const struct stmt_info *info, const char *in)
{
	int code = SQLITE_OK;

	for (size_t k = 0; k < info->n_params && code == SQLITE_OK; k++) {
		const struct stmt_field *f = &info->params[k];
		const void *at = in + f->offset;
		int i = (int)k + 1;

		if (f->type == FIELD_INT) {
			code = sqlite3_bind_int64(st, i, *(const int64_t *)at);
		} else if (f->type == FIELD_INT_OPT) {
			const struct opt_i64 *v = at;
			code = v->has ? sqlite3_bind_int64(st, i, v->v) : sqlite3_bind_null(st, i);
		} else {
			code = bind_text(st, i, f, at);
		}
	}
	return code;
}

/* Prepared and bound; pair with stmt_end. */
static enum rc stmt_begin(
        struct db *db, size_t id, const void *in, sqlite3_stmt **out, struct err *e)
{
	sqlite3_stmt *st;

	TRY(prepare(db, id, &st, e));
	const struct stmt_info *info = &db->catalogue.v[id];
	int code = bind_all(st, info, in);
	if (code == SQLITE_TOOBIG) {
		sqlite3_clear_bindings(st);
		return err_detail(
		        e, RC_TOO_LARGE, MSG_STORE_TOO_MANY, "%s: text too long", info->name);
	}
	if (code != SQLITE_OK) {
		enum rc rc = db_error(db, info->name, e);
		sqlite3_clear_bindings(st);
		return rc;
	}
	if (db->watch && db->watch->writes[id])
		atomic_fetch_or(&db->watch->written, db->watch->writes[id]);
	*out = st;
	return RC_OK;
}

static void stmt_end(sqlite3_stmt *st)
{
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

/* The arena ends the process at its limit: a query that is too large must not get there. */
static bool has_room(const struct arena *a, size_t n)
{
	return a->limit - a->used > n && a->limit - a->used - n > a->limit / 16;
}

/* Points the text members of `row` into SQLite's memory; *bytes is what they hold together. */
static const char *read_columns(
        sqlite3_stmt *st, const struct stmt_info *info, char *row, size_t *bytes)
{
	size_t total = 0;

	for (size_t k = 0; k < info->n_columns; k++) {
		const struct stmt_field *f = &info->columns[k];
		void *at = row + f->offset;
		int i = (int)k;
		bool null = sqlite3_column_type(st, i) == SQLITE_NULL;

		if (f->type == FIELD_INT) {
			if (null)
				return f->name;
			*(int64_t *)at = sqlite3_column_int64(st, i);
		} else if (f->type == FIELD_INT_OPT) {
			*(struct opt_i64 *)at =
			        (struct opt_i64){!null, sqlite3_column_int64(st, i)};
		} else if (null) {
			*(struct str *)at = str_none();
		} else {
			bool blob = f->type == FIELD_BLOB || f->type == FIELD_BLOB_OPT;
			const void *p = blob ? sqlite3_column_blob(st, i)
			                     : (const void *)sqlite3_column_text(st, i);
			size_t n = p ? (size_t)sqlite3_column_bytes(st, i) : 0;
			*(struct str *)at = (struct str){n ? p : "", n};
			total += n;
		}
	}
	*bytes = total;
	return NULL;
}

/* One piece of the arena holds all texts of a row. */
static void copy_texts(struct arena *a, const struct stmt_info *info, char *row, size_t bytes)
{
	char *to = arena_alloc(a, bytes);

	for (size_t k = 0; k < info->n_columns; k++) {
		const struct stmt_field *f = &info->columns[k];
		struct str *s = (struct str *)(void *)(row + f->offset);

		if (f->type == FIELD_INT || f->type == FIELD_INT_OPT || s->n == 0)
			continue;
		memcpy(to, s->p, s->n);
		s->p = to;
		to += s->n;
	}
}

static enum rc take_row(
        struct db *db, sqlite3_stmt *st, const struct stmt_info *info, void *row, struct err *e)
{
	size_t bytes = 0;
	const char *null = read_columns(st, info, row, &bytes);

	if (null)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL,
		        "%s: NULL in column %s, declared int", info->name, null);
	if (bytes == 0)
		return RC_OK;
	if (!has_room(db->a, bytes))
		return err_detail(e, RC_TOO_LARGE, MSG_STORE_TOO_MANY, "%s", info->name);
	copy_texts(db->a, info, row, bytes);
	return RC_OK;
}

enum rc stmt_exec(struct db *db, size_t id, const void *in, int64_t *changed, struct err *e)
{
	sqlite3_stmt *st;
	enum rc rc = RC_OK;

	TRY(stmt_begin(db, id, in, &st, e));
	if (sqlite3_step(st) != SQLITE_DONE)
		rc = db_error(db, db->catalogue.v[id].name, e);
	else if (changed)
		*changed = sqlite3_changes64(db->handle);
	stmt_end(st);
	return rc;
}

enum rc stmt_opt(struct db *db, size_t id, const void *in, void *out, bool *found, struct err *e)
{
	sqlite3_stmt *st;
	enum rc rc = RC_OK;

	TRY(stmt_begin(db, id, in, &st, e));
	const struct stmt_info *info = &db->catalogue.v[id];
	struct arena_mark mark = arena_mark(db->a);
	void *row = NULL;
	int code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		row = arena_alloc(db->a, info->row_size);
		rc = take_row(db, st, info, row, e);
		if (rc == RC_OK)
			code = sqlite3_step(st);
	}
	if (rc == RC_OK && code == SQLITE_ROW)
		rc = err_detail(e, RC_INTERNAL, MSG_INTERNAL, "%s: more than one row", info->name);
	else if (rc == RC_OK && code != SQLITE_DONE)
		rc = db_error(db, info->name, e);
	stmt_end(st);
	if (rc != RC_OK) {
		arena_release(db->a, mark);
		return rc;
	}
	if (row)
		memcpy(out, row, info->row_size);
	*found = row != NULL;
	return RC_OK;
}

enum rc stmt_one(struct db *db, size_t id, const void *in, void *out, struct err *e)
{
	bool found;

	TRY(stmt_opt(db, id, in, out, &found, e));
	if (!found)
		return err_detail(
		        e, RC_NOT_FOUND, MSG_STORE_NOT_FOUND, "%s", db->catalogue.v[id].name);
	return RC_OK;
}

enum rc stmt_many(struct db *db, size_t id, const void *in, struct stmt_rows *out, struct err *e)
{
	sqlite3_stmt *st;
	struct stmt_rows rows = {0};
	enum rc rc = RC_OK;
	int code;

	TRY(stmt_begin(db, id, in, &st, e));
	const struct stmt_info *info = &db->catalogue.v[id];
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		if (rows.n == rows.cap && !has_room(db->a, (rows.cap * 2 + 8) * info->row_size)) {
			rc = err_detail(e, RC_TOO_LARGE, MSG_STORE_TOO_MANY, "%s", info->name);
			break;
		}
		rows.v = vec_grow(db->a, rows.v, rows.n, &rows.cap, info->row_size);
		rc = take_row(db, st, info, (char *)rows.v + rows.n * info->row_size, e);
		if (rc != RC_OK)
			break;
		rows.n++;
	}
	if (rc == RC_OK && code != SQLITE_DONE)
		rc = db_error(db, info->name, e);
	stmt_end(st);
	if (rc == RC_OK)
		*out = rows;
	return rc;
}

/* --- the store's own statements
 * ------------------------------------------------------------------- */
static struct str row_text(sqlite3_stmt *st, struct arena *a)
{
	struct str line = str_none();

	for (int i = 0; i < sqlite3_column_count(st); i++) {
		const unsigned char *p = sqlite3_column_text(st, i);
		struct str s = {(const char *)p, p ? (size_t)sqlite3_column_bytes(st, i) : 0};
		line = i == 0 ? str_dup(a, s) : str_cat(a, line, str_cat(a, STR(" "), s));
	}
	return line;
}

enum rc db_query(struct db *db, const char *sql, const struct str *params, size_t n,
        struct arena *a, struct strs *out, struct err *e)
{
	sqlite3_stmt *st = NULL;
	enum rc rc = RC_OK;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &st, NULL);

	for (size_t i = 0; i < n && code == SQLITE_OK; i++)
		code = sqlite3_bind_text(st, (int)i + 1, params[i].p ? params[i].p : "",
		        (int)params[i].n, SQLITE_STATIC);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(st);
		if (code == SQLITE_ROW && out)
			VEC_PUSH(a, out, row_text(st, a));
	}
	if (code != SQLITE_DONE)
		rc = db_error(db, sql, e);
	sqlite3_finalize(st);
	return rc;
}

enum rc db_script(struct db *db, const char *sql, struct err *e)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_error(db, "schema", e);
	return RC_OK;
}

enum rc db_check(struct db *db, struct arena *a, struct strs *findings, struct err *e)
{
	struct strs pages = {0}, keys = {0};

	TRY(db_query(db, "PRAGMA integrity_check", NULL, 0, a, &pages, e));
	TRY(db_query(db, "PRAGMA foreign_key_check", NULL, 0, a, &keys, e));
	for (size_t i = 0; i < pages.n; i++)
		if (!str_eqc(pages.v[i], "ok"))
			VEC_PUSH(a, findings, pages.v[i]);
	for (size_t i = 0; i < keys.n; i++)
		VEC_PUSH(a, findings, str_cat(a, STR("foreign key: "), keys.v[i]));
	return RC_OK;
}

enum rc db_explain(struct db *db, size_t id, struct arena *a, struct strs *plan, struct err *e)
{
	sqlite3_stmt *st;

	TRY(prepare(db, id, &st, e));
	const struct stmt_info *info = &db->catalogue.v[id];
	for (size_t i = 0; i < info->n_columns; i++)
		if (strcmp(sqlite3_column_name(st, (int)i), info->columns[i].name) != 0)
			return err_detail(e, RC_INTERNAL, MSG_INTERNAL,
			        "%s: column %zu is \"%s\", not \"%s\"", info->name, i + 1,
			        sqlite3_column_name(st, (int)i), info->columns[i].name);
	const char *sql = str_cstr(a, str_cat(a, STR("EXPLAIN QUERY PLAN "), str_c(info->sql)));
	return db_query(db, sql, NULL, 0, a, plan, e);
}
