/* 推荐汇总表 with the columns of the procedure, 审核情况报告, 推荐意见, 真实性声明; 公示 and 公告 with their lists. Words come from
 * the procedure, figures from the frozen list.
 */
#include "page/paper_batch.h"

#include "document/docx.h"
#include "document/pdf.h"
#include "page/paper_letter.h"
#include "page/paper_summary.h"
#include "page/public.h"
#include "service/audit.h"

#define TITLES_CHUNK 500

const struct batch_paper batch_papers[] = {
	{PACKAGE_PUBLICITY, BODY_NOTICE, FORM_DOCX, "notice.docx", "公示公告"},
	{PACKAGE_PUBLICITY, BODY_NOTICE, FORM_PDF, "notice.pdf", "公示公告"},
	{PACKAGE_PUBLICITY, BODY_LIST, FORM_XLSX, "list.xlsx", "公示名单"},
	{PACKAGE_PUBLICITY, BODY_LIST, FORM_TXT, "list.txt", "公示名单（校验用）"},
	{PACKAGE_RECOMMENDATION, BODY_SUMMARY, FORM_XLSX, "summary.xlsx", "推荐汇总表"},
	{PACKAGE_RECOMMENDATION, BODY_SUMMARY, FORM_DOCX, "summary.docx", "推荐汇总表"},
	{PACKAGE_RECOMMENDATION, BODY_SUMMARY, FORM_PDF, "summary.pdf", "推荐汇总表"},
	{PACKAGE_RECOMMENDATION, BODY_REPORT, FORM_DOCX, "report.docx", "审核情况报告"},
	{PACKAGE_RECOMMENDATION, BODY_REPORT, FORM_PDF, "report.pdf", "审核情况报告"},
	{PACKAGE_RECOMMENDATION, BODY_OPINION, FORM_DOCX, "opinion.docx", "正式推荐意见"},
	{PACKAGE_RECOMMENDATION, BODY_OPINION, FORM_PDF, "opinion.pdf", "正式推荐意见"},
	{PACKAGE_RECOMMENDATION, BODY_TRUTH, FORM_DOCX, "truth.docx", "真实性声明"},
	{PACKAGE_RECOMMENDATION, BODY_TRUTH, FORM_PDF, "truth.pdf", "真实性声明"},
	{PACKAGE_RECOMMENDATION, BODY_LIST, FORM_TXT, "list.txt", "推荐名单（校验用）"},
	{PACKAGE_NOMINATION, BODY_NOTICE, FORM_DOCX, "letter.docx", "向部推荐报告"},
	{PACKAGE_NOMINATION, BODY_NOTICE, FORM_PDF, "letter.pdf", "向部推荐报告"},
	{PACKAGE_NOMINATION, BODY_LIST, FORM_XLSX, "list.xlsx", "向部推荐名单"},
	{PACKAGE_PLAN, BODY_NOTICE, FORM_DOCX, "notice.docx", "公告（草稿）"},
	{PACKAGE_ANNOUNCEMENT, BODY_NOTICE, FORM_DOCX, "notice.docx", "公告"},
	{PACKAGE_ANNOUNCEMENT, BODY_NOTICE, FORM_PDF, "notice.pdf", "公告"},
	{PACKAGE_ANNOUNCEMENT, BODY_LIST, FORM_XLSX, "list.xlsx", "公告名单"},
};
const size_t batch_papers_n = ARRAY_LEN(batch_papers);

