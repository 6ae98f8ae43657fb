/* Writes numbers by patterns, so that no province's numbering lives in the program. */
#include "domain/serial.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"

/* A pattern is read piece by piece: literal text or one place. */
struct piece {
	struct str literal; /* when name.p is NULL */
	struct str name;
	size_t width; /* 0: as it is */
};

static enum rc bad_pattern(struct str pattern, const char *why, struct err *e)
{
	return err_detail(e, RC_DATA, MSG_REFERENCE_BAD, "number pattern \"%.*s\": %s",
	        STR_ARG(pattern), why);
}

static enum rc next_piece(struct str pattern, size_t *i, struct piece *out, struct err *e)
{
	struct str rest = str_sub(pattern, *i, pattern.n), width;
	size_t n = 0;
	int64_t w;

	*out = (struct piece){0};
	if (str_starts(rest, STR("{{")) || str_starts(rest, STR("}}"))) {
		out->literal = str_sub(rest, 0, 1);
		*i += 2;
		return RC_OK;
	}
	if (rest.p[0] == '}')
		return bad_pattern(pattern, "a closing brace alone", e);
	if (rest.p[0] != '{') {
		while (n < rest.n && rest.p[n] != '{' && rest.p[n] != '}')
			n++;
		out->literal = str_sub(rest, 0, n);
		*i += n;
		return RC_OK;
	}
	n = str_index(rest, '}');
	if (n == rest.n)
		return bad_pattern(pattern, "an open brace", e);
	*i += n + 1;
	width = str_sub(rest, 1, n - 1);
	(void)str_cut(&width, ':', &out->name);
	if (width.p) {
		if (!str_to_i64(width, &w) || w < 1 || w > 18)
			return bad_pattern(pattern, "a width is 1 to 18", e);
		out->width = (size_t)w;
	}
	return out->name.n ? RC_OK : bad_pattern(pattern, "a place without a name", e);
}

static bool is_named(struct str name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eqc(name, names[i]))
			return true;
	return false;
}

enum rc serial_pattern_check(
        struct str pattern, const char *const *names, size_t n, const char *required, struct err *e)
{
	bool seen = required == NULL;
	struct piece p;

	if (pattern.n == 0 || pattern.n > SERIAL_MAX || !utf8_valid(pattern))
		return bad_pattern(pattern, "empty, too long, or not UTF-8", e);
	for (size_t i = 0; i < pattern.n;) {
		TRY(next_piece(pattern, &i, &p, e));
		if (p.name.p && !is_named(p.name, names, n))
			return bad_pattern(pattern, "a place that nobody fills", e);
		seen = seen || (p.name.p && str_eqc(p.name, required));
	}
	return seen ? RC_OK : bad_pattern(pattern, "the running number is missing", e);
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static enum rc put_value(
        struct buf *b, struct str pattern, const struct piece *p, struct str text, struct err *e)
{
	if (p->width) {
		if (!all_digits(text))
			return bad_pattern(pattern, "a padded value that is no number", e);
		if (text.n > p->width) {
			err_set(e, RC_INVALID, MSG_SERIAL_FULL);
			return err_arg(e, 0, pattern);
		}
		for (size_t k = text.n; k < p->width; k++)
			buf_ch(b, '0');
	}
	buf_str(b, text);
	return RC_OK;
}

enum rc serial_format(struct arena *a, struct str pattern, const struct serial_value *values,
        size_t n, struct str *out, struct err *e)
{
	struct piece p;
	struct buf b;

	buf_init(&b, a, SERIAL_MAX);
	for (size_t i = 0; i < pattern.n;) {
		size_t v = 0;
		TRY(next_piece(pattern, &i, &p, e));
		if (!p.name.p) {
			buf_str(&b, p.literal);
			continue;
		}
		while (v < n && !str_eqc(p.name, values[v].name))
			v++;
		if (v == n)
			return bad_pattern(pattern, "a place that nobody fills", e);
		TRY(put_value(&b, pattern, &p, values[v].text, e));
	}
	if (b.overflow || b.n == 0)
		return bad_pattern(pattern, "the number is empty or too long", e);
	*out = buf_view(&b);
	return RC_OK;
}

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void check_code(struct str key, struct str number, char out[SERIAL_CHECK_LEN])
{
	struct hash h = hash_hmac_sha256(key, number);
	uint64_t bits = 0;

	for (size_t i = 0; i < 5; i++)
		bits = bits << 8 | h.b[i];
	for (size_t i = 0; i < SERIAL_CHECK_LEN; i++)
		out[i] = crockford[bits >> (35 - 5 * i) & 31];
}

struct str serial_check_code(struct arena *a, struct str key, struct str number)
{
	char code[SERIAL_CHECK_LEN];

