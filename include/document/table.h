/* A table that somebody uploads, whatever its format: a header row, then rows of texts. What the
 * file is is decided by its content; a name that says otherwise is an error.
 *
 *	TRY(table_open(a, bytes, filename, &t, e));
 *	TRY(table_column(t, STR("企业名称"), &name, e));
 *	for (;;) {
 *		TRY(table_next(t, &row, &more, e));
 *		if (!more) break;
 *		… table_cell(&row, name) …
 *	}
 *
 * The whole file is read and checked once by table_open, so that a broken file is one error before
 * any row is used, and table_next does not fail on a file that was opened.
 */
#ifndef DOCUMENT_TABLE_H
#define DOCUMENT_TABLE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"
#include "document/encoding.h"

#define TABLE_MAX_BYTES ((size_t)64 << 20) /* of the file, and of its text as UTF-8 */
#define TABLE_MAX_COLUMNS 256
#define TABLE_MAX_ROWS 200000
#define TABLE_MAX_CELL 32767 /* code points, as in Excel */

enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER,  /* plain decimal digits, as Excel shows a number without format */
	CELL_DATE,    /* YYYY-MM-DD or YYYY-MM-DD HH:MM:SS: a number that wears a date format */
	CELL_BOOL,    /* TRUE or FALSE */
	CELL_ERROR,   /* #N/A and the like, or a formula without a value */
	CELL_DAMAGED, /* digits are lost: 9.11E+17, more than 15 digits; text as written */
	CELL__MAX
};

/* Texts and arrays live until the next call of table_next. */
struct table_row {
	int64_t number; /* as the spreadsheet program counts, from 1; CSV: the line it starts on */
	size_t n;       /* cells present */
	const struct str *cell;
	const uint8_t *kind; /* enum cell_kind */
};

enum table_format { TABLE_CSV, TABLE_XLSX };

struct csv_reader;
struct xlsx_reader;

struct table_reader {
	enum table_format format;
	enum encoding encoding; /* of a CSV */
	int64_t header_row;     /* row number of the header */
	size_t columns;
	struct str *header;  /* as written, blanks at the ends removed */
	struct str *key;     /* as compared, see table_key */
	int64_t rows_hidden; /* XLSX: rows that a filter hides; they are delivered too */
	struct str sheet;    /* XLSX: name of the sheet that is read */
	bool date1904;
	struct arena *a;
	struct csv_reader *csv;
	struct xlsx_reader *xlsx;
};

/* filename may be empty. RC_INVALID or RC_TOO_LARGE with a sentence for the person. */
MUST_CHECK enum rc table_open(struct arena *a, struct str bytes, struct str filename,
        struct table_reader **out, struct err *e);
/* When the header row is not the first one (a title above it): goes on to the row, one of the next
 * 20, that has a cell `name`. RC_NOT_FOUND names the column. */
MUST_CHECK enum rc table_reader_seek_header(struct table_reader *t, struct str name, struct err *e);
/* Column by header name, compared by table_key. RC_NOT_FOUND; RC_INVALID when it stands twice. */
MUST_CHECK enum rc table_column(
        const struct table_reader *t, struct str name, size_t *out, struct err *e);
/* Empty rows are skipped. */
MUST_CHECK enum rc table_next(
        struct table_reader *t, struct table_row *row, bool *more, struct err *e);
/* The cell without blanks (ASCII and U+3000) at its ends; empty when the row is shorter. */
struct str table_cell(const struct table_row *row, size_t column);
enum cell_kind table_cell_kind(const struct table_row *row, size_t column);
/* A date as text in any usual form, or a bare day number (1900 or 1904 counting). */
MUST_CHECK bool table_date(
        const struct table_reader *t, const struct table_row *row, size_t column, struct date *out);
/* A header for comparing: no blanks, no invisible characters, half-width, lower case. */
struct str table_key(struct arena *a, struct str header);
/* Excel's day number to a date; false outside 1900-2199. */
MUST_CHECK bool table_serial_date(int64_t serial, bool date1904, struct date *out);

#endif
