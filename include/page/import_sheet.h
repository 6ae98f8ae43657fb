/* A list that a bureau uploads, read into cells: first the file for the preview, then what the preview sends again. */
#ifndef PAGE_IMPORT_SHEET_H
#define PAGE_IMPORT_SHEET_H

#include "page/act.h"

struct import_column {
	const char *const *names; /* spellings of the head, NULL behind the last; the first is written */
	bool needed;		  /* else a file may lack it: its cells are empty */
};
struct import_row {
	int64_t number;	  /* line of the file */
	struct str *cell; /* one for each column, as in the file */
};
struct import_sheet {
	struct import_row *v;
	size_t n;
	struct str csv; /* the same rows, for the hidden field `csv` of the confirmation */
};

/* Of the posted form: `csv` where it is there, else `file` (CSV, XLSX). RC_INVALID: no row, a missing column, more than
 * `most` rows; RC_TOO_LARGE as table_open. */
MUST_CHECK enum rc import_sheet_read(struct ctx *c, const struct import_column *col, size_t cols, size_t most,
	struct import_sheet *out, struct err *e);

#endif
