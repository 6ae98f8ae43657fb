/* Files as wholes. Writers are durable: file fsynced, renamed into place, directory fsynced. */
#ifndef BASE_FILEIO_H
#define BASE_FILEIO_H

#include "base/arena.h"
#include "base/err.h"

/* RC_NOT_FOUND, RC_TOO_LARGE (more than max bytes), RC_IO. "-" reads standard input. */
MUST_CHECK enum rc file_read(struct arena *a, const char *path, size_t max, struct str *out,
	struct err *e);
/* All of it, whatever the system takes at a time; `path` is for the error's detail. */
MUST_CHECK enum rc fd_write(int fd, struct str bytes, const char *path, struct err *e);
MUST_CHECK enum rc file_write_durable(const char *path, struct str bytes, struct err *e);
/* Makes every missing folder of a path (mode 0700). */
MUST_CHECK enum rc dir_make(const char *path, struct err *e);
/* Both in one file system; durable. RC_CONFLICT: something is there already. */
MUST_CHECK enum rc dir_rename(const char *from, const char *to, struct err *e);
MUST_CHECK enum rc dir_sync(const char *path, struct err *e);
bool file_exists(const char *path);

#endif
