/* Header values are little languages; each is read here once, in one pass. */
#include "web/header.h"

bool header_token_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool header_is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!header_token_char(s.p[i]))
			return false;
	return s.n > 0;
}

struct str header_media_type(struct str value)
{
	return str_trim(str_sub(value, 0, str_index(value, ';')));
}

static struct str skip_blank(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_sub(s, 1, s.n);
	return s;
}

/* A quoted string at the front of *rest; rest then stands behind the closing quote. */
static bool take_quoted(struct arena *a, struct str *rest, bool unescape, struct str *out)
{
	struct str s = str_sub(*rest, 1, rest->n);
	size_t i = 0;
	bool escaped = false;

	while (i < s.n && s.p[i] != '"') {
		if (unescape && s.p[i] == '\\' && i + 1 < s.n) {
			escaped = true;
			i++;
		}
		i++;
	}
	if (i >= s.n)
		return false;
	*rest = str_sub(s, i + 1, s.n);
	*out = str_sub(s, 0, i);
	if (!escaped)
		return true;
	char *p = arena_alloc(a, i);
	size_t n = 0;
	for (size_t k = 0; k < i; k++) {
		if (s.p[k] == '\\' && k + 1 < i)
			k++;
		p[n++] = s.p[k];
	}
	*out = (struct str){p, n};
	return true;
}

int header_param(
        struct arena *a, struct str *rest, bool unescape, struct str *name, struct str *value)
{
	struct str s = skip_blank(*rest);
	size_t i = 0;

	if (s.n == 0)
		return 0;
	if (s.p[0] != ';')
		return -1;
	s = skip_blank(str_sub(s, 1, s.n));
	if (s.n == 0) {
		*rest = s;
		return 0;
	}
	while (i < s.n && header_token_char(s.p[i]))
		i++;
	if (i == 0 || i == s.n || s.p[i] != '=')
		return -1;
	*name = str_sub(s, 0, i);
	s = str_sub(s, i + 1, s.n);
	if (s.n && s.p[0] == '"') {
		if (!take_quoted(a, &s, unescape, value))
			return -1;
	} else {
		for (i = 0; i < s.n && s.p[i] != ';' && s.p[i] != ' ' && s.p[i] != '\t'; i++)
			if (s.p[i] == '"')
				return -1;
		if (i == 0)
			return -1;
		*value = str_sub(s, 0, i);
		s = str_sub(s, i, s.n);
	}
	*rest = s;
	return 1;
}

int header_param_get(struct arena *a, struct str value, const char *name, struct str *out)
{
	struct str rest = str_sub(value, str_index(value, ';'), value.n);
	struct str n, v, found = str_none();
	int more;

	while ((more = header_param(a, &rest, true, &n, &v)) == 1) {
		if (!str_eq_nocase(n, str_c(name)))
			continue;
		if (found.p)
			return -1;
		found = v;
	}
	if (more < 0)
		return -1;
	if (!found.p)
		return 0;
	*out = found;
	return 1;
}

/* "q=0", "q=0.0": not wanted. Anything else is wanted; how much does not matter to us. */
static bool quality_is_zero(struct str params)
{
	struct str part;

	while (str_cut(&params, ';', &part)) {
		part = str_trim(part);
		if (part.n < 3 || (part.p[0] != 'q' && part.p[0] != 'Q') || part.p[1] != '=')
			continue;
		for (size_t i = 2; i < part.n; i++)
			if (part.p[i] != '0' && part.p[i] != '.')
				return false;
		return true;
	}
	return false;
}

bool header_accepts(struct str value, const char *coding)
{
	struct str part;
	bool any = false;

	for (int i = 0; i < 32 && str_cut(&value, ',', &part); i++) {
		size_t semi = str_index(part, ';');
		struct str name = str_trim(str_sub(part, 0, semi));
		bool zero = semi < part.n && quality_is_zero(str_sub(part, semi + 1, part.n));
		if (str_eq_nocase(name, str_c(coding)))
			return !zero;
		if (str_eqc(name, "*"))
			any = !zero;
	}
	return any;
}

bool header_etag_match(struct str value, struct str etag)
{
	struct str part;

	for (int i = 0; i < 32 && str_cut(&value, ',', &part); i++) {
		part = str_trim(part);
		if (str_eqc(part, "*"))
			return true;
		if (str_starts(part, STR("W/")))
			part = str_sub(part, 2, part.n);
		if (str_eq(part, etag))
			return true;
	}
	return false;
}
