/* Why our own: each library decodes differently (libmicrohttpd cuts at %00, nginx merges slashes),
 * and a path that two programs read differently is how scope checks are walked around.
 */
#include "web/urlparse.h"

#include "base/utf8.h"
#include "web/http.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool needs_decoding(struct str in, bool plus)
{
	return (in.n && memchr(in.p, '%', in.n)) || (plus && in.n && memchr(in.p, '+', in.n));
}

bool percent_decode(struct arena *a, struct str in, bool plus, struct str *out)
{
	if (!needs_decoding(in, plus)) {
		*out = in;
		return true;
	}
	char *p = arena_alloc(a, in.n);
	size_t n = 0;
	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == '%') {
			if (in.n - i < 3)
				return false;
			int hi = hex(in.p[i + 1]), lo = hex(in.p[i + 2]);
			if (hi < 0 || lo < 0)
				return false;
			p[n++] = (char)(hi << 4 | lo);
			i += 2;
		} else {
			p[n++] = plus && in.p[i] == '+' ? ' ' : in.p[i];
		}
	}
	*out = (struct str){p, n};
	return true;
}

static bool unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

struct str percent_encode(struct arena *a, struct str in, const char *keep)
{
	static const char digits[] = "0123456789ABCDEF";
	char *p = arena_alloc(a, in.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];
		if (unreserved(in.p[i]) || (c && strchr(keep, c))) {
			p[n++] = in.p[i];
			continue;
		}
		p[n++] = '%';
		p[n++] = digits[c >> 4];
		p[n++] = digits[c & 15];
	}
	p[n] = '\0';
	return (struct str){p, n};
}

/* Visible ASCII only, as RFC 3986 demands: no blanks, no controls, nothing above 0x7e. */
static bool raw_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= 0x20 || s.p[i] >= 0x7f)
			return false;
	return true;
}

/* "http://host:80/path?x" → authority and the rest; a relative target is left as it is. */
static bool take_authority(struct str *raw, struct str *authority)
{
	static const struct str schemes[] = {STR_INIT("http://"), STR_INIT("https://")};

	*authority = str_none();
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t n = schemes[i].n;
		if (!str_eq_nocase(str_sub(*raw, 0, n), schemes[i]))
			continue;
		struct str rest = str_sub(*raw, n, raw->n);
		size_t end = MIN_OF(str_index(rest, '/'), str_index(rest, '?'));
		*authority = str_sub(rest, 0, end);
		*raw = str_sub(rest, end, rest.n);
		if (raw->n == 0)
			*raw = STR("/");
		return authority->n > 0;
	}
	return true;
}

static bool path_clean(struct str p)
{
	struct str rest = p, segment;

	if (p.n == 0 || p.p[0] != '/' || !utf8_valid(p))
		return false;
	for (size_t i = 0; i < p.n; i++)
		if ((unsigned char)p.p[i] < 0x20 || p.p[i] == 0x7f || p.p[i] == '\\')
			return false;
	while (str_cut(&rest, '/', &segment))
		if (str_eqc(segment, ".") || str_eqc(segment, ".."))
			return false;
	return true;
}

/* An encoded separator would make one segment look like two: refused before decoding. */
static bool has_encoded_separator(struct str raw)
{
	for (size_t i = 0; i + 2 < raw.n; i++) {
		if (raw.p[i] != '%')
			continue;
		int hi = hex(raw.p[i + 1]), lo = hex(raw.p[i + 2]);
		if (hi >= 0 && lo >= 0 && (hi * 16 + lo == '/' || hi * 16 + lo == '\\'))
			return true;
	}
	return false;
}

int target_parse(struct arena *a, struct str raw, struct target *out)
{
	struct target t = {0};

	if (raw.n > HTTP_MAX_TARGET)
		return 414;
	if (raw.n == 0 || !raw_clean(raw))
		return 400;
	if (str_eqc(raw, "*")) {
		*out = (struct target){.path = raw};
		return 0;
	}
	if (!take_authority(&raw, &t.authority))
		return 400;
	size_t q = str_index(raw, '?');
	struct str path = str_sub(raw, 0, q);
	t.query = q < raw.n ? str_sub(raw, q + 1, raw.n) : STR("");
	if (str_has(raw, STR("#")) || has_encoded_separator(path))
		return 400;
	if (path.n == 0 && t.authority.p)
		path = STR("/");
	if (!percent_decode(a, path, false, &t.path) || !path_clean(t.path))
		return 400;
	*out = t;
	return 0;
}
