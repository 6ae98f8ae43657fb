/* The document model as WordprocessingML. Written by hand: the vocabulary that our letters need is
 * two dozen elements, in the order that the schema wants them. Lengths are twentieths of a point,
 * font sizes half points, pictures EMU. */
#include "document/docx.h"

#include "base/buf.h"
#include "document/archive.h"
#include "document/docx_chart.h"
#include "document/docx_parts.h"
#include "document/qr.h"
#include "document/xml.h"

#define TWIPS 20
#define EMU_PER_POINT 12700

struct writer {
	const struct doc *d;
	struct arena *a;
	struct buf b; /* the body */
	struct archive_writer *zip;
	struct buf rels;
	int pictures, charts;
	int width; /* of the text, twips */
	int body;  /* size, half points */
	int line;  /* twips */
	bool letter;
	bool wide; /* in a table of more than DOC_WIDE columns */
};

struct para {
	const char *font; /* east Asian */
	int half;         /* size; 0 = the style's */
	bool bold, indent, keep_next, cell;
	enum doc_align align;
	int before; /* twips */
};

static void put_text(struct buf *b, struct arena *a, struct str s)
{
	xml_put(b, doc_clean(a, s));
}

static void put_run_props(struct buf *b, const struct para *p)
{
	buf_lit(b, "<w:rPr>");
	if (p->font)
		buf_printf(b,
		        "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
		        "w:eastAsia=\"%s\"/>",
		        p->font);
	if (p->bold)
		buf_lit(b, "<w:b/>");
	if (p->half)
		buf_printf(b, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", p->half, p->half);
	buf_lit(b, "</w:rPr>");
}

/* Text with line breaks; tabs become tab stops. */
static void put_run(struct writer *w, struct str text, const struct para *p)
{
	struct str rest = text, line;
	bool first = true;

	buf_lit(&w->b, "<w:r>");
	put_run_props(&w->b, p);
	while (str_cut(&rest, '\n', &line)) {
		if (!first)
			buf_lit(&w->b, "<w:br/>");
		first = false;
		buf_lit(&w->b, "<w:t xml:space=\"preserve\">");
		put_text(&w->b, w->a, line);
		buf_lit(&w->b, "</w:t>");
	}
	buf_lit(&w->b, "</w:r>");
}

static void put_para_props(struct writer *w, const struct para *p)
{
	static const char *const aligns[] = {"left", "center", "right"};
	int half = p->half ? p->half : w->body;

	buf_lit(&w->b, "<w:pPr>");
	if (p->keep_next)
		buf_lit(&w->b, "<w:keepNext/>");
	if (p->cell)
		buf_lit(&w->b, "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"300\" "
		               "w:lineRule=\"exact\"/>");
	else
		buf_printf(&w->b,
		        "<w:spacing w:before=\"%d\" w:after=\"0\" w:line=\"%d\" "
		        "w:lineRule=\"%s\"/>",
		        p->before, MAX_OF(w->line, half * 15), w->letter ? "exact" : "atLeast");
	if (p->indent)
		buf_printf(
		        &w->b, "<w:ind w:firstLineChars=\"200\" w:firstLine=\"%d\"/>", half * 20);
	buf_printf(&w->b, "<w:jc w:val=\"%s\"/></w:pPr>", aligns[p->align]);
}

static void put_para(struct writer *w, struct str text, const struct para *p)
{
	buf_lit(&w->b, "<w:p>");
	put_para_props(w, p);
	if (text.n)
		put_run(w, text, p);
	buf_lit(&w->b, "</w:p>");
}

/* --- tables ----------------------------------------------------------------------------------- */

static void begin_table(struct writer *w, const int *col, size_t n)
{
	static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};

	buf_printf(&w->b,
	        "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
	        "<w:tblBorders>",
	        w->width);
	for (size_t i = 0; i < ARRAY_LEN(sides); i++)
		buf_printf(&w->b,
		        "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
		        sides[i]);
	buf_lit(&w->b, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < n; i++)
		buf_printf(&w->b, "<w:gridCol w:w=\"%d\"/>", col[i]);
	buf_lit(&w->b, "</w:tblGrid>");
}

static void begin_row(struct writer *w, bool header)
{
	buf_lit(&w->b, "<w:tr><w:trPr><w:cantSplit/>");
	if (header)
		buf_lit(&w->b, "<w:tblHeader/>");
	buf_lit(&w->b, "</w:trPr>");
}

static void put_cell(
        struct writer *w, struct str text, int width, int span, enum doc_align align, bool head)
{
	struct para p = {.font = "宋体", .half = w->wide ? 18 : 21, .bold = head, .align = align, .cell = true};

