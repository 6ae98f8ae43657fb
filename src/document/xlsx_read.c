/* The cells of a sheet: see the header. Numbers never pass through a double, so a credit code that
 * Excel turned into 9.11E+17 is seen as damaged and not as some other code. */
#include "document/xlsx_read.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "document/xlsx_parts.h"
#include "document/xml.h"

struct xlsx_reader {
	struct arena *a;
	struct xlsx_parts parts;
	struct xml_reader *xml;
	bool checking;    /* the first pass: no row is delivered */
	struct arena row; /* texts of the current row */
	struct str cell[TABLE_MAX_COLUMNS];
	uint8_t kind[TABLE_MAX_COLUMNS];
	size_t n;       /* cells in use, the last of them with content */
	int64_t number; /* of the current row */
	int64_t rows, rows_hidden;
	bool in_row, row_hidden, row_ready;
	/* the current cell */
	bool in_cell, in_v, in_t, in_phonetic, has_formula;
	int64_t col; /* of the last cell, from 0; -1 before the first */
	struct str type;
	int64_t style;
	struct buf text;
};

static enum rc broken_at(struct xlsx_reader *x, enum msgid msg, struct err *e)
{
	err_set(e, RC_INVALID, msg);
	err_argf(e, "%lld", (long long)x->number);
	return RC_INVALID;
}

static enum rc broken(struct xlsx_reader *x, const char *why, struct err *e)
{
	err_set(e, RC_INVALID, MSG_XLSX_BROKEN);
	err_argf(e, "第 %lld 行%s", (long long)x->number, why);
	return RC_INVALID;
}

/* --- values ----------------------------------------------------------------------------------- */

struct number {
	bool negative;
	char digit[40]; /* significant, without leading zeros */
	int n;
	int point; /* digits before the decimal point; may be negative or beyond n */
};

/* [-+]digits[.digits][E[-+]digits], the whole of v. */
static bool number_parse(struct str v, struct number *out)
{
	struct number d = {0};
	bool any = false, dot = false;
	int64_t exp = 0;
	size_t i = 0;

	if (v.n == 0 || v.n > 40)
		return false;
	if (v.p[0] == '-' || v.p[0] == '+')
		d.negative = v.p[i++] == '-';
	for (; i < v.n && v.p[i] != 'E' && v.p[i] != 'e'; i++) {
		if (v.p[i] == '.' && !dot) {
			dot = true;
			continue;
		}
		if (v.p[i] < '0' || v.p[i] > '9')
			return false;
		any = true;
		if (d.n > 0 || v.p[i] != '0')
			d.digit[d.n++] = v.p[i];
		if (d.n > 0 && !dot)
			d.point++;
		else if (d.n == 0 && dot)
			d.point--;
	}
	if (!any)
		return false;
	if (i < v.n) {
		struct str digits = str_sub(v, i + 1, v.n);
		if (digits.n > 1 && digits.p[0] == '+')
			digits = str_sub(digits, 1, digits.n);
		if (!str_to_i64(digits, &exp) || exp > 400 || exp < -400)
			return false;
	}
	d.point += (int)exp;
	*out = d;
	return true;
}

/* Half up to 15 digits, which is what Excel shows of the 17 that it writes. */
static void number_round(struct number *d)
{
	if (d->n > 15) {
		bool up = d->digit[15] >= '5';
		d->n = 15;
		for (int i = 14; up && i >= 0; i--) {
			up = d->digit[i] == '9';
			d->digit[i] = up ? '0' : (char)(d->digit[i] + 1);
		}
		if (up) {
			memmove(d->digit + 1, d->digit, 14);
			d->digit[0] = '1';
			d->point++;
		}
	}
	while (d->n > 0 && d->digit[d->n - 1] == '0')
		d->n--;
}

enum cell_kind xlsx_number(struct arena *a, struct str v, struct str *out)
{
	struct number d;
	struct buf b;

	*out = v;
	if (!number_parse(v, &d))
		return CELL_TEXT;
	if (d.n > 0 && (d.point > 15 || d.point < -15))
		return d.point > 15 ? CELL_DAMAGED : CELL_NUMBER;
	number_round(&d);
	buf_init(&b, a, 128);
	if (d.n == 0) {
		*out = STR("0");
		return CELL_NUMBER;
	}
	if (d.negative)
		buf_ch(&b, '-');
	if (d.point <= 0)
		buf_ch(&b, '0');
	for (int i = 0; i < d.point; i++)
		buf_ch(&b, i < d.n ? d.digit[i] : '0');
	if (d.n > d.point) {
		buf_ch(&b, '.');
		for (int i = d.point; i < d.n; i++)
			buf_ch(&b, i < 0 ? '0' : d.digit[i]);
	}
	*out = buf_view(&b);
	return CELL_NUMBER;
}

