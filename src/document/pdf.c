/* Blocks of a document onto pages. The layout runs twice, first only counting, because the footer
 * of the first page names the number of the last. */
#include "document/pdf.h"

#include "document/canvas.h"
#include "document/qr.h"

#define A4_SHORT 595.28
#define A4_LONG 841.89
#define INK 0x1A1A1A
#define GREY 0x666666
#define RULE 0x333333
#define SHADE 0xF3F4F6
#define PAD_X 5.0
#define PAD_Y 3.5
#define CELL_SIZE 10.5
#define CELL_SIZE_WIDE 9.0 /* of a table of more than DOC_WIDE columns */
#define CELL_LINE 16.0
#define FOOTER_QR 44.0

struct page_style { /* points; GB/T 9704 for letters */
	double left, right, top, bottom;
	double body, line, title, title_line, heading[3];
	bool heading_bold;
};

static const struct page_style page_styles[] = {
        [DOC_FORM] = {60, 60, 58, 78, 11, 20, 18, 30, {13, 12, 11}, true},
        [DOC_LETTER] = {79, 74, 105, 99, 16, 28, 22, 36, {16, 16, 16}, false},
};

struct flow {
	const struct doc *d;
	struct canvas *c;
	struct page_style s;
	struct arena *a;
	double page_w, page_h, width, y, bottom;
	int page, pages;
	struct qr qr;                  /* of the footer */
	bool has_qr, dirty;            /* dirty: something stands on the page */
	const struct doc_block *table; /* whose header is repeated on a new page */
	bool wide;                     /* in a table of more than DOC_WIDE columns */
};

struct cell {
	struct canvas_text *t;
	double x, w;
	size_t lines, done;
	bool shade;
};

/* --- pages ------------------------------------------------------------------------------------ */

static void draw_qr(struct flow *f, const struct qr *q, double x, double y, double side)
{
	double m = side / q->side;

	for (size_t i = 0; i < q->n; i++)
		canvas_fill(f->c, x + q->run[i].x * m, y + q->run[i].y * m, q->run[i].w * m, m, 0);
}

static void draw_footer(struct flow *f)
{
	struct canvas_style s = {.font = FONT_SANS, .size = 8.5, .line = 12, .color = GREY};
	double y = f->page_h - 50, x = f->s.left;

	canvas_line(f->c, x, y - 6, x + f->width, y - 6, 0.4, 0xBBBBBB);
	if (f->d->meta.footer_code.n)
		canvas_print(f->c, str_fmt(f->a, "校验码 %.*s", STR_ARG(f->d->meta.footer_code)),
		        &s, x, y, f->width / 3);
	s.align = 1;
	canvas_print(
	        f->c, str_fmt(f->a, "第 %d 页 共 %d 页", f->page, f->pages), &s, x, y, f->width);
	if (f->has_qr)
		draw_qr(f, &f->qr, x + f->width - FOOTER_QR + 5, y - 4, FOOTER_QR);
}

static void end_page(struct flow *f)
{
	draw_footer(f);
	canvas_page_end(f->c);
	f->page++;
	f->y = f->s.top;
	f->dirty = false;
}

static void table_header(struct flow *f, const struct doc_block *b);

/* Room for h points, on this page or the next. */
static void need(struct flow *f, double h)
{
	if (f->dirty && f->y + h > f->bottom) {
		end_page(f);
		if (f->table)
			table_header(f, f->table);
	}
}

/* A text that flows over pages, `keep` lines together at its beginning. */
static void flow_text(struct flow *f, struct str text, const struct canvas_style *s, size_t keep)
{
	struct canvas_text *t = canvas_text_new(f->c, doc_clean(f->a, text), s, f->width);
	size_t n = canvas_text_lines(t), at = 0;

	need(f, s->line * (double)MIN_OF(n, keep));
	while (at < n) {
		size_t fit = (size_t)((f->bottom - f->y) / s->line);
		size_t to = MIN_OF(n, at + MAX_OF(fit, (size_t)1));

		canvas_text_draw(f->c, t, at, to, f->s.left, f->y);
		f->y += (double)(to - at) * s->line;
		f->dirty = true;
		at = to;
		if (at < n)
			end_page(f);
	}
	canvas_text_free(t);
}

static struct canvas_style body_style(const struct flow *f)
{
	return (struct canvas_style){
	        .font = FONT_SERIF, .size = f->s.body, .line = f->s.line, .color = INK};
}

