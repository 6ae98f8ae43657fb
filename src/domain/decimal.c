/* Amounts decide who passes, so they are never binary fractions: text to micro-units and back,
 * exactly. */
#include "domain/decimal.h"

#include "base/utf8.h"

struct digits {
	int64_t acc;    /* the digits without trailing zeros */
	int pending;    /* trailing zeros not yet multiplied in */
	int places;     /* digits after the point */
	bool any, over; /* any digit seen; does not fit */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void digits_add(struct digits *d, char c)
{
	d->any = true;
	if (c == '0') {
		d->pending += d->acc != 0;
		return;
	}
	for (; d->pending >= 0; d->pending--)
		d->over |= mul_overflows(d->acc, (int64_t)10, &d->acc);
	d->pending = 0;
	d->over |= add_overflows(d->acc, (int64_t)(c - '0'), &d->acc);
}

static enum rc digits_value(
        const struct digits *d, bool negative, int exponent, int64_t *out, struct err *e)
{
	int64_t v = d->acc;

	if (v == 0 && !d->over) {
		*out = 0;
		return RC_OK;
	}
	int shift = exponent - d->places + d->pending + DECIMAL_PLACES;
	if (shift < 0)
		return err_set(e, RC_INVALID, MSG_DECIMAL_PLACES);
	bool over = d->over || shift > 18;
	while (!over && shift-- > 0)
		over = mul_overflows(v, (int64_t)10, &v);
	if (over || v > DECIMAL_MAX)
		return err_set(e, RC_INVALID, MSG_DECIMAL_RANGE);
	*out = negative ? -v : v;
	return RC_OK;
}

static bool exponent_read(struct str s, size_t *i, int *out)
{
	bool minus = false;
	int v = 0;

	if (*i < s.n && (s.p[*i] == '+' || s.p[*i] == '-'))
		minus = s.p[(*i)++] == '-';
	if (*i >= s.n || !is_digit(s.p[*i]))
		return false;
	for (; *i < s.n && is_digit(s.p[*i]); (*i)++)
		v = MIN_OF(v * 10 + (s.p[*i] - '0'), 9999);
	*out = minus ? -v : v;
	return true;
}

enum rc decimal_parse(struct str s, int64_t *out, struct err *e)
{
	struct digits d = {0};
	size_t i = 0;
	int exponent = 0;
	bool negative = s.n > 0 && s.p[0] == '-';

	if (negative)
		i++;
	size_t first = i;
	while (i < s.n && is_digit(s.p[i]))
		digits_add(&d, s.p[i++]);
	bool ok = i > first && (s.p[first] != '0' || i == first + 1);
	if (ok && i < s.n && s.p[i] == '.') {
		first = ++i;
		for (; i < s.n && is_digit(s.p[i]); i++, d.places++)
			digits_add(&d, s.p[i]);
		ok = i > first;
	}
	if (ok && i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		ok = exponent_read(s, &i, &exponent);
	}
	if (!ok || i != s.n)
		return err_set(e, RC_INVALID, MSG_NUMBER_BAD);
	return digits_value(&d, negative, exponent, out, e);
}

struct str decimal_trim(struct str s)
{
	static const struct str blanks[] = {
	        STR_INIT("\xc2\xa0"), STR_INIT("\xe3\x80\x80"), STR_INIT("\xef\xbb\xbf")};
	size_t before;

	do {
		s = str_trim(s);
		before = s.n;
		for (size_t k = 0; k < ARRAY_LEN(blanks); k++) {
			if (str_starts(s, blanks[k]))
				s = str_sub(s, blanks[k].n, s.n);
			if (str_ends(s, blanks[k]))
				s = str_sub(s, 0, s.n - blanks[k].n);
		}
	} while (s.n != before);
	return s;
}

/* Digits before the point; separators, where there are any, must leave groups of three. */
static bool integer_read(struct str s, size_t *i, struct digits *d)
{
	size_t run = 0;
	bool grouped = false;

	for (; *i < s.n && (is_digit(s.p[*i]) || s.p[*i] == ','); (*i)++) {
		if (s.p[*i] == ',') {
			if (grouped ? run != 3 : run == 0 || run > 3)
				return false;
			grouped = true;
			run = 0;
			continue;
		}
		run++;
		digits_add(d, s.p[*i]);
	}
	return !grouped || run == 3;
}

enum rc decimal_parse_text(
        struct arena *a, struct str s, int64_t *out, enum decimal_notice *notice, struct err *e)
{
	struct digits d = {0};
	enum decimal_notice seen = DECIMAL_AS_TYPED;
	size_t i = 0;

	s = decimal_trim(utf8_halfwidth(a, decimal_trim(s)));
	bool negative = s.n > 0 && s.p[0] == '-';
	if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'))
		i++;
	bool ok = integer_read(s, &i, &d);
	if (ok && i < s.n && s.p[i] == '.')
		for (i++; i < s.n && is_digit(s.p[i]); i++, d.places++)
			digits_add(&d, s.p[i]);
	struct str rest = str_sub(s, i, s.n);
	if (str_eqc(rest, "%"))
		seen = DECIMAL_PERCENT;
	else if (str_eqc(rest, "万"))
		seen = DECIMAL_WAN;
	else
		ok = ok && rest.n == 0;
	if (!ok || !d.any)
		return err_set(e, RC_INVALID, MSG_NUMBER_BAD);
	int exponent = seen == DECIMAL_PERCENT ? -2 : seen == DECIMAL_WAN ? 4 : 0;
	TRY(digits_value(&d, negative, exponent, out, e));
	*notice = seen;
	return RC_OK;
}

void decimal_put(struct buf *b, int64_t v)
{
	char text[32];
	char *end = text + sizeof(text), *p = end;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	uint64_t fraction = u % (uint64_t)DECIMAL_ONE;

	u /= (uint64_t)DECIMAL_ONE;
	if (fraction) {
		for (int k = 0; k < DECIMAL_PLACES; k++, fraction /= 10)
			*--p = (char)('0' + fraction % 10);
		*--p = '.';
		while (end[-1] == '0')
			end--;
	}
	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		*--p = '-';
	buf_put(b, p, (size_t)(end - p));
}

struct str decimal_str(struct arena *a, int64_t v)
{
	struct buf b;

	buf_init(&b, a, 32);
	decimal_put(&b, v);
	return buf_view(&b);
}

struct str decimal_grouped(struct arena *a, int64_t v)
{
	struct str plain = decimal_str(a, v);
	size_t from = v < 0, whole = str_index(plain, '.'), n = 0;
	char *p = arena_alloc(a, 2 * plain.n);

	for (size_t i = 0; i < plain.n; i++) {
		if (i > from && i < whole && (whole - i) % 3 == 0)
			p[n++] = ',';
		p[n++] = plain.p[i];
	}
	return (struct str){p, n};
}