/* A day number with an optional fraction of a day: the text of a date. */
static enum cell_kind date_value(struct xlsx_reader *x, struct str number, struct str *out)
{
	size_t dot = str_index(number, '.');
	int64_t days = 0, frac = 0, scale = 1;
	struct date d;

	if (!str_to_i64(str_sub(number, 0, dot), &days))
		return CELL_NUMBER;
	for (size_t i = dot + 1; i < number.n && scale < 1000000000; i++, scale *= 10)
		frac = frac * 10 + (number.p[i] - '0');
	int64_t seconds = (frac * 86400 + scale / 2) / scale;
	if (seconds >= 86400) {
		days++;
		seconds = 0;
	}
	if (!table_serial_date(days, x->parts.date1904, &d))
		return CELL_NUMBER;
	*out = date_str(&x->row, d);
	if (seconds > 0)
		*out = str_fmt(&x->row, "%.*s %02d:%02d:%02d", STR_ARG(*out), (int)(seconds / 3600),
		        (int)(seconds / 60 % 60), (int)(seconds % 60));
	return CELL_DATE;
}

static enum rc text_value(struct xlsx_reader *x, struct str *out, struct err *e)
{
	x->text.n = xlsx_unescape(x->text.p, x->text.n);
	*out = buf_view(&x->text);
	if (out->n > TABLE_MAX_CELL && utf8_count(*out) > TABLE_MAX_CELL)
		return broken_at(x, MSG_TABLE_CELL_LONG, e);
	return RC_OK;
}

/* What the collected text of a cell means, by its type. */
static enum rc cell_value(
        struct xlsx_reader *x, struct str *out, enum cell_kind *kind, struct err *e)
{
	struct str raw = buf_view(&x->text);
	struct str t = x->type;
	int64_t i = 0;

	*kind = CELL_TEXT;
	if (raw.n == 0) {
		*out = raw;
		*kind = x->has_formula && str_empty(t) ? CELL_ERROR : CELL_EMPTY;
		return RC_OK;
	}
	if (str_eqc(t, "s")) {
		if (!str_to_i64(str_trim(raw), &i) || i < 0 || (uint64_t)i >= x->parts.shared_n)
			return broken(x, "引用了不存在的文字", e);
		*out = x->parts.shared[i];
		return RC_OK;
	}
	if (str_eqc(t, "inlineStr") || str_eqc(t, "str"))
		return text_value(x, out, e);
	*out = str_trim(raw);
	if (str_eqc(t, "b")) {
		*kind = CELL_BOOL;
		*out = str_eqc(*out, "0") ? STR("FALSE") : STR("TRUE");
	} else if (str_eqc(t, "e")) {
		*kind = CELL_ERROR;
	} else if (str_eqc(t, "d")) {
		*kind = CELL_DATE;
		if (str_ends(*out, STR("T00:00:00")) || str_ends(*out, STR("T00:00:00Z")))
			*out = str_sub(*out, 0, 10);
	} else {
		*kind = xlsx_number(&x->row, *out, out);
		if (*kind == CELL_NUMBER && x->style >= 0 &&
		        (uint64_t)x->style < x->parts.style_n && x->parts.style_is_date[x->style])
			*kind = date_value(x, *out, out);
	}
	return RC_OK;
}

/* --- events ----------------------------------------------------------------------------------- */

/* "XFD12" to column 16383; -1 when there are no letters, or too many. */
static int64_t column_of(struct str ref)
{
	int64_t col = 0;
	size_t i = 0;

	for (; i < ref.n && i < 4 && ref.p[i] >= 'A' && ref.p[i] <= 'Z'; i++)
		col = col * 26 + (ref.p[i] - 'A' + 1);
	return i == 0 || i > 3 || col > 16384 ? -1 : col - 1;
}

static enum rc start_row(struct xlsx_reader *x, const char **attrs, struct err *e)
{
	int64_t number = x->number + 1;
	struct str r = xml_attr(attrs, "r");

	if (x->in_row || x->in_cell)
		return broken(x, "结构不正确", e);
	if (r.p && (!str_to_i64(r, &number) || number > 1048576))
		return broken(x, "后的行号不正确", e);
	if (number <= x->number)
		return broken(x, "后的行次序不正确", e);
	arena_reset(&x->row);
	x->number = number;
	x->in_row = true;
	x->col = -1;
	x->n = 0;
	struct str hidden = xml_attr(attrs, "hidden");
	x->row_hidden = str_eqc(hidden, "1") || str_eqc(hidden, "true");
	return RC_OK;
}

static enum rc start_cell(struct xlsx_reader *x, const char **attrs, struct err *e)
{
	struct str ref = xml_attr(attrs, "r");
	int64_t col = ref.p ? column_of(ref) : x->col + 1;

