/* What a PDF may not contain. Not a PDF parser: names are searched where a reader could find them,
 * in the objects and in the object streams. Stream data is skipped for the short names (three
 * random bytes are no script) and searched for the long ones, so that a fake "stream" hides
 * nothing.
 */
#include "document/filetype.h"

#include "document/inflate.h"

#define STREAM_MAX ((size_t)8 << 20)   /* inflated, of one object stream */
#define STREAMS_MAX ((size_t)64 << 20) /* of all */
#define TAIL 1024

static const struct {
	const char *name, *say;
	bool in_data; /* long enough to be looked for in stream data */
} denied[] = {
        {"JavaScript", "脚本 JavaScript", true},
        {"JS", "脚本 JavaScript", false},
        {"Launch", "启动程序的动作", false},
        {"EmbeddedFile", "嵌入的文件", true},
        {"EmbeddedFiles", "嵌入的文件", true},
        {"EF", "嵌入的文件", false},
        {"XFA", "XFA 动态表单", false},
        {"RichMedia", "多媒体", true},
        {"SubmitForm", "提交表单的动作", true},
        {"ImportData", "导入数据的动作", true},
};

struct scan {
	struct arena *a;
	struct str file;
	size_t inflated;
	int open_actions; /* each may cost a search through the file */
};

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\0';
}

static bool is_delimiter(char c)
{
	return is_white(c) || (c != '\0' && strchr("()<>[]{}/%", c) != NULL);
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	                              : -1;
}

/* The name after the '/' at s.p[i - 1], with #xx decoded; longer ones are cut: none is denied. */
static struct str read_name(struct str s, size_t *i, char *to, size_t max)
{
	size_t n = 0;

	while (*i < s.n && !is_delimiter(s.p[*i])) {
		char c = s.p[(*i)++];

		if (c == '#' && *i + 1 < s.n && hex(s.p[*i]) >= 0 && hex(s.p[*i + 1]) >= 0) {
			c = (char)(hex(s.p[*i]) * 16 + hex(s.p[*i + 1]));
			*i += 2;
		}
		if (n < max)
			to[n++] = c;
	}
	return (struct str){to, n};
}

static enum rc refuse(struct err *e, const char *what)
{
	err_set(e, RC_INVALID, MSG_PDF_ACTIVE);
	err_arg(e, 0, str_c(what));
	return RC_INVALID;
}

static size_t skip_white(struct str s, size_t i)
{
	while (i < s.n && is_white(s.p[i]))
		i++;
	return i;
}

/* "12 0 R" at i: does object 12 begin with '[' (a destination)? */
static bool refers_to_array(struct arena *a, struct str file, struct str s, size_t i)
{
	size_t from = i;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i - from < 9)
		i++;
	struct str number = str_sub(s, from, i - from), rest = file;
	struct str head = str_fmt(a, "%.*s 0 obj", STR_ARG(number));
	if (number.n == 0)
		return false;
	for (;;) {
		size_t at = str_find(rest, head);

		if (at == rest.n)
			return false;
		if (at == 0 || is_white(rest.p[at - 1])) {
			size_t k = skip_white(rest, at + head.n);
			return k < rest.n && rest.p[k] == '[';
		}
		rest = str_sub(rest, at + 1, rest.n);
	}
}

/* Most writers set a first view: an array, or a GoTo action. Anything else acts on opening. */
static bool harmless_open_action(struct scan *c, struct str s, size_t i)
{
	if (++c->open_actions > 8)
		return false;
	i = skip_white(s, i);
	if (i < s.n && s.p[i] == '[')
		return true;
	if (i + 1 < s.n && s.p[i] == '<' && s.p[i + 1] == '<') {
		struct str dict = str_sub(s, i, 300);
		dict = str_sub(dict, 0, str_find(dict, STR(">>")));
		return str_has(dict, STR("/GoTo")) && !str_has(dict, STR("/GoToR")) &&
		       !str_has(dict, STR("/GoToE"));
	}
	return refers_to_array(c->a, c->file, s, i);
}

/* The names of s; data: s is stream data, where only long names count. */
static enum rc scan_names(struct scan *c, struct str s, bool data, struct err *e)
{
	size_t i = 0;

