/* zlib streams (RFC 1950, 1951) inside documents, inflated up to a bound. A reader for inspection:
 * it gives what a lenient program would see, so it keeps what came before a damaged end and does
 * not ask for the checksum. */
#ifndef DOCUMENT_INFLATE_H
#define DOCUMENT_INFLATE_H

#include "base/arena.h"
#include "base/str.h"

/* What could be inflated, at most max bytes (more sets *more). Empty when nothing could. */
struct str inflate_some(struct arena *a, struct str packed, size_t max, bool *more);

#endif