/* --- rows of cells ---------------------------------------------------------------------------- */

static void draw_row_part(struct flow *f, struct cell *cell, size_t n, size_t lines)
{
	double h = (double)lines * CELL_LINE + 2 * PAD_Y;

	for (size_t i = 0; i < n; i++) {
		struct cell *c = &cell[i];
		size_t to = MIN_OF(c->lines, c->done + lines);
		double text_h = (double)(to - c->done) * CELL_LINE;
		/* whole cells stand in the middle, those that go on begin at the top */
		double y = c->done == 0 && to == c->lines ? f->y + (h - text_h) / 2 : f->y + PAD_Y;

		if (c->shade)
			canvas_fill(f->c, c->x, f->y, c->w, h, SHADE);
		canvas_box(f->c, c->x, f->y, c->w, h, 0.6, RULE);
		canvas_text_draw(f->c, c->t, c->done, to, c->x + PAD_X, y);
		c->done = to;
	}
	f->y += h;
	f->dirty = true;
}

/* Draws a row, on the next page when it does not fit, in parts when no page is long enough. */
static void draw_row(struct flow *f, struct cell *cell, size_t n)
{
	size_t lines = 1;

	for (size_t i = 0; i < n; i++)
		lines = MAX_OF(lines, cell[i].lines);
	double h = (double)lines * CELL_LINE + 2 * PAD_Y;
	if (h < (f->bottom - f->s.top) * 0.6)
		need(f, h);
	while (lines > 0) {
		double room = f->bottom - f->y - 2 * PAD_Y;
		size_t fit = room > 0 ? (size_t)(room / CELL_LINE) : 0;

		if (fit == 0) {
			f->dirty = true;
			need(f, f->bottom);
			fit = (size_t)((f->bottom - f->y - 2 * PAD_Y) / CELL_LINE);
			fit = MAX_OF(fit, (size_t)1); /* a header may fill the page */
		}
		size_t now = MIN_OF(lines, fit);
		draw_row_part(f, cell, n, now);
		lines -= now;
	}
	for (size_t i = 0; i < n; i++)
		canvas_text_free(cell[i].t);
}

static void cell_set(
        struct flow *f, struct cell *c, struct str text, double x, double w, int align, bool head)
{
	struct canvas_style s = {.font = FONT_SERIF,
	        .size = f->wide ? CELL_SIZE_WIDE : CELL_SIZE,
	        .line = CELL_LINE,
	        .align = align,
	        .bold = head,
	        .color = INK};

	*c = (struct cell){.x = x, .w = w, .shade = head};
	c->t = canvas_text_new(f->c, doc_clean(f->a, text), &s, MAX_OF(w - 2 * PAD_X, 8.0));
	c->lines = canvas_text_lines(c->t);
}

static double column_width(const struct flow *f, const struct doc_block *b, size_t i)
{
	int total = 0;

	for (size_t k = 0; k < b->columns; k++)
		total += MAX_OF(b->column[k].weight, 1);
	return f->width * MAX_OF(b->column[i].weight, 1) / total;
}

static void table_header(struct flow *f, const struct doc_block *b)
{
	struct cell cell[PDF_MAX_COLUMNS];
	size_t n = MIN_OF(b->columns, (size_t)PDF_MAX_COLUMNS);
	const struct doc_block *outer = f->table;
	double x = f->s.left;

	f->table = NULL;
	for (size_t i = 0; i < n; i++) {
		double w = column_width(f, b, i);
		cell_set(f, &cell[i], b->column[i].title, x, w, DOC_CENTER, true);
		x += w;
	}
	draw_row(f, cell, n);
	f->table = outer;
}

static void table_row(struct flow *f, const struct doc_block *b, const struct doc_row *r)
{
	struct cell cell[PDF_MAX_COLUMNS];
	size_t n = r->span ? 1 : MIN_OF(b->columns, (size_t)PDF_MAX_COLUMNS);
	double x = f->s.left;

	for (size_t i = 0; i < n; i++) {
		double w = r->span ? f->width : column_width(f, b, i);
		cell_set(f, &cell[i], r->cell[i], x, w,
		        r->span ? DOC_LEFT : (int)b->column[i].align, r->span);
		x += w;
	}
	draw_row(f, cell, n);
}

