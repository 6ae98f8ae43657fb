/* One way for every import that is previewed: rooms judge and word rows, none of them reads a file. */
#include "page/import_sheet.h"

#include "document/csv.h"
#include "document/table.h"

#define CSV_MAX ((size_t)64 << 20)

static enum rc columns_of(const struct table_reader *t, const struct import_column *col, size_t cols, size_t *at, struct err *e)
{
	for (size_t k = 0; k < cols; k++) {
		enum rc rc = RC_NOT_FOUND;
		for (size_t i = 0; col[k].names[i] && rc == RC_NOT_FOUND; i++)
			rc = table_column(t, str_c(col[k].names[i]), &at[k], e);
		if (rc != RC_OK && rc != RC_NOT_FOUND)
			return rc;
		if (rc == RC_OK)
			continue;
		at[k] = SIZE_MAX;
		if (!col[k].needed)
			continue;
		err_set(e, RC_INVALID, MSG_TABLE_COLUMN_MISSING);
		return err_arg(e, 0, str_c(col[k].names[0]));
	}
	return RC_OK;
}

static struct str csv_of(struct ctx *c, const struct import_column *col, size_t cols, const struct import_sheet *s)
{
	struct buf b;

	buf_init(&b, c->a, CSV_MAX);
	for (size_t k = 0; k < cols; k++)
		csv_put_field(&b, str_c(col[k].names[0]), k == 0);
	buf_lit(&b, "\n");
	for (size_t i = 0; i < s->n; i++) {
		for (size_t k = 0; k < cols; k++)
			csv_put_field(&b, s->v[i].cell[k], k == 0);
		buf_lit(&b, "\n");
	}
	return buf_view(&b);
}

static enum rc read_rows(struct ctx *c, struct table_reader *t, const size_t *at, size_t cols, size_t most,
	struct import_sheet *out, struct err *e)
{
	struct table_row row;
	bool more = true;

	out->v = ARENA_NEW_N(c->a, struct import_row, most);
	while (more) {
		TRY(table_next(t, &row, &more, e));
		if (!more)
			break;
		if (out->n == most) {
			err_set(e, RC_INVALID, MSG_CLUSTER_MANY);
			return err_arg(e, 0, str_i64(c->a, (int64_t)most));
		}
		struct import_row *x = &out->v[out->n++];
		*x = (struct import_row){row.number, ARENA_NEW_N(c->a, struct str, cols)};
		for (size_t k = 0; k < cols; k++)
			x->cell[k] = at[k] == SIZE_MAX ? STR("") : str_dup(c->a, table_cell(&row, at[k]));
	}
	return out->n ? RC_OK : err_set(e, RC_INVALID, MSG_CLUSTER_EMPTY);
}

enum rc import_sheet_read(struct ctx *c, const struct import_column *col, size_t cols, size_t most,
	struct import_sheet *out, struct err *e)
{
	const struct form_value *file = form_file(&c->form, "file");
	struct str bytes = form_get(&c->form, "csv"), name = STR("list.csv");
	size_t *at = ARENA_NEW_N(c->a, size_t, cols);
	struct table_reader *t;

	*out = (struct import_sheet){0};
	if (!bytes.n) {
		if (!file || !file->value.n)
			return err_set(e, RC_INVALID, MSG_CLUSTER_EMPTY);
		bytes = file->value;
		name = file->filename;
	}
	TRY(table_open(c->a, bytes, name, &t, e));
	TRY(columns_of(t, col, cols, at, e));
	TRY(read_rows(c, t, at, cols, most, out, e));
	out->csv = csv_of(c, col, cols, out);
	return RC_OK;
}