	buf_printf(&w->b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
	if (span > 1)
		buf_printf(&w->b, "<w:gridSpan w:val=\"%d\"/>", span);
	if (head)
		buf_lit(&w->b, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F3F4F6\"/>");
	buf_lit(&w->b, "<w:vAlign w:val=\"center\"/></w:tcPr>");
	put_para(w, text, &p);
	buf_lit(&w->b, "</w:tc>");
}

/* A table must be followed by a paragraph: a small one keeps neighbours apart. */
static void end_table(struct writer *w)
{
	buf_lit(&w->b, "</w:tbl><w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" "
	               "w:lineRule=\"exact\"/></w:pPr></w:p>");
}

static void put_table(struct writer *w, const struct doc_block *b)
{
	int *col = ARENA_NEW_N(w->a, int, b->columns + 1);
	int total = 0;

	for (size_t i = 0; i < b->columns; i++)
		total += MAX_OF(b->column[i].weight, 1);
	for (size_t i = 0; i < b->columns; i++)
		col[i] = w->width * MAX_OF(b->column[i].weight, 1) / total;
	w->wide = b->columns > DOC_WIDE;
	begin_table(w, col, b->columns);
	begin_row(w, true);
	for (size_t i = 0; i < b->columns; i++)
		put_cell(w, b->column[i].title, col[i], 1, DOC_CENTER, true);
	buf_lit(&w->b, "</w:tr>");
	for (const struct doc_row *r = b->row; r && !w->b.overflow; r = r->next) {
		begin_row(w, false);
		if (r->span)
			put_cell(w, r->cell[0], w->width, (int)b->columns, DOC_LEFT, true);
		for (size_t i = 0; !r->span && i < b->columns; i++)
			put_cell(w, r->cell[i], col[i], 1, b->column[i].align, false);
		buf_lit(&w->b, "</w:tr>");
	}
	end_table(w);
	w->wide = false;
}

static void put_kv(struct writer *w, const struct doc_block *b)
{
	static const int label_percent[] = {0, 26, 30, 40};
	int pair_w = w->width / b->per_row, label = pair_w * label_percent[b->per_row] / 100;
	int col[6];

	if (b->pairs == 0)
		return;
	for (int i = 0; i < b->per_row; i++) {
		col[2 * i] = label;
		col[2 * i + 1] = pair_w - label;
	}
	begin_table(w, col, (size_t)b->per_row * 2);
	for (size_t i = 0; i < b->pairs; i += (size_t)b->per_row) {
		int here = (int)MIN_OF(b->pairs - i, (size_t)b->per_row);

		begin_row(w, false);
		for (int k = 0; k < here; k++) {
			const struct doc_pair *p = &b->pair[i + (size_t)k];
			int rest = k + 1 == here ? b->per_row - here : 0;

			put_cell(w, p->label, label, 1, DOC_CENTER, true);
			put_cell(w, p->value, pair_w - label + rest * pair_w, 1 + 2 * rest,
			        DOC_LEFT, false);
		}
		buf_lit(&w->b, "</w:tr>");
	}
	end_table(w);
}

/* --- pictures --------------------------------------------------------------------------------- */

static enum rc put_qr(struct writer *w, struct str text, int points, struct err *e)
{
	struct qr q;

	TRY(qr_make(w->a, text, &q, e));
	int id = ++w->pictures, emu = points * EMU_PER_POINT;
	archive_writer_add(w->zip, str_cstr(w->a, str_fmt(w->a, "word/media/qr%d.png", id)),
	        qr_png(w->a, &q, 8));
	buf_printf(&w->rels,
	        "<Relationship Id=\"rIdQr%d\" "
	        "Type=\"http://schemas.openxmlformats.org/officeDocument/"
	        "2006/relationships/image\" Target=\"media/qr%d.png\"/>",
	        id, id);
	buf_printf(&w->b,
	        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
	        "<wp:extent cx=\"%d\" cy=\"%d\"/><wp:docPr id=\"%d\" name=\"QR %d\" descr=\"",
	        emu, emu, id, id);
	put_text(&w->b, w->a, text);
	buf_printf(&w->b,
	        "\"/><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
	        "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
	        "<pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
	        "<pic:nvPicPr><pic:cNvPr id=\"%d\" name=\"qr%d.png\"/><pic:cNvPicPr/></pic:nvPicPr>"
	        "<pic:blipFill><a:blip r:embed=\"rIdQr%d\"/><a:stretch><a:fillRect/></a:stretch>"
	        "</pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
	        "<a:ext cx=\"%d\" cy=\"%d\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
	        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
	        "</w:drawing></w:r>",
	        id, id, id, emu, emu);
	return RC_OK;
}

static enum rc put_qr_block(struct writer *w, const struct doc_block *b, struct err *e)
{
	struct para note = {.font = "宋体", .half = 18, .align = DOC_CENTER};

