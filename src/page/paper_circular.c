/* DOCX and PDF come from one document, so that what is edited and what is printed do not differ. */
#include "page/paper_circular.h"

#include "base/utf8.h"
#include "document/docx.h"
#include "document/pdf.h"

#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static struct str unit_of(struct str head)
{
	size_t mark = str_index(head, '#');

	return mark < head.n ? str_sub(head, mark + 1, head.n) : str_none();
}

/* The unit of the first figure stands above the table: eleven heads of two characters a line have no room for it. */
static struct str common_unit(const struct circular_table *t)
{
	for (size_t i = 0; i < t->heads.n; i++)
		if (unit_of(t->heads.v[i]).n)
			return unit_of(t->heads.v[i]);
	return str_none();
}

static struct str column_title(struct arena *a, struct str head, struct str common)
{
	struct str name = str_sub(head, 0, str_index(head, '#')), unit = unit_of(head);

	return unit.n && !str_eq(unit, common) ? STR_JOIN(a, name, STR("（"), unit, STR("）")) : name;
}

/* What the widest cell of a column needs, in tenths of a figure, its margins with it: a Chinese character is two, a %
 * nearly two; long names and heads wrap. */
static int weight_of(const struct circular_table *t, size_t column)
{
	const size_t least = 40, most = 130, margins = 34;
	size_t widest = least;

	for (size_t r = 0; r < t->rows.n; r++)
		if (column < t->rows.v[r].n) {
			struct str cell = t->rows.v[r].v[column];
			size_t chars = utf8_count(cell);
			widest = MAX_OF(widest, 10 * chars + 5 * (cell.n - chars) + (str_ends(cell, STR("%")) ? 8 : 0));
		}
	return (int)(MIN_OF(widest, most) + margins);
}

static void table(struct doc *d, struct arena *a, const struct circular_table *t)
{
	struct doc_column *columns = ARENA_NEW_N(a, struct doc_column, t->heads.n + 1);
	struct str *cells = ARENA_NEW_N(a, struct str, t->heads.n + 1), unit = common_unit(t);

	for (size_t i = 0; i < t->heads.n; i++) {
		bool number = str_index(t->heads.v[i], '#') < t->heads.v[i].n;
		columns[i] = (struct doc_column){
			column_title(a, t->heads.v[i], unit), weight_of(t, i), number ? DOC_RIGHT : DOC_LEFT};
	}
	doc_para_styled(
		d, unit.n ? STR_JOIN(a, t->title, STR("　单位："), unit) : t->title, DOC_CENTER, true, 11);
	doc_table_begin(d, columns, t->heads.n);
	for (size_t r = 0; r < t->rows.n; r++) {
		for (size_t i = 0; i < t->heads.n; i++)
			cells[i] = i < t->rows.v[r].n ? t->rows.v[r].v[i] : STR("");
		doc_table_row(d, cells);
	}
	if (t->rows.n == 0)
		doc_table_span(d, STR("本期没有。"));
	doc_table_end(d);
}

static void chart(struct doc *d, struct arena *a, const struct circular_chart *c)
{
	struct chart_item *items = ARENA_NEW_N(a, struct chart_item, c->bars.n + 1);

	for (size_t i = 0; i < c->bars.n; i++)
		items[i] = (struct chart_item){
			c->bars.v[i].label, c->bars.v[i].value, c->bars.v[i].target, c->bars.v[i].late};
	doc_bars(d, &(struct doc_bars){c->title, items, c->bars.n, (int)c->pace_permille});
}

static void paragraphs(struct doc *d, struct str text, bool first)
{
	struct str line;

	while (text.n && str_cut(&text, '\n', &line)) {
		if (first && str_ends(line, STR("：")))
			doc_para_styled(d, line, DOC_LEFT, false, 0);
		else
			doc_para(d, line);
		first = false;
	}
}

static struct doc *circular_doc(struct arena *a, const struct circular *c)
{
	bool issued = str_eqc(c->head.state, "issued");
	int64_t at = issued && c->head.issued_at.has ? c->head.issued_at.v : c->head.asof;
	struct doc_meta meta = {.title = circular_title(c),
		.author = c->head.body,
		.created = at,
		.style = DOC_LETTER,
		.footer_code = issued ? str_sub(c->head.hash, 0, 16) : STR("草稿，未签发")};
	struct doc *d = doc_new(a, &meta);

	doc_title(d, circular_title(c));
	if (c->head.no.n)
		doc_para_styled(d, c->head.no, DOC_CENTER, false, 0);
	for (size_t i = 1; i < c->parts.n; i++) {
		const struct q_circular_parts *p = &c->parts.v[i];
		struct str heading = circular_heading(a, c, i), rest = p->shows, name;
		if (heading.n)
			doc_heading(d, 1, heading);
		paragraphs(d, p->text, i == 1);
		while (rest.n && str_cut(&rest, ' ', &name)) {
			const struct circular_table *t = circular_table_of(&c->figures, name);
			const struct circular_chart *g = circular_chart_of(&c->figures, name);
			if (t)
				table(d, a, t);
			if (g)
				chart(d, a, g);
		}
	}
	doc_para_styled(d, STR(" "), DOC_LEFT, false, 0);
	doc_para_styled(d, c->head.body, DOC_RIGHT, false, 0);
	doc_para_styled(d, date_prose(a, date_of_instant(at)), DOC_RIGHT, false, 0);
	return d;
}

enum rc circular_respond(struct ctx *c, const struct circular *x, struct str name, struct err *e)
{
	struct str title = str_cat(c->a, circular_title(x), x->head.no.n ? STR("") : STR("（草稿）"));
	struct str bytes = str_none();

	if (str_eqc(name, "circular.docx")) {
		TRY(docx_render(circular_doc(c->a, x), &bytes, e));
		return respond_download(c, STR(DOCX_TYPE), str_cat(c->a, title, STR(".docx")), bytes);
	}
	if (str_eqc(name, "circular.pdf")) {
		TRY(pdf_render(circular_doc(c->a, x), &bytes, e));
		return respond_download(c, STR("application/pdf"), str_cat(c->a, title, STR(".pdf")), bytes);
	}
	if (str_eqc(name, "circular.json") && x->head.hash.n)
		return respond_download(c, STR("application/json"), str_cat(c->a, title, STR(".json")),
			circular_text(c->a, x));
	return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}
