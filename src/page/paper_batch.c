/* 推荐汇总表 with the columns of 附件1, 审核情况报告 and 推荐意见: as table, as text, as paper, and all at once. */
#include "page/paper_batch.h"

#include "document/archive.h"
#include "document/docx.h"
#include "document/pdf.h"
#include "document/xlsx_write.h"
#include "page/routes.h"

enum paper_body { BODY_SUMMARY, BODY_REPORT, BODY_OPINION };
enum paper_form { FORM_XLSX, FORM_DOCX, FORM_PDF, FORM_ZIP };

const struct batch_paper batch_papers[] = {
	{"summary.xlsx", "推荐汇总表（XLSX）"},
	{"summary.docx", "推荐汇总表（DOCX）"},
	{"summary.pdf", "推荐汇总表（PDF）"},
	{"report.docx", "审核情况报告（DOCX）"},
	{"report.pdf", "审核情况报告（PDF）"},
	{"opinion.docx", "正式推荐意见（DOCX）"},
	{"opinion.pdf", "正式推荐意见（PDF）"},
	{"package.zip", "全部推荐材料（ZIP）"},
};
const size_t batch_papers_n = ARRAY_LEN(batch_papers);

/* In the order of batch_papers. */
static const struct {
	enum paper_body body;
	enum paper_form form;
} kinds[] = {
	{BODY_SUMMARY, FORM_XLSX}, {BODY_SUMMARY, FORM_DOCX}, {BODY_SUMMARY, FORM_PDF},
	{BODY_REPORT, FORM_DOCX}, {BODY_REPORT, FORM_PDF}, {BODY_OPINION, FORM_DOCX},
	{BODY_OPINION, FORM_PDF}, {BODY_SUMMARY, FORM_ZIP},
};

static struct str title_of(struct ctx *c, const struct recommendation *r, enum paper_body body)
{
	static const char *const names[] = {"summary", "report", "opinion"};

	return procedure_text(
		c->a, r->procedure, names[body], r->head.batch_title, r->head.body);
}

static int64_t made_at(const struct recommendation *r)
{
	return r->head.sent_at.has ? r->head.sent_at.v : r->head.proposed_at;
}

/* 年 月 日 stays open for whoever seals it. */
static const struct str seal_date = STR_INIT("年　　月　　日");

static struct str seal_line(struct ctx *c, const struct recommendation *r)
{
	return procedure_text(
		c->a, r->procedure, "summary_seal", r->head.batch_title, r->head.body);
}

static enum rc summary_xlsx(
	struct ctx *c, const struct recommendation *r, struct str *out, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{"序号", XLSX_INT, 6, 0},
		{"企业名称", XLSX_TEXT, 36, 0},
		{"企业统一社会信用代码", XLSX_CODE, 24, 0},
		{"所在市县（区）", XLSX_TEXT, 20, 0},
		{"是否符合直通条件", XLSX_CODE, 18, 0},
		{"评分", XLSX_DECIMAL, 10, 2},
	};
	const struct xlsx_spec spec = {.sheet = "推荐汇总表",
		.column = columns,
		.columns = ARRAY_LEN(columns),
		.title = title_of(c, r, BODY_SUMMARY),
		.left = seal_line(c, r),
		.right = seal_date,
		.landscape = true,
		.created = made_at(r)};
	struct xlsx_book *book;

	TRY(xlsx_book_new(c->a, &spec, &book, e));
	for (size_t i = 0; i < r->list.n; i++) {
		const struct list_entry *x = &r->list.v[i];
		xlsx_int(book, 0, (int64_t)i + 1);
		xlsx_text(book, 1, x->name);
		xlsx_text(book, 2, x->uscc);
		xlsx_text(book, 3, x->area);
		xlsx_text(book, 4, list_yes_no(x->direct));
		xlsx_decimal(book, 5, x->score);
		xlsx_row_end(book);
	}
	xlsx_footer(book, str_cat(c->a, STR("名单校验码 "), r->head.list_hash));
	return xlsx_book_finish(book, out, e);
}

static struct doc *doc_of(struct ctx *c, const struct recommendation *r, enum paper_body body)
{
	struct doc_meta meta = {.title = title_of(c, r, body),
		.author = r->head.body,
		.created = made_at(r),
		.style = body == BODY_SUMMARY ? DOC_FORM : DOC_LETTER,
		.landscape = body == BODY_SUMMARY,
		.footer_code = str_sub(r->head.list_hash, 0, 16)};

	return doc_new(c->a, &meta);
}

