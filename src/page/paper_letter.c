/* One layout for every letter: what differs is words. */
#include "page/paper_letter.h"

#include "document/xlsx_write.h"

static struct doc_meta meta_of(struct arena *a, const struct letter *l)
{
	struct doc_meta m = {.title = l->title,
		.author = l->body,
		.created = l->created,
		.style = DOC_LETTER,
		.footer_code = l->draft ? str_c(l->draft)
					: STR_JOIN(a, str_sub(l->hash, 0, 16), l->log.n ? STR("　日志") : STR(""), l->log)};

	if (!l->draft && l->base_url.n)
		m.footer_url = str_fmt(a, "%.*s/verify-paper/%.*s", STR_ARG(l->base_url),
			STR_ARG(l->hash));
	return m;
}

/* The addressee begins at the margin, a paragraph two characters in. */
static void text_of(struct doc *d, struct str text)
{
	struct str line;
	bool first = true;

	while (str_cut(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (first && str_ends(line, STR("：")))
			doc_para_styled(d, line, DOC_LEFT, false, 0);
		else
			doc_para(d, line);
		first = false;
	}
}

struct doc *letter_doc(struct arena *a, const struct letter *l)
{
	struct doc_meta meta = meta_of(a, l);
	struct doc *d = doc_new(a, &meta);

	doc_title(d, l->title);
	if (l->doc_no.n)
		doc_para_styled(d, l->doc_no, DOC_CENTER, false, 0);
	text_of(d, l->text);
	if (l->annex.n) {
		doc_para_styled(d, STR(" "), DOC_LEFT, false, 0);
		doc_para(d, str_cat(a, STR("附件："), l->annex));
	}
	doc_para_styled(d, STR(" "), DOC_LEFT, false, 0);
	for (size_t i = 0; i < l->signs; i++)
		doc_para(d, l->sign[i]);
	if (l->signs)
		doc_para_styled(d, STR(" "), DOC_LEFT, false, 0);
	doc_para_styled(d, l->body, DOC_RIGHT, false, 0);
	doc_para_styled(d, l->date, DOC_RIGHT, false, 0);
	return d;
}

void letter_annex(struct doc *d, struct str title, const struct doc_column *columns, size_t n)
{
	doc_page_break(d);
	doc_para_styled(d, STR("附件"), DOC_LEFT, true, 0);
	doc_title(d, title);
	doc_table_begin(d, columns, n);
}

void letter_list(struct doc *d, struct arena *a, struct str title, const struct list_entries *list)
{
	static const struct doc_column columns[] = {{STR_INIT("序号"), 8, DOC_CENTER},
		{STR_INIT("企业名称"), 40, DOC_LEFT}, {STR_INIT("统一社会信用代码"), 30, DOC_CENTER},
		{STR_INIT("所在市县（区）"), 22, DOC_LEFT}};

	letter_annex(d, title, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < list->n; i++) {
		const struct list_entry *x = &list->v[i];
		const struct str cells[] = {str_i64(a, (int64_t)i + 1), x->name, x->uscc, x->area};
		doc_table_row(d, cells);
	}
	doc_table_end(d);
}

enum rc list_xlsx(struct arena *a, const struct list_sheet *s, struct str *out, struct err *e)
{
	static const struct xlsx_column columns[] = {{"序号", XLSX_INT, 6, 0},
		{"企业名称", XLSX_TEXT, 44, 0}, {"统一社会信用代码", XLSX_CODE, 24, 0},
		{"所在市县（区）", XLSX_TEXT, 26, 0}};
	const struct xlsx_spec spec = {.sheet = "名单",
		.column = columns,
		.columns = ARRAY_LEN(columns),
		.title = s->title,
		.left = s->left,
		.right = s->right,
		.created = s->created,
		.tmp_dir = s->tmp_dir};
	struct xlsx_book *book;

	TRY(xlsx_book_new(a, &spec, &book, e));
	for (size_t i = 0; i < s->list->n; i++) {
		const struct list_entry *x = &s->list->v[i];
		xlsx_int(book, 0, (int64_t)i + 1);
		xlsx_text(book, 1, x->name);
		xlsx_text(book, 2, x->uscc);
		xlsx_text(book, 3, x->area);
		xlsx_row_end(book);
	}
	if (s->hash.n)
		xlsx_footer(book, str_cat(a, STR("名单校验码 "), s->hash));
	return xlsx_book_finish(book, out, e);
}
