/* The parts of a workbook around its cells: see the header. */
#include "document/xlsx_parts.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "document/table.h"
#include "document/xml.h"

static enum rc broken(struct err *e, const char *why)
{
	err_set(e, RC_INVALID, MSG_XLSX_BROKEN);
	err_arg(e, 0, str_c(why));
	return RC_INVALID;
}

/* --- relations -------------------------------------------------------------------------------- */

struct relation {
	struct str id, type, target;
};

struct relations {
	struct arena *a;
	VEC(struct relation) list;
};

static enum rc on_relation(void *arg, struct str name, const char **attrs, struct err *e)
{
	struct relations *r = arg;

	if (!str_eqc(name, "Relationship"))
		return RC_OK;
	if (r->list.n == 1000)
		return broken(e, "关系太多");
	if (str_eq_nocase(xml_attr(attrs, "TargetMode"), STR("External")))
		return RC_OK; /* links of cells; nothing of it is followed */
	struct str type = xml_attr(attrs, "Type");
	size_t slash = type.n;
	while (slash > 0 && type.p[slash - 1] != '/')
		slash--;
	VEC_PUSH(r->a, &r->list,
	        ((struct relation){.id = str_dup(r->a, xml_attr(attrs, "Id")),
	                .type = str_dup(r->a, str_sub(type, slash, type.n)),
	                .target = str_dup(r->a, xml_attr(attrs, "Target"))}));
	return RC_OK;
}

static enum rc read_relations(
        struct xlsx_parts *x, struct str part, struct relations *r, struct err *e)
{
	static const struct xml_events events = {.start = on_relation};
	const struct archive_entry *en = archive_find(x->zip, part);

	r->a = x->a;
	return en ? xml_read(x->a, x->zip, en, &events, r, e) : RC_OK;
}

static const struct relation *find_relation(
        const struct relations *r, struct str id, const char *type)
{
	for (size_t i = 0; i < r->list.n; i++)
		if ((type && str_eqc(r->list.v[i].type, type)) ||
		        (!type && str_eq(r->list.v[i].id, id)))
			return &r->list.v[i];
	return NULL;
}

/* A target is relative to the folder of the part that names it, or absolute in the package.
 * *out is NULL when the package has no such part. */
static enum rc resolve(struct xlsx_parts *x, struct str folder, struct str target,
        const struct archive_entry **out, struct err *e)
{
	struct str rest = target, part;
	struct buf b;

	if (target.n == 0 || target.n > 512)
		return broken(e, "关系没有目标");
	buf_init(&b, x->a, 2048);
	if (target.p[0] == '/')
		rest = str_sub(target, 1, target.n);
	else
		buf_str(&b, folder);
	while (str_cut(&rest, '/', &part)) {
		if (str_eqc(part, "."))
			continue;
		if (str_eqc(part, "..")) {
			if (b.n == 0)
				return err_set(e, RC_INVALID, MSG_XLSX_OUTSIDE);
			while (b.n > 0 && b.p[b.n - 1] != '/')
				b.n--;
			b.n -= b.n > 0;
			continue;
		}
		if (b.n > 0)
			buf_ch(&b, '/');
		buf_str(&b, part);
	}
	*out = archive_find(x->zip, buf_view(&b));
	return RC_OK;
}

/* --- workbook.xml ----------------------------------------------------------------------------- */

struct book {
	struct xlsx_parts *x;
	bool is_workbook;
	struct str sheet_rel; /* of the first visible sheet */
};

static enum rc on_book(void *arg, struct str name, const char **attrs, struct err *e)
{
	struct book *b = arg;

	(void)e;
	if (str_eqc(name, "workbook")) {
		b->is_workbook = true;
	} else if (str_eqc(name, "workbookPr")) {
		struct str v = xml_attr(attrs, "date1904");
		b->x->date1904 = str_eqc(v, "1") || str_eqc(v, "true");
	} else if (str_eqc(name, "sheet") && !b->sheet_rel.p) {
		struct str state = xml_attr(attrs, "state");
		if (str_eqc(state, "hidden") || str_eqc(state, "veryHidden"))
			return RC_OK;
		b->sheet_rel = str_dup(b->x->a, xml_attr_prefixed(attrs, "id"));
		b->x->sheet_name = str_dup(b->x->a, xml_attr(attrs, "name"));
	}
	return RC_OK;
}

/* --- sharedStrings.xml ------------------------------------------------------------------------ */

struct shared {
	struct xlsx_parts *x;
	VEC(struct str) list;
	struct buf b;
	size_t bytes;
	int in_t, in_phonetic;
};

static enum rc on_shared_start(void *arg, struct str name, const char **attrs, struct err *e)
{
	struct shared *s = arg;