	buf_lit(&w->b, "<w:p><w:pPr><w:keepNext/><w:jc w:val=\"center\"/></w:pPr>");
	TRY(put_qr(w, b->text, 96, e));
	buf_lit(&w->b, "</w:p>");
	put_para(w, b->text2, &note);
	return RC_OK;
}

/* The chart is a part of its own, so that whoever edits the text can change it too. */
static void put_bars(struct writer *w, const struct doc_bars *bars)
{
	struct para title = {.font = "宋体", .half = 21, .bold = true, .align = DOC_CENTER, .keep_next = true};
	int id = ++w->charts;
	int64_t cx = (int64_t)w->width * EMU_PER_POINT / TWIPS;
	int64_t cy = (int64_t)(60 + 26 * (int)MIN_OF(bars->items, (size_t)22)) * EMU_PER_POINT;

	archive_writer_add(w->zip, str_cstr(w->a, str_fmt(w->a, "word/charts/chart%d.xml", id)),
	        docx_chart(w->a, bars));
	buf_printf(&w->rels,
	        "<Relationship Id=\"rIdChart%d\" "
	        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart\" "
	        "Target=\"charts/chart%d.xml\"/>",
	        id, id);
	put_para(w, bars->title, &title);
	buf_printf(&w->b,
	        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" "
	        "distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%lld\" cy=\"%lld\"/>"
	        "<wp:docPr id=\"%d\" name=\"chart%d\" descr=\"",
	        (long long)cx, (long long)cy, 1000 + id, id);
	put_text(&w->b, w->a, bars->title);
	buf_printf(&w->b,
	        "\"/><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
	        "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">"
	        "<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
	        "r:id=\"rIdChart%d\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
	        id);
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void put_cover_cell(struct writer *w, struct str text, int width, enum doc_align align)
{
	struct para p = {.font = "仿宋", .half = 28, .align = align};

	buf_printf(&w->b,
	        "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign "
	        "w:val=\"center\"/></w:tcPr>",
	        width);
	put_para(w, text, &p);
	buf_lit(&w->b, "</w:tc>");
}

static void put_cover(struct writer *w, const struct doc_cover *c)
{
	struct para p = {.font = "黑体", .half = 28};
	int col[2] = {w->width * 38 / 100, w->width * 62 / 100};

	put_para(w, c->kicker, &p);
	p = (struct para){
	        .font = "宋体", .half = 52, .bold = true, .align = DOC_CENTER, .before = 2400};
	put_para(w, c->title, &p);
	p = (struct para){.font = "仿宋", .half = 32, .align = DOC_CENTER, .before = 300};
	put_para(w, c->subtitle, &p);
	p.before = 1200;
	put_para(w, str_none(), &p);
	if (c->lines) {
		begin_table(w, col, 2);
		for (size_t i = 0; i < c->lines; i++) {
			begin_row(w, false);
			put_cover_cell(w, c->line[i].label, col[0], DOC_CENTER);
			put_cover_cell(w, c->line[i].value, col[1], DOC_LEFT);
			buf_lit(&w->b, "</w:tr>");
		}
		end_table(w);
	}
	p.before = 1600;
	put_para(w, c->issuer, &p);
	p.before = 100;
	put_para(w, c->date, &p);
}

static void put_heading(struct writer *w, const struct doc_block *b)
{
	struct para p = {.keep_next = true, .indent = w->letter, .before = w->letter ? 0 : 160};

	p.font = b->level == 1 ? "黑体" : b->level == 2 && w->letter ? "楷体" : "仿宋";
	p.bold = b->level == 3 || !w->letter;
	p.half = w->letter ? w->body : w->body + 2 * (3 - b->level);
	put_para(w, b->text, &p);
}

static void put_line(struct writer *w, const struct doc_block *b)
{
	struct para p = {.font = "仿宋"};

	buf_printf(&w->b,
	        "<w:p><w:pPr><w:tabs><w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs></w:pPr>",
	        w->width);
	if (b->text.n)
		put_run(w, b->text, &p);
	buf_lit(&w->b, "<w:r><w:tab/></w:r>");
	if (b->text2.n)
		put_run(w, b->text2, &p);
	buf_lit(&w->b, "</w:p>");
}

/* A table of one cell is the box. */
static void put_sign(struct writer *w, const struct doc_signature *s)
{
	struct para p = {.font = "宋体", .bold = true, .align = DOC_CENTER, .before = 120};
	int col[1] = {w->width};

	begin_table(w, col, 1);
	begin_row(w, false);
	buf_printf(&w->b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", w->width);
	if (s->title.n)
		put_para(w, s->title, &p);
	p = (struct para){.font = "仿宋", .indent = true};
	if (s->text.n)
		put_para(w, s->text, &p);
	for (size_t i = 0; i < s->lines; i++) {
		buf_printf(&w->b,
		        "<w:p><w:pPr><w:spacing w:before=\"200\" w:after=\"%d\"/><w:ind "
		        "w:left=\"%d\"/>"
		        "</w:pPr>",
		        i + 1 == s->lines ? 160 : 0, w->width * 48 / 100);
		p.indent = false;
		put_run(w, s->line[i], &p);
		buf_lit(&w->b, "</w:p>");
	}
	if (s->lines == 0 && !s->title.n && !s->text.n)
		buf_lit(&w->b, "<w:p/>");
	buf_lit(&w->b, "</w:tc></w:tr>");
	end_table(w);
}

static enum rc put_block(struct writer *w, const struct doc_block *b, struct err *e)
{
	struct para p = {.font = w->letter ? "仿宋" : "宋体"};

	switch (b->kind) {
	case DOC_COVER:
		put_cover(w, &b->cover);
		break;
	case DOC_TITLE:
		p = (struct para){.font = "宋体",
		        .half = w->letter ? 44 : 36,
		        .bold = true,
		        .align = DOC_CENTER,
		        .keep_next = true};
		put_para(w, b->text, &p);
		break;
	case DOC_HEADING:
		put_heading(w, b);
		break;
	case DOC_PARA:
		p.align = b->align;
		p.bold = b->bold;
		p.indent = !b->no_indent;
		p.half = b->size * 2;
		put_para(w, b->text, &p);
		break;
	case DOC_LINE:
		put_line(w, b);
		break;
	case DOC_KV:
		put_kv(w, b);
		break;
	case DOC_TABLE:
		put_table(w, b);
		break;
	case DOC_SIGN:
		put_sign(w, &b->sign);
		break;
	case DOC_BARS:
		put_bars(w, &b->bars);
		break;
	case DOC_QR:
		return put_qr_block(w, b, e);
	case DOC_PAGE_BREAK:
		if (b->next)
			buf_lit(&w->b, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
		break;
	case DOC__MAX:
		break;
	}
	return RC_OK;
}

/* --- the whole ------------------------------------------------------------------------------------ */

static void put_section(struct writer *w, int pw, int ph)
{
	bool land = w->d->meta.landscape;

	buf_printf(&w->b,
	        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"%d\" "
	        "w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
	        "w:header=\"850\" w:footer=\"850\" w:gutter=\"0\"/></w:sectPr>",
	        pw, ph, land ? " w:orient=\"landscape\"" : "", w->letter ? 2098 : 1160,
	        w->letter ? 1474 : 1200, w->letter ? 1984 : 1500, w->letter ? 1588 : 1200);
}

enum rc docx_render(const struct doc *d, struct str *out, struct err *e)
{
	struct writer w = {.d = d, .a = d->a, .letter = d->meta.style == DOC_LETTER};
	int pw = d->meta.landscape ? 16838 : 11906, ph = d->meta.landscape ? 11906 : 16838;

	w.zip = archive_writer_new(w.a);
	w.body = w.letter ? 32 : 22;
	w.line = (w.letter ? 28 : 20) * TWIPS;
	w.width = pw - (w.letter ? 1588 + 1474 : 2400);
	buf_init(&w.b, w.a, DOCX_MAX);
	buf_init(&w.rels, w.a, (size_t)1 << 20);
	buf_lit(&w.rels, DOCX_XML_HEAD
	        "<Relationships "
	        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	        "<Relationship Id=\"rId1\" Type=\"" DOCX_REL_TYPE "styles\" Target=\"styles.xml\"/>"
	        "<Relationship Id=\"rId2\" Type=\"" DOCX_REL_TYPE "footer\" Target=\"footer1.xml\"/>");
	buf_lit(&w.b,
	        DOCX_XML_HEAD "<w:document " DOCX_W_NS " " DOCX_R_NS " xmlns:wp=\"http://schemas.openxmlformats"
	                 ".org/drawingml/2006/wordprocessingDrawing\"><w:body>");
	for (const struct doc_block *b = d->first; b; b = b->next)
		TRY(put_block(&w, b, e));
	put_section(&w, pw, ph);
	buf_lit(&w.b, "</w:body></w:document>");
	buf_lit(&w.rels, "</Relationships>");
	if (w.b.overflow || w.rels.overflow)
		return err_detail(
		        e, RC_TOO_LARGE, MSG_DOC_RENDER, "document over %zu bytes", DOCX_MAX);
	docx_parts_add(w.zip, d, w.body, w.charts);
	archive_writer_add(w.zip, "word/document.xml", buf_view(&w.b));
	archive_writer_add(w.zip, "word/_rels/document.xml.rels", buf_view(&w.rels));
	return archive_writer_finish(w.zip, out, e);
}
