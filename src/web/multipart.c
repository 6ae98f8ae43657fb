/* Uploads and forms with files. The body is complete and bounded, so the parser is a walk over
 * slices: no state machine, no copies, no partial fields (what made MHD_PostProcessor a hazard).
 */
#include "web/multipart.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "web/header.h"
#include "web/urlenc.h"

static enum rc bad(struct err *e, const char *what)
{
	return err_detail(e, RC_INVALID, MSG_FORM_BAD, "multipart: %s", what);
}

/* RFC 2046 5.1.1: 1-70 characters of a given set, not ending in a blank. */
static bool boundary_valid(struct str b)
{
	if (b.n < 1 || b.n > 70 || b.p[b.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < b.n; i++) {
		char c = b.p[i];
		bool alnum =
		        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!alnum && !(c && strchr("'()+_,-./:=? ", c)))
			return false;
	}
	return true;
}

/* Index of `needle`, with memmem: linear for what we look for (it begins with CR LF). */
static size_t find(struct str s, struct str needle)
{
	const char *p = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;

	return p ? (size_t)(p - s.p) : s.n;
}

/* What stands behind a delimiter: blanks and CRLF (another part), or "--" (the end). */
enum after { AFTER_PART, AFTER_END, AFTER_NONE };

static enum after after_delimiter(struct str s, struct str *rest)
{
	size_t i = 0;

	if (s.n >= 2 && s.p[0] == '-' && s.p[1] == '-') {
		*rest = str_sub(s, 2, s.n);
		while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
			*rest = str_sub(*rest, 1, rest->n);
		/* "--" and then text on the same line is no end marker. */
		return rest->n == 0 || str_starts(*rest, STR("\r\n")) ? AFTER_END : AFTER_NONE;
	}
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	if (!str_starts(str_sub(s, i, s.n), STR("\r\n")))
		return AFTER_NONE;
	*rest = str_sub(s, i + 2, s.n);
	return AFTER_PART;
}

/* Old browsers send the whole path of the file: only the last component is a name. */
static struct str last_component(struct str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\')
			return str_sub(s, i, s.n);
	return s;
}

/* WHATWG form submission writes '"' as %22 (and line ends as %0D %0A, which we leave as they are).
 */
static struct str undo_quote(struct arena *a, struct str s)
{
	if (!str_has(s, STR("%22")))
		return s;
	char *p = arena_alloc(a, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool quote = s.n - i >= 3 && memcmp(s.p + i, "%22", 3) == 0;
		p[n++] = quote ? '"' : s.p[i];
		i += quote ? 2 : 0;
	}
	return (struct str){p, n};
}

static bool name_clean(struct str s, size_t max)
{
	return s.n <= max && utf8_valid(s) && !utf8_has_invisible(s) &&
	       !(s.n && memchr(s.p, '\n', s.n));
}

static enum rc disposition(struct arena *a, struct str value, struct form_value *v, struct err *e)
{
	struct str rest = str_sub(value, str_index(value, ';'), value.n);
	struct str n, text;
	int more;

	if (!str_eq_nocase(header_media_type(value), STR("form-data")))
		return bad(e, "disposition is not form-data");
	while ((more = header_param(a, &rest, false, &n, &text)) == 1) {
		if (str_eq_nocase(n, STR("name"))) {
			if (v->name.p)
				return bad(e, "name twice");
			v->name = undo_quote(a, text);
		} else if (str_eq_nocase(n, STR("filename"))) {
			if (v->filename.p)
				return bad(e, "filename twice");
			v->filename = last_component(undo_quote(a, text));
		}
		/* filename* is forbidden by RFC 7578 4.2 and ignored: the name that counts is the
		 * one above. */
	}
	if (more < 0)
		return bad(e, "malformed disposition");
	if (!v->name.p || v->name.n == 0 || !name_clean(v->name, 200))
		return bad(e, "no clean field name");
	if (v->filename.p && !name_clean(v->filename, 255))
		return bad(e, "file name with invisible characters");
	return RC_OK;
}

static bool header_value_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
			return false;
	return true;
}

/* One line "Name: value" of a part's head. */
static enum rc part_header(
        struct arena *a, struct str line, struct form_value *v, bool *seen, struct err *e)
{
	size_t colon = str_index(line, ':');
	struct str name = str_sub(line, 0, colon);

