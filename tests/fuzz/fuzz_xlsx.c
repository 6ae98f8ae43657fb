/* Workbooks, on anything: opened and read to the end, or refused before the first row. */
#include "base/utf8.h"
#include "document/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct table_reader *t;
	struct table_row row;
	struct err e = {0};
	struct arena a;
	struct date d;
	bool more = true;

	arena_init(&a, 0);
	if (table_open(&a, bytes, STR("x.xlsx"), &t, &e) == RC_OK) {
		while (more) {
			must(table_next(t, &row, &more, &e) == RC_OK);
			for (size_t i = 0; more && i < row.n; i++) {
				must(row.kind[i] < CELL__MAX && utf8_valid(row.cell[i]));
				if (table_date(t, &row, i, &d))
					must(date_valid(d));
			}
		}
	} else {
		must(err_text(&a, &e).n > 0 && e.code != RC_INTERNAL);
	}
	arena_free(&a);
	return 0;
}
