/* Evidence files by content: <dir>/aa/bb/<sha256>. Written to <dir>/tmp, fsynced, renamed, folder
 * fsynced - all before the row that names the file is committed. Never overwritten, never changed.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

MUST_CHECK enum rc blob_put(const char *dir, struct str bytes, struct hash *out, struct err *e);
/* The whole file, checked against its name; RC_NOT_FOUND, RC_DATA when the content has changed. */
MUST_CHECK enum rc blob_get(
        struct arena *a, const char *dir, struct hash h, struct str *out, struct err *e);
/* The path of a blob, for sendfile and X-Accel-Redirect. */
struct str blob_path(struct arena *a, const char *dir, struct hash h);
/* Calls fn for every stored file. */
MUST_CHECK enum rc blob_walk(const char *dir,
        enum rc (*fn)(void *arg, struct hash h, int64_t size, int64_t mtime_ms, struct err *e),
        void *arg, struct err *e);

#endif
