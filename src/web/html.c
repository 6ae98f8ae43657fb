/* The escapers behind every page. Tables say what a byte means; runs that mean nothing are copied.
 */
#include "web/html.h"

/* What a byte becomes. 0: itself. */
enum { E_NONE, E_AMP, E_LT, E_GT, E_QUOT, E_APOS, E_BAD, E_BR, E_DROP };
#define BECOMES_MAX 6
static const struct str becomes[] = {
        [E_NONE] = STR_INIT(""),
        [E_AMP] = STR_INIT("&amp;"),
        [E_LT] = STR_INIT("&lt;"),
        [E_GT] = STR_INIT("&gt;"),
        [E_QUOT] = STR_INIT("&quot;"),
        [E_APOS] = STR_INIT("&#39;"),
        [E_BAD] = STR_INIT("\xef\xbf\xbd"),
        [E_BR] = STR_INIT("<br>"),
        [E_DROP] = STR_INIT(""),
};

/* Controls other than tab, LF and CR have no place in HTML. */
#define CONTROLS                                                                                   \
	[0x00] = E_BAD, [0x01] = E_BAD, [0x02] = E_BAD, [0x03] = E_BAD, [0x04] = E_BAD,            \
	[0x05] = E_BAD, [0x06] = E_BAD, [0x07] = E_BAD, [0x08] = E_BAD, [0x0b] = E_BAD,            \
	[0x0c] = E_BAD, [0x0e] = E_BAD, [0x0f] = E_BAD, [0x10] = E_BAD, [0x11] = E_BAD,            \
	[0x12] = E_BAD, [0x13] = E_BAD, [0x14] = E_BAD, [0x15] = E_BAD, [0x16] = E_BAD,            \
	[0x17] = E_BAD, [0x18] = E_BAD, [0x19] = E_BAD, [0x1a] = E_BAD, [0x1b] = E_BAD,            \
	[0x1c] = E_BAD, [0x1d] = E_BAD, [0x1e] = E_BAD, [0x1f] = E_BAD, [0x7f] = E_BAD

static const unsigned char text_table[256] = {CONTROLS, ['&'] = E_AMP, ['<'] = E_LT, ['>'] = E_GT};
static const unsigned char attr_table[256] = {
        CONTROLS, ['&'] = E_AMP, ['<'] = E_LT, ['>'] = E_GT, ['"'] = E_QUOT, ['\''] = E_APOS};
static const unsigned char lines_table[256] = {
        CONTROLS, ['&'] = E_AMP, ['<'] = E_LT, ['>'] = E_GT, ['\n'] = E_BR, ['\r'] = E_DROP};

#define CHUNK 16
typedef unsigned char chunk __attribute__((vector_size(CHUNK)));

/* Bytes that may mean something in some table: controls, DEL, "#&' (they are 0x27 with two bits open) and
 * <=> (0x3e with two). Most of a page has none.
 */
static inline chunk bad_bytes(chunk c)
{
	return (chunk)(c < 0x20) | (chunk)(c == 0x7f) | (chunk)((c | 0x05) == 0x27) | (chunk)((c | 0x02) == 0x3e);
}

static inline bool none(chunk bad)
{
	uint64_t half[2];

	memcpy(half, &bad, sizeof(half));
	return (half[0] | half[1]) == 0;
}

/* A text of 4 to 15 bytes as its beginning and its end, which may overlap. */
static inline chunk chunk_of(const char *p, size_t n)
{
	uint64_t half[2];
	uint32_t quarter[2];
	chunk c;

	if (n >= sizeof(half[0])) {
		memcpy(&half[0], p, sizeof(half[0]));
		memcpy(&half[1], p + n - sizeof(half[1]), sizeof(half[1]));
	} else {
		memcpy(&quarter[0], p, sizeof(quarter[0]));
		memcpy(&quarter[1], p + n - sizeof(quarter[1]), sizeof(quarter[1]));
		half[0] = half[1] = (uint64_t)quarter[0] << 32 | quarter[1];
	}
	memcpy(&c, half, CHUNK);
	return c;
}

static char *escape_byte(char *to, unsigned char c, const unsigned char table[256])
{
	const struct str *as = &becomes[table[c]];

	if (table[c] == E_NONE) {
		*to = (char)c;
		return to + 1;
	}
	memcpy(to, as->p, as->n);
	return to + as->n;
}

