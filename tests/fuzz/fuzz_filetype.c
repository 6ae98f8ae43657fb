/* The structural checks of uploads on anything: a verdict, and the same verdict twice. The first byte
 * chooses the reader, so that libmagic (2 ms to start) does not slow the search down.
 */
#include "document/archive.h"
#include "document/filetype.h"
#include "document/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

static enum rc check(struct arena *a, uint8_t which, struct str bytes, struct err *e)
{
	struct archive *z;
	struct str out;
	bool more;

	switch (which % 5) {
	case 0:
		return pdf_check(a, bytes, e);
	case 1:
		return png_check(bytes, e);
	case 2:
		return jpeg_check(bytes, e);
	case 3:
		must(inflate_some(a, bytes, 65536, &more).n <= 65536);
		return RC_OK;
	default:
		TRY(archive_open(a, bytes, &z, e));
		for (size_t i = 0; i < archive_count(z); i++)
			if (archive_read(z, archive_at(z, i), 65536, &out, e) == RC_OK)
				must(out.n == archive_at(z, i)->size);
		return RC_OK;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {0};
	struct arena a;

	if (size < 1)
		return 0;
	struct str bytes = {(const char *)data + 1, size - 1};
	arena_init(&a, 0);
	enum rc first = check(&a, data[0], bytes, &e);
	must(first == RC_OK || err_text(&a, &e).n > 0);
	must(check(&a, data[0], bytes, &e) == first);
	arena_free(&a);
	return 0;
}
