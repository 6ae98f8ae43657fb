/* zlib with our buffers. It fails only for want of memory, and then the process has no future (arena.h). */
#include <zlib.h>

#include "base/deflate.h"

#include <limits.h>
#include <stdlib.h>

#define ROOM ((size_t)16 << 10)
#define RAW_WINDOW (-15)
#define GZIP_WINDOW (15 + 16)
#define QUICK 3 /* of 1-9: half the time of 6 for a tenth more bytes of a sheet */

struct deflater {
	z_stream z;
	bool open;
};

static void drop(void *arg)
{
	struct deflater *d = arg;

	if (d->open)
		deflateEnd(&d->z);
	d->open = false;
}

struct deflater *deflate_new(struct arena *a, enum deflate_kind kind)
{
	struct deflater *d = ARENA_NEW(a, struct deflater);
	bool raw = kind == DEFLATE_RAW;

	if (deflateInit2(&d->z, raw ? QUICK : Z_BEST_COMPRESSION, Z_DEFLATED, raw ? RAW_WINDOW : GZIP_WINDOW,
		    raw ? 8 : 9, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	d->open = true;
	arena_defer(a, drop, d);
	return d;
}

void deflate_put(struct deflater *d, struct buf *out, struct str bytes, bool last)
{
	char room[ROOM];
	int done;

	if (!d->open || bytes.n > UINT_MAX)
		abort();
	d->z.next_in = (z_const Bytef *)(uintptr_t)bytes.p;
	d->z.avail_in = (uInt)bytes.n;
	do {
		d->z.next_out = (Bytef *)room;
		d->z.avail_out = sizeof(room);
		done = deflate(&d->z, last ? Z_FINISH : Z_NO_FLUSH);
		buf_put(out, room, sizeof(room) - d->z.avail_out);
	} while (last ? done == Z_OK : d->z.avail_in > 0 || d->z.avail_out == 0);
	if (last)
		drop(d);
}

uint32_t crc32_add(uint32_t crc, struct str bytes)
{
	return bytes.n ? (uint32_t)crc32_z(crc, (const Bytef *)bytes.p, bytes.n) : crc;
}
