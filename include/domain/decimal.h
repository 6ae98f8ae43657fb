/* Exact amounts: int64 counts of one millionth. 5200.5 (万元, 人, 项, 分, percent …) is 5200500000.
 * Six places are what the standards ask for (0.0001 万元 = 1 元); nothing is ever rounded on the
 * way in.
 */
#ifndef DOMAIN_DECIMAL_H
#define DOMAIN_DECIMAL_H

#include "base/buf.h"
#include "base/err.h"

#define DECIMAL_ONE ((int64_t)1000000)
#define DECIMAL_PLACES 6
/* Largest magnitude that is read, 999999999999.999999: sums and products of two stay inside 128
 * bits. */
#define DECIMAL_MAX ((int64_t)999999999999999999)

/* How a typed number was understood when it was more than digits; show it to the person. */
enum decimal_notice {
	DECIMAL_AS_TYPED,
	DECIMAL_WAN,     /* "3000万": multiplied by 10,000 */
	DECIMAL_PERCENT, /* "3%": divided by 100 */
};

/* A JSON number as written (also the canonical text of decimal_put): optional '-', digits,
 * fraction, exponent. RC_INVALID: not a number, more than six places that are not zero, beyond
 * DECIMAL_MAX.
 */
MUST_CHECK enum rc decimal_parse(struct str s, int64_t *out, struct err *e);

/* What a person types: blanks, U+00A0, U+3000 and a byte-order mark around it, full-width digits
 * and signs, thousands separators in the right places, a leading or trailing point, 万, %.
 * Everything else (约, 元, 1e3, 0x10, 三千, 1.234,56, blanks or zero-width characters inside) is
 * refused. The empty text is refused too: the caller decides what an empty field means.
 */
MUST_CHECK enum rc decimal_parse_text(
        struct arena *a, struct str s, int64_t *out, enum decimal_notice *notice, struct err *e);

void decimal_put(struct buf *b, int64_t v); /* shortest form: 5200.5, -3, 0 */
struct str decimal_str(struct arena *a, int64_t v);
struct str decimal_grouped(struct arena *a, int64_t v); /* for people: 1,234,567.5 */

/* Blanks as above removed at both ends. */
struct str decimal_trim(struct str s);

#endif
