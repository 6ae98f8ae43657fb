/* Reference tables: CSV files of our own (sql/reference), read by header name.
 * RFC 4180, UTF-8 with or without BOM, LF or CRLF. Not for uploads, which come in any shape:
 * those go through document/csv.
 */
#ifndef BASE_REFTABLE_H
#define BASE_REFTABLE_H

#include "base/arena.h"
#include "base/err.h"

struct reftable {
	size_t n;           /* rows without the header */
	size_t columns;     /* as asked for, not as in the file */
	struct str *cell;   /* n × columns */
	const size_t *line; /* where each row begins in the file, from 1 */
};

#define REFTABLE_MAX_COLUMNS 32

/* Picks the named columns, in the caller's order; the file may have others, in any order.
 * RC_DATA (detail names the line): not UTF-8, a column missing or twice, a row with another number
 * of cells than the header, a stray or open quote. Empty lines are skipped. Cells without quotes
 * inside point into `csv`, which must live as long. */
MUST_CHECK enum rc reftable_parse(struct arena *a, struct str csv, const char *const *columns,
        size_t columns_n, struct reftable *out, struct err *e);

static inline struct str reftable_cell(const struct reftable *t, size_t row, size_t column)
{
	return t->cell[row * t->columns + column];
}

#endif
