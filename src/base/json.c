/* Why two ways: plain text (no escapes in strings), which is nearly all there is, is read in one pass
 * straight into the arena; whatever that pass does not recognise, errors included, is left to the
 * strict way over cJSON, so that there is one voice on what is wrong. A test holds the two together.
 *
 * Why two passes there: cJSON keeps numbers as doubles, accepts broken UTF-8, NUL, duplicate names,
 * trailing bytes and any control character as a blank. The first pass checks the raw bytes and
 * hands cJSON a copy in which each number is a string marked with the byte 0x01, so that digits
 * survive. A raw JSON text cannot hold that byte; a string that *decodes* to it or to 0x02 at its
 * beginning is marked with 0x02 in front.
 */
#include <cjson/cJSON.h>

#include "base/json.h"

#include "base/map.h"
#include "base/utf8.h"

#define NUMBER_MARK '\001'
#define STRING_MARK '\002'
#define MANY_MEMBERS 32

struct scan {
	struct str in;
	size_t i;
	struct buf out;
	struct err *e;
};

static enum rc bad(struct err *e, const char *why, size_t at)
{
	err_set(e, RC_INVALID, MSG_JSON_SYNTAX);
	return err_argf(e, "%s（第 %zu 字节）", why, at + 1);
}

static bool is_digit(struct scan *s)
{
	return s->i < s->in.n && s->in.p[s->i] >= '0' && s->in.p[s->i] <= '9';
}

static bool take(struct scan *s, const char *set)
{
	if (s->i < s->in.n && s->in.p[s->i] && strchr(set, s->in.p[s->i])) {
		s->i++;
		return true;
	}
	return false;
}

static bool take_digits(struct scan *s)
{
	size_t from = s->i;

	while (is_digit(s))
		s->i++;
	return s->i > from;
}

static enum rc scan_number(struct scan *s)
{
	size_t from = s->i;

	(void)take(s, "-");
	bool ok = take(s, "0") || take_digits(s);
	if (ok && take(s, "."))
		ok = take_digits(s);
	if (ok && take(s, "eE")) {
		(void)take(s, "+-");
		ok = take_digits(s);
	}
	if (!ok || is_digit(s) || s->i - from > 64)
		return bad(s->e, "数字写法不正确", from);
	buf_lit(&s->out, "\"\001");
	buf_put(&s->out, s->in.p + from, s->i - from);
	buf_ch(&s->out, '"');
	return RC_OK;
}

static enum rc scan_string(struct scan *s)
{
	size_t from = s->i++;

	while (s->i < s->in.n && s->in.p[s->i] != '"') {
		unsigned char c = (unsigned char)s->in.p[s->i];
		if (c < 0x20)
			return bad(s->e, "文字中有控制字符", s->i);
		if (c == '\\') {
			if (str_starts(str_sub(s->in, s->i, 6), STR("\\u0000")))
				return bad(s->e, "文字中有 \\u0000", s->i);
			s->i++;
		}
		s->i++;
	}
	if (s->i >= s->in.n)
		return bad(s->e, "文字没有结束引号", from);
	s->i++;
	struct str inside = str_sub(s->in, from + 1, s->i - from - 1);
	buf_ch(&s->out, '"');
	if (str_starts(inside, STR("\\u0001")) || str_starts(inside, STR("\\u0002")))
		buf_ch(&s->out, STRING_MARK);
	buf_str(&s->out, inside);
	return RC_OK;
}

static enum rc scan_all(struct scan *s)
{
	int depth = 0;

	while (s->i < s->in.n) {
		char c = s->in.p[s->i];
		if (c == '"') {
			TRY(scan_string(s));
		} else if (c == '-' || (c >= '0' && c <= '9')) {
			TRY(scan_number(s));
		} else {
			if (c == '[' || c == '{')
				depth++;
			else if (c == ']' || c == '}')
				depth--;
			if (depth > JSON_MAX_DEPTH)
				return bad(s->e, "嵌套过深", s->i);
			if (!c || !strchr(" \t\r\n[]{}:,aeflnrstu", c))
				return bad(s->e, "有不应出现的字符", s->i);
			buf_ch(&s->out, c);
			s->i++;
		}
	}
	return RC_OK;
}

/* The first name that stands twice, or NULL. */
static const struct json *find_duplicate(struct arena *a, const struct json *object)
{
	struct map seen;

	if (object->n <= MANY_MEMBERS) {
		for (const struct json *c = object->first; c; c = c->next)
			for (const struct json *d = c->next; d; d = d->next)
				if (str_eq(c->key, d->key))
					return d;
		return NULL;
	}
	struct arena_mark mark = arena_mark(a);
	const struct json *found = NULL;
	map_init(&seen, a);
	for (struct json *c = object->first; c && !found; c = c->next)
		if (map_put(&seen, c->key, c))
			found = c;
	arena_release(a, mark);
	return found;
}

static struct str text_of(struct arena *a, const char *s)
{
	return str_dup(a, str_c(s + (*s == STRING_MARK)));
}

/* Depth is bounded by the scan. */
static enum rc convert(struct arena *a, const cJSON *in, struct json *out, struct err *e)
{
	struct json **tail = &out->first;

