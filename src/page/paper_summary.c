/* The same rows three times; what they are is service/summary's. */
#include "page/paper_summary.h"

#include "document/xlsx_write.h"

static const struct {
	int width, weight; /* of XLSX, of paper */
	enum xlsx_type type;
	enum doc_align align;
} shapes[SUMMARY__MAX] = {
	[SUMMARY_SEQ] = {6, 8, XLSX_INT, DOC_CENTER},
	[SUMMARY_NAME] = {36, 28, XLSX_TEXT, DOC_LEFT},
	[SUMMARY_USCC] = {24, 31, XLSX_CODE, DOC_CENTER},
	[SUMMARY_AREA] = {20, 20, XLSX_TEXT, DOC_LEFT},
	[SUMMARY_DIRECT] = {18, 18, XLSX_CODE, DOC_CENTER},
	[SUMMARY_SCORE] = {10, 9, XLSX_DECIMAL, DOC_RIGHT},
	[SUMMARY_INDUSTRY] = {24, 15, XLSX_TEXT, DOC_LEFT},
	[SUMMARY_FILING] = {20, 14, XLSX_CODE, DOC_CENTER},
	[SUMMARY_DIRECTION] = {18, 14, XLSX_CODE, DOC_CENTER},
	[SUMMARY_HONOURS] = {40, 25, XLSX_TEXT, DOC_LEFT},
	[SUMMARY_CONTACT] = {12, 10, XLSX_CODE, DOC_CENTER},
	[SUMMARY_PHONE] = {18, 20, XLSX_CODE, DOC_CENTER},
};

/* A name keeps its line where the paper has room for it: 附件1 with its six columns has. */
enum { ROOMY_COLUMNS = 7, ROOMY_NAME = 36 };

static int weight_of(const struct summary *t, size_t k)
{
	if (t->columns[k].of == SUMMARY_NAME && t->columns_n <= ROOMY_COLUMNS)
		return ROOMY_NAME;
	return shapes[t->columns[k].of].weight;
}

/* 年 月 日 stays open for whoever seals it. */
static const struct str seal_date = STR_INIT("年　　月　　日");

static struct str note_of(const struct paper_summary *p)
{
	return json_str(p->procedure->json, "summary_note", STR(""));
}

static void xlsx_row(struct xlsx_book *book, const struct paper_summary *p, size_t i)
{
	const struct summary *t = p->table;

	for (size_t k = 0; k < t->columns_n; k++) {
		if (t->columns[k].of == SUMMARY_SEQ)
			xlsx_int(book, k, (int64_t)i + 1);
		else if (t->columns[k].of == SUMMARY_SCORE)
			xlsx_decimal(book, k, p->list->v[i].score);
		else
			xlsx_text(book, k, t->rows[i][k]);
	}
	xlsx_row_end(book);
}

enum rc paper_summary_xlsx(
	struct arena *a, const struct paper_summary *p, struct str *out, struct err *e)
{
	const struct summary *t = p->table;
	struct xlsx_column *columns = ARENA_NEW_N(a, struct xlsx_column, t->columns_n);
	struct xlsx_book *book;

	for (size_t k = 0; k < t->columns_n; k++) {
		enum summary_of of = t->columns[k].of;
		columns[k] = (struct xlsx_column){str_cstr(a, t->columns[k].label), shapes[of].type,
			shapes[of].width, of == SUMMARY_SCORE ? 2 : 0};
	}
	const struct xlsx_spec spec = {.sheet = "推荐汇总表",
		.column = columns,
		.columns = t->columns_n,
		.title = p->title,
		.left = p->seal,
		.right = seal_date,
		.landscape = true,
		.created = p->made_at};
	TRY(xlsx_book_new(a, &spec, &book, e));
	for (size_t i = 0; i < t->rows_n; i++)
		xlsx_row(book, p, i);
	struct str note = note_of(p);
	if (note.n)
		xlsx_footer(book, note);
	xlsx_footer(book, str_cat(a, STR("名单校验码 "), p->hash));
	return xlsx_book_finish(book, out, e);
}

struct doc *paper_summary_doc(struct arena *a, const struct paper_summary *p)
{
	const struct summary *t = p->table;
	struct doc_column *columns = ARENA_NEW_N(a, struct doc_column, t->columns_n);
	struct doc_meta meta = {.title = p->title,
		.author = p->body,
		.created = p->made_at,
		.style = DOC_FORM,
		.landscape = true,
		.footer_code = p->draft ? str_c(p->draft) : str_sub(p->hash, 0, 16)};
	struct str note = note_of(p);

	if (!p->draft)
		meta.footer_url = str_fmt(a, "%.*s/verify-paper/%.*s", STR_ARG(p->base_url),
			STR_ARG(p->hash));
	struct doc *d = doc_new(a, &meta);
	struct str kicker = procedure_text(a, p->procedure, "summary_kicker", STR(""), STR(""));

	for (size_t k = 0; k < t->columns_n; k++)
		columns[k] = (struct doc_column){
			t->columns[k].label, weight_of(t, k), shapes[t->columns[k].of].align};
	doc_para_styled(d, kicker.n ? kicker : STR("附件1"), DOC_LEFT, false, 0);
	doc_title(d, p->title);
	doc_line(d, p->seal, seal_date);
	doc_table_begin(d, columns, t->columns_n);
	for (size_t i = 0; i < t->rows_n; i++)
		doc_table_row(d, t->rows[i]);
	doc_table_end(d);
	if (note.n)
		doc_para(d, note);
	return d;
}
