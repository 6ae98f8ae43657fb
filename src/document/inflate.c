/* A PDF may hide its objects in compressed streams; to look for scripts one has to look there too.
 * Our own hundred lines, because this must behave like the most forgiving reader (zlib stops at a
 * bad header) and never decide anything else than what to look at.
 */
#include "document/inflate.h"

#include "base/buf.h"

#define CODE_BITS 15
#define LITERALS 288
#define DISTANCES 30

struct bits {
	struct str in;
	size_t at;
	uint32_t hold;
	int have;
	bool end; /* ran out of input */
};

struct huffman { /* canonical: how many codes of each length, symbols in order of code */
	uint16_t count[CODE_BITS + 1];
	uint16_t symbol[LITERALS];
};

static uint32_t take(struct bits *b, int n)
{
	while (b->have < n) {
		if (b->at >= b->in.n) {
			b->end = true;
			return 0;
		}
		b->hold |= (uint32_t)(unsigned char)b->in.p[b->at++] << b->have;
		b->have += 8;
	}
	uint32_t v = b->hold & ((1u << n) - 1);
	b->hold >>= n;
	b->have -= n;
	return v;
}

static void build(struct huffman *h, const uint8_t *length, int n)
{
	uint16_t offset[CODE_BITS + 2] = {0};

	memset(h, 0, sizeof(*h));
	for (int i = 0; i < n; i++)
		h->count[length[i]]++;
	h->count[0] = 0;
	for (int i = 1; i <= CODE_BITS; i++)
		offset[i + 1] = (uint16_t)(offset[i] + h->count[i]);
	for (int i = 0; i < n; i++)
		if (length[i])
			h->symbol[offset[length[i]]++] = (uint16_t)i;
}

/* The next symbol, or -1. */
static int decode(struct bits *b, const struct huffman *h)
{
	int code = 0, first = 0, index = 0;

	for (int len = 1; len <= CODE_BITS; len++) {
		code |= (int)take(b, 1);
		if (b->end)
			return -1;
		int count = h->count[len];
		if (code - count < first)
			return h->symbol[index + code - first];
		index += count;
		first = (first + count) << 1;
		code <<= 1;
	}
	return -1;
}

/* Copies from what was written before; false when it points before the beginning. */
static bool copy_back(struct buf *out, size_t distance, size_t length)
{
	if (distance > out->n)
		return false;
	while (length-- > 0 && !out->overflow)
		buf_ch(out, out->p[out->n - distance]);
	return true;
}

static bool inflate_codes(
        struct bits *b, struct buf *out, const struct huffman *lit, const struct huffman *dist)
{
	static const uint16_t len_base[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31,
	        35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
	static const uint8_t len_bits[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3,
	        3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
	static const uint16_t dist_base[] = {1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129,
	        193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
	        24577};

	while (!out->overflow) {
		int s = decode(b, lit);

		if (s < 0 || s > 285)
			return false;
		if (s == 256)
			return true;
		if (s < 256) {
			buf_ch(out, (char)s);
			continue;
		}
		size_t length = len_base[s - 257] + take(b, len_bits[s - 257]);
		int d = decode(b, dist);
		if (d < 0 || d >= DISTANCES)
			return false;
		size_t distance = dist_base[d] + take(b, d < 2 ? 0 : d / 2 - 1);
		if (b->end || !copy_back(out, distance, length))
			return false;
	}
	return false;
}

static bool inflate_stored(struct bits *b, struct buf *out)
{
	b->hold = 0;
	b->have = 0;
	if (b->in.n - b->at < 4)
		return false;
	size_t n = (unsigned char)b->in.p[b->at] | (size_t)(unsigned char)b->in.p[b->at + 1] << 8;
	b->at += 4;
	bool whole = n <= b->in.n - b->at;
	n = MIN_OF(n, b->in.n - b->at);
	buf_put(out, b->in.p + b->at, n);
	b->at += n;
	return whole;
}

static bool inflate_fixed(struct bits *b, struct buf *out)
{
	uint8_t length[LITERALS];
	struct huffman lit, dist;

	for (int i = 0; i < LITERALS; i++)
		length[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	build(&lit, length, LITERALS);
	memset(length, 5, DISTANCES);
	build(&dist, length, DISTANCES);
	return inflate_codes(b, out, &lit, &dist);
}

static bool inflate_dynamic(struct bits *b, struct buf *out)
{
	static const uint8_t order[] = {
	        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
	uint8_t length[LITERALS + 32] = {0};
	struct huffman lit, dist;
	int n_lit = (int)take(b, 5) + 257, n_dist = (int)take(b, 5) + 1,
	    n_code = (int)take(b, 4) + 4;

	if (n_lit > 286 || n_dist > DISTANCES)
		return false;
	for (int i = 0; i < n_code; i++)
		length[order[i]] = (uint8_t)take(b, 3);
	build(&lit, length, 19);
	memset(length, 0, sizeof(length));
	for (int i = 0; i < n_lit + n_dist;) {
		int s = decode(b, &lit), times = 1;
		uint8_t v = (uint8_t)s;

		if (s < 0 || (s == 16 && i == 0))
			return false;
		if (s >= 16) {
			v = s == 16 ? length[i - 1] : 0;
			times = s == 16   ? 3 + (int)take(b, 2)
			        : s == 17 ? 3 + (int)take(b, 3)
			                  : 11 + (int)take(b, 7);
		}
		if (i + times > n_lit + n_dist)
			return false;
		while (times-- > 0)
			length[i++] = v;
	}
	build(&lit, length, n_lit);
	build(&dist, length + n_lit, n_dist);
	return inflate_codes(b, out, &lit, &dist);
}

struct str inflate_some(struct arena *a, struct str packed, size_t max, bool *more)
{
	/* The two bytes of the zlib header; their check is of no interest here. */
	struct bits b = {.in = str_sub(packed, 2, packed.n)};
	bool last = false, good = true;
	struct buf out;

	buf_init(&out, a, max);
	while (!last && good && !b.end && !out.overflow) {
		last = take(&b, 1);
		switch (take(&b, 2)) {
		case 0:
			good = inflate_stored(&b, &out);
			break;
		case 1:
			good = inflate_fixed(&b, &out);
			break;
		case 2:
			good = inflate_dynamic(&b, &out);
			break;
		default:
			good = false;
		}
	}
	*more = out.overflow;
	return buf_view(&out);
}