	(void)attrs;
	if (str_eqc(name, "si")) {
		if (s->list.n == XLSX_MAX_SHARED)
			return broken(e, "共享文字太多");
		s->b.n = 0;
	}
	s->in_phonetic += str_eqc(name, "rPh");
	s->in_t += str_eqc(name, "t");
	return RC_OK;
}

static enum rc on_shared_text(void *arg, struct str text, struct err *e)
{
	struct shared *s = arg;

	if (!s->in_t || s->in_phonetic)
		return RC_OK;
	buf_str(&s->b, text);
	if (s->b.overflow)
		return broken(e, "单元格文字过长");
	return RC_OK;
}

static enum rc on_shared_end(void *arg, struct str name, struct err *e)
{
	struct shared *s = arg;

	s->in_t -= str_eqc(name, "t");
	s->in_phonetic -= str_eqc(name, "rPh");
	if (!str_eqc(name, "si"))
		return RC_OK;
	s->b.n = xlsx_unescape(s->b.p, s->b.n);
	struct str v = buf_view(&s->b);
	if (utf8_count(v) > TABLE_MAX_CELL)
		return broken(e, "单元格超过 32767 个字符");
	s->bytes += v.n;
	if (s->bytes > XLSX_MAX_SHARED_BYTES)
		return broken(e, "共享文字太多");
	VEC_PUSH(s->x->a, &s->list, str_dup(s->x->a, v));
	return RC_OK;
}

static int hex4(const char *p)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int d = c >= '0' && c <= '9'   ? c - '0'
		        : c >= 'A' && c <= 'F' ? c - 'A' + 10
		        : c >= 'a' && c <= 'f' ? c - 'a' + 10
		                               : -1;
		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

/* The UTF-16 unit written as _xHHHH_ at p, or -1. */
static int escape_at(const char *p, size_t n)
{
	return n >= 7 && p[0] == '_' && p[1] == 'x' && p[6] == '_' ? hex4(p + 2) : -1;
}

size_t xlsx_unescape(char *p, size_t n)
{
	size_t to = 0, i = 0;

	while (i < n) {
		int32_t c = escape_at(p + i, n - i);
		char utf8[4];
		size_t used = 7, len = 0;

		if (c >= 0xD800 && c < 0xDC00) {
			int low = escape_at(p + i + 7, n - i - 7);
			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				used = 14;
			}
		}
		if (c > 0)
			len = utf8_put(utf8, c);
		if (c == 0 || len > 0) {
			memcpy(p + to, utf8, len);
			to += len;
			i += used;
		} else {
			p[to++] = p[i++];
		}
		if (to >= 2 && p[to - 1] == '\n' && p[to - 2] == '\r')
			p[--to - 1] = '\n';
	}
	return to;
}

/* --- styles.xml: which cell formats show a date ------------------------------------------------
 */

struct styles {
	struct xlsx_parts *x;
	bool in_cell_xfs;
	VEC(int64_t) custom; /* ids of custom formats that are dates */
	VEC(bool) is_date;
};

/* y, m with d, or 年月日 outside quotes and brackets. */
static bool format_is_date(struct str code)
{
	bool quoted = false, y = false, d = false;

	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];

		if (c == '"')
			quoted = !quoted;
		else if (c == '\\' && !quoted)
			i++;
		else if (c == '[' && !quoted)
			i += str_index(str_sub(code, i, code.n), ']');
		else if (!quoted) {
			y = y || c == 'y' || c == 'Y';
			d = d || c == 'd' || c == 'D';
		}
	}
	return y || d;
}

/* ECMA-376 part 1, 18.8.30, with the Chinese locale's 27-31, 36, 50-58. 18-21, 45-47 are times. */
static bool builtin_is_date(int64_t id)
{
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
	       (id >= 50 && id <= 54) || id == 57 || id == 58;
}

static enum rc on_style_start(void *arg, struct str name, const char **attrs, struct err *e)
{
	struct styles *s = arg;
	int64_t id = 0;
	bool has_id = str_to_i64(xml_attr(attrs, "numFmtId"), &id);

	if (str_eqc(name, "numFmt") && has_id && format_is_date(xml_attr(attrs, "formatCode"))) {
		if (s->custom.n == 4096)
			return broken(e, "格式太多");
		VEC_PUSH(s->x->a, &s->custom, id);
	} else if (str_eqc(name, "cellXfs")) {
		s->in_cell_xfs = true;
	} else if (str_eqc(name, "xf") && s->in_cell_xfs) {
		bool date = has_id && builtin_is_date(id);
		for (size_t i = 0; has_id && i < s->custom.n && !date; i++)
			date = s->custom.v[i] == id;
		if (s->is_date.n == XLSX_MAX_STYLES)
			return broken(e, "格式太多");
		VEC_PUSH(s->x->a, &s->is_date, date);
	}
	return RC_OK;
}

