/* Reading and writing CSV: the format every office program exchanges, and the one in which a name
 * that begins with '=' can become a formula on somebody else's desk. */
#include "document/csv.h"

#include "base/utf8.h"

struct csv_reader {
	struct str text;
	size_t at;
	char sep;
	int64_t line;
	struct arena row; /* texts of quoted fields of the current record */
	struct str cell[TABLE_MAX_COLUMNS];
	uint8_t kind[TABLE_MAX_COLUMNS];
};

static void row_arena_free(void *arg)
{
	arena_free(arg);
}

/* The most frequent of the three outside quotes in the first line; comma when none. */
static char find_separator(struct str text)
{
	static const char seps[3] = {',', '\t', ';'};
	size_t count[3] = {0}, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '\n' || c == '\r'))
			break;
		for (size_t k = 0; !quoted && k < 3; k++)
			count[k] += c == seps[k];
	}
	for (size_t k = 1; k < 3; k++)
		if (count[k] > count[best])
			best = k;
	return seps[best];
}

enum rc csv_open(struct arena *a, struct str text, struct csv_reader **out, struct err *e)
{
	const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;

	if (nul) {
		size_t line = 1;
		for (const char *p = text.p; p < nul; p++)
			line += *p == '\n';
		err_set(e, RC_INVALID, MSG_TEXT_NUL);
		return err_argf(e, "%zu", line), RC_INVALID;
	}
	struct csv_reader *r = ARENA_NEW(a, struct csv_reader);
	r->text = text;
	r->line = 1;
	r->sep = find_separator(text);
	arena_init(&r->row, (size_t)128 << 20);
	arena_defer(a, row_arena_free, &r->row);
	*out = r;
	return RC_OK;
}

void csv_rewind(struct csv_reader *r)
{
	r->at = 0;
	r->line = 1;
}

char csv_separator(const struct csv_reader *r)
{
	return r->sep;
}

static enum rc fail_at(enum msgid msg, int64_t line, struct err *e)
{
	err_set(e, RC_INVALID, msg);
	err_argf(e, "%lld", (long long)line);
	return RC_INVALID;
}

/* A number that a spreadsheet program wrote with an exponent has lost its last digits. */
static enum cell_kind field_kind(struct str s)
{
	size_t i = 0;

	if (s.n == 0)
		return CELL_EMPTY;
	if (s.n < 5 || s.n > 24 || s.p[0] < '1' || s.p[0] > '9')
		return CELL_TEXT;
	for (i = 1; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (i == 1 && s.p[i] == '.'));)
		i++;
	if (i + 2 >= s.n || (s.p[i] != 'E' && s.p[i] != 'e') || s.p[i + 1] != '+')
		return CELL_TEXT;
	for (i += 2; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return CELL_TEXT;
	return CELL_DAMAGED;
}

/* The opening quote is at r->at. */
static enum rc quoted_field(struct csv_reader *r, int64_t row_line, struct str *out, struct err *e)
{
	struct str t = r->text;
	size_t i = r->at + 1, doubled = 0;

	for (;; i++) {
		const char *q = i < t.n ? memchr(t.p + i, '"', t.n - i) : NULL;
		if (!q)
			return fail_at(MSG_TABLE_QUOTES, row_line, e);
		i = (size_t)(q - t.p);
		if (i + 1 < t.n && t.p[i + 1] == '"') {
			doubled++;
			i++;
			continue;
		}
		break;
	}
	struct str raw = str_sub(t, r->at + 1, i - r->at - 1);
	r->at = i + 1;
	if (r->at < t.n && t.p[r->at] != r->sep && t.p[r->at] != '\n' && t.p[r->at] != '\r')
		return fail_at(MSG_TABLE_QUOTES, row_line, e);
	for (size_t k = 0; k < raw.n; k++)
		r->line += raw.p[k] == '\n' ||
		           (raw.p[k] == '\r' && !(k + 1 < raw.n && raw.p[k + 1] == '\n'));
	if (doubled) {
		char *p = arena_alloc(&r->row, raw.n - doubled);
		size_t n = 0;
		for (size_t k = 0; k < raw.n; k++) {
			p[n++] = raw.p[k];
			k += raw.p[k] == '"';
		}
		raw = (struct str){p, n};
	}
	*out = raw;
	return RC_OK;
}

static void plain_field(struct csv_reader *r, struct str *out)
{
	size_t i = r->at;

	while (i < r->text.n && r->text.p[i] != r->sep && r->text.p[i] != '\n' &&
	        r->text.p[i] != '\r')
		i++;
	*out = str_sub(r->text, r->at, i - r->at);
	r->at = i;
}

