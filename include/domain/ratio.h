/* Exact fractions over 128-bit integers: 30 of 1000 *is* 3 %.
 * den > 0 always; not kept in lowest terms (reducing costs more than comparing), ratio_reduce does.
 * Arithmetic returns false when the exact result does not fit; it never rounds. Comparison always
 * works.
 */
#ifndef DOMAIN_RATIO_H
#define DOMAIN_RATIO_H

#include "base/buf.h"

struct ratio {
	i128 num, den;
};

static inline struct ratio ratio_int(int64_t v)
{
	return (struct ratio){v, 1};
}
struct ratio ratio_decimal(int64_t micro); /* a decimal (domain/decimal.h) as a fraction */
MUST_CHECK bool ratio_add(struct ratio a, struct ratio b, struct ratio *out);
MUST_CHECK bool ratio_sub(struct ratio a, struct ratio b, struct ratio *out);
MUST_CHECK bool ratio_mul(struct ratio a, struct ratio b, struct ratio *out);
MUST_CHECK bool ratio_div(
        struct ratio a, struct ratio b, struct ratio *out); /* false when b is 0 */
int ratio_cmp(struct ratio a, struct ratio b);              /* -1, 0, 1; exact, cannot overflow */
int ratio_sign(struct ratio a);
struct ratio ratio_reduce(struct ratio a); /* lowest terms */
struct ratio ratio_floor(struct ratio a);
struct ratio ratio_ceil(struct ratio a);
/* The nearest decimal that is not above (below) the fraction; false when beyond DECIMAL_MAX. */
MUST_CHECK bool ratio_to_decimal_down(struct ratio a, int64_t *micro);
MUST_CHECK bool ratio_to_decimal_up(struct ratio a, int64_t *micro);

void ratio_put(struct buf *b, struct ratio a); /* lowest terms: 3/50, -1/4, 2 */
/* Times 100, two places, halves away from zero (四舍五入): 1/16 → 6.25, 1/30 → 3.33, -1/800 →
 * -0.13. For people only; nothing is decided by it. */
void ratio_put_percent(struct buf *b, struct ratio a);

#endif
