/* Text files as people have them → UTF-8. Recognised, in this order: a byte order mark (UTF-8,
 * UTF-16LE, UTF-16BE), valid UTF-8, GB18030 (what Chinese Excel calls CSV). A file that is nearly
 * UTF-8 (cut, or damaged in places) is an error by line and never guessed to be GB18030.
 */
#ifndef DOCUMENT_ENCODING_H
#define DOCUMENT_ENCODING_H

#include "base/arena.h"
#include "base/err.h"

enum encoding {
	ENCODING_UTF8,
	ENCODING_UTF8_BOM,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_GB18030,
	ENCODING__MAX
};

/* *out is valid UTF-8 without a mark; UTF-8 input is not copied. RC_INVALID when it is none of
 * them, RC_TOO_LARGE when the result would pass `max` bytes. NUL passes through. */
MUST_CHECK enum rc encoding_to_utf8(struct arena *a, struct str bytes, size_t max, struct str *out,
        enum encoding *which, struct err *e);
const char *encoding_name(enum encoding which); /* "UTF-8", "GB18030", … */

#endif
