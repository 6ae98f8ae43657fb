/* A PDF may hide its objects in compressed streams; to look for scripts one has to look there too.
 */
#include <zlib.h>

#include "document/inflate.h"

#include "base/buf.h"

struct str inflate_some(struct arena *a, struct str packed, size_t max)
{
	unsigned char chunk[16384];
	z_stream z = {0};
	struct buf b;
	int rc = Z_OK;

	if (packed.n == 0 || packed.n > UINT32_MAX || inflateInit(&z) != Z_OK)
		return STR("");
	buf_init(&b, a, max);
	/* zlib does not write through next_in, but its type says it may */
	memcpy(&z.next_in, &packed.p, sizeof(z.next_in));
	z.avail_in = (uInt)packed.n;
	while (rc == Z_OK && !b.overflow) {
		z.next_out = chunk;
		z.avail_out = sizeof(chunk);
		rc = inflate(&z, Z_NO_FLUSH);
		size_t got = sizeof(chunk) - z.avail_out;
		if (got == 0)
			break;
		buf_put(&b, chunk, got);
	}
	inflateEnd(&z);
	return buf_view(&b);
}
