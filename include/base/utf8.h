/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/str.h"

bool utf8_valid(struct str s);
size_t utf8_count(struct str s); /* code points of a valid text */
/* Decodes one code point at *i and advances; -1 at the end or on a bad sequence (advances one). */
int32_t utf8_next(struct str s, size_t *i);
/* Writes 1-4 bytes, returns how many; 0 when cp is no scalar value. */
size_t utf8_put(char out[4], int32_t cp);
/* The first `max` code points. */
struct str utf8_truncate(struct str s, size_t max);
/* Full-width ASCII (！…～, U+3000) to ASCII: what people type into number fields. */
struct str utf8_halfwidth(struct arena *a, struct str s);
/* True for controls other than tab, newline and carriage return, for zero-width, filler, line
 * separator, bidi and tag characters, U+FEFF, and bytes that are not UTF-8: what nobody can see. */
bool utf8_has_invisible(struct str s);

#endif