static char *escape_bytes(char *to, const char *p, size_t n, const unsigned char table[256])
{
	for (size_t i = 0; i < n; i++)
		to = escape_byte(to, (unsigned char)p[i], table);
	return to;
}

/* At least a chunk, two at a time. The last two lie at the end, where they may be looked at once more: what of
 * a plain chunk is written already was written as it is.
 */
static char *escape_chunks(char *to, const char *p, size_t n, const unsigned char table[256])
{
	const char *end = p + n;
	chunk c, d;

	for (; end - p > 2 * CHUNK; p += 2 * CHUNK) {
		memcpy(&c, p, CHUNK);
		memcpy(&d, p + CHUNK, CHUNK);
		if (none(bad_bytes(c) | bad_bytes(d))) {
			memcpy(to, &c, CHUNK);
			memcpy(to + CHUNK, &d, CHUNK);
			to += 2 * CHUNK;
		} else {
			to = escape_bytes(to, p, 2 * CHUNK, table);
		}
	}
	ptrdiff_t left = end - p, from = MIN_OF((ptrdiff_t)0, left - CHUNK);
	memcpy(&c, p + from, CHUNK);
	memcpy(&d, end - CHUNK, CHUNK);
	if (!none(bad_bytes(c) | bad_bytes(d)))
		return escape_bytes(to, p, (size_t)left, table);
	memcpy(to + from, &c, CHUNK);
	memcpy(to + left - CHUNK, &d, CHUNK);
	return to + left;
}

/* Copies and looks at the same time; `to` has room for BECOMES_MAX times as much. */
static char *escape_run(char *to, const char *p, size_t n, const unsigned char table[256])
{
	if (n >= CHUNK)
		return escape_chunks(to, p, n, table);
	if (n < 4 || !none(bad_bytes(chunk_of(p, n))))
		return escape_bytes(to, p, n, table);
	memcpy(to, p, n);
	return to + n;
}

/* Near the limit of the buffer: byte by byte, so that `overflow` is exact. */
static void escape_slowly(struct buf *out, struct str s, const unsigned char table[256])
{
	for (size_t i = 0; i < s.n; i++) {
		char text[BECOMES_MAX];
		char *end = escape_byte(text, (unsigned char)s.p[i], table);
		buf_put(out, text, (size_t)(end - text));
	}
}

static void escape_long(struct buf *out, struct str s, const unsigned char table[256])
{
	while (s.n > 0) {
		size_t n = MIN_OF(s.n, (size_t)1024);
		size_t room = n * BECOMES_MAX;
		if (out->max - out->n < room) {
			escape_slowly(out, s, table);
			return;
		}
		if (out->cap - out->n < room)
			buf_reserve(out, room);
		out->n = (size_t)(escape_run(out->p + out->n, s.p, n, table) - out->p);
		s = (struct str){s.p + n, s.n - n};
	}
}

/* Most texts are short and have room: those go straight through. */
static inline void escape(struct buf *out, struct str s, const unsigned char table[256])
{
	size_t left = MIN_OF(out->cap, out->max) - out->n;

	if (s.n == 0)
		return;
	if (s.n <= left / BECOMES_MAX)
		out->n = (size_t)(escape_run(out->p + out->n, s.p, s.n, table) - out->p);
	else
		escape_long(out, s, table);
}

void html_text(struct buf *out, struct str s)
{
	escape(out, s, text_table);
}

void html_attr(struct buf *out, struct str s)
{
	escape(out, s, attr_table);
}

void html_lines(struct buf *out, struct str s)
{
	escape(out, s, lines_table);
}

/* What a browser drops or reads as another byte before it looks for a scheme: "/\\" is "//" to it. */
static const unsigned char url_dirt[256] = {CONTROLS, ['\t'] = 1, ['\n'] = 1, ['\r'] = 1, [' '] = 1, ['\\'] = 1};

static bool url_clean(struct str s)
{
	unsigned dirt = 0;

	for (size_t i = 0; i < s.n; i++)
		dirt |= url_dirt[(unsigned char)s.p[i]];
	return s.n > 0 && dirt == 0;
}

/* Of a clean one. */
static bool url_is_path(struct str s)
{
	return s.p[0] == '/' && (s.n == 1 || s.p[1] != '/');
}

