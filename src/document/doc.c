/* The model of a document: builders that copy the small arrays, so that callers may use their
 * stack. */
#include "document/doc.h"

#include "base/buf.h"
#include "base/utf8.h"

struct doc *doc_new(struct arena *a, const struct doc_meta *meta)
{
	struct doc *d = ARENA_NEW(a, struct doc);

	d->a = a;
	d->meta = *meta;
	return d;
}

static struct doc_block *add(struct doc *d, enum doc_kind kind)
{
	struct doc_block *b = ARENA_NEW(d->a, struct doc_block);

	b->kind = kind;
	if (d->last)
		d->last->next = b;
	else
		d->first = b;
	d->last = b;
	return b;
}

static void *copy(struct arena *a, const void *p, size_t n, size_t size)
{
	void *to = arena_array(a, n ? n : 1, size);

	if (n)
		memcpy(to, p, n * size);
	return to;
}

void doc_cover(struct doc *d, const struct doc_cover *c)
{
	struct doc_block *b = add(d, DOC_COVER);

	b->cover = *c;
	b->cover.line = copy(d->a, c->line, c->lines, sizeof(*c->line));
	doc_page_break(d);
}

void doc_title(struct doc *d, struct str text)
{
	add(d, DOC_TITLE)->text = text;
}

void doc_heading(struct doc *d, int level, struct str text)
{
	struct doc_block *b = add(d, DOC_HEADING);

	b->level = level < 1 ? 1 : level > 3 ? 3 : level;
	b->text = text;
}

void doc_para(struct doc *d, struct str text)
{
	add(d, DOC_PARA)->text = text;
}

void doc_para_styled(struct doc *d, struct str text, enum doc_align align, bool bold, int size)
{
	struct doc_block *b = add(d, DOC_PARA);

	b->text = text;
	b->align = align;
	b->bold = bold;
	b->size = size;
	b->no_indent = true;
}

void doc_line(struct doc *d, struct str left, struct str right)
{
	struct doc_block *b = add(d, DOC_LINE);

	b->text = left;
	b->text2 = right;
}

void doc_kv(struct doc *d, const struct doc_pair *pair, size_t n, int per_row)
{
	struct doc_block *b = add(d, DOC_KV);

	b->pair = copy(d->a, pair, n, sizeof(*pair));
	b->pairs = n;
	b->per_row = per_row < 1 ? 1 : per_row > 3 ? 3 : per_row;
}

void doc_table_begin(struct doc *d, const struct doc_column *column, size_t n)
{
	struct doc_block *b = add(d, DOC_TABLE);

	b->column = copy(d->a, column, n, sizeof(*column));
	b->columns = n;
	b->row_end = &b->row;
}

/* The table under construction is the last block. */
static struct doc_block *open_table(struct doc *d)
{
	return d->last && d->last->kind == DOC_TABLE ? d->last : NULL;
}

static void add_row(struct doc *d, const struct str *cell, size_t n, bool span)
{
	struct doc_block *b = open_table(d);
	struct doc_row *r = ARENA_NEW(d->a, struct doc_row);

	if (!b)
		return;
	r->cell = copy(d->a, cell, n, sizeof(*cell));
	r->span = span;
	*b->row_end = r;
	b->row_end = &r->next;
	b->rows++;
}

void doc_table_row(struct doc *d, const struct str *cell)
{
	struct doc_block *b = open_table(d);

	add_row(d, cell, b ? b->columns : 0, false);
}

void doc_table_span(struct doc *d, struct str text)
{
	add_row(d, &text, 1, true);
}

void doc_table_end(struct doc *d)
{
	(void)d; /* the next block ends it; kept so that callers read well */
}

void doc_bars(struct doc *d, const struct doc_bars *b)
{
	struct doc_block *to = add(d, DOC_BARS);

	to->bars = *b;
	to->bars.item = copy(d->a, b->item, b->items, sizeof(*b->item));
}

void doc_sign(struct doc *d, const struct doc_signature *s)
{
	struct doc_block *b = add(d, DOC_SIGN);

	b->sign = *s;
	b->sign.line = copy(d->a, s->line, s->lines, sizeof(*s->line));
}

void doc_qr(struct doc *d, struct str text, struct str caption)
{
	struct doc_block *b = add(d, DOC_QR);

	b->text = text;
	b->text2 = caption;
}

void doc_page_break(struct doc *d)
{
	add(d, DOC_PAGE_BREAK);
}

struct str doc_clean(struct arena *a, struct str s)
{
	bool dirty = false;
	struct buf b;
	size_t i = 0;

	for (size_t k = 0; k < s.n && !dirty; k++)
		dirty = ((unsigned char)s.p[k] < 0x20 && s.p[k] != '\n' && s.p[k] != '\t') ||
		        s.p[k] == 0x7F;
	if (!dirty && utf8_valid(s) && !str_has(s, STR("\xEF\xBF\xBE")) &&
	        !str_has(s, STR("\xEF\xBF\xBF")))
		return s;
	buf_init(&b, a, s.n + 1);
	while (i < s.n) {
		size_t from = i;
		int32_t c = utf8_next(s, &i);

		if (c == '\n' || c == '\t' ||
		        (c >= 0x20 && c != 0x7F && c != 0xFFFE && c != 0xFFFF))
			buf_put(&b, s.p + from, i - from);
	}
	return buf_view(&b);
}
