/* One way to read what people upload as a table. What the file is is said by its bytes; a name that
 * says otherwise is told to the person instead of being guessed away. */
#include "document/table.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "document/csv.h"
#include "document/xlsx_read.h"

/* --- what is it? ------------------------------------------------------------------------------ */

static const struct {
	struct str magic;
	const char *what;
} not_tables[] = {
        {STR_INIT("%PDF"), "PDF"},
        {STR_INIT("\x89PNG"), "图片"},
        {STR_INIT("\xFF\xD8\xFF"), "图片"},
        {STR_INIT("GIF8"), "图片"},
        {STR_INIT("{\\rtf"), "RTF 文档"},
        {STR_INIT("Rar!"), "RAR 压缩包"},
        {STR_INIT("7z\xBC\xAF"), "7z 压缩包"},
        {STR_INIT("\x1F\x8B"), "gzip 压缩包"},
        {STR_INIT("MZ"), "可执行文件"},
        {STR_INIT("\x7F"
                  "ELF"),
                "可执行文件"},
        {STR_INIT("<html"), "网页"},
        {STR_INIT("<!doctype"), "网页"},
        {STR_INIT("<table"), "网页"},
        {STR_INIT("<?xml"), "XML 文档"},
        {STR_INIT("{\""), "JSON 数据"},
};

static bool is_zip(struct str b)
{
	return str_starts(b, STR("PK\x03\x04")) || str_starts(b, STR("PK\x05\x06"));
}

/* The words for what the content is, when it is neither text table nor workbook; NULL otherwise. */
static const char *foreign_content(struct str b)
{
	if (str_starts(b, STR("\xEF\xBB\xBF")))
		b = str_sub(b, 3, b.n);
	while (b.n && memchr(" \t\r\n", b.p[0], 4))
		b = str_sub(b, 1, b.n);
	for (size_t i = 0; i < ARRAY_LEN(not_tables); i++) {
		struct str m = not_tables[i].magic;
		if (str_eq_nocase(str_sub(b, 0, m.n), m))
			return not_tables[i].what;
	}
	return NULL;
}

static struct str extension(struct str filename)
{
	size_t dot = filename.n;

	while (dot > 0 && filename.p[dot - 1] != '.' && filename.p[dot - 1] != '/')
		dot--;
	return dot > 0 && filename.p[dot - 1] == '.' ? str_sub(filename, dot - 1, 16) : str_none();
}

static enum rc lies(struct str ext, const char *what, struct err *e)
{
	err_set(e, RC_INVALID, MSG_TABLE_NAME_LIES);
	err_arg(e, 0, ext);
	err_arg(e, 1, str_c(what));
	return RC_INVALID;
}

/* Content against name; tells which reader to use. */
static enum rc decide(
        struct str bytes, struct str filename, enum table_format *format, struct err *e)
{
	struct str ext = extension(filename);
	bool says_excel = str_eq_nocase(ext, STR(".xlsx")) || str_eq_nocase(ext, STR(".xls")) ||
	                  str_eq_nocase(ext, STR(".xlsm")) || str_eq_nocase(ext, STR(".et"));
	bool says_text = str_eq_nocase(ext, STR(".csv")) || str_eq_nocase(ext, STR(".txt")) ||
	                 str_eq_nocase(ext, STR(".tsv"));

