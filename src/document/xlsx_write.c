/* libxlsxwriter lives here and nowhere else. Amounts become doubles only here, at the very end, and
 * only when all their digits survive; else they are written as text. */
#include <xlsxwriter.h>

#include <unistd.h>

#include "document/xlsx_write.h"

#include "base/fileio.h"
#include "base/utf8.h"
#include "document/doc.h"

#define TEXT_MAX 32767
#define DOUBLE_EXACT ((int64_t)1 << 53)
#define FILE_MAX ((size_t)128 << 20)

struct xlsx_book {
	struct arena *a;
	struct xlsx_spec spec;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *title, *side, *head, *foot, *cell[XLSX_MAX_COLUMNS];
	lxw_row_t row;
	char *path;
	bool bad_text, full;
};

static void set_text_format(lxw_format *f, const char *font, double size, bool border)
{
	format_set_font_name(f, font);
	format_set_font_size(f, size);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	if (border)
		format_set_border(f, LXW_BORDER_THIN);
}

static const char *number_format(struct arena *a, const struct xlsx_column *c)
{
	if (c->type != XLSX_DECIMAL || c->decimals <= 0)
		return "0";
	return str_cstr(a, str_fmt(a, "0.%.*s", MIN_OF(c->decimals, 6), "000000"));
}

static void make_formats(struct xlsx_book *b)
{
	b->title = workbook_add_format(b->book);
	set_text_format(b->title, "宋体", 18, false);
	format_set_bold(b->title);
	format_set_align(b->title, LXW_ALIGN_CENTER);
	format_set_text_wrap(b->title);
	b->side = workbook_add_format(b->book);
	set_text_format(b->side, "宋体", 11, false);
	b->foot = workbook_add_format(b->book);
	set_text_format(b->foot, "宋体", 11, false);
	format_set_text_wrap(b->foot);
	b->head = workbook_add_format(b->book);
	set_text_format(b->head, "宋体", 11, true);
	format_set_bold(b->head);
	format_set_align(b->head, LXW_ALIGN_CENTER);
	format_set_text_wrap(b->head);
	format_set_bg_color(b->head, 0xF3F4F6);
	for (size_t i = 0; i < b->spec.columns; i++) {
		const struct xlsx_column *c = &b->spec.column[i];
		lxw_format *f = b->cell[i] = workbook_add_format(b->book);

		set_text_format(f, "宋体", 11, true);
		if (c->type == XLSX_TEXT || c->type == XLSX_CODE) {
			format_set_num_format(f, "@");
			format_set_text_wrap(f);
		} else {
			format_set_num_format(f, number_format(b->a, c));
		}
		if (c->type == XLSX_CODE || c->type == XLSX_INT)
			format_set_align(f, LXW_ALIGN_CENTER);
	}
}

/* The text as C string; empty, and remembered as bad, when it cannot stand in a cell. */
static const char *cell_text(struct xlsx_book *b, struct str s)
{
	if (!utf8_valid(s) || (s.n > TEXT_MAX && utf8_count(s) > TEXT_MAX)) {
		b->bad_text = true;
		return "";
	}
	return str_cstr(b->a, doc_clean(b->a, s));
}

static void merged(struct xlsx_book *b, struct str text, lxw_format *f, double height)
{
	lxw_col_t last = (lxw_col_t)(b->spec.columns - 1);

	worksheet_set_row(b->sheet, b->row, height, NULL);
	if (last > 0)
		worksheet_merge_range(b->sheet, b->row, 0, b->row, last, cell_text(b, text), f);
	else
		worksheet_write_string(b->sheet, b->row, 0, cell_text(b, text), f);
	b->row++;
}

static void write_head(struct xlsx_book *b)
{
	const struct xlsx_spec *s = &b->spec;

	for (size_t i = 0; i < s->columns; i++)
		worksheet_set_column(b->sheet, (lxw_col_t)i, (lxw_col_t)i,
		        s->column[i].width > 0 ? s->column[i].width : 12, NULL);
	if (s->title.n)
		merged(b, s->title, b->title, 36);
	if (s->left.n || s->right.n) {
		struct str line = s->left;
		if (s->right.n)
			line = str_fmt(
			        b->a, "%.*s　　　　%.*s", STR_ARG(s->left), STR_ARG(s->right));
		merged(b, line, b->side, 22);
	}
	worksheet_set_row(b->sheet, b->row, 30, NULL);
	for (size_t i = 0; i < s->columns; i++)
		worksheet_write_string(b->sheet, b->row, (lxw_col_t)i, s->column[i].title, b->head);
	worksheet_repeat_rows(b->sheet, b->row, b->row);
	b->row++;
	worksheet_freeze_panes(b->sheet, b->row, 0);
	worksheet_set_paper(b->sheet, 9); /* A4 */
	worksheet_fit_to_pages(b->sheet, 1, 0);
	worksheet_set_footer(b->sheet, "&C第 &P 页 共 &N 页");
	if (s->landscape)
		worksheet_set_landscape(b->sheet);
}

