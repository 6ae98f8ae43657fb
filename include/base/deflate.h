/* Deflate (RFC 1951), bytes in, bytes out, with the memory of one window: zlib lives here and nowhere else. */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H

#include "base/buf.h"

enum deflate_kind {
	DEFLATE_RAW,  /* inside a ZIP: quick, a spreadsheet of 100,000 rows waits for it */
	DEFLATE_GZIP, /* RFC 1952, as small as it gets: once at the start for static files */
};

struct deflater;
struct deflater *deflate_new(struct arena *a, enum deflate_kind kind); /* its memory goes with the arena */
/* What comes out goes to `out`, now or later; the last call has `last`. */
void deflate_put(struct deflater *d, struct buf *out, struct str bytes, bool last);
/* CRC-32 (ISO 3309) of what was before (0 at first) and `bytes`. */
uint32_t crc32_add(uint32_t crc, struct str bytes);

#endif