	if (bytes.n == 0)
		return err_set(e, RC_INVALID, MSG_TEXT_EMPTY);
	if (bytes.n > TABLE_MAX_BYTES) {
		err_set(e, RC_TOO_LARGE, MSG_TABLE_TOO_LARGE);
		err_arg(e, 0, str_c("64 MiB"));
		return RC_TOO_LARGE;
	}
	if (str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
		return err_set(e, RC_INVALID, MSG_TABLE_OLD_EXCEL);
	const char *what = foreign_content(bytes);
	if (what && (says_excel || says_text))
		return lies(ext, what, e);
	if (what) {
		err_set(e, RC_INVALID, MSG_TABLE_NOT_A_TABLE);
		err_arg(e, 0, str_c(what));
		return RC_INVALID;
	}
	if (is_zip(bytes) && says_text)
		return lies(ext, "Excel 工作簿或压缩包", e);
	if (!is_zip(bytes) && says_excel)
		return lies(ext, "其他内容，不是 Excel 工作簿", e);
	*format = is_zip(bytes) ? TABLE_XLSX : TABLE_CSV;
	return RC_OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct str trim_wide(struct str s)
{
	const struct str wide = STR_INIT("\xE3\x80\x80"), nbsp = STR_INIT("\xC2\xA0");

	for (;;) {
		struct str was = s;

		s = str_trim(s);
		if (str_starts(s, wide))
			s = str_sub(s, 3, s.n);
		if (str_ends(s, wide))
			s = str_sub(s, 0, s.n - 3);
		if (str_starts(s, nbsp))
			s = str_sub(s, 2, s.n);
		if (str_ends(s, nbsp))
			s = str_sub(s, 0, s.n - 2);
		if (s.n == was.n)
			return s;
	}
}

struct str table_key(struct arena *a, struct str header)
{
	struct str half = utf8_halfwidth(a, header);
	struct buf b;
	size_t i = 0;

	buf_init(&b, a, half.n + 1);
	while (i < half.n) {
		size_t from = i;
		int32_t c = utf8_next(half, &i);
		struct str one = str_sub(half, from, i - from);

		if (c <= ' ' || c == 0xA0 || c == 0x3000 || utf8_has_invisible(one))
			continue;
		buf_ch(&b, c >= 'A' && c <= 'Z' ? (char)(c + 32) : one.p[0]);
		buf_put(&b, one.p + 1, one.n - 1);
	}
	return buf_view(&b);
}

static enum rc next_raw(struct table_reader *t, struct table_row *row, bool *more, struct err *e)
{
	return t->format == TABLE_XLSX ? xlsx_next(t->xlsx, row, more, e)
	                               : csv_next(t->csv, row, more, e);
}

static bool row_is_empty(const struct table_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->kind[i] != CELL_EMPTY &&
		        (row->kind[i] != CELL_TEXT || trim_wide(row->cell[i]).n))
			return false;
	return true;
}

enum rc table_next(struct table_reader *t, struct table_row *row, bool *more, struct err *e)
{
	struct table_row r = {0};

	do
		TRY(next_raw(t, &r, more, e));
	while (*more && row_is_empty(&r));
	if (*more)
		*row = r;
	return RC_OK;
}

static void take_header(struct table_reader *t, const struct table_row *row)
{
	t->columns = row->n;
	t->header_row = row->number;
	t->header = ARENA_NEW_N(t->a, struct str, row->n + 1);
	t->key = ARENA_NEW_N(t->a, struct str, row->n + 1);
	for (size_t i = 0; i < row->n; i++) {
		t->header[i] = str_dup(t->a, trim_wide(row->cell[i]));
		t->key[i] = table_key(t->a, t->header[i]);
	}
}

/* Reads all records once, so that what is wrong is told before the first is used. */
static enum rc csv_check(struct csv_reader *r, struct err *e)
{
	struct table_row row;
	bool more = true;
	int64_t rows = 0;

	while (more) {
		TRY(csv_next(r, &row, &more, e));
		rows += more && !row_is_empty(&row);
		if (rows > TABLE_MAX_ROWS) {
			err_set(e, RC_TOO_LARGE, MSG_TABLE_ROWS);
			err_argf(e, "%d", TABLE_MAX_ROWS);
			return RC_TOO_LARGE;
		}
	}
	csv_rewind(r);
	return RC_OK;
}

static enum rc open_csv(struct table_reader *t, struct str bytes, struct err *e)
{
	struct str text;

