/* Forms: from fields to typed values, by tables. What was typed stays in the form for showing it
 * again; what is wrong becomes one sentence that says what to do.
 */
#include "web/form.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "domain/uscc.h"
#include "web/header.h"
#include "web/multipart.h"
#include "web/urlenc.h"

static const struct str type_urlencoded = STR_INIT("application/x-www-form-urlencoded");
static const struct str type_multipart = STR_INIT("multipart/form-data");

/* A charset, when given, must be UTF-8: everything else would be read wrongly without notice. */
static enum rc check_charset(struct arena *a, struct str type, struct err *e)
{
	struct str charset;
	int found = header_param_get(a, type, "charset", &charset);

	if (found < 0)
		return err_detail(e, RC_INVALID, MSG_FORM_BAD, "malformed content type");
	if (found > 0 && !str_eq_nocase(charset, STR("utf-8")))
		return err_set(e, RC_INVALID, MSG_NOT_UTF8);
	return RC_OK;
}

enum rc form_parse(struct arena *a, const struct http_req *req, struct form *out, struct err *e)
{
	struct str type = http_header_get(req, "content-type");
	struct str media = header_media_type(type);

	if (req->body.n == 0 && !type.p) {
		*out = (struct form){0};
		return RC_OK;
	}
	TRY(check_charset(a, type, e));
	if (str_eq_nocase(media, type_urlencoded))
		return urlenc_parse(a, req->body, out, e);
	if (str_eq_nocase(media, type_multipart))
		return multipart_parse(a, type, req->body, out, e);
	return err_set(e, RC_INVALID, MSG_FORM_TYPE);
}

enum rc form_parse_query(struct arena *a, struct str query, struct form *out, struct err *e)
{
	struct err why;

	if (urlenc_parse(a, query, out, &why) == RC_OK)
		return RC_OK;
	return err_detail(e, RC_INVALID, MSG_QUERY_BAD, "%s", why.detail);
}

struct str form_get(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->v[i].filename.p && str_eqc(f->v[i].name, name))
			return f->v[i].value;
	return str_none();
}

const struct form_value *form_file(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].filename.p && str_eqc(f->v[i].name, name))
			return &f->v[i];
	return NULL;
}

bool form_next(const struct form *f, const char *name, size_t *at, struct str *out)
{
	for (size_t i = *at; i < f->n; i++) {
		if (f->v[i].filename.p || !str_eqc(f->v[i].name, name))
			continue;
		*out = f->v[i].value;
		*at = i + 1;
		return true;
	}
	*at = f->n;
	return false;
}

void form_error_add(struct arena *a, struct form_errors *es, const char *field, struct str text)
{
	struct form_error fe = {str_dup(a, str_c(field)), text};

	VEC_PUSH(a, es, fe);
}

void form_error_msg(struct arena *a, struct form_errors *es, const char *field, enum msgid msg)
{
	form_error_add(a, es, field, str_c(msg_text(msg)));
}

void form_error_from(struct arena *a, struct form_errors *es, const struct err *e)
{
	form_error_add(a, es, e->field, err_text(a, e));
}

struct str form_error_of(const struct form_errors *es, const char *field)
{
	for (size_t i = 0; i < es->n; i++)
		if (str_eqc(es->v[i].field, field))
			return es->v[i].text;
	return str_none();
}

/* --- typed reading --- */
#define DEFAULT_MAX_CHARS 200

struct reading {
	struct arena *a;
	const struct field_spec *spec;
	struct form_errors *errors;
};

static bool wrong(const struct reading *r, enum msgid msg)
{
	struct err e;

	err_set(&e, RC_INVALID, msg);
	err_arg(&e, 0, str_c(r->spec->label));
	form_error_add(r->a, r->errors, r->spec->name, err_text(r->a, &e));
	return false;
}

