/* The first visible sheet of a workbook, row by row. xlsx_open reads the sheet through once, so
 * that whatever is wrong with it is one error before the first row; xlsx_next reads it again,
 * keeping one row. Cells beyond TABLE_MAX_COLUMNS, more than TABLE_MAX_ROWS rows with content, rows
 * or cells out of order, unknown shared texts are errors; empty cells anywhere are not.
 */
#ifndef DOCUMENT_XLSX_READ_H
#define DOCUMENT_XLSX_READ_H

#include "document/table.h"

struct xlsx_info {
	struct str sheet;
	bool date1904;
	int64_t rows, rows_hidden; /* with content */
};

MUST_CHECK enum rc xlsx_open(struct arena *a, struct str bytes, struct xlsx_reader **out,
        struct xlsx_info *info, struct err *e);
/* Rows with at least one cell that is not empty. */
MUST_CHECK enum rc xlsx_next(
        struct xlsx_reader *x, struct table_row *row, bool *more, struct err *e);
/* A number as XML has it → as Excel shows it: at most 15 digits, no exponent. CELL_DAMAGED, text as
 * written, when digits were lost; CELL_TEXT when it is no number. */
enum cell_kind xlsx_number(struct arena *a, struct str v, struct str *out);

#endif
