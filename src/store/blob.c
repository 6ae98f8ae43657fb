/* Evidence files by content. The order is the promise: a row that names a blob is committed only
 * after the blob, its folder and the folder's folders are on the disk.
 */
#include "store/blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/fileio.h"

#define BLOB_MAX ((size_t)1 << 30) /* far above what uploads allow */

static enum rc io_error(struct err *e, const char *what, const char *path)
{
	return err_detail(e, RC_IO, errno == ENOSPC || errno == EDQUOT ? MSG_STORE_FULL : MSG_IO,
	        "%s %s: %s", what, path, strerror(errno));
}

/* "<dir>/aa/bb"; depth 0 is the folder itself. */
static const char *folder(struct arena *a, const char *dir, struct str hex, int depth)
{
	if (depth == 0)
		return dir;
	if (depth == 1)
		return str_cstr(a, str_fmt(a, "%s/%.2s", dir, hex.p));
	return str_cstr(a, str_fmt(a, "%s/%.2s/%.2s", dir, hex.p, hex.p + 2));
}

struct str blob_path(struct arena *a, const char *dir, struct hash h)
{
	struct str hex = hash_hex(a, h);

	return str_fmt(a, "%s/%.2s/%.2s/%.*s", dir, hex.p, hex.p + 2, STR_ARG(hex));
}

static enum rc write_temp(const char *temp, struct str bytes, struct err *e)
{
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);

	if (fd < 0)
		return io_error(e, "create", temp);
	enum rc rc = fd_write(fd, bytes, temp, e);
	if (rc == RC_OK && fsync(fd) != 0)
		rc = io_error(e, "fsync", temp);
	if (close(fd) != 0 && rc == RC_OK)
		rc = io_error(e, "close", temp);
	return rc;
}

static enum rc put_new(
        struct arena *a, const char *dir, struct str bytes, const char *path, struct err *e)
{
	struct str token;

	TRY(random_token(a, 12, &token, e));
	const char *temp_dir = str_cstr(a, str_fmt(a, "%s/tmp", dir));
	TRY(dir_make(temp_dir, e));
	const char *temp = str_cstr(a, str_fmt(a, "%s/%.*s", temp_dir, STR_ARG(token)));
	enum rc rc = write_temp(temp, bytes, e);
	if (rc == RC_OK && rename(temp, path) != 0)
		rc = io_error(e, "rename", path);
	if (rc != RC_OK)
		unlink(temp);
	return rc;
}

enum rc blob_put(const char *dir, struct str bytes, struct hash *out, struct err *e)
{
	struct arena a;
	struct hash h = hash_sha256(bytes);
	struct str there;

	arena_init(&a, BLOB_MAX + ((size_t)1 << 20));
	struct str hex = hash_hex(&a, h);
	enum rc rc = dir_make(folder(&a, dir, hex, 2), e);
	/* Stored already, perhaps by a thread that has not come to its fsync: so always sync. A
	 * damaged one is given its right content back. */
	if (rc == RC_OK && blob_get(&a, dir, h, &there, NULL) != RC_OK)
		rc = put_new(&a, dir, bytes, str_cstr(&a, blob_path(&a, dir, h)), e);
	for (int depth = 2; depth >= 0 && rc == RC_OK; depth--)
		rc = dir_sync(folder(&a, dir, hex, depth), e);
	arena_free(&a);
	if (rc == RC_OK)
		*out = h;
	return rc;
}

enum rc blob_get(struct arena *a, const char *dir, struct hash h, struct str *out, struct err *e)
{
	struct str path = blob_path(a, dir, h), bytes;
	struct err why;
	enum rc rc = file_read(a, str_cstr(a, path), BLOB_MAX, &bytes, &why);

	if (rc == RC_NOT_FOUND)
		return err_detail(e, RC_NOT_FOUND, MSG_BLOB_MISSING, "%.*s", STR_ARG(path));
	if (rc != RC_OK) {
		if (e)
			*e = why;
		return rc;
	}
	if (!hash_eq(hash_sha256(bytes), h))
		return err_detail(e, RC_DATA, MSG_BLOB_DAMAGED, "%.*s", STR_ARG(path));
	*out = bytes;
	return RC_OK;
}

/* --- all of them
 * ---------------------------------------------------------------------------------- */
struct walk {
	enum rc (*fn)(void *arg, struct hash h, int64_t size, int64_t mtime_ms, struct err *e);
	void *arg;
	struct err *e;
};

static bool is_prefix(const char *name)
{
	return strspn(name, "0123456789abcdef") == 2 && name[2] == '\0';
}

static enum rc visit_file(const struct walk *w, int fd, const char *name)
{
	struct hash h;
	struct stat st;

	if (!hash_from_hex(str_c(name), &h))
		return RC_OK;
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? RC_OK : io_error(w->e, "stat", name);
	if (!S_ISREG(st.st_mode))
		return RC_OK;
	return w->fn(w->arg, h, st.st_size,
	        (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000, w->e);
}

/* `level` 0 and 1 are the folders of two digits, 2 holds files: no deeper than that. */
static enum rc visit_folder(const struct walk *w, int parent, const char *name, int level)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	enum rc rc = RC_OK;

	if (!d) {
		rc = io_error(w->e, "open folder", name);
		if (fd >= 0)
			close(fd);
		return rc;
	}
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(d);
		if (!entry) {
			if (errno != 0)
				rc = io_error(w->e, "read folder", name);
			break;
		}
		if (level == 2)
			rc = visit_file(w, dirfd(d), entry->d_name);
		else if (is_prefix(entry->d_name))
			rc = visit_folder(w, dirfd(d), entry->d_name, level + 1);
		if (rc != RC_OK)
			break;
	}
	closedir(d);
	return rc;
}

enum rc blob_walk(const char *dir,
        enum rc (*fn)(void *arg, struct hash h, int64_t size, int64_t mtime_ms, struct err *e),
        void *arg, struct err *e)
{
	const struct walk w = {fn, arg, e};

	if (!file_exists(dir))
		return RC_OK;
	return visit_folder(&w, AT_FDCWD, dir, 0);
}