static void draw_table(struct flow *f, const struct doc_block *b)
{
	need(f, 3 * (CELL_LINE + 2 * PAD_Y));
	f->wide = b->columns > DOC_WIDE;
	table_header(f, b);
	f->table = b;
	for (const struct doc_row *r = b->row; r && f->page <= PDF_MAX_PAGES; r = r->next)
		table_row(f, b, r);
	f->table = NULL;
	f->wide = false;
	f->y += 8;
}

static void draw_kv(struct flow *f, const struct doc_block *b)
{
	static const double label_share[] = {0, 0.26, 0.30, 0.40};
	double pair_w = f->width / b->per_row, label_w = pair_w * label_share[b->per_row];

	for (size_t i = 0; i < b->pairs; i += (size_t)b->per_row) {
		size_t here = MIN_OF(b->pairs - i, (size_t)b->per_row);
		struct cell cell[6];

		for (size_t k = 0; k < here; k++) {
			const struct doc_pair *p = &b->pair[i + k];
			double x = f->s.left + pair_w * (double)k;
			/* the last pair of a short row takes the rest */
			double end = k + 1 == here ? f->s.left + f->width : x + pair_w;

			cell_set(f, &cell[2 * k], p->label, x, label_w, DOC_CENTER, true);
			cell_set(f, &cell[2 * k + 1], p->value, x + label_w, end - x - label_w,
			        DOC_LEFT, false);
		}
		draw_row(f, cell, 2 * here);
	}
	f->y += 8;
}

/* --- other blocks ----------------------------------------------------------------------------- */

static void draw_cover_lines(struct flow *f, const struct doc_cover *cv, double y)
{
	struct canvas_style s = {.font = FONT_SERIF, .size = 14, .line = 24, .color = INK};
	const double label_w = 150, gap = 8, value_w = 240;
	double x = f->s.left + (f->width - label_w - gap - value_w) / 2;

	for (size_t i = 0; i < cv->lines; i++) {
		s.align = DOC_RIGHT;
		canvas_print(f->c, doc_clean(f->a, cv->line[i].label), &s, x, y, label_w);
		s.align = DOC_LEFT;
		double h = canvas_print(f->c, doc_clean(f->a, cv->line[i].value), &s,
		        x + label_w + gap + 4, y, value_w - 8);
		canvas_line(f->c, x + label_w + gap, y + h, x + label_w + gap + value_w, y + h, 0.6,
		        RULE);
		y += h + 16;
	}
}

static void draw_cover(struct flow *f, const struct doc_block *b)
{
	const struct doc_cover *cv = &b->cover;
	struct canvas_style s = {.font = FONT_SANS, .size = 14, .line = 22, .color = INK};
	double y = f->s.top, foot = f->page_h - 170;

	if (f->dirty)
		end_page(f);
	canvas_print(f->c, doc_clean(f->a, cv->kicker), &s, f->s.left, y, f->width);
	s = (struct canvas_style){.font = FONT_SERIF,
	        .size = 28,
	        .line = 46,
	        .bold = true,
	        .align = DOC_CENTER,
	        .color = INK};
	y = f->page_h * 0.22;
	y += canvas_print(f->c, doc_clean(f->a, cv->title), &s, f->s.left, y, f->width);
	s.size = 16;
	s.line = 28;
	s.bold = false;
	if (cv->subtitle.n)
		y += 10 + canvas_print(f->c, doc_clean(f->a, cv->subtitle), &s, f->s.left, y + 10,
		                  f->width);
	draw_cover_lines(f, cv, MAX_OF(y + 50, f->page_h * 0.46));
	foot += canvas_print(f->c, doc_clean(f->a, cv->issuer), &s, f->s.left, foot, f->width);
	canvas_print(f->c, doc_clean(f->a, cv->date), &s, f->s.left, foot, f->width);
	f->dirty = true;
	f->y = f->bottom;
}

/* The narrowest width that needs no more lines: a title does not leave one character over. */
static double balanced_width(struct flow *f, struct str text, const struct canvas_style *s)
{
	double width = f->width;
	size_t lines = 0;

	for (double w = f->width; w > f->width / 2; w -= s->size) {
		struct canvas_text *t = canvas_text_new(f->c, doc_clean(f->a, text), s, w);
		size_t n = canvas_text_lines(t);

		canvas_text_free(t);
		if (lines > 0 && n > lines)
			break;
		lines = n;
		width = w;
	}
	return width;
}