static struct doc *summary_doc(struct ctx *c, const struct recommendation *r)
{
	static const struct doc_column columns[] = {{STR_INIT("序号"), 6, DOC_CENTER},
		{STR_INIT("企业名称"), 32, DOC_LEFT}, {STR_INIT("企业统一社会信用代码"), 23, DOC_CENTER},
		{STR_INIT("所在市县（区）"), 20, DOC_LEFT},
		{STR_INIT("是否符合直通条件"), 18, DOC_CENTER}, {STR_INIT("评分"), 9, DOC_RIGHT}};
	struct doc *d = doc_of(c, r, BODY_SUMMARY);

	doc_para_styled(d, STR("附件1"), DOC_LEFT, false, 0);
	doc_title(d, title_of(c, r, BODY_SUMMARY));
	doc_line(d, seal_line(c, r), seal_date);
	doc_table_begin(d, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < r->list.n; i++) {
		const struct list_entry *x = &r->list.v[i];
		struct str *cells = ARENA_NEW_N(c->a, struct str, ARRAY_LEN(columns));
		cells[0] = str_i64(c->a, (int64_t)i + 1);
		cells[1] = x->name;
		cells[2] = x->uscc;
		cells[3] = x->area;
		cells[4] = list_yes_no(x->direct);
		cells[5] = list_score(c->a, x->score);
		doc_table_row(d, cells);
	}
	doc_table_end(d);
	return d;
}

static struct doc *letter_doc(struct ctx *c, const struct recommendation *r, enum paper_body body)
{
	struct str rest = body == BODY_REPORT ? r->head.report : r->head.opinion, line;
	struct doc *d = doc_of(c, r, body);

	doc_title(d, title_of(c, r, body));
	if (r->head.doc_no.n)
		doc_para_styled(d, r->head.doc_no, DOC_CENTER, false, 0);
	while (str_cut(&rest, '\n', &line))
		if (str_trim(line).n)
			doc_para(d, line);
	doc_para_styled(d, r->head.body, DOC_RIGHT, false, 0);
	doc_para_styled(d, date_prose(c->a, date_of_instant(made_at(r))), DOC_RIGHT, false, 0);
	return d;
}

static enum rc render(struct ctx *c, const struct recommendation *r, enum paper_body body, enum paper_form form,
	struct str *out, struct err *e)
{
	if (form == FORM_XLSX)
		return summary_xlsx(c, r, out, e);
	struct doc *d = body == BODY_SUMMARY ? summary_doc(c, r) : letter_doc(c, r, body);
	return form == FORM_DOCX ? docx_render(d, out, e) : pdf_render(d, out, e);
}

static enum rc package(
	struct ctx *c, const struct recommendation *r, struct str *out, struct err *e)
{
	struct archive_writer *w = archive_writer_new(c->a);
	struct str bytes;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i].form == FORM_ZIP)
			continue;
		TRY(render(c, r, kinds[i].body, kinds[i].form, &bytes, e));
		const char *end = strrchr(batch_papers[i].name, '.');
		archive_writer_add(w,
			str_fmt(c->a, "%.*s%s", STR_ARG(title_of(c, r, kinds[i].body)), end).p,
			bytes);
	}
	archive_writer_add(w, "推荐名单.txt",
		list_canonical(c->a, LIST_SUMMARY, r->list.v, r->list.n));
	return archive_writer_finish(w, out, e);
}

static struct str mime_of(enum paper_form form)
{
	static const char *const mimes[] = {
		[FORM_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		[FORM_DOCX] =
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		[FORM_PDF] = "application/pdf",
		[FORM_ZIP] = "application/zip",
	};

	return str_c(mimes[form]);
}

enum rc page_o_recommendation_paper(struct ctx *c, struct err *e)
{
	struct recommendation r;
	struct str bytes;
	struct db *db;
	size_t i = 0;

	while (i < batch_papers_n && !str_eqc(c->params[1], batch_papers[i].name))
		i++;
	if (i == batch_papers_n)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	TRY(recommendation_load(
		db, ctx_services(c)->rules, &c->who, c->params[0], c->now, &r, e));
	ctx_db_end(c);
	if (kinds[i].form == FORM_ZIP)
		TRY(package(c, &r, &bytes, e));
	else
		TRY(render(c, &r, kinds[i].body, kinds[i].form, &bytes, e));
	struct str name = kinds[i].form == FORM_ZIP
				  ? str_cat(c->a, r.head.body, STR("推荐材料"))
				  : title_of(c, &r, kinds[i].body);
	const char *end = strrchr(batch_papers[i].name, '.');
	return respond_download(
		c, mime_of(kinds[i].form), str_cat(c->a, name, str_c(end)), bytes);
}