static bool wrong_limit(const struct reading *r, enum msgid msg, int64_t limit)
{
	struct err e;

	err_set(&e, RC_INVALID, msg);
	err_arg(&e, 0, str_c(r->spec->label));
	err_arg(&e, 1, str_i64(r->a, limit));
	form_error_add(r->a, r->errors, r->spec->name, err_text(r->a, &e));
	return false;
}

static bool outer_blank(int32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x3000 || cp == 0xa0 ||
	       cp == 0xfeff;
}

/* Blanks at both ends as people paste them: also U+3000, U+00A0 and a byte order mark. */
static struct str trim_wide(struct str s)
{
	size_t from = 0, end = 0, i = 0;
	bool started = false;

	while (i < s.n) {
		size_t at = i;
		bool blank = outer_blank(utf8_next(s, &i));
		if (!started && !blank) {
			from = at;
			started = true;
		}
		if (!blank)
			end = i;
	}
	return started ? str_sub(s, from, end - from) : STR("");
}

static bool read_text(const struct reading *r, struct str s, struct str *out)
{
	int64_t max = r->spec->max > 0 ? r->spec->max : DEFAULT_MAX_CHARS;
	int64_t chars = (int64_t)utf8_count(s);

	if (r->spec->kind != FIELD_LINES && s.n && memchr(s.p, '\n', s.n))
		return wrong(r, MSG_FIELD_ONE_LINE);
	if (utf8_has_invisible(s) || str_has(s, STR("\xef\xbf\xbd")))
		return wrong(r, MSG_FIELD_INVISIBLE);
	if (chars > max)
		return wrong_limit(r, MSG_FIELD_TOO_LONG, max);
	if (chars < r->spec->min)
		return wrong_limit(r, MSG_FIELD_TOO_SHORT, r->spec->min);
	*out = s;
	return true;
}

/* Digits with thousands separators in their right places, or none. */
static bool grouped(struct str s)
{
	struct str rest = s, part;
	bool first = true;

	if (s.n && s.p[0] == '-')
		rest = str_sub(s, 1, s.n);
	while (str_cut(&rest, ',', &part)) {
		if (first ? part.n < 1 || part.n > 3 : part.n != 3)
			return false;
		first = false;
	}
	return true;
}

/* "1,280" "１２８０" "1280.00" → 1280. A fraction that is not zero, a unit, an exponent: no. */
static bool parse_int(struct arena *a, struct str typed, int64_t *out)
{
	struct str s = utf8_halfwidth(a, typed);
	size_t dot = str_index(s, '.');
	char digits[24];
	size_t n = 0;

	for (size_t i = dot + 1; i < s.n; i++)
		if (s.p[i] != '0')
			return false;
	s = str_sub(s, 0, dot);
	if (str_index(s, ',') < s.n && !grouped(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',')
			continue;
		if (n == sizeof(digits))
			return false;
		digits[n++] = s.p[i];
	}
	return str_to_i64((struct str){digits, n}, out);
}

static bool read_int(const struct reading *r, struct str s, int64_t *out)
{
	int64_t v;

	if (!parse_int(r->a, s, &v))
		return wrong(r, MSG_FIELD_INT);
	bool bounded = r->spec->min != 0 || r->spec->max != 0;
	if (bounded && v < r->spec->min)
		return wrong_limit(r, MSG_FIELD_MIN, r->spec->min);
	if (bounded && v > r->spec->max)
		return wrong_limit(r, MSG_FIELD_MAX, r->spec->max);
	*out = v;
	return true;
}

/* "2026-01-15", "2026年1月15日", and the instant forms of machines: their date in China. */
static bool read_date(const struct reading *r, struct str s, struct date *out)
{
	int64_t instant;

	if (date_parse_loose(s, out))
		return true;
	if (s.n > 10 && s.p[10] == 'T' && instant_parse(s, &instant)) {
		*out = date_of_instant(instant);
		return true;
	}
	return wrong(r, MSG_FIELD_DATE);
}

static bool read_choice(const struct reading *r, struct str s, struct str *out)
{
	for (const char *const *c = r->spec->choices; c && *c; c++)
		if (str_eqc(s, *c)) {
			*out = str_c(*c);
			return true;
		}
	return wrong(r, MSG_FIELD_CHOICE);
}

