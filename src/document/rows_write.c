/* Office Open XML (ISO/IEC 29500) as far as a list needs it: texts inline, so that nothing is kept until the end.
 * The parts that name the sheets come last, when it is known how many there are. */
#include "document/rows_write.h"

#include "base/utf8.h"
#include "document/csv.h"
#include "document/zip_write.h"

#define SHEET_ROWS 1000000
#define CELL_MAX 32767  /* characters of a cell in Excel */
#define DIGITS_MAX 15   /* that a number of Excel keeps */
#define ROW_BYTES ((size_t)64 << 20)
#define PACK_BYTES ((size_t)32 << 10)

/* Numbers of the cell formats in `styles`. */
enum style { STYLE_TITLE = 1, STYLE_NOTE, STYLE_HEAD, STYLE_TEXT, STYLE_CODE, STYLE_INT, STYLE_DECIMAL };

struct rows_write {
	struct arena *a;
	enum rows_format format;
	struct rows_spec spec;
	int64_t rows;
	struct zip_write *zip;
	struct buf text; /* XML on its way to the sheet */
	int sheets;
	int64_t line; /* of the sheet, from 1 */
};

const char *rows_mime(enum rows_format f)
{
	return f == ROWS_CSV ? "text/csv; charset=utf-8"
			     : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

const char *rows_ending(enum rows_format f)
{
	return f == ROWS_CSV ? ".csv" : ".xlsx";
}

struct rows_write *rows_write_new(struct arena *a, enum rows_format format, const struct rows_spec *spec)
{
	struct rows_write *r = ARENA_NEW(a, struct rows_write);

	r->a = a;
	r->format = format;
	r->spec = *spec;
	r->spec.columns = MIN_OF(spec->columns, (size_t)ROWS_MAX_COLUMNS);
	if (format == ROWS_XLSX) {
		r->zip = zip_write_new(a);
		buf_init(&r->text, a, ROW_BYTES);
		buf_reserve(&r->text, PACK_BYTES * 2);
	}
	return r;
}

int64_t rows_written(const struct rows_write *r)
{
	return r->rows;
}

/* --- XML ------------------------------------------------------------------------------------------- */

/* What XML cannot say is left out; "_x0041_", which Excel would read as A, is kept as it is written. */
static void put_text(struct buf *b, struct str s)
{
	size_t i = 0, n = 0;

	while (i < s.n && n++ < CELL_MAX) {
		size_t from = i;
		int32_t c = utf8_next(s, &i);

		if (c == '&')
			buf_lit(b, "&amp;");
		else if (c == '<')
			buf_lit(b, "&lt;");
		else if (c == '>')
			buf_lit(b, "&gt;");
		else if (c == '_' && s.n - i >= 6 && s.p[i] == 'x' && s.p[i + 5] == '_')
			buf_lit(b, "_x005F_");
		else if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F && c != 0xFFFE && c != 0xFFFF))
			buf_put(b, s.p + from, i - from);
	}
}

/* -?digits[.digits], no leading zero that would be lost, no more digits than a number keeps. */
static bool is_number(struct str s)
{
	size_t i = s.n && s.p[0] == '-', first = i, digits = 0;
	bool point = false;

	for (; i < s.n; i++) {
		if (s.p[i] == '.' && !point && digits)
			point = true;
		else if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else
			return false;
	}
	if (digits == 0 || digits > DIGITS_MAX || s.p[s.n - 1] == '.')
		return false;
	return s.p[first] != '0' || s.n == first + 1 || s.p[first + 1] == '.';
}

/* 0 → A, 26 → AA */
static void put_column(struct buf *b, size_t column)
{
	char name[4];
	size_t n = sizeof(name);

	for (size_t c = column + 1; c > 0; c = (c - 1) / 26)
		name[--n] = (char)('A' + (c - 1) % 26);
	buf_put(b, name + n, sizeof(name) - n);
}

