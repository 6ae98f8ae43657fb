/* Numbers that people read: applications, certificates, documents. Their shape is data (procedures,
 * reference files); counting is the store's business (table serial), this room only writes them.
 *
 * Pattern: text, with {name} for a value as it is and {name:W} for a whole number padded with zeros
 * to W digits (W 1-18; a longer number is refused, never cut). "{{" and "}}" are braces.
 *	"{edition}-{year}{batch:2}-{seq:5}"   →  HBCX-202301-00042
 *	"{prefix}〔{year}〕{seq}号"             →  冀工信企函〔2023〕12号
 */
#ifndef DOMAIN_SERIAL_H
#define DOMAIN_SERIAL_H

#include "base/arena.h"
#include "base/err.h"

#define SERIAL_MAX 120     /* bytes of a finished number */
#define SERIAL_CHECK_LEN 8 /* characters of a check code */

/* One value; a number is given as its decimal text. */
struct serial_value {
	const char *name;
	struct str text;
};

/* When a pattern is loaded: RC_DATA names the first brace, width or name that is wrong. Only
 * `names` may occur; `required` (may be NULL) must. */
MUST_CHECK enum rc serial_pattern_check(struct str pattern, const char *const *names, size_t n,
        const char *required, struct err *e);

/* RC_DATA: as above. RC_INVALID (MSG_SERIAL_FULL): a number has more digits than its place. */
MUST_CHECK enum rc serial_format(struct arena *a, struct str pattern,
        const struct serial_value *values, size_t n, struct str *out, struct err *e);

/* Check code printed beside a certificate number so that a forged one is noticed by typing it in:
 * the first 40 bits of HMAC-SHA256(key, number), as 8 characters of Crockford's base 32 (no I L O
 * U). `key` is a secret of the installation. Guessing one: 1 in 2^40, and the page is throttled. */
struct str serial_check_code(struct arena *a, struct str key, struct str number);
/* `typed` may have lower case, blanks, hyphens, O for 0, I or L for 1. Takes the same time for any
 * wrong code of the right length. */
bool serial_check_verify(struct str key, struct str number, struct str typed);

/* Document number 〔YYYY〕N号 as people type it, with [ ] ( ) 【 】 or their full-width forms and
 * blanks: written with 〔〕 and half-width digits. RC_INVALID (MSG_DOCUMENT_NO) for anything else;
 * the text before the bracket must not be empty, and N has no leading zero. */
MUST_CHECK enum rc serial_document_no(
        struct arena *a, struct str typed, struct str *out, struct err *e);

#endif