	while (i < s.n) {
		const char *slash = memchr(s.p + i, '/', s.n - i);
		char text[32];

		if (!slash)
			break;
		i = (size_t)(slash - s.p) + 1;
		struct str name = read_name(s, &i, text, sizeof(text));
		for (size_t k = 0; k < ARRAY_LEN(denied); k++)
			if (str_eqc(name, denied[k].name) && (!data || denied[k].in_data))
				return refuse(e, denied[k].say);
		if (str_eqc(name, "OpenAction") && !data && !harmless_open_action(c, s, i))
			return refuse(e, "打开时的动作");
		if (str_eqc(name, "Encrypt") && !data)
			return err_set(e, RC_INVALID, MSG_PDF_ENCRYPTED);
	}
	return RC_OK;
}

/* The data of the next stream: "stream" after ">>", its line end, up to "endstream". */
static bool next_stream(struct str s, size_t from, size_t *begin, size_t *end)
{
	for (;;) {
		struct str rest = str_sub(s, from, s.n);
		size_t at = str_find(rest, STR("stream"));

		if (at == rest.n)
			return false;
		size_t word = from + at, i = word + 6, before = word;
		while (before > 0 && is_white(s.p[before - 1]))
			before--;
		from = i;
		if (before < 2 || s.p[before - 1] != '>' || s.p[before - 2] != '>')
			continue;
		if (i < s.n && s.p[i] == '\r')
			i++;
		if (i < s.n && s.p[i] == '\n')
			i++;
		*begin = i;
		*end = i + str_find(str_sub(s, i, s.n), STR("endstream"));
		return true;
	}
}

/* Does a dictionary hold this name, however it is written? */
static bool has_name(struct str dict, const char *want)
{
	size_t i = 0;

	while (i < dict.n) {
		char text[32];

		if (dict.p[i++] == '/' && str_eqc(read_name(dict, &i, text, sizeof(text)), want))
			return true;
	}
	return false;
}

/* A stream of objects: what is in it counts as if it stood in the file. */
static enum rc scan_object_stream(struct scan *c, struct str dict, struct str body, struct err *e)
{
	struct arena_mark mark = arena_mark(c->a);
	struct str plain = body;
	bool more = false;

	if (has_name(dict, "FlateDecode") || has_name(dict, "Fl"))
		plain = inflate_some(c->a, body, STREAM_MAX, &more);
	else if (has_name(dict, "Filter"))
		return refuse(e, "无法检查的压缩内容");
	c->inflated += plain.n;
	if (plain.n == 0 || more || c->inflated > STREAMS_MAX)
		return refuse(e, "无法检查的压缩内容");
	TRY(scan_names(c, plain, false, e));
	arena_release(c->a, mark);
	return RC_OK;
}

static enum rc scan_objects(struct scan *c, struct str s, struct err *e)
{
	size_t at = 0, begin, end;

	while (next_stream(s, at, &begin, &end)) {
		struct str head = str_sub(s, at, begin - at), body = str_sub(s, begin, end - begin);
		struct str dict = str_sub(head, head.n > 2048 ? head.n - 2048 : 0, head.n);

		TRY(scan_names(c, head, false, e));
		TRY(scan_names(c, body, true, e));
		if (has_name(dict, "ObjStm"))
			TRY(scan_object_stream(c, dict, body, e));
		at = end;
	}
	return scan_names(c, str_sub(s, at, s.n), false, e);
}

enum rc pdf_check(struct arena *a, struct str bytes, struct err *e)
{
	size_t from = bytes.n > TAIL ? bytes.n - TAIL : 0;
	struct str tail = str_sub(bytes, from, bytes.n);

	if (!str_starts(bytes, STR("%PDF-1.")) && !str_starts(bytes, STR("%PDF-2.")))
		return err_set(e, RC_INVALID, MSG_FILE_TYPE_UNKNOWN);
	if (!str_has(tail, STR("%%EOF")))
		return err_set(e, RC_INVALID, MSG_PDF_NO_END);
	/* the end record of a ZIP may be 64 KiB from the end */
	from = bytes.n > 66000 ? bytes.n - 66000 : 0;
	if (str_has(str_sub(bytes, from, bytes.n), STR("PK\x05\x06")) ||
	        str_has(tail, STR("<script")))
		return err_set(e, RC_INVALID, MSG_PDF_TAIL);
	struct scan c = {.a = a, .file = bytes};
	return scan_objects(&c, bytes, e);
}
