/* APPNOTE 6.3: local header and bytes of each part, then the directory of them all. */
#include "document/zip_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/deflate.h"
#include "base/map.h"
#include "base/vec.h"

#define NAME_MAX_BYTES 512
#define UTF8_NAMES 0x0800
#define DAY_1980_01_01 0x0021

struct part {
	struct str name;
	uint32_t crc, size, at;
};

struct zip_stream {
	struct arena *a;
	int fd;
	struct hash_stream *hash;
	struct map names;
	uint64_t size;
	VEC(struct part) parts;
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
	map_init(&z->names, a);
	*out = z;
	return RC_OK;
}

static enum rc put(struct zip_stream *z, struct str s, struct err *e)
{
	hash_stream_add(z->hash, s);
	z->size += s.n;
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

static void le(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_ch(b, (char)(v >> 8 * i));
}

/* What local header and directory say alike, from "version needed" to the length of the extra field. */
static void common(struct buf *b, const struct part *p)
{
	le(b, 10, 2);
	le(b, UTF8_NAMES, 2);
	le(b, 0, 2); /* stored */
	le(b, 0, 2);
	le(b, DAY_1980_01_01, 2);
	le(b, p->crc, 4);
	le(b, p->size, 4);
	le(b, p->size, 4);
	le(b, (uint32_t)p->name.n, 2);
	le(b, 0, 2);
}

enum rc zip_stream_add(struct zip_stream *z, struct str name, struct str bytes, struct err *e)
{
	struct buf b;

	if (z->parts.n >= ZIP_STREAM_PARTS || name.n > NAME_MAX_BYTES ||
	        z->size + bytes.n > ZIP_STREAM_BYTES)
		return err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "package of %zu parts", z->parts.n);
	if (map_get(&z->names, name))
		return err_detail(e, RC_INTERNAL, MSG_DOC_RENDER, "package: %.*s twice",
		        STR_ARG(name));
	struct part p = {.name = str_dup(z->a, name),
	        .crc = crc32_add(0, bytes),
	        .size = (uint32_t)bytes.n,
	        .at = (uint32_t)z->size};
	VEC_PUSH(z->a, &z->parts, p);
	map_put(&z->names, p.name, z);
	buf_init(&b, z->a, NAME_MAX_BYTES + 64);
	buf_put(&b, "PK\003\004", 4);
	common(&b, &p);
	buf_str(&b, name);
	TRY(put(z, buf_view(&b), e));
	return put(z, bytes, e);
}

static void directory_entry(struct buf *b, const struct part *p)
{
	buf_put(b, "PK\001\002", 4);
	le(b, 0x031E, 2); /* made on Unix */
	common(b, p);
	le(b, 0, 2);                    /* comment */
	le(b, 0, 2);                    /* disk */
	le(b, 0, 2);                    /* internal attributes */
	le(b, (uint32_t)0100644 << 16, 4);
	le(b, p->at, 4);
	buf_str(b, p->name);
}

enum rc zip_stream_finish(struct zip_stream *z, struct zip_done *out, struct err *e)
{
	uint32_t at = (uint32_t)z->size, n = (uint32_t)z->parts.n;
	struct buf b;

	buf_init(&b, z->a, (size_t)ZIP_STREAM_PARTS * (NAME_MAX_BYTES + 64));
	for (size_t i = 0; i < z->parts.n; i++)
		directory_entry(&b, &z->parts.v[i]);
	uint32_t size = (uint32_t)buf_view(&b).n;
	buf_put(&b, "PK\005\006", 4);
	le(&b, 0, 4);
	le(&b, n, 2);
	le(&b, n, 2);
	le(&b, size, 4);
	le(&b, at, 4);
	le(&b, 0, 2);
	TRY(put(z, buf_view(&b), e));
	*out = (struct zip_done){.path = str_fmt(z->a, "/proc/self/fd/%d", z->fd),
	        .sha256 = hash_stream_end(z->hash),
	        .size = z->size};
	return RC_OK;
}
