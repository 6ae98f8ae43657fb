/* Where every page, document and message is written: appended, bounded, never formatted on hot paths. */
#include "base/buf.h"

#include <stdarg.h>

void buf_init(struct buf *b, struct arena *a, size_t max)
{
	*b = (struct buf){.a = a, .max = max};
}

void buf_reserve(struct buf *b, size_t more)
{
	if (b->cap - b->n >= more)
		return;
	size_t cap = b->cap ? b->cap : 256;
	while (cap - b->n < more)
		cap *= 2;
	char *p = arena_alloc(b->a, cap);
	if (b->n > 0)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = cap;
}

void buf_put_slow(struct buf *b, const void *p, size_t n)
{
	if (n > b->max || b->n > b->max - n) {
		b->overflow = true;
		return;
	}
	if (n == 0)
		return;
	if (b->cap - b->n < n)
		buf_reserve(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_c(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_i64(struct buf *b, int64_t v)
{
	char text[24];
	char *p = text + sizeof(text);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		*--p = '-';
	buf_put(b, p, (size_t)(text + sizeof(text) - p));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n <= b->max && b->n <= b->max - (size_t)n) {
		buf_reserve(b, (size_t)n + 1);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	} else if (n != 0) {
		b->overflow = true;
	}
	va_end(again);
}