	if (colon == line.n || !header_is_token(name))
		return bad(e, "bad header name");
	struct str value = str_trim(str_sub(line, colon + 1, line.n));
	if (!header_value_clean(value))
		return bad(e, "control character in a header");
	if (str_eq_nocase(name, STR("content-disposition"))) {
		if (*seen)
			return bad(e, "two dispositions");
		*seen = true;
		return disposition(a, value, v, e);
	}
	if (str_eq_nocase(name, STR("content-type")))
		v->content_type = value;
	return RC_OK;
}

/* The head of a part, up to and including its empty line. */
static enum rc part_head(struct arena *a, struct str *rest, struct form_value *v, struct err *e)
{
	struct str window = str_sub(*rest, 0, MULTIPART_MAX_PART_HEADER_BYTES);
	bool seen = false;
	size_t used = 0;

	for (int lines = 0; lines <= MULTIPART_MAX_PART_HEADERS; lines++) {
		struct str left = str_sub(window, used, window.n);
		size_t end = find(left, STR("\r\n"));
		if (end == left.n)
			return bad(e, "part head too long or without end");
		used += end + 2;
		if (end == 0) {
			*rest = str_sub(*rest, used, rest->n);
			return seen ? RC_OK : bad(e, "part without disposition");
		}
		TRY(part_header(a, str_sub(left, 0, end), v, &seen, e));
	}
	return bad(e, "too many part headers");
}

/* The data of a part: up to CRLF, delimiter, and a proper line end. *more: another part follows. */
static enum rc part_data(
        struct str *rest, struct str delimiter, struct str *data, bool *more, struct err *e)
{
	struct str left = *rest, after = str_none();
	size_t at = 0;

	while (at < left.n) {
		size_t i = at + find(str_sub(left, at, left.n), delimiter);
		if (i >= left.n)
			break;
		enum after kind = after_delimiter(str_sub(left, i + delimiter.n, left.n), &after);
		if (kind != AFTER_NONE) {
			*data = str_sub(left, 0, i);
			*rest = after;
			*more = kind == AFTER_PART;
			return RC_OK;
		}
		at = i + delimiter.n;
	}
	return bad(e, "no closing boundary");
}

/* Skips to behind the first delimiter. Only line ends may stand before it. */
static enum rc preamble(struct str *body, struct str delimiter, bool *more, struct err *e)
{
	struct str first = str_sub(delimiter, 2, delimiter.n); /* without CRLF */
	size_t i = 0;

	while (i < body->n && i < MULTIPART_MAX_PREAMBLE &&
	        (body->p[i] == '\r' || body->p[i] == '\n'))
		i++;
	struct str s = str_sub(*body, i, body->n);
	if (!str_starts(s, first))
		return bad(e, "body does not begin with the boundary");
	enum after kind = after_delimiter(str_sub(s, first.n, s.n), body);
	if (kind == AFTER_NONE)
		return bad(e, "first boundary line is malformed");
	*more = kind == AFTER_PART;
	return RC_OK;
}

enum rc multipart_parse(
        struct arena *a, struct str content_type, struct str body, struct form *out, struct err *e)
{
	struct form f = {0};
	struct str boundary, rest = body;
	bool more = false;

	if (header_param_get(a, content_type, "boundary", &boundary) != 1 ||
	        !boundary_valid(boundary))
		return bad(e, "no usable boundary");
	struct str delimiter = str_cat(a, STR("\r\n--"), boundary);
	TRY(preamble(&rest, delimiter, &more, e));
	while (more) {
		struct form_value v = {0};
		struct str data;
		if (f.n >= FORM_MAX_FIELDS)
			return err_set(e, RC_TOO_LARGE, MSG_FORM_TOO_MANY);
		TRY(part_head(a, &rest, &v, e));
		/* The empty line's CRLF may be the one that the delimiter of an empty part needs.
		 */
		rest = (struct str){rest.p - 2, rest.n + 2};
		TRY(part_data(&rest, delimiter, &data, &more, e));
		data = str_sub(data, MIN_OF(2, data.n), data.n);
		if (v.filename.p)
			v.value = data.p ? data : STR("");
		else
			form_value_text(a, &v, data);
		VEC_PUSH(a, &f, v);
	}
	*out = f;
	return RC_OK;
}