/* Steps over the line end at r->at. */
static void end_line(struct csv_reader *r)
{
	if (r->at < r->text.n) {
		bool cr = r->text.p[r->at] == '\r';
		r->at++;
		if (cr && r->at < r->text.n && r->text.p[r->at] == '\n')
			r->at++;
		r->line++;
	}
}

enum rc csv_next(struct csv_reader *r, struct table_row *row, bool *more, struct err *e)
{
	int64_t line = r->line;
	size_t n = 0;

	if (r->at >= r->text.n) {
		*more = false;
		return RC_OK;
	}
	arena_reset(&r->row);
	for (;;) {
		struct str f;

		if (r->at < r->text.n && r->text.p[r->at] == '"')
			TRY(quoted_field(r, line, &f, e));
		else
			plain_field(r, &f);
		if (f.n > TABLE_MAX_CELL && utf8_count(f) > TABLE_MAX_CELL)
			return fail_at(MSG_TABLE_CELL_LONG, line, e);
		if (n == TABLE_MAX_COLUMNS) {
			fail_at(MSG_TABLE_COLUMNS, line, e);
			return err_arg(e, 1, str_c("256")), RC_INVALID;
		}
		r->cell[n] = f;
		r->kind[n++] = (uint8_t)field_kind(f);
		if (r->at >= r->text.n || r->text.p[r->at] != r->sep)
			break;
		r->at++;
	}
	end_line(r);
	*row = (struct table_row){.number = line, .n = n, .cell = r->cell, .kind = r->kind};
	*more = true;
	return RC_OK;
}

/* --- writing ---------------------------------------------------------------------------------- */

void csv_put_mark(struct buf *b)
{
	buf_lit(b, "\xEF\xBB\xBF");
}

static bool droppable(int32_t c)
{
	return c == 0 || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* Signs that begin a formula, in half and full width; '|' began a DDE link in old programs. */
static bool starts_formula(int32_t c)
{
	static const int32_t signs[] = {'=', '+', '-', '@', '|', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (signs[i] == c)
			return true;
	return false;
}

/* What some program trims, or takes for a separator, before it looks for a sign. */
static bool is_skipped(int32_t c)
{
	return c == ' ' || c == 0x3000 || c == 0xA0 || c == 0x200B || c == ';' || c == ',' ||
	       droppable(c);
}

/* "-", "-5", "+5", "-5.5%": no formula. */
static bool is_signed_number(struct str s)
{
	bool dot = false;

	if (s.n == 0 || (s.p[0] != '-' && s.p[0] != '+'))
		return false;
	if (s.n == 1)
		return s.p[0] == '-';
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] == '.' && !dot && i > 1 && i + 1 < s.n)
			dot = true;
		else if (!(s.p[i] >= '0' && s.p[i] <= '9') &&
		         !(s.p[i] == '%' && i > 1 && i + 1 == s.n))
			return false;
	}
	return true;
}

bool csv_is_formula(struct str s)
{
	bool fresh = true; /* at the start of a line, past what is skipped */
	size_t i = 0;

	if (s.n == 0 || is_signed_number(s))
		return false;
	if (memchr("\t\r\n", s.p[0], 4))
		return true;
	while (i < s.n) {
		int32_t c = utf8_next(s, &i);

		if (fresh && starts_formula(c))
			return true;
		if (c == '\n' || c == '\r')
			fresh = true;
		else if (!is_skipped(c) && c != '\t')
			fresh = false;
	}
	return false;
}

void csv_put_field(struct buf *b, struct str field, bool first_of_row)
{
	bool formula = csv_is_formula(field), quote = formula;
	size_t i = 0;

	if (!first_of_row)
		buf_ch(b, ',');
	for (size_t k = 0; k < field.n && !quote; k++)
		quote = memchr(",;\"\t\r\n", field.p[k], 6) != NULL;
	quote = quote || (field.n && (field.p[0] == ' ' || field.p[field.n - 1] == ' '));
	if (quote)
		buf_ch(b, '"');
	if (formula)
		buf_ch(b, '\'');
	while (i < field.n) {
		size_t from = i;
		int32_t c = utf8_next(field, &i);

		if (c < 0 || droppable(c))
			continue;
		if (c == '"')
			buf_ch(b, '"');
		buf_put(b, field.p + from, i - from);
	}
	if (quote)
		buf_ch(b, '"');
}

void csv_put_row(struct buf *b, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_put_field(b, fields[i], i == 0);
	buf_lit(b, "\r\n");
}
