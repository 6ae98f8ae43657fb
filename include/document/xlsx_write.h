/* Workbooks for people: a title, a header row, typed columns, lines below. Rows are streamed to a
 * temporary file (constant memory). Texts are always texts: a company named "=1+1" stays a name.
 *
 *	TRY(xlsx_book_new(a, &spec, &book, e));
 *	xlsx_text(book, 0, name); xlsx_int(book, 1, 61); xlsx_decimal(book, 2, micro);
 *	xlsx_row_end(book);
 *	TRY(xlsx_book_finish(book, &bytes, e));
 */
#ifndef DOCUMENT_XLSX_WRITE_H
#define DOCUMENT_XLSX_WRITE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

#define XLSX_MAX_COLUMNS 200

enum xlsx_type { XLSX_TEXT, XLSX_CODE, XLSX_INT, XLSX_DECIMAL }; /* code: text, centred */

struct xlsx_column {
	const char *title;
	enum xlsx_type type;
	int width;    /* in characters of Excel's default font; a Chinese character is two */
	int decimals; /* XLSX_DECIMAL: digits shown, 0-6 */
};
struct xlsx_spec {
	const char *sheet; /* ≤ 31 characters, none of []:*?/\ */
	const struct xlsx_column *column;
	size_t columns;
	struct str title;       /* merged over all columns, centred, large; none when empty */
	struct str left, right; /* the line under the title; none when both are empty */
	bool landscape;
	int64_t created;     /* instant ms: the same input gives the same bytes */
	const char *tmp_dir; /* for the temporary file; NULL = the system's */
};

struct xlsx_book;
MUST_CHECK enum rc xlsx_book_new(
        struct arena *a, const struct xlsx_spec *spec, struct xlsx_book **out, struct err *e);
/* Cells of the current row, each column at most once, any order. Errors are kept for the finish. */
void xlsx_text(struct xlsx_book *b, size_t column, struct str text);
void xlsx_int(struct xlsx_book *b, size_t column, int64_t value);
void xlsx_decimal(struct xlsx_book *b, size_t column, int64_t micro); /* millionths */
void xlsx_date(struct xlsx_book *b, size_t column, struct date d);    /* as text 2023-02-27 */
void xlsx_row_end(struct xlsx_book *b);
/* A line under the table, merged over all columns. */
void xlsx_footer(struct xlsx_book *b, struct str text);
/* RC_INVALID when a text was no UTF-8 or too long for Excel; RC_IO. */
MUST_CHECK enum rc xlsx_book_finish(struct xlsx_book *b, struct str *out, struct err *e);

#endif
