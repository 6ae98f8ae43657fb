/* zlib streams inside documents, inflated up to a bound. zlib lives here and nowhere else. */
#ifndef DOCUMENT_INFLATE_H
#define DOCUMENT_INFLATE_H

#include "base/arena.h"
#include "base/str.h"

/* What could be inflated, at most max bytes: damaged ends are left out, as PDF readers do. Empty
 * when nothing could. */
struct str inflate_some(struct arena *a, struct str packed, size_t max);

#endif
