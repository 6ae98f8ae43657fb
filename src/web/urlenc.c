/* name=value&name=value, once for bodies and queries: what the fuzzer knows is what serves. */
#include "web/urlenc.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "web/urlparse.h"

/* Browsers end lines of a textarea with CRLF; inside the program a line ends with LF. */
static struct str crlf_to_lf(struct arena *a, struct str s)
{
	if (s.n == 0 || !memchr(s.p, '\r', s.n))
		return s;
	char *p = arena_alloc(a, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r') {
			p[n++] = '\n';
			if (i + 1 < s.n && s.p[i + 1] == '\n')
				i++;
		} else {
			p[n++] = s.p[i];
		}
	}
	return (struct str){p, n};
}

void form_value_text(struct arena *a, struct form_value *v, struct str raw)
{
	v->bad_text = !utf8_valid(raw) || (raw.n && memchr(raw.p, '\0', raw.n));
	v->value = v->bad_text || raw.n == 0 ? STR("") : crlf_to_lf(a, raw);
}

static enum rc pair_add(struct arena *a, struct str pair, struct form *f, struct err *e)
{
	size_t eq = str_index(pair, '=');
	struct form_value v = {0};
	struct str raw;

	if (f->n >= FORM_MAX_FIELDS)
		return err_set(e, RC_TOO_LARGE, MSG_FORM_TOO_MANY);
	if (!percent_decode(a, str_sub(pair, 0, eq), true, &v.name) ||
	        !percent_decode(a, str_sub(pair, MIN_OF(eq + 1, pair.n), pair.n), true, &raw))
		return err_detail(e, RC_INVALID, MSG_FORM_BAD, "bad percent-encoding");
	if (v.name.n == 0 || v.name.n > 200 || !utf8_valid(v.name) || utf8_has_invisible(v.name) ||
	        memchr(v.name.p, '\n', v.name.n))
		return err_detail(e, RC_INVALID, MSG_FORM_BAD, "bad field name");
	form_value_text(a, &v, raw);
	VEC_PUSH(a, f, v);
	return RC_OK;
}

enum rc urlenc_parse(struct arena *a, struct str text, struct form *out, struct err *e)
{
	struct form f = {0};
	struct str rest = text, pair;

	while (str_cut(&rest, '&', &pair))
		if (pair.n > 0)
			TRY(pair_add(a, pair, &f, e));
	*out = f;
	return RC_OK;
}