static bool url_is_allowed(struct str s)
{
	static const struct str starts[] = {STR_INIT("#"), STR_INIT("?"), STR_INIT("http://"),
	        STR_INIT("https://"), STR_INIT("tel:"), STR_INIT("mailto:")};

	if (s.p[0] == '/')
		return url_is_path(s);
	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		if (str_starts(s, starts[i]))
			return true;
	return false;
}

void html_url(struct buf *out, struct str s)
{
	if (url_clean(s) && url_is_allowed(s))
		html_attr(out, s);
	else
		buf_ch(out, '#');
}

void html_url_local(struct buf *out, struct str s)
{
	if (url_clean(s) && url_is_path(s))
		html_attr(out, s);
	else
		buf_ch(out, '#');
}

static bool unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void html_query(struct buf *out, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (unreserved(c))
			continue;
		if (i > from)
			buf_put(out, s.p + from, i - from);
		buf_put(out, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
		from = i + 1;
	}
	if (s.n > from)
		buf_put(out, s.p + from, s.n - from);
}

struct str html_short(struct str s)
{
	size_t n = MIN_OF(s.n, (size_t)8);

	while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_sub(s, 0, n);
}

void html_i64(struct buf *out, int64_t v)
{
	buf_i64(out, v);
}

/* Decimal digits, right-aligned before `end`, at least `width` of them; returns the first. */
static char *digits(char *end, uint64_t v, int width)
{
	do {
		*--end = (char)('0' + v % 10);
		v /= 10;
	} while (--width > 0 || v > 0);
	return end;
}

void html_u64(struct buf *out, uint64_t v)
{
	char text[24], *end = text + sizeof(text);
	char *p = digits(end, v, 1);

	buf_put(out, p, (size_t)(end - p));
}

void html_bool(struct buf *out, bool v)
{
	if (v)
		buf_lit(out, "true");
	else
		buf_lit(out, "false");
}

static void put_date(char text[10], struct date d)
{
	digits(text + 4, (uint64_t)(d.y < 0 || d.y > 9999 ? 0 : d.y), 4);
	text[4] = '-';
	digits(text + 7, (uint64_t)(d.m & 15), 2);
	text[7] = '-';
	digits(text + 10, (uint64_t)(d.d & 31), 2);
}

void html_date(struct buf *out, struct date d)
{
	char text[10];

	if (date_is_none(d))
		return;
	put_date(text, d);
	buf_put(out, text, sizeof(text));
}

void html_prose(struct buf *out, struct date d)
{
	if (date_is_none(d))
		return;
	buf_i64(out, d.y);
	buf_lit(out, "年");
	buf_i64(out, d.m);
	buf_lit(out, "月");
	buf_i64(out, d.d);
	buf_lit(out, "日");
}

void html_day(struct buf *out, int64_t ms)
{
	if (ms != 0)
		html_date(out, date_of_instant(ms));
}

void html_datetime(struct buf *out, int64_t ms)
{
	char text[16];
	struct date d;

	if (ms == 0)
		return;
	d = date_of_instant(ms);
	int64_t minute = (ms - instant_day_start(d)) / 60000;
	put_date(text, d);
	text[10] = ' ';
	digits(text + 13, (uint64_t)(minute / 60), 2);
	text[13] = ':';
	digits(text + 16, (uint64_t)(minute % 60), 2);
	buf_put(out, text, sizeof(text));
}

/* Sign and digits in threes, written before `end`. */
static char *grouped(char *end, uint64_t v, bool negative)
{
	int n = 0;

	do {
		if (n > 0 && n % 3 == 0)
			*--end = ',';
		*--end = (char)('0' + v % 10);
		v /= 10;
		n++;
	} while (v > 0);
	if (negative)
		*--end = '-';
	return end;
}

static uint64_t magnitude(int64_t v)
{
	return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

void html_thousands(struct buf *out, int64_t v)
{
	char text[32], *end = text + sizeof(text);
	char *p = grouped(end, magnitude(v), v < 0);

	buf_put(out, p, (size_t)(end - p));
}

void html_wan(struct buf *out, int64_t micro)
{
	char text[40], *end = text + sizeof(text);
	uint64_t v = magnitude(micro);
	char *p;

	digits(end, v % 1000000, 6);
	p = end - 7;
	*p = '.';
	p = grouped(p, v / 1000000, micro < 0);
	for (int i = 0; i < 4 && end[-1] == '0'; i++)
		end--;
	buf_put(out, p, (size_t)(end - p));
}
