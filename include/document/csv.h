/* Comma separated values, RFC 4180, as tolerant as real files need: CRLF, LF or CR; comma, tab or
 * semicolon (found in the first line); quoted fields with line breaks; ragged rows. Refused, by
 * line: NUL, quotes that do not close, fields over TABLE_MAX_CELL, more than TABLE_MAX_COLUMNS.
 */
#ifndef DOCUMENT_CSV_H
#define DOCUMENT_CSV_H

#include "base/buf.h"
#include "document/table.h"

/* `text` is UTF-8 without a mark and lives as long as the reader. */
MUST_CHECK enum rc csv_open(
        struct arena *a, struct str text, struct csv_reader **out, struct err *e);
/* Every record, empty ones too. */
MUST_CHECK enum rc csv_next(struct csv_reader *r, struct table_row *row, bool *more, struct err *e);
void csv_rewind(struct csv_reader *r);
char csv_separator(const struct csv_reader *r);

/* Writing: mark, then fields and line ends. A field that a spreadsheet would take for a formula
 * gets an apostrophe in front and is quoted (OWASP CSV injection); plain signed numbers keep their
 * sign. NUL, U+FEFF and bidi controls are dropped. */
void csv_put_mark(struct buf *b);
void csv_put_field(struct buf *b, struct str field, bool first_of_row);
void csv_put_row(struct buf *b, const struct str *fields, size_t n);
bool csv_is_formula(struct str field);

#endif