static const struct {
	const char *name, *ending, *mime;
} forms[] = {
	[FORM_XLSX] = {"XLSX", ".xlsx",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	[FORM_DOCX] = {"DOCX", ".docx",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	[FORM_PDF] = {"PDF", ".pdf", "application/pdf"},
	[FORM_TXT] = {"TXT", ".txt", "text/plain; charset=utf-8"},
};

/* Nobody has dated it yet. */
static const struct str open_date = STR_INIT("　　　　年　　月　　日");

const struct batch_paper *batch_paper_named(enum package_kind of, struct str name)
{
	for (size_t i = 0; i < batch_papers_n; i++)
		if (batch_papers[i].of == of && str_eqc(name, batch_papers[i].name))
			return &batch_papers[i];
	return NULL;
}

struct str batch_paper_mime(enum paper_form form)
{
	return str_c(forms[form].mime);
}

const char *batch_paper_format(enum paper_form form)
{
	return forms[form].name;
}

/* --- reading ------------------------------------------------------------------------------------- */

static enum rc load_publicity(struct ctx *c, struct db *db, struct paper_source *s, struct err *e)
{
	struct q_publicity_items_list rows;

	TRY(publicity_for_officer(
		db, ctx_services(c)->rules, &c->who, s->id, c->now, &s->p, e));
	s->draft = str_eqc(s->p.head.state, "proposed");
	if ((s->draft && s->p.head.agency_id != c->who.agency_id) ||
		str_eqc(s->p.head.state, "cancelled"))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	s->batch_id = s->p.head.batch_id;
	s->procedure = s->p.procedure;
	return publicity_list(db, s->p.head.id, &rows, &s->list, e);
}

static enum rc load_recommendation(
	struct ctx *c, struct db *db, struct paper_source *s, struct err *e)
{
	struct q_agency_by_id province;
	struct batch b;

	TRY(recommendation_load(
		db, ctx_services(c)->rules, &c->who, s->id, c->now, &s->r, e));
	s->draft = str_eqc(s->r.head.state, "proposed");
	s->batch_id = s->r.head.batch_id;
	s->procedure = s->r.procedure;
	TRY(batch_for_officer(db, ctx_services(c)->rules, &c->who, s->batch_id, &b, e));
	TRY(q_agency_by_id(
		db, &(struct q_agency_by_id_in){.id = b.province_agency_id}, &province, e));
	s->province = province.name;
	return summary_load(db, ctx_services(c)->rules, s->procedure, &s->r.list, "filing_title",
		s->r.head.proposed_at, &s->table, e);
}

static enum rc load_announcement(
	struct db *db, const struct batch *b, struct paper_source *s, struct err *e)
{
	struct q_news_titles_in in = {.limit = TITLES_CHUNK};
	struct q_news_titles_list rows;

	TRY(q_news_by_public_id(db, &(struct q_news_by_public_id_in){.public_id = s->id}, &s->n, e));
	if (!b || !s->n.batch_id.has || s->n.batch_id.v != b->id)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	in.announcement_id = s->n.id;
	do {
		TRY(q_news_titles(db, &in, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			VEC_PUSH(db_arena(db), &s->titles, rows.v[i]);
			in.after = rows.v[i].id;
		}
	} while (rows.n == TITLES_CHUNK);
	return RC_OK;
}

static enum rc load_plan(
	struct ctx *c, struct db *db, const struct batch *b, struct paper_source *s, struct err *e)
{
	if (!b || !str_eqc(s->id, "plan") || !actor_is(&c->who, ROLE_PROVINCE))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(publish_plan(db, &c->who, b, c->now, &s->plan, e));
	if (s->plan.list.n == 0)
		return err_set(e, RC_NOT_FOUND, MSG_PUBLISH_EMPTY);
	s->draft = true;
	return RC_OK;
}

static enum rc load_nomination(struct ctx *c, struct db *db, const struct batch *b, struct paper_source *s,
	struct err *e)
{
	TRY(nomination_load(db, &c->who, s->id, &s->nomination, e));
	if (!b || s->nomination.head.batch_id != b->id)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return RC_OK;
}

enum rc paper_source_load(struct ctx *c, enum package_kind kind, struct str id,
	const struct batch *b, struct paper_source *out, struct err *e)
{
	struct paper_source s = {
		.kind = kind, .id = id, .base_url = c->app->o.config->base_url};
	enum rc rc = RC_OK;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	if (b) {
		s.batch_id = b->id;
		s.procedure = b->procedure;
		s.batch_name = batch_name(c->a, b);
	}
	if (kind == PACKAGE_PUBLICITY)
		rc = load_publicity(c, db, &s, e);
	else if (kind == PACKAGE_RECOMMENDATION)
		rc = load_recommendation(c, db, &s, e);
	else if (kind == PACKAGE_ANNOUNCEMENT)
		rc = load_announcement(db, b, &s, e);
	else if (kind == PACKAGE_NOMINATION)
		rc = load_nomination(c, db, b, &s, e);
	else
		rc = load_plan(c, db, b, &s, e);
	TRY(rc);
	if (b && s.batch_id != b->id)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	*out = s;
	return RC_OK;
}

static struct str statement_of(const struct paper_source *s)
{
	const struct stage *stage = procedure_stage(s->procedure, STAGE_RECOMMEND, HOLDER_CITY);

	return stage ? json_str(stage->json, "statement", STR("")) : STR("");
}

bool paper_source_has(const struct paper_source *s, const struct batch_paper *paper)
{
	return paper->of == s->kind && (paper->body != BODY_TRUTH || statement_of(s).n > 0);
}

/* --- of a recommendation ------------------------------------------------------------------------- */

static int64_t sent_at(const struct recommendation *r)
{
	return r->head.sent_at.has ? r->head.sent_at.v : r->head.proposed_at;
}

static struct str text_of(struct arena *a, const struct recommendation *r, const char *name)
{
	return procedure_text(a, r->procedure, name, r->head.batch_title, r->head.body);
}

static struct paper_summary summary_of(struct arena *a, const struct paper_source *s)
{
	return (struct paper_summary){.procedure = s->procedure,
		.list = &s->r.list,
		.table = &s->table,
		.title = text_of(a, &s->r, "summary"),
		.seal = text_of(a, &s->r, "summary_seal"),
		.body = s->r.head.body,
		.hash = s->r.head.list_hash,
		.base_url = s->base_url,
		.draft = s->draft ? "草稿，尚未报出" : NULL,
		.made_at = sent_at(&s->r)};
}

static struct letter letter_of(struct arena *a, const struct paper_source *s, struct str title)
{
	return (struct letter){.title = title,
		.doc_no = s->r.head.doc_no,
		.body = s->r.head.body,
		.date = s->draft ? open_date : date_prose(a, date_of_instant(sent_at(&s->r))),
		.hash = s->r.head.list_hash,
		.base_url = s->base_url,
		.draft = s->draft ? "草稿，尚未报出" : NULL,
		.created = sent_at(&s->r)};
}

/* The list is its annex, so that the statement says by itself whom it is about. */
static struct doc *truth_doc(struct arena *a, const struct paper_source *s, struct str title)
{
	static const struct str signs[] = {
		STR_INIT("经办人（签字）："), STR_INIT("负责人（签字）：")};
	struct letter l = letter_of(a, s, title);

	l.doc_no = str_none();
	l.text = str_fmt(a, "%.*s：\n%.*s\n所报企业共%zu家，名单见附件。", STR_ARG(s->province),
		STR_ARG(text_of(a, &s->r, str_cstr(a, statement_of(s)))), s->r.list.n);
	l.annex = STR_JOIN(a, s->r.head.batch_title, s->procedure->tier_full_name, STR("报送名单"));
	l.sign = signs;
	l.signs = ARRAY_LEN(signs);
	l.body = str_cat(a, s->r.head.body, STR("（盖章）"));
	struct doc *d = letter_doc(a, &l);
	letter_list(d, a, l.annex, &s->r.list);
	return d;
}

static struct doc *opinion_doc(
	struct arena *a, const struct paper_source *s, enum paper_body body, struct str title)
{
	struct letter l = letter_of(a, s, title);

	l.text = body == BODY_REPORT ? s->r.head.report : s->r.head.opinion;
	struct str rest = l.text, first = STR("");
	(void)str_cut(&rest, '\n', &first);
	if (!str_ends(str_trim(first), STR("：")))
		l.text = STR_JOIN(a, s->province, STR("：\n"), l.text);
	if (body == BODY_OPINION)
		l.annex = text_of(a, &s->r, "summary");
	return letter_doc(a, &l);
}

/* --- of a publicity ------------------------------------------------------------------------------ */

static struct str term_text(struct arena *a, const struct term *t)
{
	return str_fmt(a, "%lld%s", (long long)t->n, t->kind == TERM_WORKING ? "个工作日" : "天");
}

static struct doc *publicity_doc(struct arena *a, const struct paper_source *s)
{
	const struct publicity *p = &s->p;
	bool city = p->level == HOLDER_CITY;
	const struct procedure_word words[] = {{"batch", p->head.batch_title},
		{"city", p->head.body}, {"basis", procedure_basis(a, s->procedure)},
		{"count", str_i64(a, (int64_t)s->list.n)},
		{"first", s->draft ? open_date : date_prose(a, p->window.first)},
		{"last", s->draft ? open_date : date_prose(a, p->window.last)},
		{"term", term_text(a, &p->term)}, {"contact", p->head.contact}};
	struct str annex = p->head.title;

	if (str_ends(annex, STR("公示")))
		annex = str_sub(annex, 0, annex.n - STR("公示").n);
	const struct letter l = {.title = p->head.title,
		.text = procedure_words(a, s->procedure,
			city ? "publicity_body" : "publicity_province_body", words,
			ARRAY_LEN(words)),
		.annex = annex,
		.body = p->head.body,
		.date = s->draft ? open_date
				 : date_prose(a, date_of_instant(p->head.confirmed_at.v)),
		.hash = p->head.list_hash,
		.log = audit_stamp(a, p->head.chain_seq, p->head.chain_hash),
		.base_url = s->base_url,
		.draft = s->draft ? "草稿，尚未公示" : NULL,
		.created = s->draft ? p->head.proposed_at : p->head.confirmed_at.v};
	struct doc *d = letter_doc(a, &l);
	letter_list(d, a, annex, &s->list);
	return d;
}

static enum rc publicity_xlsx(
	struct arena *a, const struct paper_source *s, struct str *out, struct err *e)
{
	const struct publicity *p = &s->p;
	const struct list_sheet sheet = {.list = &s->list,
		.title = p->head.title,
		.left = p->head.body,
		.right = s->draft ? STR("草稿，尚未公示")
				  : str_fmt(a, "公示期 %.*s 至 %.*s",
					    STR_ARG(date_str(a, p->window.first)),
					    STR_ARG(date_str(a, p->window.last))),
		.hash = p->head.list_hash,
		.created = s->draft ? p->head.proposed_at : p->head.confirmed_at.v};

	return list_xlsx(a, &sheet, out, e);
}

/* --- of an announcement -------------------------------------------------------------------------- */

static void titles_annex(struct doc *d, struct arena *a, const struct paper_source *s, struct str title)
{
	const struct doc_column columns[] = {{STR("序号"), 8, DOC_CENTER}, {STR("企业名称"), 24, DOC_LEFT},
		{STR("统一社会信用代码"), 30, DOC_CENTER}, {STR("所在地"), 12, DOC_LEFT},
		{certificate_number_label(a, s->procedure), 27, DOC_CENTER}};

	letter_annex(d, title, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < s->titles.n; i++) {
		const struct q_news_titles *t = &s->titles.v[i];
		const struct str cells[] = {str_i64(a, (int64_t)i + 1), t->name, t->uscc,
			str_eq(t->city, t->county) ? t->city : str_cat(a, t->city, t->county),
			t->certificate_no};
		doc_table_row(d, cells);
	}
	doc_table_end(d);
}

static struct doc *announcement_doc(struct arena *a, const struct paper_source *s)
{
	struct date issued = {0};
	struct str annex = str_cat(a, s->batch_name, STR("名单"));

	(void)!date_parse(s->n.issued_on, &issued);
	const struct letter l = {.title = s->n.title,
		.doc_no = s->n.doc_no,
		.text = s->n.body,
		.annex = annex,
		.body = s->n.agency,
		.date = date_prose(a, issued),
		.hash = s->n.list_hash,
		.log = audit_stamp(a, s->n.chain_seq, s->n.chain_hash),
		.base_url = s->base_url,
		.created = instant_day_start(issued)};
	struct doc *d = letter_doc(a, &l);
	titles_annex(d, a, s, annex);
	return d;
}

static struct doc *plan_doc(struct ctx *c, struct arena *a, const struct paper_source *s)
{
	struct str annex = str_cat(a, s->batch_name, STR("名单"));
	const struct letter l = {.title = s->plan.title,
		.text = s->plan.body,
		.annex = annex,
		.body = c->who.agency_name,
		.date = open_date,
		.draft = "草稿，尚未公告",
		.created = c->now};
	struct doc *d = letter_doc(a, &l);

	letter_list(d, a, annex, &s->plan.list);
	return d;
}

/* --- to the ministry ------------------------------------------------------------------------------ */

static struct str nomination_title(struct arena *a, const struct paper_source *s)
{
	return procedure_text(a, s->procedure, "nomination", s->batch_name, STR(""));
}

static struct doc *nomination_doc(struct arena *a, const struct paper_source *s)
{
	const struct nomination *n = &s->nomination;
	const struct procedure_word words[] = {{"batch", s->batch_name},
		{"basis", procedure_basis(a, s->procedure)}, {"count", str_i64(a, (int64_t)n->list.n)}};
	struct str annex = str_cat(a, s->batch_name, STR("推荐名单"));
	const struct letter l = {.title = nomination_title(a, s),
		.doc_no = n->head.doc_no,
		.text = procedure_words(a, s->procedure, "nomination_body", words, ARRAY_LEN(words)),
		.annex = annex,
		.body = n->head.body,
		.date = date_prose(a, date_of_instant(n->head.at)),
		.hash = n->head.list_hash,
		.created = n->head.at};
	struct doc *d = letter_doc(a, &l);

	letter_list(d, a, annex, &n->list);
	return d;
}

static enum rc nomination_xlsx(struct arena *a, const struct paper_source *s, struct str *out, struct err *e)
{
	const struct nomination *n = &s->nomination;
	const struct list_sheet sheet = {.list = &n->list,
		.title = str_cat(a, s->batch_name, STR("推荐名单")),
		.left = n->head.body,
		.right = n->head.doc_no,
		.hash = n->head.list_hash,
		.created = n->head.at};

	return list_xlsx(a, &sheet, out, e);
}

/* --- making -------------------------------------------------------------------------------------- */

static struct str title_of(struct arena *a, const struct paper_source *s, enum paper_body body)
{
	if (s->kind == PACKAGE_PUBLICITY)
		return body == BODY_LIST ? str_cat(a, s->p.head.title, STR("（名单）")) : s->p.head.title;
	if (s->kind == PACKAGE_ANNOUNCEMENT)
		return body == BODY_LIST ? str_cat(a, s->n.title, STR("（名单）")) : s->n.title;
	if (s->kind == PACKAGE_PLAN)
		return s->plan.title;
	if (s->kind == PACKAGE_NOMINATION)
		return body == BODY_LIST ? str_cat(a, nomination_title(a, s), STR("（名单）")) : nomination_title(a, s);
	if (body == BODY_LIST)
		return STR("推荐名单");
	if (body == BODY_TRUTH) {
		struct str name = str_cat(a, statement_of(s), STR("_title"));
		struct str own = text_of(a, &s->r, str_cstr(a, name));
		return own.n ? own : STR("真实性声明");
	}
	return text_of(a, &s->r,
		body == BODY_SUMMARY  ? "summary"
		: body == BODY_REPORT ? "report"
				      : "opinion");
}

static struct doc *doc_of(struct ctx *c, struct arena *a, const struct paper_source *s,
	enum paper_body body, struct str title)
{
	struct paper_summary p;

	switch (s->kind) {
	case PACKAGE_PUBLICITY:
		return publicity_doc(a, s);
	case PACKAGE_ANNOUNCEMENT:
		return announcement_doc(a, s);
	case PACKAGE_PLAN:
		return plan_doc(c, a, s);
	case PACKAGE_NOMINATION:
		return nomination_doc(a, s);
	case PACKAGE_RECOMMENDATION:
		break;
	}
	if (body == BODY_TRUTH)
		return truth_doc(a, s, title);
	if (body != BODY_SUMMARY)
		return opinion_doc(a, s, body, title);
	p = summary_of(a, s);
	return paper_summary_doc(a, &p);
}

static enum rc xlsx_of(
	struct ctx *c, struct arena *a, const struct paper_source *s, struct str *out, struct err *e)
{
	struct db *db;

	if (s->kind == PACKAGE_PUBLICITY)
		return publicity_xlsx(a, s, out, e);
	if (s->kind == PACKAGE_NOMINATION)
		return nomination_xlsx(a, s, out, e);
	if (s->kind == PACKAGE_ANNOUNCEMENT) {
		TRY(ctx_db(c, &db, e));
		return news_list_xlsx(c, db, &s->n, out, e);
	}
	struct paper_summary p = summary_of(a, s);
	return paper_summary_xlsx(a, &p, out, e);
}

enum rc paper_make(struct ctx *c, struct arena *a, const struct paper_source *s,
	const struct batch_paper *paper, struct paper_made *out, struct err *e)
{
	struct str title = title_of(a, s, paper->body);

	*out = (struct paper_made){.name = STR_JOIN(a, title, s->draft ? STR("（草稿）") : STR(""),
					   str_c(forms[paper->form].ending))};
	switch (paper->form) {
	case FORM_XLSX:
		return xlsx_of(c, a, s, &out->bytes, e);
	case FORM_DOCX:
		return docx_render(doc_of(c, a, s, paper->body, title), &out->bytes, e);
	case FORM_PDF:
		return pdf_render_pages(
			doc_of(c, a, s, paper->body, title), &out->bytes, &out->pages, e);
	case FORM_TXT:
		out->bytes = s->kind == PACKAGE_RECOMMENDATION
				     ? list_canonical(a, LIST_SUMMARY, s->r.list.v, s->r.list.n)
				     : list_canonical(a, LIST_PUBLIC, s->list.v, s->list.n);
		return RC_OK;
	}
	return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}
