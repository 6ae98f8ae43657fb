/* Is everything that was acknowledged still there and unchanged: database, evidence files, log.
 */
#ifndef SERVICE_CHECK_H
#define SERVICE_CHECK_H

#include "service/audit_day.h"
#include "service/services.h"

struct check_result {
	struct strs findings; /* Chinese, one line each; empty: all is well */
	int64_t files, events;
	struct audit_anchor anchor; /* of the saved heads */
};
/* Reads every evidence file, walks the whole log, compares it with the published heads and with those that somebody
 * saved (`heads`, NULL: none), asks every invariant (service/invariant). */
MUST_CHECK enum rc check_all(struct store *store, const char *blob_dir, const struct audit_heads *heads,
	struct arena *a, struct check_result *out, struct err *e);

/* Copies database (store_backup) and evidence files into the folder `dest`, which must not hold a backup
 * yet: dest/tidu.db and dest/tidu.db.files/. Runs beside a server. The database first: every row's file
 * was durable before the row. */
MUST_CHECK enum rc backup_all(const char *db_path, const char *blob_dir, const char *dest,
	struct arena *a, int64_t *files, struct err *e);

#endif
