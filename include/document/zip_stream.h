/* A ZIP package written part by part into an unnamed temporary file: a part is forgotten as soon as it is
 * written, so a package of thousands of papers needs the memory of one. Parts are stored (PDF, DOCX and XLSX
 * are compressed already), their times are fixed: the same parts in the same order give the same bytes.
 *
 *	TRY(zip_stream_new(a, dir, &z, e));
 *	TRY(zip_stream_add(z, STR("目录.csv"), bytes, e));
 *	TRY(zip_stream_finish(z, &done, e));       done.path can be opened while the arena lives
 */
#ifndef DOCUMENT_ZIP_STREAM_H
#define DOCUMENT_ZIP_STREAM_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

struct zip_stream;
struct zip_done {
	struct str path; /* NUL-terminated; gone with the arena */
	struct hash sha256;
	uint64_t size;
};

/* RC_IO: no room in `dir` for a temporary file. */
MUST_CHECK enum rc zip_stream_new(
        struct arena *a, const char *dir, struct zip_stream **out, struct err *e);
/* `bytes` may be given back afterwards, `name` too. RC_TOO_LARGE over the limits of zip_write; RC_INTERNAL: that name is
 * there already. */
MUST_CHECK enum rc zip_stream_add(
        struct zip_stream *z, struct str name, struct str bytes, struct err *e);
MUST_CHECK enum rc zip_stream_finish(struct zip_stream *z, struct zip_done *out, struct err *e);

#endif