static void draw_title(struct flow *f, const struct doc_block *b)
{
	struct canvas_style s = {.font = FONT_SERIF,
	        .size = f->s.title,
	        .line = f->s.title_line,
	        .bold = true,
	        .align = DOC_CENTER,
	        .color = INK};

	double left = f->s.left, width = f->width, narrow = balanced_width(f, b->text, &s);

	f->s.left += (width - narrow) / 2;
	f->width = narrow;
	flow_text(f, b->text, &s, 4);
	f->s.left = left;
	f->width = width;
	f->y += f->s.line / 2;
}

static void draw_heading(struct flow *f, const struct doc_block *b)
{
	struct canvas_style s = body_style(f);

	s.size = f->s.heading[b->level - 1];
	s.line = f->s.line + (f->d->meta.style == DOC_FORM ? 4 : 0);
	s.font = b->level < 3 && !(b->level == 2 && !f->s.heading_bold) ? FONT_SANS : FONT_SERIF;
	s.bold = f->s.heading_bold || b->level == 2;
	s.indent = f->d->meta.style == DOC_LETTER ? 2 * s.size : 0;
	/* never the last line of a page */
	need(f, s.line + 3 * f->s.line);
	flow_text(f, b->text, &s, 1);
}

static void draw_para(struct flow *f, const struct doc_block *b)
{
	struct canvas_style s = body_style(f);

	if (b->size > 0) {
		s.line *= b->size / s.size;
		s.size = b->size;
	}
	s.align = (int)b->align;
	s.bold = b->bold;
	s.indent = b->no_indent ? 0 : 2 * s.size;
	flow_text(f, b->text, &s, 2);
}

static void draw_line(struct flow *f, const struct doc_block *b)
{
	struct canvas_style s = body_style(f);

	need(f, s.line);
	canvas_print(f->c, doc_clean(f->a, b->text), &s, f->s.left, f->y, f->width);
	s.align = DOC_RIGHT;
	canvas_print(f->c, doc_clean(f->a, b->text2), &s, f->s.left, f->y, f->width);
	f->y += s.line + 2;
	f->dirty = true;
}

static void draw_sign(struct flow *f, const struct doc_block *b)
{
	struct canvas_style s = body_style(f), head = s;
	double pad = 12, w = f->width - 2 * pad, line = s.line * 1.6;

	head.bold = true;
	head.align = DOC_CENTER;
	s.indent = 2 * s.size;
	struct canvas_text *t = canvas_text_new(f->c, doc_clean(f->a, b->sign.text), &s, w);
	size_t n = b->sign.text.n ? canvas_text_lines(t) : 0;
	double h = 2 * pad + (b->sign.title.n ? head.line + 4 : 0) + (double)n * s.line + 14 +
	           (double)b->sign.lines * line;
	need(f, h);
	double y = f->y + pad;
	canvas_box(f->c, f->s.left, f->y, f->width, h, 0.6, RULE);
	if (b->sign.title.n)
		y += 4 + canvas_print(f->c, doc_clean(f->a, b->sign.title), &head, f->s.left + pad,
		                 y, w);
	canvas_text_draw(f->c, t, 0, n, f->s.left + pad, y);
	canvas_text_free(t);
	y += (double)n * s.line + 14;
	s.indent = 0;
	for (size_t i = 0; i < b->sign.lines; i++, y += line)
		canvas_print(f->c, doc_clean(f->a, b->sign.line[i]), &s,
		        f->s.left + f->width * 0.48, y, f->width * 0.5);
	f->y += h + 8;
	f->dirty = true;
}

static enum rc draw_qr_block(struct flow *f, const struct doc_block *b, struct err *e)
{
	struct canvas_style s = {
	        .font = FONT_SANS, .size = 9, .line = 14, .align = DOC_CENTER, .color = GREY};
	const double side = 96;
	struct qr q;

	TRY(qr_make(f->a, b->text, &q, e));
	need(f, side + 2 * s.line);
	draw_qr(f, &q, f->s.left + (f->width - side) / 2, f->y, side);
	f->y += side;
	f->y += canvas_print(f->c, doc_clean(f->a, b->text2), &s, f->s.left, f->y, f->width);
	f->dirty = true;
	return RC_OK;
}