static void set_properties(struct xlsx_book *b)
{
	char *title = str_cstr(b->a, b->spec.title);
	lxw_doc_properties p = {.title = title, .created = (time_t)(b->spec.created / 1000)};

	workbook_set_properties(b->book, &p);
}

static void drop(void *arg)
{
	struct xlsx_book *b = arg;

	if (b->book) /* not finished: closing is the only way to free it */
		workbook_close(b->book);
	b->book = NULL;
	if (b->path)
		unlink(b->path);
	b->path = NULL;
}

enum rc xlsx_book_new(
        struct arena *a, const struct xlsx_spec *spec, struct xlsx_book **out, struct err *e)
{
	struct xlsx_book *b = ARENA_NEW(a, struct xlsx_book);
	const char *dir = spec->tmp_dir ? spec->tmp_dir : "/tmp";

	if (spec->columns == 0 || spec->columns > XLSX_MAX_COLUMNS)
		return err_detail(e, RC_INTERNAL, MSG_XLSX_WRITE, "%zu columns", spec->columns);
	b->a = a;
	b->spec = *spec;
	char *path = str_cstr(a, str_fmt(a, "%s/xlsx-XXXXXX", dir));
	int fd = mkstemp(path);
	if (fd < 0)
		return err_detail(e, RC_IO, MSG_XLSX_WRITE, "no temporary file in %s", dir);
	close(fd);
	b->path = path;
	arena_defer(a, drop, b);
	lxw_workbook_options options = {
	        .constant_memory = LXW_TRUE, .tmpdir = str_cstr(a, str_c(dir))};
	b->book = workbook_new_opt(path, &options);
	b->sheet = b->book ? workbook_add_worksheet(b->book, spec->sheet) : NULL;
	if (!b->sheet)
		return err_detail(e, RC_INTERNAL, MSG_XLSX_WRITE, "sheet %s", spec->sheet);
	set_properties(b);
	make_formats(b);
	write_head(b);
	*out = b;
	return RC_OK;
}

void xlsx_text(struct xlsx_book *b, size_t column, struct str text)
{
	struct arena_mark mark = arena_mark(b->a);

	if (column >= b->spec.columns)
		return;
	if (text.n)
		worksheet_write_string(
		        b->sheet, b->row, (lxw_col_t)column, cell_text(b, text), b->cell[column]);
	else
		worksheet_write_blank(b->sheet, b->row, (lxw_col_t)column, b->cell[column]);
	arena_release(b->a, mark);
}

void xlsx_int(struct xlsx_book *b, size_t column, int64_t value)
{
	if (column >= b->spec.columns)
		return;
	if (value > DOUBLE_EXACT || value < -DOUBLE_EXACT) {
		xlsx_text(b, column, str_i64(b->a, value));
		return;
	}
	worksheet_write_number(b->sheet, b->row, (lxw_col_t)column, (double)value, b->cell[column]);
}

void xlsx_decimal(struct xlsx_book *b, size_t column, int64_t micro)
{
	if (column >= b->spec.columns)
		return;
	if (micro > DOUBLE_EXACT || micro < -DOUBLE_EXACT) {
		uint64_t u = micro < 0 ? 0 - (uint64_t)micro : (uint64_t)micro;
		xlsx_text(b, column,
		        str_fmt(b->a, "%s%llu.%06llu", micro < 0 ? "-" : "",
		                (unsigned long long)(u / 1000000),
		                (unsigned long long)(u % 1000000)));
		return;
	}
	worksheet_write_number(
	        b->sheet, b->row, (lxw_col_t)column, (double)micro / 1e6, b->cell[column]);
}

void xlsx_date(struct xlsx_book *b, size_t column, struct date d)
{
	xlsx_text(b, column, date_str(b->a, d));
}

void xlsx_row_end(struct xlsx_book *b)
{
	if (++b->row >= 1048000)
		b->full = true;
}

void xlsx_footer(struct xlsx_book *b, struct str text)
{
	merged(b, text, b->foot, 22);
}

enum rc xlsx_book_finish(struct xlsx_book *b, struct str *out, struct err *e)
{
	lxw_error le = workbook_close(b->book);
	enum rc rc;

	b->book = NULL;
	if (le != LXW_NO_ERROR)
		return err_detail(e, RC_IO, MSG_XLSX_WRITE, "libxlsxwriter: %s", lxw_strerror(le));
	if (b->bad_text || b->full)
		return err_detail(e, RC_INVALID, MSG_XLSX_WRITE, "text or number of rows");
	rc = file_read(b->a, b->path, FILE_MAX, out, e);
	drop(b);
	return rc;
}
