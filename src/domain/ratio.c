/* Thresholds of law are compared with these fractions, so every step is exact or refuses. */
#include "domain/ratio.h"

#include "domain/decimal.h"

#define I128_MAX ((i128)(~(u128)0 >> 1))

struct ratio ratio_decimal(int64_t micro)
{
	return (struct ratio){micro, DECIMAL_ONE};
}

static u128 magnitude(i128 v)
{
	return v < 0 ? 0 - (u128)v : (u128)v;
}

static int trailing_zeros(u128 v)
{
	uint64_t low = (uint64_t)v;

	return low ? __builtin_ctzll(low) : 64 + __builtin_ctzll((uint64_t)(v >> 64));
}

/* Most numbers fit in 64 bits, where the product needs no check. */
static bool product_overflows(i128 a, i128 b, i128 *out)
{
	if (a == (int64_t)a && b == (int64_t)b) {
		*out = (i128)(int64_t)a * (int64_t)b;
		return false;
	}
	return mul_overflows(a, b, out);
}

/* Binary: division of 128-bit numbers is a slow library call. */
static u128 gcd(u128 a, u128 b)
{
	if (a == 0 || b == 0)
		return a | b;
	int shift = trailing_zeros(a | b);
	a >>= trailing_zeros(a);
	while (b != 0) {
		b >>= trailing_zeros(b);
		if ((a | b) >> 64 == 0)
			break;
		if (a > b) {
			u128 t = a;
			a = b;
			b = t;
		}
		b -= a;
	}
	uint64_t x = (uint64_t)a, y = (uint64_t)b;
	while (b != 0 && x != y) {
		if (x > y) {
			x -= y;
			x >>= __builtin_ctzll(x);
		} else {
			y -= x;
			y >>= __builtin_ctzll(y);
		}
	}
	return (b == 0 ? a : (u128)x) << shift;
}

struct ratio ratio_reduce(struct ratio a)
{
	i128 g = (i128)gcd(magnitude(a.num), (u128)a.den);

	return g <= 1 ? a : (struct ratio){a.num / g, a.den / g};
}

static bool add_once(struct ratio a, struct ratio b, struct ratio *out)
{
	i128 x, y;

	if (a.den == b.den) {
		out->den = a.den;
		return !add_overflows(a.num, b.num, &out->num);
	}
	return !product_overflows(a.num, b.den, &x) && !product_overflows(b.num, a.den, &y) &&
	       !add_overflows(x, y, &out->num) && !product_overflows(a.den, b.den, &out->den);
}

static bool mul_once(struct ratio a, struct ratio b, struct ratio *out)
{
	return !product_overflows(a.num, b.num, &out->num) &&
	       !product_overflows(a.den, b.den, &out->den);
}

bool ratio_add(struct ratio a, struct ratio b, struct ratio *out)
{
	struct ratio r;

	if (!add_once(a, b, &r) && !add_once(ratio_reduce(a), ratio_reduce(b), &r))
		return false;
	*out = r;
	return true;
}

bool ratio_sub(struct ratio a, struct ratio b, struct ratio *out)
{
	if (b.num < -I128_MAX)
		return false;
	return ratio_add(a, (struct ratio){-b.num, b.den}, out);
}

bool ratio_mul(struct ratio a, struct ratio b, struct ratio *out)
{
	struct ratio r;

	if (!mul_once(a, b, &r)) {
		/* Cancel crosswise: the smallest numbers that can stand for the product. */
		struct ratio x = ratio_reduce((struct ratio){a.num, b.den});
		struct ratio y = ratio_reduce((struct ratio){b.num, a.den});
		if (!mul_once(x, y, &r))
			return false;
	}
	*out = r;
	return true;
}

bool ratio_div(struct ratio a, struct ratio b, struct ratio *out)
{
	if (b.num == 0 || b.num < -I128_MAX)
		return false;
	i128 sign = b.num < 0 ? -1 : 1;
	if (a.den == b.den && a.num >= -I128_MAX) {
		*out = (struct ratio){a.num * sign, b.num * sign};
		return true;
	}
	return ratio_mul(a, (struct ratio){b.den * sign, b.num * sign}, out);
}

