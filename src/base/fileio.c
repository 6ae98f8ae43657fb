/* Whole files in and out, durably: what is acknowledged has reached the disk. */
#include "base/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc io_error(struct err *e, const char *what, const char *path)
{
	bool missing = errno == ENOENT, full = errno == ENOSPC || errno == EDQUOT;

	return err_detail(e, missing ? RC_NOT_FOUND : RC_IO, missing ? MSG_FILE_MISSING : full ? MSG_STORE_FULL : MSG_IO,
	        "%s %s: %s", what, path, strerror(errno));
}

enum rc file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e)
{
	bool standard_input = strcmp(path, "-") == 0;
	int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum rc rc = RC_OK;
	size_t cap = 64 << 10, n = 0;
	char *p;

	if (fd < 0)
		return io_error(e, "open", path);
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		if ((uint64_t)st.st_size > max) {
			rc = err_detail(e, RC_TOO_LARGE, MSG_FILE_TOO_LARGE,
			        "%s is larger than %zu bytes", path, max);
			goto out;
		}
		cap = (size_t)st.st_size + 1;
	}
	p = arena_alloc(a, cap);
	for (;;) {
		if (n == cap) {
			cap = cap <= max / 2 ? cap * 2 : max + 1; /* n <= max < cap */
			char *grown = arena_alloc(a, cap);
			memcpy(grown, p, n);
			p = grown;
		}
		ssize_t got = read(fd, p + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			rc = io_error(e, "read", path);
			goto out;
		}
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > max) {
			rc = err_detail(e, RC_TOO_LARGE, MSG_FILE_TOO_LARGE,
			        "%s is larger than %zu bytes", path, max);
			goto out;
		}
	}
	*out = (struct str){p, n};
out:
	if (!standard_input)
		close(fd);
	return rc;
}

enum rc fd_write(int fd, struct str s, const char *path, struct err *e)
{
	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return io_error(e, "write", path);
		s = str_sub(s, (size_t)n, s.n);
	}
	return RC_OK;
}

static void parent_of(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		snprintf(out, size, ".");
	else
		snprintf(out, size, "%.*s", (int)(slash == path ? 1 : slash - path), path);
}

enum rc dir_sync(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum rc rc = RC_OK;

	if (fd < 0)
		return io_error(e, "open folder", path);
	if (fsync(fd) != 0)
		rc = io_error(e, "fsync folder", path);
	close(fd);
	return rc;
}

enum rc file_write_durable(const char *path, struct str bytes, struct err *e)
{
	char temp[PATH_MAX], parent[PATH_MAX];
	enum rc rc;

	if (snprintf(temp, sizeof(temp), "%s.tmp.XXXXXX", path) >= (int)sizeof(temp))
		return err_detail(e, RC_IO, MSG_IO, "path too long");
	int fd = mkostemp(temp, O_CLOEXEC); /* two writers of one path never share a file */
	if (fd < 0)
		return io_error(e, "create", temp);
	rc = fd_write(fd, bytes, temp, e);
	if (rc == RC_OK && fsync(fd) != 0)
		rc = io_error(e, "fsync", temp);
	if (close(fd) != 0 && rc == RC_OK)
		rc = io_error(e, "close", temp);
	if (rc == RC_OK && rename(temp, path) != 0)
		rc = io_error(e, "rename", path);
	if (rc != RC_OK) {
		unlink(temp);
		return rc;
	}
	parent_of(path, parent, sizeof(parent));
	return dir_sync(parent, e);
}

enum rc dir_make(const char *path, struct err *e)
{
	char part[PATH_MAX];
	size_t n = strlen(path);
	struct stat st;

	if (n >= sizeof(part))
		return err_detail(e, RC_IO, MSG_IO, "path too long");
	for (size_t i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0700) == 0)
			continue;
		if (errno != EEXIST)
			return io_error(e, "mkdir", part);
		if (stat(part, &st) != 0 || !S_ISDIR(st.st_mode))
			return err_detail(e, RC_IO, MSG_IO, "%s is no folder", part);
	}
	return RC_OK;
}

enum rc dir_rename(const char *from, const char *to, struct err *e)
{
	char parent[PATH_MAX];

	if (rename(from, to) != 0) {
		if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
			return err_detail(e, RC_CONFLICT, MSG_IO, "rename: %s is there", to);
		return io_error(e, "rename", from);
	}
	parent_of(to, parent, sizeof(parent));
	return dir_sync(parent, e);
}

bool file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}
