/* Every list that can be taken away goes this way: portions of rows out of one snapshot, as CSV or workbook by the
 * ending of the address, only the columns that were chosen (&col=name&col=uscc; none: all; a column that no longer
 * exists is passed over, so that an address that somebody kept goes on working). With &choose=1 the address answers
 * with the page on which columns are chosen. What an officer takes is on record (service/export_log).
 */
#ifndef PAGE_LIST_EXPORT_H
#define PAGE_LIST_EXPORT_H

#include "document/rows_write.h"
#include "page/act.h"
#include "page/common.h"

#define LIST_PORTION 500 /* rows that a source reads at a time */

struct list_column {
	const char *key; /* in the address */
	struct xlsx_column x;
};

struct list_out;
/* One row: a cell for each column of the file, chosen or not. */
void list_put(struct list_out *out, const struct str *cells);

/* The next portion; at its beginning `state` is as the caller of list_respond made it. `c` and ctx_db as in
 * web/stream.h. Sets *more while there may be more. */
typedef enum rc list_next_fn(struct ctx *c, void *state, struct list_out *out, bool *more, struct err *e);

struct list_file {
	struct str title; /* of the page and the sheet's head */
	struct str name;  /* of the download, without ending; empty: the title */
	struct str note;  /* under the head of the sheet */
	struct str back;  /* address of the page that the list is on */
	const struct list_column *column;
	size_t columns;
	list_next_fn *next;
	void *state; /* in the arena of the request, as everything here */
};
MUST_CHECK enum rc list_respond(struct ctx *c, const struct list_file *file, struct err *e);

/* A list that was read as a whole because it is short by its nature: row i of n. */
typedef void list_cells_fn(struct ctx *c, const void *state, size_t i, struct str *cells);
MUST_CHECK enum rc list_respond_loaded(
	struct ctx *c, struct list_file *file, size_t n, list_cells_fn *cells, const void *state, struct err *e);

/* The address of a list's choice of columns: `base` with its query. */
struct str list_choose_href(struct ctx *c, struct str href);
/* Under a list: 导出（CSV）, 选择列（CSV、XLSX）. */
void list_links(struct ctx *c, struct view_links *links, struct str href);

#endif