static enum rc on_style_end(void *arg, struct str name, struct err *e)
{
	(void)e;
	if (str_eqc(name, "cellXfs"))
		((struct styles *)arg)->in_cell_xfs = false;
	return RC_OK;
}

/* --- opening ---------------------------------------------------------------------------------- */

static enum rc refuse_macros(struct xlsx_parts *x, struct err *e)
{
	const struct archive_entry *types = archive_find(x->zip, STR("[Content_Types].xml"));
	struct str text;

	if (!types)
		return err_set(e, RC_INVALID, MSG_XLSX_NOT_WORKBOOK);
	for (size_t i = 0; i < archive_count(x->zip); i++)
		if (str_ends(archive_at(x->zip, i)->name, STR("vbaProject.bin")))
			return err_set(e, RC_INVALID, MSG_XLSX_MACRO);
	TRY(archive_read(x->zip, types, (size_t)1 << 20, &text, e));
	if (str_has(text, STR("macroEnabled")))
		return err_set(e, RC_INVALID, MSG_XLSX_MACRO);
	return RC_OK;
}

static enum rc read_shared(struct xlsx_parts *x, const struct archive_entry *en, struct err *e)
{
	static const struct xml_events events = {
	        .start = on_shared_start, .end = on_shared_end, .text = on_shared_text};
	struct shared s = {.x = x};

	buf_init(&s.b, x->a, (size_t)TABLE_MAX_CELL * 8);
	TRY(xml_read(x->a, x->zip, en, &events, &s, e));
	x->shared = s.list.v;
	x->shared_n = s.list.n;
	return RC_OK;
}

static enum rc read_styles(struct xlsx_parts *x, const struct archive_entry *en, struct err *e)
{
	static const struct xml_events events = {.start = on_style_start, .end = on_style_end};
	struct styles s = {.x = x};

	TRY(xml_read(x->a, x->zip, en, &events, &s, e));
	x->style_is_date = s.is_date.v;
	x->style_n = s.is_date.n;
	return RC_OK;
}

static struct str folder_of(struct str part)
{
	size_t n = part.n;

	while (n > 0 && part.p[n - 1] != '/')
		n--;
	return str_sub(part, 0, n > 0 ? n - 1 : 0);
}

static enum rc read_book(struct xlsx_parts *x, const struct archive_entry *book, struct err *e)
{
	static const struct xml_events events = {.start = on_book};
	struct str folder = folder_of(book->name);
	struct book b = {.x = x};
	struct relations rels = {0};
	const struct archive_entry *en;
	const struct relation *r;

	TRY(xml_read(x->a, x->zip, book, &events, &b, e));
	if (!b.is_workbook)
		return err_set(e, RC_INVALID, MSG_XLSX_NOT_WORKBOOK);
	if (!b.sheet_rel.p)
		return err_set(e, RC_INVALID, MSG_XLSX_NO_SHEET);
	/* xl/workbook.xml has its relations in xl/_rels/workbook.xml.rels */
	struct str file = str_sub(book->name, folder.n + (folder.n > 0), book->name.n);
	TRY(read_relations(x, str_fmt(x->a, "%.*s/_rels/%.*s.rels", STR_ARG(folder), STR_ARG(file)),
	        &rels, e));
	r = find_relation(&rels, b.sheet_rel, NULL);
	if (!r)
		return broken(e, "找不到工作表");
	TRY(resolve(x, folder, r->target, &x->sheet, e));
	if (!x->sheet)
		return broken(e, "缺少工作表");
	if ((r = find_relation(&rels, str_none(), "sharedStrings"))) {
		TRY(resolve(x, folder, r->target, &en, e));
		if (en) /* a workbook of inline texts may name a part that it lacks */
			TRY(read_shared(x, en, e));
	}
	if ((r = find_relation(&rels, str_none(), "styles"))) {
		TRY(resolve(x, folder, r->target, &en, e));
		if (en)
			TRY(read_styles(x, en, e));
	}
	return RC_OK;
}

enum rc xlsx_parts_open(struct arena *a, struct str bytes, struct xlsx_parts *out, struct err *e)
{
	struct xlsx_parts x = {.a = a};
	struct relations rels = {0};
	const struct archive_entry *book;

	TRY(archive_open(a, bytes, &x.zip, e));
	TRY(refuse_macros(&x, e));
	TRY(read_relations(&x, STR("_rels/.rels"), &rels, e));
	const struct relation *r = find_relation(&rels, str_none(), "officeDocument");
	if (!r)
		return err_set(e, RC_INVALID, MSG_XLSX_NOT_WORKBOOK);
	TRY(resolve(&x, str_none(), r->target, &book, e));
	if (!book)
		return err_set(e, RC_INVALID, MSG_XLSX_NOT_WORKBOOK);
	TRY(read_book(&x, book, e));
	*out = x;
	return RC_OK;
}
