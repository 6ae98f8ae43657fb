/* Reads the manual's pages: a small, closed subset of Markdown into blocks that a template prints. Whatever
 * is not of the subset is text, so nothing in these files can become markup of its own.
 */
#include "base/vec.h"
#include "page/public.h"

struct reader {
	struct arena *a;
	struct manual *out;
	struct manual_block *open; /* paragraph, list or table that goes on */
	int headings;
};

static void span_add(struct reader *r, struct manual_spans *out, struct str text, bool strong, bool code)
{
	if (text.n)
		VEC_PUSH(r->a, out,
			((struct manual_span){.text = text, .strong = strong, .code = code}));
}

/* "[text](/path)" at the beginning of `s`: its length, or 0. Only paths of this site. */
static size_t link_at(struct reader *r, struct str s, struct manual_spans *out)
{
	size_t close = str_find(s, STR("](/"));
	struct str rest = str_sub(s, MIN_OF(s.n, close + 2), s.n);
	size_t end = str_index(rest, ')');

	if (close >= s.n || end >= rest.n || str_index(s, '\n') < close)
		return 0;
	VEC_PUSH(r->a, out,
		((struct manual_span){
			.text = str_sub(s, 1, close - 1), .href = str_sub(rest, 0, end)}));
	return close + 2 + end + 1;
}

/* Between two marks ("**" or "`") at the beginning of `s`: the length with both, or 0. */
static size_t marked_at(struct reader *r, struct str s, struct str mark, struct manual_spans *out)
{
	struct str rest = str_sub(s, mark.n, s.n);
	size_t end = str_find(rest, mark);

	if (end >= rest.n || end == 0)
		return 0;
	span_add(r, out, str_sub(rest, 0, end), mark.n == 2, mark.n == 1);
	return end + 2 * mark.n;
}

static void spans_read(struct reader *r, struct str s, struct manual_spans *out)
{
	size_t plain = 0, i = 0;

	while (i < s.n) {
		struct str here = str_sub(s, i, s.n);
		struct manual_spans one = {0};
		size_t n = 0;

		if (here.p[0] == '[')
			n = link_at(r, here, &one);
		else if (str_starts(here, STR("**")))
			n = marked_at(r, here, STR("**"), &one);
		else if (here.p[0] == '`')
			n = marked_at(r, here, STR("`"), &one);
		if (n == 0) {
			i++;
			continue;
		}
		span_add(r, out, str_sub(s, plain, i - plain), false, false);
		VEC_PUSH(r->a, out, one.v[0]);
		plain = i += n;
	}
	span_add(r, out, str_sub(s, plain, s.n), false, false);
}

static struct manual_block *block_add(struct reader *r, enum manual_block_kind kind)
{
	struct manual_block *b = VEC_ADD(r->a, &r->out->blocks);

	b->kind = kind;
	return b;
}

static void heading_read(struct reader *r, struct str line)
{
	bool third = str_starts(line, STR("### "));
	struct manual_block *b = block_add(r, third ? MANUAL_H3 : MANUAL_H2);

	b->id = str_fmt(r->a, "s%d", ++r->headings);
	spans_read(r, str_trim(str_sub(line, third ? 4 : 3, line.n)), &b->text);
	r->open = NULL;
}

static void item_read(struct reader *r, enum manual_block_kind kind, struct str text)
{
	struct manual_spans *item;

	if (!r->open || r->open->kind != kind)
		r->open = block_add(r, kind);
	item = VEC_ADD(r->a, &r->open->items);
	spans_read(r, str_trim(text), item);
}

static void cells_read(struct reader *r, struct str line, struct manual_cells *out)
{
	struct str rest = str_sub(line, 1, line.n - 1 - (line.n > 1 && line.p[line.n - 1] == '|')), cell;

	while (str_cut(&rest, '|', &cell)) {
		struct manual_spans *spans = VEC_ADD(r->a, out);
		spans_read(r, str_trim(cell), spans);
	}
}

static void table_read(struct reader *r, struct str line)
{
	if (!r->open || r->open->kind != MANUAL_TABLE) {
		r->open = block_add(r, MANUAL_TABLE);
		cells_read(r, line, &r->open->items);
	} else if (!str_starts(line, STR("|--")) && !str_starts(line, STR("| --"))) {
		struct manual_cells *row = VEC_ADD(r->a, &r->open->rows);
		cells_read(r, line, row);
	}
}

/* "12. text": the length of "12. ", or 0. */
static size_t number_at(struct str line)
{
	size_t n = 0;

	while (n < line.n && n < 3 && line.p[n] >= '0' && line.p[n] <= '9')
		n++;
	return n && str_starts(str_sub(line, n, line.n), STR(". ")) ? n + 2 : 0;
}

static void line_read(struct reader *r, struct str line)
{
	if (!line.n) {
		r->open = NULL;
	} else if (str_starts(line, STR("# "))) {
		r->out->title = str_trim(str_sub(line, 2, line.n));
	} else if (str_starts(line, STR("## ")) || str_starts(line, STR("### "))) {
		heading_read(r, line);
	} else if (str_starts(line, STR("- "))) {
		item_read(r, MANUAL_UL, str_sub(line, 2, line.n));
	} else if (number_at(line)) {
		item_read(r, MANUAL_OL, str_sub(line, number_at(line), line.n));
	} else if (line.p[0] == '|') {
		table_read(r, line);
	} else {
		if (!r->open || r->open->kind != MANUAL_P)
			r->open = block_add(r, MANUAL_P);
		spans_read(r, line, &r->open->text);
	}
}

void manual_read(struct arena *a, struct str text, struct manual *out)
{
	struct reader r = {.a = a, .out = out};
	struct str line;

	*out = (struct manual){.title = STR("")};
	while (str_cut(&text, '\n', &line))
		line_read(&r, str_trim(line));
}