	if (cJSON_IsString(in)) {
		bool number = in->valuestring[0] == NUMBER_MARK;
		out->type = number ? JSON_NUMBER : JSON_STRING;
		out->text = text_of(a, in->valuestring + number);
		return RC_OK;
	}
	if (!cJSON_IsArray(in) && !cJSON_IsObject(in)) {
		out->type = cJSON_IsTrue(in)    ? JSON_TRUE
		            : cJSON_IsFalse(in) ? JSON_FALSE
		                                : JSON_NULL;
		return RC_OK;
	}
	out->type = cJSON_IsArray(in) ? JSON_ARRAY : JSON_OBJECT;
	const cJSON *item;
	cJSON_ArrayForEach(item, in)
	{
		struct json *child = ARENA_NEW(a, struct json);
		if (out->type == JSON_OBJECT) {
			if (item->string[0] == NUMBER_MARK) {
				err_set(e, RC_INVALID, MSG_JSON_SYNTAX);
				return err_argf(e, "成员名 %s 没有引号", item->string + 1);
			}
			child->key = text_of(a, item->string);
		}
		TRY(convert(a, item, child, e));
		*tail = child;
		tail = &child->next;
		out->n++;
	}
	const struct json *twice = out->type == JSON_OBJECT ? find_duplicate(a, out) : NULL;
	if (twice) {
		err_set(e, RC_INVALID, MSG_JSON_SYNTAX);
		return err_argf(e, "成员“%.*s”重复", STR_ARG(twice->key));
	}
	return RC_OK;
}

/* Where in the text given the copy's byte at `end` stood. */
static size_t original_offset(const struct scan *s, const char *end)
{
	size_t marks = 0;

	for (const char *p = s->out.p; p < end; p++)
		marks += *p == NUMBER_MARK ? 3 : *p == STRING_MARK;
	return (size_t)(end - s->out.p) - marks;
}

/* --- plain text in one pass ------------------------------------------------------------------ */

struct plain {
	struct arena *a;
	const char *p, *end; /* a copy in the arena: texts of the tree point into it */
	int depth;
};

static bool plain_value(struct plain *s, struct json *out);

static void plain_blanks(struct plain *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\t' || *s->p == '\r'))
		s->p++;
}

static bool plain_ch(struct plain *s, char c)
{
	plain_blanks(s);
	if (s->p >= s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

/* After the opening quote. The copy ends with a NUL, so nothing is read behind it. */
static bool plain_string(struct plain *s, struct str *out)
{
	const char *from = s->p;

	while ((unsigned char)*s->p >= 0x20 && *s->p != '"' && *s->p != '\\')
		s->p++;
	if (*s->p != '"')
		return false;
	*out = (struct str){from, (size_t)(s->p++ - from)};
	return true;
}

static size_t plain_digits(struct plain *s)
{
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return (size_t)(s->p - from);
}

/* Integers and fractions; exponents are left to the strict way. */
static bool plain_number(struct plain *s, struct json *out)
{
	const char *from = s->p;

	s->p += *s->p == '-';
	const char *first = s->p;
	size_t n = plain_digits(s);
	if (n == 0 || (*first == '0' && n > 1))
		return false;
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		if (plain_digits(s) == 0)
			return false;
	}
	if (s->p < s->end && (*s->p == 'e' || *s->p == 'E'))
		return false;
	out->type = JSON_NUMBER;
	out->text = (struct str){from, (size_t)(s->p - from)};
	return out->text.n <= 64;
}

static bool plain_word(struct plain *s, const char *word, enum json_type type, struct json *out)
{
	size_t n = strlen(word);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0)
		return false;
	s->p += n;
	out->type = type;
	return true;
}

static bool plain_member(struct plain *s, struct json *parent, struct json *child)
{
	if (parent->type == JSON_ARRAY)
		return plain_value(s, child);
	if (!plain_ch(s, '"') || !plain_string(s, &child->key))
		return false;
	for (const struct json *c = parent->first; c; c = c->next)
		if (c->key.n == child->key.n && str_eq(c->key, child->key))
			return false;
	return plain_ch(s, ':') && plain_value(s, child);
}

/* Depth is bounded by the count; many members are left to the strict way. */
static bool plain_list(struct plain *s, enum json_type type, char close, struct json *out)
{
	struct json **tail = &out->first;

	out->type = type;
	s->p++;
	if (++s->depth > JSON_MAX_DEPTH)
		return false;
	if (plain_ch(s, close)) {
		s->depth--;
		return true;
	}
	do {
		struct json *child = ARENA_NEW(s->a, struct json);
		if (out->n == MANY_MEMBERS * 4 || !plain_member(s, out, child))
			return false;
		*tail = child;
		tail = &child->next;
		out->n++;
	} while (plain_ch(s, ','));
	s->depth--;
	return plain_ch(s, close);
}