/* The picture of document/chart, scaled to the width of the text or to what a page holds. */
static void draw_bars(struct flow *f, const struct doc_block *b)
{
	const struct chart_bars_spec spec = {.scale = CHART_PERCENT,
	        .width = 640,
	        .label_width = 150,
	        .pace_permille = b->bars.pace_permille};
	struct canvas_style s = {.font = FONT_SERIF, .size = 9, .line = 12, .color = INK};
	struct chart_bars g;

	chart_bars_layout(f->a, b->bars.item, b->bars.items, &spec, &g);
	double room = f->bottom - f->s.top - 2 * CELL_LINE;
	double m = MIN_OF(f->width / g.width, room / MAX_OF(g.height, 1));
	need(f, g.height * m + CELL_LINE);
	struct canvas_style title = {
	        .font = FONT_SERIF, .size = CELL_SIZE, .line = CELL_LINE, .bold = true, .align = 1, .color = INK};
	f->y += canvas_print(f->c, doc_clean(f->a, b->bars.title), &title, f->s.left, f->y, f->width);
	double x = f->s.left, y = f->y;
	for (size_t i = 0; i < g.bars; i++) {
		const struct chart_bar *r = &g.bar[i];
		double ty = y + (r->y + r->h / 2.0) * m - s.line / 2;
		canvas_fill(f->c, x + r->target_x * m, y + r->y * m, r->target_w * m, r->h * m, 0xE3E8EE);
		canvas_fill(f->c, x + r->x * m, y + r->y * m, r->w * m, r->h * m,
		        r->behind ? 0xB26A00 : 0x2E7D4F);
		s.align = 2;
		canvas_print(f->c, doc_clean(f->a, r->label), &s, x, ty, r->label_x * m);
		s.align = 0;
		canvas_print(f->c, r->value_text, &s, x + r->value_x * m, ty,
		        (g.width - r->value_x) * m);
	}
	if (g.pace_x >= 0)
		canvas_line(f->c, x + g.pace_x * m, y, x + g.pace_x * m, y + g.plot_h * m, 1, RULE);
	f->y += g.height * m + 6;
	f->dirty = true;
}

static enum rc draw_block(struct flow *f, const struct doc_block *b, struct err *e)
{
	switch (b->kind) {
	case DOC_COVER:
		draw_cover(f, b);
		break;
	case DOC_TITLE:
		draw_title(f, b);
		break;
	case DOC_HEADING:
		draw_heading(f, b);
		break;
	case DOC_PARA:
		draw_para(f, b);
		break;
	case DOC_LINE:
		draw_line(f, b);
		break;
	case DOC_KV:
		draw_kv(f, b);
		break;
	case DOC_TABLE:
		draw_table(f, b);
		break;
	case DOC_BARS:
		draw_bars(f, b);
		break;
	case DOC_SIGN:
		draw_sign(f, b);
		break;
	case DOC_QR:
		return draw_qr_block(f, b, e);
	case DOC_PAGE_BREAK:
		if (f->dirty)
			end_page(f);
		break;
	case DOC__MAX:
		break;
	}
	return RC_OK;
}

static enum rc run(struct flow *f, struct err *e)
{
	f->page = 1;
	f->y = f->s.top;
	f->dirty = false;
	for (const struct doc_block *b = f->d->first; b; b = b->next) {
		TRY(draw_block(f, b, e));
		if (f->page > PDF_MAX_PAGES)
			return err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "more than %d pages",
			        PDF_MAX_PAGES);
	}
	if (f->dirty || f->page == 1)
		end_page(f);
	f->pages = f->page - 1;
	return RC_OK;
}

enum rc pdf_render_pages(const struct doc *d, struct str *out, int *pages, struct err *e)
{
	struct flow f = {.d = d, .a = d->a, .s = page_styles[d->meta.style]};

	f.page_w = d->meta.landscape ? A4_LONG : A4_SHORT;
	f.page_h = d->meta.landscape ? A4_SHORT : A4_LONG;
	f.width = f.page_w - f.s.left - f.s.right;
	f.bottom = f.page_h - f.s.bottom;
	if (d->meta.footer_url.n) {
		TRY(qr_make(d->a, d->meta.footer_url, &f.qr, e));
		f.has_qr = true;
	}
	struct canvas_meta meta = {.width = f.page_w,
	        .height = f.page_h,
	        .title = d->meta.title,
	        .author = d->meta.author,
	        .created = d->meta.created};
	TRY(canvas_new(d->a, &meta, &f.c, e));
	canvas_drawing(f.c, false);
	TRY(run(&f, e));
	canvas_drawing(f.c, true);
	TRY(run(&f, e));
	*pages = f.pages;
	return canvas_finish(f.c, out, e);
}

enum rc pdf_render(const struct doc *d, struct str *out, struct err *e)
{
	int pages;

	return pdf_render_pages(d, out, &pages, e);
}
