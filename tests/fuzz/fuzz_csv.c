/* Tables as text, on anything: an answer or one sentence, cells within their limits, and what is
 * written again is read as the same (but for the apostrophe before formulas).
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "document/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

static void round_trip(struct arena *a, const struct table_row *row)
{
	struct csv_reader *r;
	struct table_row again;
	struct err e;
	struct buf b;
	bool more = false;

	for (size_t i = 0; i < row->n; i++)
		if (csv_is_formula(row->cell[i]) || utf8_has_invisible(row->cell[i]))
			return;
	buf_init(&b, a, (size_t)4 << 20);
	csv_put_row(&b, row->cell, row->n);
	if (csv_open(a, buf_view(&b), &r, &e) != RC_OK || csv_separator(r) != ',')
		return; /* the reader may take another separator for likelier */
	must(csv_next(r, &again, &more, &e) == RC_OK && more && again.n == row->n);
	for (size_t i = 0; i < row->n; i++)
		must(str_eq(again.cell[i], row->cell[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct table_reader *t;
	struct table_row row;
	struct err e = {0};
	struct arena a;
	bool more = true;
	int rows = 0;

	arena_init(&a, 0);
	if (table_open(&a, bytes, STR("x.csv"), &t, &e) == RC_OK) {
		must(t->columns > 0 && t->columns <= TABLE_MAX_COLUMNS);
		while (table_next(t, &row, &more, &e) == RC_OK && more) {
			must(row.n <= TABLE_MAX_COLUMNS && row.number > t->header_row - 1);
			for (size_t i = 0; i < row.n; i++)
				must(utf8_valid(row.cell[i]));
			if (++rows < 20)
				round_trip(&a, &row);
		}
		must(!more);
	} else {
		must(err_text(&a, &e).n > 0 && e.code != RC_INTERNAL);
	}
	arena_free(&a);
	return 0;
}