static bool plain_value(struct plain *s, struct json *out)
{
	plain_blanks(s);
	if (s->p >= s->end)
		return false;
	switch (*s->p) {
	case '{':
		return plain_list(s, JSON_OBJECT, '}', out);
	case '[':
		return plain_list(s, JSON_ARRAY, ']', out);
	case '"':
		s->p++;
		out->type = JSON_STRING;
		return plain_string(s, &out->text);
	case 't':
		return plain_word(s, "true", JSON_TRUE, out);
	case 'f':
		return plain_word(s, "false", JSON_FALSE, out);
	case 'n':
		return plain_word(s, "null", JSON_NULL, out);
	default:
		return plain_number(s, out);
	}
}

static bool plain_parse(struct arena *a, struct str text, struct json *out)
{
	struct str copy = str_dup(a, text);
	struct plain s = {.a = a, .p = copy.p, .end = copy.p + copy.n};

	if (!plain_value(&s, out))
		return false;
	plain_blanks(&s);
	return s.p == s.end;
}

enum rc json_parse(struct arena *a, struct str text, struct json **out, struct err *e)
{
	struct scan s = {.in = text, .e = e};

	if (str_starts(text, STR("\xef\xbb\xbf")))
		s.in = str_sub(text, 3, text.n);
	if (!utf8_valid(text))
		return err_set(e, RC_INVALID, MSG_NOT_UTF8);
	struct json *made = ARENA_NEW(a, struct json);
	if (plain_parse(a, s.in, made)) {
		*out = made;
		return RC_OK;
	}
	buf_init(&s.out, a, text.n * 4 + 16);
	buf_reserve(&s.out, text.n + 64);
	TRY(scan_all(&s));
	buf_ch(&s.out, '\0');

	const char *end = NULL;
	cJSON *root = cJSON_ParseWithLengthOpts(s.out.p, s.out.n, &end, 1);
	if (!root)
		return bad(e, "语法错误", end ? original_offset(&s, end) : 0);
	*made = (struct json){0};
	enum rc rc = convert(a, root, made, e);
	cJSON_Delete(root);
	if (rc == RC_OK)
		*out = made;
	return rc;
}

const struct json *json_get(const struct json *j, const char *key)
{
	struct str name = str_c(key);

	if (!j || j->type != JSON_OBJECT)
		return NULL;
	for (const struct json *c = j->first; c; c = c->next)
		if (c->key.n == name.n && str_eq(c->key, name))
			return c;
	return NULL;
}

struct str json_str(const struct json *j, const char *key, struct str otherwise)
{
	const struct json *m = json_get(j, key);

	return m && m->type == JSON_STRING ? m->text : otherwise;
}

int64_t json_i64(const struct json *j, const char *key, int64_t otherwise)
{
	const struct json *m = json_get(j, key);
	int64_t v;

	if (!m || m->type != JSON_NUMBER || !str_to_i64(m->text, &v) || v > (int64_t)1 << 53 ||
	        v < -((int64_t)1 << 53))
		return otherwise;
	return v;
}

bool json_bool(const struct json *j, const char *key, bool otherwise)
{
	const struct json *m = json_get(j, key);

	return m && (m->type == JSON_TRUE || m->type == JSON_FALSE) ? m->type == JSON_TRUE
	                                                            : otherwise;
}

void json_put_str(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	size_t from = 0;

	buf_ch(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\' && c != '<')
			continue;
		buf_put(b, s.p + from, i - from);
		from = i + 1;
		if (c == '"' || c == '\\') {
			buf_ch(b, '\\');
			buf_ch(b, (char)c);
		} else if (c == '\n') {
			buf_lit(b, "\\n");
		} else {
			buf_lit(b, "\\u00");
			buf_ch(b, hex[c >> 4]);
			buf_ch(b, hex[c & 15]);
		}
	}
	if (s.n)
		buf_put(b, s.p + from, s.n - from);
	buf_ch(b, '"');
}

void json_put_key(struct buf *b, const char *key)
{
	json_put_str(b, str_c(key));
	buf_ch(b, ':');
}

static int by_key(const void *x, const void *y)
{
	return str_cmp(
	        (*(const struct json *const *)x)->key, (*(const struct json *const *)y)->key);
}

void json_put_canonical(struct buf *b, const struct json *j, struct arena *a)
{
	static const char *const words[] = {
	        [JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true"};

	if (j->type <= JSON_TRUE) {
		buf_c(b, words[j->type]);
		return;
	}
	if (j->type == JSON_NUMBER) {
		buf_str(b, j->text);
		return;
	}
	if (j->type == JSON_STRING) {
		json_put_str(b, j->text);
		return;
	}
	const struct json **child = ARENA_NEW_N(a, const struct json *, j->n + 1);
	size_t n = 0;
	for (const struct json *c = j->first; c; c = c->next)
		child[n++] = c;
	if (j->type == JSON_OBJECT)
		qsort(child, n, sizeof(*child), by_key);
	buf_ch(b, j->type == JSON_OBJECT ? '{' : '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_ch(b, ',');
		if (j->type == JSON_OBJECT) {
			json_put_str(b, child[i]->key);
			buf_ch(b, ':');
		}
		json_put_canonical(b, child[i], a);
	}
	buf_ch(b, j->type == JSON_OBJECT ? '}' : ']');
}