/* One code point of a telephone number as it is kept; 0: does not belong there. */
static char phone_char(int32_t cp, bool *extension)
{
	if (cp >= '0' && cp <= '9')
		return (char)cp;
	switch (cp) {
	case '-':
	case 0x2010:
	case 0x2013:
	case 0x2014:
	case 0x2212:
		return '-';
	case '(':
	case ')':
	case '+':
	case ' ':
		return (char)cp;
	case 0x8f6c: /* 转, an extension */
		if (*extension)
			return 0;
		*extension = true;
		return '-';
	default:
		return 0;
	}
}

static bool read_phone(const struct reading *r, struct str typed, struct str *out)
{
	struct str s = utf8_halfwidth(r->a, typed);
	char *p = arena_alloc(r->a, 24);
	size_t n = 0, digits = 0, i = 0;
	bool extension = false;

	while (i < s.n) {
		char c = phone_char(utf8_next(s, &i), &extension);
		if (!c || n == 20)
			return wrong(r, MSG_FIELD_PHONE);
		digits += c >= '0' && c <= '9';
		p[n++] = c;
	}
	/* A mobile number has eleven digits; shorter ones beginning with 1 are service numbers
	 * (12345). */
	if (digits < 5 || (digits == n && p[0] == '1' && n > 5 && n != 11))
		return wrong(r, MSG_FIELD_PHONE);
	*out = (struct str){p, n};
	return true;
}

static bool truthy(struct str s)
{
	return s.p && s.n > 0 && !str_eqc(s, "0") && !str_eqc(s, "no") && !str_eqc(s, "false");
}

static bool read_value(const struct reading *r, struct str s, void *at)
{
	switch (r->spec->kind) {
	case FIELD_TEXT:
	case FIELD_LINES:
		return read_text(r, s, at);
	case FIELD_INT:
		return read_int(r, s, at);
	case FIELD_DATE:
		return read_date(r, s, at);
	case FIELD_CHOICE:
		return read_choice(r, s, at);
	case FIELD_PHONE:
		return read_phone(r, s, at);
	case FIELD_USCC:
		*(struct str *)at = uscc_normalise(r->a, s);
		return read_text(r, *(struct str *)at, at);
	case FIELD_BOOL:
		*(bool *)at = truthy(s);
		return true;
	}
	return false;
}

/* The one value of a field; *twice and *bad as their names say. */
static struct str single_value(const struct form *f, const char *name, bool *twice, bool *bad)
{
	struct str found = str_none();

	*twice = *bad = false;
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].filename.p || !str_eqc(f->v[i].name, name))
			continue;
		*twice = *twice || found.p;
		*bad = *bad || f->v[i].bad_text;
		if (!found.p)
			found = f->v[i].value;
	}
	return found;
}

static bool read_field(const struct reading *r, const struct form *f, void *out)
{
	bool twice, bad;
	struct str raw = single_value(f, r->spec->name, &twice, &bad);
	void *at = (char *)out + r->spec->offset;

	if (bad)
		return wrong(r, MSG_FIELD_NOT_TEXT);
	if (twice && r->spec->kind != FIELD_BOOL)
		return wrong(r, MSG_FIELD_TWICE);
	struct str s = trim_wide(raw);
	if (s.n > 0)
		return read_value(r, s, at);
	if (r->spec->kind == FIELD_BOOL)
		*(bool *)at = false;
	if (!r->spec->required)
		return true;
	return wrong(r, r->spec->kind == FIELD_CHOICE || r->spec->kind == FIELD_BOOL
	                        ? MSG_FIELD_CHOOSE
	                        : MSG_FIELD_REQUIRED);
}

bool form_read(struct arena *a, const struct form *f, const struct field_spec *specs, size_t n,
        void *out, struct form_errors *es)
{
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		struct reading r = {a, &specs[i], es};
		good = read_field(&r, f, out) && good;
	}
	return good;
}
