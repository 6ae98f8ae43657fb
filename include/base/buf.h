/* A growing run of bytes with a maximum that it is born with. When the maximum would be passed
 * the buffer keeps what it has and `overflow` is set: check it once, at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

struct buf {
	char *p;
	size_t n, cap, max;
	struct arena *a;
	bool overflow;
};

void buf_init(struct buf *b, struct arena *a, size_t max);
void buf_reserve(struct buf *b, size_t more);
void buf_put_slow(struct buf *b, const void *p, size_t n); /* grows, or notes the overflow */
static inline void buf_put(struct buf *b, const void *p, size_t n)
{
	/* n is often a constant: then this is a compare and a move. */
	if (n > 0 && n <= PTRDIFF_MAX && n <= b->cap - b->n && n <= b->max - b->n) {
		memcpy(b->p + b->n, p, n);
		b->n += n;
	} else {
		buf_put_slow(b, p, n);
	}
}
static inline void buf_str(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}
void buf_c(struct buf *b, const char *s);
static inline void buf_ch(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}
void buf_i64(struct buf *b, int64_t v);
#define buf_lit(b, lit) buf_put((b), "" lit, sizeof(lit) - 1)
PRINTF_LIKE(2, 3) void buf_printf(struct buf *b, const char *fmt, ...); /* not on hot paths */
static inline struct str buf_view(const struct buf *b)
{
	return (struct str){b->p ? b->p : "", b->n};
}

#endif
