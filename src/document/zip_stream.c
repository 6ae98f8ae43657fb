/* The parts of document/zip_write, taken to a file as they come. */
#include "document/zip_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "document/zip_write.h"

#define PART_BYTES ((size_t)160 << 20)

struct zip_stream {
	struct arena *a;
	int fd;
	struct hash_stream *hash;
	struct zip_write *zip;
	struct buf out;
	uint64_t size;
};

static void drop(void *arg)
{
	close(((struct zip_stream *)arg)->fd);
}

enum rc zip_stream_new(struct arena *a, const char *dir, struct zip_stream **out, struct err *e)
{
	struct zip_stream *z = ARENA_NEW(a, struct zip_stream);

	z->a = a;
	z->fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (z->fd < 0)
		return err_detail(e, RC_IO, MSG_DOC_RENDER, "no temporary file in %s: errno %d", dir,
		        errno);
	arena_defer(a, drop, z);
	z->hash = hash_stream_new(a);
	z->zip = zip_write_new(a);
	buf_init(&z->out, a, PART_BYTES);
	*out = z;
	return RC_OK;
}

/* What has come out so far goes to the file. */
static enum rc put(struct zip_stream *z, struct err *e)
{
	struct str s = buf_view(&z->out);

	if (z->out.overflow)
		return err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "a part of a package over %zu bytes", PART_BYTES);
	hash_stream_add(z->hash, s);
	z->size += s.n;
	z->out.n = 0;
	while (s.n) {
		ssize_t n = write(z->fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_detail(e, RC_IO, MSG_DOC_RENDER, "package: errno %d", errno);
		s = str_sub(s, (size_t)n, s.n);
	}
	return RC_OK;
}

enum rc zip_stream_add(struct zip_stream *z, struct str name, struct str bytes, struct err *e)
{
	TRY(zip_write_part(z->zip, &z->out, name, bytes, e));
	return put(z, e);
}

enum rc zip_stream_finish(struct zip_stream *z, struct zip_done *out, struct err *e)
{
	TRY(zip_write_finish(z->zip, &z->out, e));
	TRY(put(z, e));
	*out = (struct zip_done){.path = str_fmt(z->a, "/proc/self/fd/%d", z->fd),
	        .sha256 = hash_stream_end(z->hash),
	        .size = z->size};
	return RC_OK;
}