	if (!x->in_row || x->in_cell || col <= x->col)
		return broken(x, "的单元格次序不正确", e);
	x->col = col;
	x->in_cell = true;
	x->in_v = x->in_t = x->in_phonetic = x->has_formula = false;
	x->type = str_dup(&x->row, xml_attr(attrs, "t"));
	if (!str_to_i64(xml_attr(attrs, "s"), &x->style))
		x->style = -1;
	buf_init(&x->text, &x->row, (size_t)TABLE_MAX_CELL * 8);
	return RC_OK;
}

static enum rc on_start(void *arg, struct str name, const char **attrs, struct err *e)
{
	struct xlsx_reader *x = arg;

	if (str_eqc(name, "row"))
		return start_row(x, attrs, e);
	if (str_eqc(name, "c"))
		return start_cell(x, attrs, e);
	if (x->in_cell) {
		x->in_v |= str_eqc(name, "v");
		x->in_t |= str_eqc(name, "t");
		x->in_phonetic |= str_eqc(name, "rPh");
		x->has_formula |= str_eqc(name, "f");
	}
	return RC_OK;
}

static enum rc on_text(void *arg, struct str text, struct err *e)
{
	struct xlsx_reader *x = arg;

	if ((!x->in_v && !x->in_t) || x->in_phonetic)
		return RC_OK;
	buf_str(&x->text, text);
	return x->text.overflow ? broken_at(x, MSG_TABLE_CELL_LONG, e) : RC_OK;
}

static enum rc end_cell(struct xlsx_reader *x, struct err *e)
{
	enum cell_kind kind;
	struct str v;

	x->in_cell = false;
	TRY(cell_value(x, &v, &kind, e));
	if (kind == CELL_EMPTY || (v.n == 0 && kind != CELL_ERROR))
		return RC_OK;
	if (x->col >= TABLE_MAX_COLUMNS) {
		broken_at(x, MSG_TABLE_COLUMNS, e);
		err_arg(e, 1, str_c("256"));
		return RC_INVALID;
	}
	for (; x->n < (size_t)x->col; x->n++) {
		x->cell[x->n] = STR("");
		x->kind[x->n] = CELL_EMPTY;
	}
	x->cell[x->n] = v;
	x->kind[x->n++] = (uint8_t)kind;
	return RC_OK;
}

static enum rc end_row(struct xlsx_reader *x, struct err *e)
{
	x->in_row = false;
	if (x->n == 0)
		return RC_OK;
	if (++x->rows > TABLE_MAX_ROWS) {
		err_set(e, RC_TOO_LARGE, MSG_TABLE_ROWS);
		err_argf(e, "%d", TABLE_MAX_ROWS);
		return RC_TOO_LARGE;
	}
	x->rows_hidden += x->row_hidden;
	if (!x->checking) {
		x->row_ready = true;
		xml_reader_pause(x->xml);
	}
	return RC_OK;
}

static enum rc on_end(void *arg, struct str name, struct err *e)
{
	struct xlsx_reader *x = arg;

	if (str_eqc(name, "v"))
		x->in_v = false;
	else if (str_eqc(name, "t"))
		x->in_t = false;
	else if (str_eqc(name, "rPh"))
		x->in_phonetic = false;
	else if (str_eqc(name, "c") && x->in_cell)
		return end_cell(x, e);
	else if (str_eqc(name, "row") && x->in_row)
		return end_row(x, e);
	return RC_OK;
}

static const struct xml_events sheet_events = {.start = on_start, .end = on_end, .text = on_text};

/* --- the cursor ------------------------------------------------------------------------------- */

static void free_row_arena(void *arg)
{
	arena_free(arg);
}

enum rc xlsx_open(struct arena *a, struct str bytes, struct xlsx_reader **out,
        struct xlsx_info *info, struct err *e)
{
	struct xlsx_reader *x = ARENA_NEW(a, struct xlsx_reader);

	x->a = a;
	arena_init(&x->row, (size_t)160 << 20);
	arena_defer(a, free_row_arena, &x->row);
	TRY(xlsx_parts_open(a, bytes, &x->parts, e));
	x->checking = true;
	TRY(xml_read(a, x->parts.zip, x->parts.sheet, &sheet_events, x, e));
	*info = (struct xlsx_info){.sheet = x->parts.sheet_name,
	        .date1904 = x->parts.date1904,
	        .rows = x->rows,
	        .rows_hidden = x->rows_hidden};
	x->checking = x->in_row = x->in_cell = false;
	x->number = x->rows = 0;
	TRY(xml_open(a, x->parts.zip, x->parts.sheet, &sheet_events, x, &x->xml, e));
	*out = x;
	return RC_OK;
}

enum rc xlsx_next(struct xlsx_reader *x, struct table_row *row, bool *more, struct err *e)
{
	bool done = false;

	x->row_ready = false;
	TRY(xml_reader_run(x->xml, &done, e));
	*more = x->row_ready;
	if (x->row_ready)
		*row = (struct table_row){
		        .number = x->number, .n = x->n, .cell = x->cell, .kind = x->kind};
	return RC_OK;
}
