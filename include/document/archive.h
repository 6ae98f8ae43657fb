/* ZIP packages: what XLSX, DOCX and OFD are inside. The central directory is read by us and checked
 * before libzip inflates anything; nothing is ever unpacked to a path.
 *
 * Refused: bytes before the first or after the last record, ZIP64 and split archives, encryption,
 * methods other than stored and deflate, entries that overlap or whose local name differs,
 * duplicate names, absolute, backslash, drive and ".." names, symbolic links; more than
 * ARCHIVE_MAX_ENTRIES, ARCHIVE_MAX_TOTAL bytes, or ARCHIVE_MAX_RATIO : 1 after the first MiB. Sizes
 * that lie are found while inflating, the CRC at the end of each entry.
 */
#ifndef DOCUMENT_ARCHIVE_H
#define DOCUMENT_ARCHIVE_H

#include "base/arena.h"
#include "base/err.h"

#define ARCHIVE_MAX_ENTRIES 2000
#define ARCHIVE_MAX_TOTAL ((uint64_t)200 << 20)
#define ARCHIVE_MAX_RATIO 200

struct archive_entry {
	struct str name;
	uint64_t size, packed; /* as declared */
	uint64_t index;
};

struct archive;
struct archive_stream;

/* `bytes` lives as long as the arena. */
MUST_CHECK enum rc archive_open(
        struct arena *a, struct str bytes, struct archive **out, struct err *e);
size_t archive_count(const struct archive *z);
const struct archive_entry *archive_at(const struct archive *z, size_t i);
/* NULL when there is none; a leading '/' is ignored. */
const struct archive_entry *archive_find(const struct archive *z, struct str name);
/* The whole entry; RC_TOO_LARGE when over max. */
MUST_CHECK enum rc archive_read(struct archive *z, const struct archive_entry *entry, size_t max,
        struct str *out, struct err *e);

MUST_CHECK enum rc archive_stream_open(struct archive *z, const struct archive_entry *entry,
        struct archive_stream **out, struct err *e);
/* *n is 0 at the end, and only then the checksum has been verified. */
MUST_CHECK enum rc archive_stream_read(
        struct archive_stream *s, void *to, size_t cap, size_t *n, struct err *e);
void archive_stream_close(struct archive_stream *s); /* else with the arena */

/* Writing: same parts, same bytes (fixed times). */
struct archive_writer;
struct archive_writer *archive_writer_new(struct arena *a);
void archive_writer_add(struct archive_writer *w, const char *name, struct str bytes);
MUST_CHECK enum rc archive_writer_finish(struct archive_writer *w, struct str *out, struct err *e);

#endif
