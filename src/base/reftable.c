/* Reference data travels as CSV because that is what its owners edit and what a diff can show. */
#include "base/reftable.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"

struct reader {
	struct arena *a;
	struct str in;
	size_t i, line;
	struct err *e;
};

static enum rc broken(struct reader *r, const char *why)
{
	return err_detail(r->e, RC_DATA, MSG_REFERENCE_BAD, "line %zu: %s", r->line, why);
}

static bool at(const struct reader *r, char c)
{
	return r->i < r->in.n && r->in.p[r->i] == c;
}

/* A quoted cell; the text is copied only where a doubled quote has to go. */
static enum rc quoted_cell(struct reader *r, struct str *out)
{
	size_t from = ++r->i;
	bool doubled = false;

	for (;; r->i++) {
		if (r->i >= r->in.n)
			return broken(r, "a quoted cell does not end");
		if (at(r, '\n'))
			r->line++;
		if (!at(r, '"'))
			continue;
		if (r->i + 1 >= r->in.n || r->in.p[r->i + 1] != '"')
			break;
		doubled = true;
		r->i++;
	}
	struct str raw = str_sub(r->in, from, r->i - from);
	r->i++;
	if (r->i < r->in.n && !at(r, ',') && !at(r, '\n') && !at(r, '\r'))
		return broken(r, "text after the closing quote");
	if (doubled) {
		struct buf b;
		buf_init(&b, r->a, raw.n);
		for (size_t k = 0; k < raw.n; k++) {
			buf_ch(&b, raw.p[k]);
			k += raw.p[k] == '"';
		}
		raw = buf_view(&b);
	}
	*out = raw;
	return RC_OK;
}

static enum rc cell(struct reader *r, struct str *out)
{
	if (at(r, '"'))
		return quoted_cell(r, out);
	size_t from = r->i;
	while (r->i < r->in.n && !at(r, ',') && !at(r, '\n') && !at(r, '\r')) {
		if (at(r, '"'))
			return broken(r, "a quote inside a cell without quotes");
		r->i++;
	}
	*out = str_sub(r->in, from, r->i - from);
	return RC_OK;
}

/* One record; the cursor stands behind its line end afterwards. */
static enum rc record(struct reader *r, struct strs *out)
{
	struct str c = STR("");

	out->n = 0;
	for (;;) {
		TRY(cell(r, &c));
		VEC_PUSH(r->a, out, c);
		if (!at(r, ','))
			break;
		r->i++;
	}
	if (at(r, '\r'))
		r->i++;
	if (r->i < r->in.n && !at(r, '\n'))
		return broken(r, "a carriage return without a line feed");
	r->i++;
	return RC_OK;
}

static enum rc match_header(struct reader *r, const struct strs *header, const char *const *columns,
        size_t columns_n, size_t *where)
{
	for (size_t c = 0; c < columns_n; c++) {
		size_t found = header->n;
		for (size_t h = 0; h < header->n; h++) {
			if (!str_eqc(header->v[h], columns[c]))
				continue;
			if (found < header->n)
				return broken(r, "a column stands twice");
			found = h;
		}
		if (found == header->n)
			return err_detail(r->e, RC_DATA, MSG_REFERENCE_BAD, "column %s is missing",
			        columns[c]);
		where[c] = found;
	}
	return RC_OK;
}

enum rc reftable_parse(struct arena *a, struct str csv, const char *const *columns,
        size_t columns_n, struct reftable *out, struct err *e)
{
	struct reader r = {.a = a, .in = csv, .line = 1, .e = e};
	size_t where[REFTABLE_MAX_COLUMNS], width;
	struct strs row = {0}, cells = {0};
	VEC(size_t) lines = {0};

	if (columns_n > REFTABLE_MAX_COLUMNS)
		return broken(&r, "more columns asked for than a table may have");
	if (!utf8_valid(csv))
		return broken(&r, "not UTF-8");
	if (str_starts(csv, STR("\xef\xbb\xbf")))
		r.i = 3;
	TRY(record(&r, &row));
	TRY(match_header(&r, &row, columns, columns_n, where));
	width = row.n;
	for (r.line++; r.i < csv.n; r.line++) {
		size_t line = r.line;
		TRY(record(&r, &row));
		if (row.n == 1 && str_empty(row.v[0]))
			continue;
		if (row.n != width)
			return broken(&r, "another number of cells than the header");
		VEC_PUSH(a, &lines, line);
		for (size_t c = 0; c < columns_n; c++)
			VEC_PUSH(a, &cells, row.v[where[c]]);
	}
	*out = (struct reftable){lines.n, columns_n, cells.v, lines.v};
	return RC_OK;
}
