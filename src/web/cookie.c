/* Cookies come from whoever wrote them last, also from a neighbour host: read strictly, believed
 * only when a session or a signature stands behind them.
 */
#include "web/cookie.h"

#include "web/header.h"

/* cookie-octet of RFC 6265, and the blanks and quotes that clients send inside values. */
static bool value_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == '\\')
			return false;
	}
	return true;
}

bool cookie_next(struct str *rest, struct str *name, struct str *value)
{
	struct str pair;

	while (str_cut(rest, ';', &pair)) {
		pair = str_trim(pair);
		size_t eq = str_index(pair, '=');
		if (eq == pair.n)
			continue;
		struct str n = str_sub(pair, 0, eq), v = str_sub(pair, eq + 1, pair.n);
		if (v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"')
			v = str_sub(v, 1, v.n - 2);
		if (!header_is_token(n) || !value_valid(v))
			continue;
		*name = n;
		*value = v;
		return true;
	}
	return false;
}

struct str cookie_get(struct str header, struct str wanted)
{
	struct str name, value, found = str_none();

	while (cookie_next(&header, &name, &value)) {
		if (!str_eq(name, wanted))
			continue;
		if (found.p)
			return str_none();
		found = value;
	}
	return found;
}