static i128 floor_div(i128 n, i128 d)
{
	i128 q = n / d;

	return q - (n % d < 0);
}

int ratio_cmp(struct ratio a, struct ratio b)
{
	i128 x, y;

	if (!product_overflows(a.num, b.den, &x) && !product_overflows(b.num, a.den, &y))
		return (x > y) - (x < y);
	/* Continued fractions: whole parts first, then the inverse of what is left. */
	for (int turn = 1;; turn = -turn) {
		i128 p = floor_div(a.num, a.den), q = floor_div(b.num, b.den);
		if (p != q)
			return p > q ? turn : -turn;
		struct ratio ra = {a.den, a.num - p * a.den}, rb = {b.den, b.num - q * b.den};
		if (ra.den == 0 || rb.den == 0)
			return turn * ((ra.den != 0) - (rb.den != 0));
		a = ra;
		b = rb;
	}
}

int ratio_sign(struct ratio a)
{
	return (a.num > 0) - (a.num < 0);
}

struct ratio ratio_floor(struct ratio a)
{
	return (struct ratio){floor_div(a.num, a.den), 1};
}

struct ratio ratio_ceil(struct ratio a)
{
	i128 f = floor_div(a.num, a.den);

	return (struct ratio){f + (f * a.den != a.num), 1};
}

static bool to_decimal(struct ratio a, bool up, int64_t *micro)
{
	struct ratio scaled;

	if (!ratio_mul(a, ratio_int(DECIMAL_ONE), &scaled))
		return false;
	i128 v = (up ? ratio_ceil(scaled) : ratio_floor(scaled)).num;
	if (v > DECIMAL_MAX || v < -DECIMAL_MAX)
		return false;
	*micro = (int64_t)v;
	return true;
}

bool ratio_to_decimal_down(struct ratio a, int64_t *micro)
{
	return to_decimal(a, false, micro);
}

bool ratio_to_decimal_up(struct ratio a, int64_t *micro)
{
	return to_decimal(a, true, micro);
}

static void put_u128(struct buf *b, u128 v)
{
	char text[40];
	size_t i = sizeof(text);

	if (v >> 63 == 0) {
		buf_i64(b, (int64_t)v);
		return;
	}
	for (; v; v /= 10)
		text[--i] = (char)('0' + (int)(v % 10));
	buf_put(b, text + i, sizeof(text) - i);
}

void ratio_put(struct buf *b, struct ratio a)
{
	struct ratio r = ratio_reduce(a);

	if (r.num < 0)
		buf_ch(b, '-');
	put_u128(b, magnitude(r.num));
	if (r.den != 1) {
		buf_ch(b, '/');
		put_u128(b, (u128)r.den);
	}
}

void ratio_put_percent(struct buf *b, struct ratio a)
{
	u128 den = (u128)a.den, num = magnitude(a.num), hundredths;

	if (num >> 110 == 0 && den >> 120 == 0) {
		u128 n = num * 10000;
		if ((n | den) >> 63 == 0)
			hundredths = ((uint64_t)n + (uint64_t)den / 2) / (uint64_t)den;
		else
			hundredths = (n + den / 2) / den;
		/* An odd denominator has no exact half, so den/2 rounded down is right too. */
	} else {
		hundredths = num / den * 10000;
		/* Beyond 2^120 the last bits cannot show in two places. */
		u128 rest = num % den >> 14, unit = den >> 14;
		hundredths += (rest * 10000 + unit / 2) / (unit ? unit : 1);
	}
	if (a.num < 0 && hundredths > 0)
		buf_ch(b, '-');
	put_u128(b, hundredths / 100);
	buf_ch(b, '.');
	buf_ch(b, (char)('0' + (int)(hundredths / 10 % 10)));
	buf_ch(b, (char)('0' + (int)(hundredths % 10)));
}
