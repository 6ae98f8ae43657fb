/* What programmes with a written report and a comparison with the originals add to the page of review. */
#include "document/docx.h"
#include "document/pdf.h"
#include "page/officer.h"
#include "page/report_view.h"
#include "page/routes.h"
#include "service/comparison.h"

static enum rc lists_of(struct ctx *c, struct db *db, int64_t submission_id, const struct json **out,
	struct err *e)
{
	struct q_submission_list row;
	struct json *j = NULL;
	bool found;

	TRY(q_submission_list(db, &(struct q_submission_list_in){.submission_id = submission_id}, &row,
		&found, e));
	if (found)
		TRY(json_parse(c->a, row.json, &j, e));
	*out = j;
	return RC_OK;
}

static enum rc comparison_words(struct ctx *c, struct db *db, const struct review *r,
	struct view_o_review *v, struct err *e)
{
	struct comparison k;
	bool found;

	TRY(comparison_load(db, r->sub.id, &k, &found, e));
	if (!found)
		return RC_OK;
	v->certified = str_fmt(c->a, "%.*s（%.*s）于 %.*s 比对原件和复印件并出具证明，共 %zu 项。",
		STR_ARG(k.body), STR_ARG(k.person), STR_ARG(instant_human(c->a, k.at)), k.n);
	v->certificate_href = str_fmt(
		c->a, "/o/app/%.*s/comparison", STR_ARG(r->file.public_id));
	return RC_OK;
}

enum rc o_report(struct ctx *c, struct db *db, const struct review *r, struct view_o_review *v,
	struct err *e)
{
	const struct json *lists;
	struct report report;

	TRY(report_of_submission(db, r->file.procedure, r->sub.id, &report, e));
	for (size_t i = 0; i < report.n; i++)
		*VEC_ADD(c->a, &v->report) = (struct view_o_text){
			report_title(c->a, &report.v[i]), report.v[i].text};
	if (report.n) {
		TRY(lists_of(c, db, r->sub.id, &lists, e));
		honours_table(c, r->file.procedure, direction_code(c->a, r->sub.facts), lists,
			&v->honours);
	}
	v->compares = comparison_due(&r->file, &c->who) && v->mine;
	return comparison_words(c, db, r, v, e);
}

/* --- the certificate -------------------------------------------------------------------------------- */

static void item_rows(struct ctx *c, struct doc *d, const struct comparison *k)
{
	const struct doc_column columns[] = {{STR("序号"), 2, DOC_CENTER}, {STR("材料"), 9, DOC_LEFT},
		{STR("文件"), 2, DOC_CENTER}, {STR("原件与复印件"), 4, DOC_CENTER},
		{STR("说明"), 5, DOC_LEFT}};

	doc_table_begin(d, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < k->n; i++) {
		struct str *cells = ARENA_NEW_N(c->a, struct str, ARRAY_LEN(columns));
		cells[0] = str_i64(c->a, (int64_t)i + 1);
		cells[1] = k->v[i].title;
		cells[2] = str_fmt(c->a, "%lld 个", (long long)k->v[i].files);
		cells[3] = str_c(comparison_word(k->v[i].verdict));
		cells[4] = k->v[i].note;
		doc_table_row(d, cells);
	}
	doc_table_end(d);
}

static struct doc *certificate(struct ctx *c, const struct review *r, const struct comparison *k)
{
	const struct application_file *f = &r->file;
	struct str day = date_prose(c->a, date_of_instant(k->at));
	struct doc *d = doc_new(c->a, &(struct doc_meta){.title = STR("资料比对证明"),
					      .author = k->body,
					      .created = k->at,
					      .style = DOC_LETTER,
					      .footer_code = r->sub.content_hash});

	doc_title(d, STR("证　明"));
	doc_para(d, str_fmt(c->a, "%.*s（统一社会信用代码 %.*s）申报%.*s%.*s，受理编号 %.*s，报送回执 %.*s。",
			    STR_ARG(f->enterprise_name), STR_ARG(f->uscc), STR_ARG(f->batch_title),
			    STR_ARG(f->procedure->tier_full_name), STR_ARG(f->no),
			    STR_ARG(r->sub.receipt_no)));
	doc_para(d, procedure_text(c->a, f->procedure, "county_certificate", f->batch_title, STR("")));
	item_rows(c, d, k);
	doc_para(d, STR("特此证明。"));
	doc_para_styled(d, STR_JOIN(c->a, STR("比对人："), k->person, STR("　　复核人（签字）：　　　　　")), DOC_RIGHT, false, 0);
	doc_para_styled(d, str_cat(c->a, k->body, STR("（盖章）")), DOC_RIGHT, false, 0);
	doc_para_styled(d, day, DOC_RIGHT, false, 0);
	return d;
}

static enum rc certificate_load(struct ctx *c, struct doc **out, struct str *name, struct err *e)
{
	struct comparison k;
	struct review r;
	struct db *db;
	bool found;

	TRY(o_read(c, &r, &db, e));
	TRY(comparison_load(db, r.sub.id, &k, &found, e));
	if (!found)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	ctx_db_end(c);
	*out = certificate(c, &r, &k);
	*name = str_cat(c->a, r.file.enterprise_name, STR("-资料比对证明"));
	return RC_OK;
}

enum rc page_o_comparison_pdf(struct ctx *c, struct err *e)
{
	struct str name, bytes;
	struct doc *d;

	TRY(certificate_load(c, &d, &name, e));
	TRY(pdf_render(d, &bytes, e));
	return respond_download(c, STR("application/pdf"), str_cat(c->a, name, STR(".pdf")), bytes);
}

enum rc page_o_comparison_docx(struct ctx *c, struct err *e)
{
	struct str name, bytes;
	struct doc *d;

	TRY(certificate_load(c, &d, &name, e));
	TRY(docx_render(d, &bytes, e));
	return respond_download(c,
		STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
		str_cat(c->a, name, STR(".docx")), bytes);
}
