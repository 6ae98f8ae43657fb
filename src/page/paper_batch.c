/* 推荐汇总表 with the columns of the procedure, 审核情况报告 and 推荐意见: as table, as text, as paper, and all at once. */
#include "page/paper_batch.h"

#include "document/archive.h"
#include "document/docx.h"
#include "document/pdf.h"
#include "page/paper_summary.h"
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

static struct str seal_line(struct ctx *c, const struct recommendation *r)
{
	return procedure_text(
		c->a, r->procedure, "summary_seal", r->head.batch_title, r->head.body);
}

static struct paper_summary summary_of(
	struct ctx *c, const struct recommendation *r, const struct summary *table)
{
	return (struct paper_summary){.procedure = r->procedure,
		.list = &r->list,
		.table = table,
		.title = title_of(c, r, BODY_SUMMARY),
		.seal = seal_line(c, r),
		.body = r->head.body,
		.hash = r->head.list_hash,
		.made_at = made_at(r)};
}

static struct doc *doc_of(struct ctx *c, const struct recommendation *r, enum paper_body body)
{
	struct doc_meta meta = {.title = title_of(c, r, body),
		.author = r->head.body,
		.created = made_at(r),
		.style = DOC_LETTER,
		.footer_code = str_sub(r->head.list_hash, 0, 16)};

	return doc_new(c->a, &meta);
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

static enum rc render(struct ctx *c, const struct recommendation *r, const struct summary *table,
	enum paper_body body, enum paper_form form, struct str *out, struct err *e)
{
	struct paper_summary p = summary_of(c, r, table);

	if (form == FORM_XLSX)
		return paper_summary_xlsx(c->a, &p, out, e);
	struct doc *d = body == BODY_SUMMARY ? paper_summary_doc(c->a, &p) : letter_doc(c, r, body);
	return form == FORM_DOCX ? docx_render(d, out, e) : pdf_render(d, out, e);
}

static enum rc package(struct ctx *c, const struct recommendation *r, const struct summary *table,
	struct str *out, struct err *e)
{
	struct archive_writer *w = archive_writer_new(c->a);
	struct str bytes;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i].form == FORM_ZIP)
			continue;
		TRY(render(c, r, table, kinds[i].body, kinds[i].form, &bytes, e));
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
	struct summary table;
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
	TRY(summary_load(
		db, ctx_services(c)->rules, r.procedure, &r.list, "filing_title", &table, e));
	ctx_db_end(c);
	if (kinds[i].form == FORM_ZIP)
		TRY(package(c, &r, &table, &bytes, e));
	else
		TRY(render(c, &r, &table, kinds[i].body, kinds[i].form, &bytes, e));
	struct str name = kinds[i].form == FORM_ZIP
				  ? str_cat(c->a, r.head.body, STR("推荐材料"))
				  : title_of(c, &r, kinds[i].body);
	const char *end = strrchr(batch_papers[i].name, '.');
	return respond_download(
		c, mime_of(kinds[i].form), str_cat(c->a, name, str_c(end)), bytes);
}
