/* From an embedded file to the structure of the domain. */
#include "cli/reference.h"

#include "base/embedded.h"

static enum rc embedded(const char *path, struct str *out, struct err *e)
{
	if (embedded_find(str_c(path), out))
		return RC_OK;
	return err_detail(e, RC_DATA, MSG_REFERENCE_BAD, "%s is not in this program", path);
}

enum rc reference_calendar(struct arena *a, struct calendar *out, struct err *e)
{
	struct calendar_row *rows;
	struct str csv;
	size_t n;

	TRY(embedded("sql/reference/holidays.csv", &csv, e));
	TRY(calendar_rows_parse(a, csv, &rows, &n, e));
	return calendar_build(a, rows, n, out, e);
}

enum rc reference_industries(struct arena *a, struct industries *out, struct err *e)
{
	struct str csv;

	TRY(embedded("sql/reference/industries.csv", &csv, e));
	return industries_parse(a, csv, out, e);
}

enum rc reference_size(struct arena *a, struct size_standard *out, struct err *e)
{
	struct str csv;

	TRY(embedded("sql/reference/size_thresholds.csv", &csv, e));
	return size_standard_parse(a, csv, out, e);
}
