/* A list for a spreadsheet program, row by row into a buffer that can be sent while it is written: CSV (UTF-8 with
 * mark, formulas defused) or a workbook (one deflated sheet; a second one after 1,000,000 rows). The memory is that
 * of one window, however long the list; measured against libxlsxwriter in docs/performance.md. Cells are texts;
 * a number stays one in a workbook where its column says so and all its digits survive, and no text is a formula.
 *
 *	r = rows_write_new(a, ROWS_XLSX, &spec);
 *	TRY(rows_write_begin(r, &out, e));
 *	TRY(rows_write_row(r, &out, cells, e)); … take `out` away at any time …
 *	TRY(rows_write_end(r, &out, e));
 */
#ifndef DOCUMENT_ROWS_WRITE_H
#define DOCUMENT_ROWS_WRITE_H

#include "base/buf.h"
#include "base/err.h"
#include "document/xlsx_write.h"

#define ROWS_MAX_COLUMNS 1000

enum rows_format { ROWS_CSV, ROWS_XLSX };

struct rows_spec {
	const char *sheet; /* ≤ 28 characters, none of []:*?/\ ' & < > */
	const struct xlsx_column *column; /* `decimals` is not looked at: a number shows the digits that it has */
	size_t columns;			  /* 1-ROWS_MAX_COLUMNS */
	/* A workbook's: merged over the columns, and the line under it; none when empty. */
	struct str title, note;
};

struct rows_write;
struct rows_write *rows_write_new(struct arena *a, enum rows_format format, const struct rows_spec *spec);
MUST_CHECK enum rc rows_write_begin(struct rows_write *r, struct buf *out, struct err *e);
/* As many cells as columns. RC_TOO_LARGE: a package over 4 GB. */
MUST_CHECK enum rc rows_write_row(
	struct rows_write *r, struct buf *out, const struct str *cells, struct err *e);
MUST_CHECK enum rc rows_write_end(struct rows_write *r, struct buf *out, struct err *e);
int64_t rows_written(const struct rows_write *r); /* without the head */

const char *rows_mime(enum rows_format f);
const char *rows_ending(enum rows_format f); /* ".csv" ".xlsx" */

#endif