	TRY(encoding_to_utf8(t->a, bytes, TABLE_MAX_BYTES, &text, &t->encoding, e));
	TRY(csv_open(t->a, text, &t->csv, e));
	return csv_check(t->csv, e);
}

static enum rc open_xlsx(struct table_reader *t, struct str bytes, struct err *e)
{
	struct xlsx_info info;

	TRY(xlsx_open(t->a, bytes, &t->xlsx, &info, e));
	t->sheet = info.sheet;
	t->date1904 = info.date1904;
	t->rows_hidden = info.rows_hidden;
	return RC_OK;
}

enum rc table_open(struct arena *a, struct str bytes, struct str filename,
        struct table_reader **out, struct err *e)
{
	struct table_reader *t = ARENA_NEW(a, struct table_reader);
	struct table_row row;
	bool more;

	t->a = a;
	TRY(decide(bytes, filename, &t->format, e));
	if (t->format == TABLE_XLSX)
		TRY(open_xlsx(t, bytes, e));
	else
		TRY(open_csv(t, bytes, e));
	TRY(table_next(t, &row, &more, e));
	if (!more)
		return err_set(e, RC_INVALID, MSG_TABLE_NO_HEADER);
	take_header(t, &row);
	*out = t;
	return RC_OK;
}

enum rc table_reader_seek_header(struct table_reader *t, struct str name, struct err *e)
{
	struct str key = table_key(t->a, name);
	struct table_row row;
	bool more = true;

	for (int tries = 0; tries <= 20 && more; tries++) {
		for (size_t i = 0; i < t->columns; i++)
			if (str_eq(t->key[i], key))
				return RC_OK;
		TRY(table_next(t, &row, &more, e));
		if (more)
			take_header(t, &row);
	}
	err_set(e, RC_NOT_FOUND, MSG_TABLE_COLUMN_MISSING);
	err_arg(e, 0, name);
	return RC_NOT_FOUND;
}

enum rc table_column(const struct table_reader *t, struct str name, size_t *out, struct err *e)
{
	struct str key = table_key(t->a, name);
	size_t found = t->columns, times = 0;

	for (size_t i = 0; i < t->columns; i++) {
		if (str_eq(t->key[i], key)) {
			found = i;
			times++;
		}
	}
	if (times == 1) {
		*out = found;
		return RC_OK;
	}
	if (times == 0)
		err_set(e, RC_NOT_FOUND, MSG_TABLE_COLUMN_MISSING);
	else
		err_set(e, RC_INVALID, MSG_TABLE_COLUMN_TWICE);
	err_arg(e, 0, name);
	return times == 0 ? RC_NOT_FOUND : RC_INVALID;
}

struct str table_cell(const struct table_row *row, size_t column)
{
	return column < row->n ? trim_wide(row->cell[column]) : STR("");
}

enum cell_kind table_cell_kind(const struct table_row *row, size_t column)
{
	return column < row->n ? (enum cell_kind)row->kind[column] : CELL_EMPTY;
}

/* Excel counts 1900-02-29, which never was, as day 60. */
bool table_serial_date(int64_t serial, bool date1904, struct date *out)
{
	const int64_t epoch = date1904 ? date_days((struct date){1904, 1, 1})
	                               : date_days((struct date){1900, 1, 1}) - 1;

	if (serial < (date1904 ? 0 : 1) || serial > 109574)
		return false;
	if (!date1904 && serial == 60)
		return false;
	*out = date_from_days(epoch + serial - (!date1904 && serial > 60));
	return true;
}

bool table_date(
        const struct table_reader *t, const struct table_row *row, size_t column, struct date *out)
{
	struct str s = table_cell(row, column);
	int64_t serial;

	if (table_cell_kind(row, column) == CELL_DATE)
		return date_parse(str_sub(s, 0, 10), out);
	if (table_cell_kind(row, column) == CELL_NUMBER && s.n <= 6 && str_to_i64(s, &serial))
		return table_serial_date(serial, t->date1904, out);
	return date_parse_loose(s, out);
}