static void put_cell(struct rows_write *r, size_t column, struct str text, enum style style, bool number)
{
	struct buf *b = &r->text;

	buf_lit(b, "<c r=\"");
	put_column(b, column);
	buf_i64(b, r->line);
	buf_lit(b, "\" s=\"");
	buf_i64(b, (int64_t)style);
	if (!text.n) {
		buf_lit(b, "\"/>");
	} else if (number && is_number(text)) {
		buf_lit(b, "\"><v>");
		buf_str(b, text);
		buf_lit(b, "</v></c>");
	} else {
		buf_lit(b, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
		put_text(b, text);
		buf_lit(b, "</t></is></c>");
	}
}

static void row_open(struct rows_write *r, int height)
{
	r->line++;
	buf_lit(&r->text, "<row r=\"");
	buf_i64(&r->text, r->line);
	if (height) {
		buf_lit(&r->text, "\" customHeight=\"1\" ht=\"");
		buf_i64(&r->text, height);
	}
	buf_lit(&r->text, "\">");
}

static void pack(struct rows_write *r, struct buf *out)
{
	zip_write_more(r->zip, out, buf_view(&r->text));
	r->text.n = 0;
}

/* Lines above the head: title and note. */
static int64_t lines_above(const struct rows_write *r)
{
	return (r->spec.title.n > 0) + (r->spec.note.n > 0);
}

static void sheet_head(struct rows_write *r)
{
	struct buf *b = &r->text;
	int64_t head = lines_above(r) + 1;

	buf_lit(b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		   "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
		   "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\">"
		   "<pane ySplit=\"");
	buf_i64(b, head);
	buf_lit(b, "\" topLeftCell=\"A");
	buf_i64(b, head + 1);
	buf_lit(b, "\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
	for (size_t i = 0; i < r->spec.columns; i++)
		buf_printf(b, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"/>", i + 1, i + 1,
			r->spec.column[i].width > 0 ? r->spec.column[i].width : 12);
	buf_lit(b, "</cols><sheetData>");
}

static void one_text_row(struct rows_write *r, struct str text, enum style style, int height)
{
	if (!text.n)
		return;
	row_open(r, height);
	put_cell(r, 0, text, style, false);
	buf_lit(&r->text, "</row>");
}

static enum rc sheet_open(struct rows_write *r, struct buf *out, struct err *e)
{
	r->line = 0;
	r->sheets++;
	TRY(zip_write_open(r->zip, out, str_fmt(r->a, "xl/worksheets/sheet%d.xml", r->sheets), e));
	sheet_head(r);
	one_text_row(r, r->spec.title, STYLE_TITLE, 36);
	one_text_row(r, r->spec.note, STYLE_NOTE, 22);
	row_open(r, 30);
	for (size_t i = 0; i < r->spec.columns; i++)
		put_cell(r, i, str_c(r->spec.column[i].title), STYLE_HEAD, false);
	buf_lit(&r->text, "</row>");
	return RC_OK;
}

static enum rc sheet_close(struct rows_write *r, struct buf *out, struct err *e)
{
	struct buf *b = &r->text;
	int64_t above = lines_above(r);

	buf_lit(b, "</sheetData>");
	if (above && r->spec.columns > 1) {
		buf_lit(b, "<mergeCells>");
		for (int64_t i = 1; i <= above; i++) {
			buf_printf(b, "<mergeCell ref=\"A%lld:", (long long)i);
			put_column(b, r->spec.columns - 1);
			buf_i64(b, i);
			buf_lit(b, "\"/>");
		}
		buf_lit(b, "</mergeCells>");
	}
	buf_lit(b, "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>"
		   "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>"
		   "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter></worksheet>");
	pack(r, out);
	return zip_write_close(r->zip, out, e);
}

/* --- the small parts --------------------------------------------------------------------------------- */

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN_NS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOC_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE_RELATION "http://schemas.openxmlformats.org/package/2006/relationships"
#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define SONG "<name val=\"宋体\"/><family val=\"0\"/><charset val=\"134\"/></font>"
#define XF(num, font, fill, border, align)                                                         \
	"<xf numFmtId=\"" num "\" fontId=\"" font "\" fillId=\"" fill "\" borderId=\"" border          \
	"\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" "       \
	"applyAlignment=\"1\"><alignment " align "vertical=\"center\" wrapText=\"1\"/></xf>"

/* In the order of enum style. */
static const char styles[] =
	XML_HEAD "<styleSheet xmlns=\"" MAIN_NS "\"><fonts count=\"3\"><font><sz val=\"11\"/>" SONG
		 "<font><b/><sz val=\"18\"/>" SONG "<font><b/><sz val=\"11\"/>" SONG "</fonts>"
		 "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
		 "patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor "
		 "rgb=\"FFF3F4F6\"/></patternFill></fill></fills><borders count=\"2\"><border><left/><right/><top/>"
		 "<bottom/><diagonal/></border><border><left style=\"thin\"/><right style=\"thin\"/><top "
		 "style=\"thin\"/><bottom style=\"thin\"/><diagonal/></border></borders><cellStyleXfs count=\"1\">"
		 "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"8\">"
		 "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
		 XF("0", "1", "0", "0", "horizontal=\"center\" ") XF("0", "0", "0", "0", "")
		 XF("0", "2", "2", "1", "horizontal=\"center\" ") XF("49", "0", "0", "1", "")
		 XF("49", "0", "0", "1", "horizontal=\"center\" ") XF("1", "0", "0", "1", "horizontal=\"center\" ")
		 XF("0", "0", "0", "1", "")
		 "</cellXfs></styleSheet>";

static enum rc small_part(struct rows_write *r, struct buf *out, const char *name, struct str text, struct err *e)
{
	return zip_write_part(r->zip, out, str_c(name), text, e);
}

/* "名单", "名单 2" */
static struct str sheet_name(struct rows_write *r, int i)
{
	return i == 1 ? str_c(r->spec.sheet) : str_fmt(r->a, "%s %d", r->spec.sheet, i);
}

static struct str workbook(struct rows_write *r)
{
	int64_t head = lines_above(r) + 1;
	struct buf b;

	buf_init(&b, r->a, 1 << 20);
	buf_lit(&b, XML_HEAD "<workbook xmlns=\"" MAIN_NS "\" xmlns:r=\"" DOC_RELATION "\"><sheets>");
	for (int i = 1; i <= r->sheets; i++)
		buf_printf(&b, "<sheet name=\"%.*s\" sheetId=\"%d\" r:id=\"rId%d\"/>",
			STR_ARG(sheet_name(r, i)), i, i);
	buf_lit(&b, "</sheets><definedNames>");
	for (int i = 1; i <= r->sheets; i++)
		buf_printf(&b,
			"<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%d\">'%.*s'!$%lld:$%lld</definedName>",
			i - 1, STR_ARG(sheet_name(r, i)), (long long)head, (long long)head);
	buf_lit(&b, "</definedNames></workbook>");
	return buf_view(&b);
}

static struct str workbook_relations(struct rows_write *r)
{
	struct buf b;

	buf_init(&b, r->a, 1 << 20);
	buf_lit(&b, XML_HEAD "<Relationships xmlns=\"" PACKAGE_RELATION "\">");
	for (int i = 1; i <= r->sheets; i++)
		buf_printf(&b,
			"<Relationship Id=\"rId%d\" Type=\"" DOC_RELATION "/worksheet\" Target=\"worksheets/sheet%d.xml\"/>",
			i, i);
	buf_printf(&b, "<Relationship Id=\"rId%d\" Type=\"" DOC_RELATION "/styles\" Target=\"styles.xml\"/>",
		r->sheets + 1);
	buf_lit(&b, "</Relationships>");
	return buf_view(&b);
}

static struct str content_types(struct rows_write *r)
{
	struct buf b;

	buf_init(&b, r->a, 1 << 20);
	buf_lit(&b, XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
			     "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
			     "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
			     "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" SHEET_TYPE "sheet.main+xml\"/>"
			     "<Override PartName=\"/xl/styles.xml\" ContentType=\"" SHEET_TYPE "styles+xml\"/>");
	for (int i = 1; i <= r->sheets; i++)
		buf_printf(&b, "<Override PartName=\"/xl/worksheets/sheet%d.xml\" ContentType=\"" SHEET_TYPE "worksheet+xml\"/>",
			i);
	buf_lit(&b, "</Types>");
	return buf_view(&b);
}

static enum rc book_end(struct rows_write *r, struct buf *out, struct err *e)
{
	TRY(sheet_close(r, out, e));
	TRY(small_part(r, out, "xl/workbook.xml", workbook(r), e));
	TRY(small_part(r, out, "xl/_rels/workbook.xml.rels", workbook_relations(r), e));
	TRY(small_part(r, out, "_rels/.rels",
		STR(XML_HEAD "<Relationships xmlns=\"" PACKAGE_RELATION "\"><Relationship Id=\"rId1\" Type=\"" DOC_RELATION
			     "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
		e));
	TRY(small_part(r, out, "[Content_Types].xml", content_types(r), e));
	return zip_write_finish(r->zip, out, e);
}

/* --- a list --------------------------------------------------------------------------------------------- */

enum rc rows_write_begin(struct rows_write *r, struct buf *out, struct err *e)
{
	if (r->format == ROWS_CSV) {
		csv_put_mark(out);
		for (size_t i = 0; i < r->spec.columns; i++)
			csv_put_field(out, str_c(r->spec.column[i].title), i == 0);
		buf_lit(out, "\r\n");
		return RC_OK;
	}
	TRY(small_part(r, out, "xl/styles.xml", str_c(styles), e));
	return sheet_open(r, out, e);
}

static enum rc book_row(struct rows_write *r, struct buf *out, const struct str *cells, struct err *e)
{
	static const enum style of[] = {[XLSX_TEXT] = STYLE_TEXT,
		[XLSX_CODE] = STYLE_CODE,
		[XLSX_INT] = STYLE_INT,
		[XLSX_DECIMAL] = STYLE_DECIMAL};

	if (r->rows && r->rows % SHEET_ROWS == 0) {
		TRY(sheet_close(r, out, e));
		TRY(sheet_open(r, out, e));
	}
	row_open(r, 0);
	for (size_t i = 0; i < r->spec.columns; i++) {
		enum xlsx_type type = r->spec.column[i].type;
		put_cell(r, i, cells[i], of[type], type == XLSX_INT || type == XLSX_DECIMAL);
	}
	buf_lit(&r->text, "</row>");
	if (r->text.overflow)
		return err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "row %lld", (long long)r->rows);
	if (r->text.n >= PACK_BYTES)
		pack(r, out);
	return RC_OK;
}

enum rc rows_write_row(struct rows_write *r, struct buf *out, const struct str *cells, struct err *e)
{
	if (r->format == ROWS_CSV)
		csv_put_row(out, cells, r->spec.columns);
	else
		TRY(book_row(r, out, cells, e));
	r->rows++;
	return RC_OK;
}

enum rc rows_write_end(struct rows_write *r, struct buf *out, struct err *e)
{
	return r->format == ROWS_CSV ? RC_OK : book_end(r, out, e);
}