	check_code(key, number, code);
	return str_dup(a, (struct str){code, sizeof(code)});
}

static char as_meant(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 32);
	return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

bool serial_check_verify(struct str key, struct str number, struct str typed)
{
	char right[SERIAL_CHECK_LEN], given[SERIAL_CHECK_LEN];
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == ' ' || typed.p[i] == '-')
			continue;
		if (n == sizeof(given))
			return false;
		given[n++] = as_meant(typed.p[i]);
	}
	check_code(key, number, right);
	return str_eq_secret((struct str){given, n}, (struct str){right, sizeof(right)});
}

static bool is_open(int32_t cp)
{
	return cp == '[' || cp == '(' || cp == 0x3014 || cp == 0x3010 || cp == 0xff3b ||
	       cp == 0xff08;
}

static bool is_close(int32_t cp)
{
	return cp == ']' || cp == ')' || cp == 0x3015 || cp == 0x3011 || cp == 0xff3d ||
	       cp == 0xff09;
}

/* The three parts: what stands before the bracket, between, and after. */
static bool split_document_no(struct str s, struct str part[3])
{
	size_t i = 0, open = s.n, close = s.n, after_open = 0, after_close = 0;

	while (i < s.n) {
		size_t at = i;
		int32_t cp = utf8_next(s, &i);
		if (cp < 0)
			return false;
		if (is_open(cp) && open == s.n) {
			open = at;
			after_open = i;
		} else if (is_close(cp) && open < s.n && close == s.n) {
			close = at;
			after_close = i;
		} else if (is_open(cp) || is_close(cp)) {
			return false;
		}
	}
	if (close == s.n)
		return false;
	part[0] = str_trim(str_sub(s, 0, open));
	part[1] = str_trim(str_sub(s, after_open, close - after_open));
	part[2] = str_trim(str_sub(s, after_close, s.n));
	return true;
}

enum rc serial_document_no(struct arena *a, struct str typed, struct str *out, struct err *e)
{
	struct str s = utf8_halfwidth(a, typed), part[3];
	int64_t year;

	if (!utf8_valid(typed) || utf8_has_invisible(typed) ||
	        !split_document_no(str_trim(s), part))
		return err_set(e, RC_INVALID, MSG_DOCUMENT_NO);
	if (part[0].n == 0 || part[1].n != 4 || !all_digits(part[1]) ||
	        !str_to_i64(part[1], &year) || year < 1949 || !str_ends(part[2], STR("号")))
		return err_set(e, RC_INVALID, MSG_DOCUMENT_NO);
	struct str n = str_trim(str_sub(part[2], 0, part[2].n - strlen("号")));
	if (str_starts(n, STR("第")))
		n = str_trim(str_sub(n, strlen("第"), n.n));
	if (!all_digits(n) || n.p[0] == '0' || part[0].n + n.n + 16 > SERIAL_MAX)
		return err_set(e, RC_INVALID, MSG_DOCUMENT_NO);
	*out = str_fmt(a, "%.*s〔%d〕%.*s号", STR_ARG(part[0]), (int)year, STR_ARG(n));
	return RC_OK;
}
