/* Trust, but verify: the walk behind `tidu check`, and copies that can be trusted. */
#include "service/check.h"

#include "base/fileio.h"
#include "base/hash.h"
#include "base/vec.h"
#include "service/audit.h"
#include "service/invariant.h"
#include "store/blob.h"
#include "store/q.h"

#define STEP 500

static enum rc check_file(const char *dir, struct arena *a, const struct q_evidence_walk *row,
	struct check_result *out)
{
	struct arena scratch;
	struct str bytes;
	struct err e = {0};
	struct hash h;

	arena_init(&scratch, 0);
	enum rc rc = hash_from_hex(row->sha256, &h) ? blob_get(&scratch, dir, h, &bytes, &e) : RC_DATA;
	if (rc == RC_OK && (int64_t)bytes.n != row->size)
		rc = RC_DATA;
	if (rc != RC_OK)
		VEC_PUSH(a, &out->findings,
			str_fmt(a, "佐证文件 %.*s（%.*s）：%s", STR_ARG(row->public_id),
				STR_ARG(row->sha256),
				rc == RC_NOT_FOUND ? "文件不存在" : "内容与登记的校验值不符"));
	out->files++;
	arena_free(&scratch);
	return RC_OK;
}

static enum rc check_files(struct db *db, const char *dir, struct arena *a, struct check_result *out,
	struct err *e)
{
	struct q_evidence_walk_list rows;
	int64_t after = 0;

	do {
		TRY(q_evidence_walk(
			db, &(struct q_evidence_walk_in){.after = after, .limit = STEP}, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			TRY(check_file(dir, a, &rows.v[i], out));
			after = rows.v[i].id;
		}
	} while (rows.n == STEP);
	return RC_OK;
}

static enum rc check_invariants(struct db *db, struct arena *a, struct check_result *out, struct err *e)
{
	struct rules *rules = NULL;

	TRY(rules_open(db, &rules, e));
	enum rc rc = invariants_check(db, rules, (struct date){0}, INVARIANT_ALL, a, &out->findings, e);
	rules_close(rules);
	return rc;
}

static enum rc check_log(
	struct db *db, const struct audit_heads *heads, struct arena *a, struct check_result *out, struct err *e)
{
	struct audit_heads published = {0};
	struct audit_anchor anchor;

	TRY(audit_verify(db, a, &out->findings, &out->events, e));
	TRY(audit_heads_load(db, a, STR(""), &published, e));
	TRY(audit_heads_compare(db, a, &published, "公布的链头", &out->findings, &anchor, e));
	if (heads)
		TRY(audit_heads_compare(db, a, heads, "保存的链头", &out->findings, &out->anchor, e));
	return RC_OK;
}

enum rc check_all(struct store *store, const char *blob_dir, const struct audit_heads *heads, struct arena *a,
	struct check_result *out, struct err *e)
{
	struct arena scratch;
	struct db *db;

	*out = (struct check_result){0};
	TRY(store_check(store, a, &out->findings, e));
	arena_init(&scratch, (size_t)1 << 30);
	enum rc rc = store_read(store, &scratch, &db, e);
	if (rc == RC_OK) {
		db_allow_ms(db, (int64_t)3600 * 1000);
		rc = check_files(db, blob_dir, a, out, e);
		if (rc == RC_OK)
			rc = check_log(db, heads, a, out, e);
		if (rc == RC_OK)
			rc = check_invariants(db, a, out, e);
		store_read_end(db);
	}
	arena_free(&scratch);
	return rc;
}

struct copying {
	const char *from, *to;
	int64_t files;
};

static enum rc copy_one(void *arg, struct hash h, int64_t size, int64_t mtime_ms, struct err *e)
{
	struct copying *c = arg;
	struct arena scratch;
	struct hash same;
	struct str bytes;

	(void)size;
	(void)mtime_ms;
	arena_init(&scratch, 0);
	enum rc rc = blob_get(&scratch, c->from, h, &bytes, e);
	if (rc == RC_OK)
		rc = blob_put(c->to, bytes, &same, e);
	arena_free(&scratch);
	c->files++;
	return rc;
}

enum rc backup_all(const char *db_path, const char *blob_dir, const char *dest, struct arena *a,
	int64_t *files, struct err *e)
{
	struct str db = str_fmt(a, "%s/tidu.db", dest);
	struct copying c = {blob_dir, str_fmt(a, "%s/tidu.db.files", dest).p, 0};

	if (file_exists(db.p)) {
		err_set(e, RC_CONFLICT, MSG_BACKUP_THERE);
		return err_arg(e, 0, db);
	}
	TRY(dir_make(dest, e));
	TRY(dir_make(c.to, e));
	TRY(store_backup(db_path, db.p, e));
	TRY(blob_walk(blob_dir, copy_one, &c, e));
	*files = c.files;
	return RC_OK;
}
