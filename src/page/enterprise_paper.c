/* The papers of a file as downloads: what was submitted, or the draft marked as one. */
#include "document/docx.h"
#include "document/pdf.h"
#include "page/enterprise.h"
#include "page/paper_application.h"
#include "page/routes.h"
#include "service/lists.h"

static enum rc city_name(struct db *db, const struct application_file *f, struct str *out,
	struct err *e)
{
	struct q_agency_by_id agency;
	struct q_division_by_code division;

	*out = str_none();
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = f->city_agency_id}, &agency, e));
	enum rc rc = q_division_by_code(
		db, &(struct q_division_by_code_in){.code = agency.division_code}, &division, e);
	if (rc == RC_OK)
		*out = division.name;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The draft's evidence in the shape of a submission's. */
static void draft_files(struct ctx *c, const struct e_file *x, struct paper_application *p)
{
	struct submitted_file *v = ARENA_NEW_N(c->a, struct submitted_file, x->files.n + 1);

	for (size_t i = 0; i < x->files.n; i++)
		v[i] = (struct submitted_file){.slot = x->files.v[i].slot,
			.file = x->files.v[i].public_id,
			.name = x->files.v[i].filename,
			.sha256 = x->files.v[i].sha256,
			.size = x->files.v[i].size};
	p->files = v;
	p->files_n = x->files.n;
}

static enum rc lists_read(struct ctx *c, struct str text, struct paper_application *p, struct err *e)
{
	struct json *j = NULL;

	if (text.n)
		TRY(json_parse(c->a, text, &j, e));
	p->lists = j;
	return RC_OK;
}

static enum rc draft_fill(
	struct ctx *c, const struct e_file *x, struct paper_application *p, struct err *e)
{
	struct json *profile;
	struct str lists;

	TRY(lists_as_json(x->db, ctx_services(c)->rules, &x->f, c->now, &lists, e));
	TRY(lists_read(c, lists, p, e));
	TRY(json_parse(c->a, profile_json(c->a, &x->profile), &profile, e));
	p->profile = profile;
	p->score = &x->score;
	p->report = &x->report;
	p->area = x->profile.area;
	draft_files(c, x, p);
	return RC_OK;
}

static enum rc sent_fill(
	struct ctx *c, const struct e_file *x, struct paper_application *p, struct err *e)
{
	struct submission *s = ARENA_NEW(c->a, struct submission);
	struct score_result *score = ARENA_NEW(c->a, struct score_result);
	struct report *report = ARENA_NEW(c->a, struct report);
	struct q_submission_list row = {.json = STR("")};
	bool found;

	TRY(submission_load(x->db, &x->f, x->f.submission_id, s, e));
	TRY(q_submission_list(x->db, &(struct q_submission_list_in){.submission_id = s->id}, &row,
		&found, e));
	TRY(lists_read(c, found ? row.json : STR(""), p, e));
	application_evaluate(&x->f, s->facts, c->a, score);
	TRY(report_of_submission(x->db, x->f.procedure, s->id, report, e));
	p->report = report;
	p->sent = s;
	p->score = score;
	p->profile = s->profile;
	p->area = json_str(s->profile, "area", STR(""));
	p->files = s->files.v;
	p->files_n = s->files.n;
	return RC_OK;
}

/* The document, and a name to download it under (without ending). */
static enum rc compose(
	struct ctx *c, enum paper_kind kind, struct doc **doc, struct str *name, struct err *e)
{
	struct e_file *x = ARENA_NEW(c->a, struct e_file);
	struct paper_application p = {.file = &x->f, .now = c->now};

	TRY(e_file_load(c, x, e));
	p.base_url = c->app->o.config->base_url;
	TRY(city_name(x->db, &x->f, &p.city, e));
	if (x->f.submission_id && x->f.state != STATE_RETURNED)
		TRY(sent_fill(c, x, &p, e));
	else
		TRY(draft_fill(c, x, &p, e));
	paper_application(c->a, &p, kind, doc);
	struct str title = procedure_text(c->a, x->f.procedure,
		kind == PAPER_SELF_EVALUATION ? "self_evaluation" : "application",
		x->f.batch_title, p.city);
	*name = str_fmt(c->a, "%.*s-%.*s", STR_ARG(x->f.enterprise_name), STR_ARG(title));
	ctx_db_end(c); /* drawing takes longer than reading */
	return RC_OK;
}

static enum rc respond_pdf(struct ctx *c, enum paper_kind kind, struct err *e)
{
	struct doc *doc;
	struct str name, bytes;

	TRY(compose(c, kind, &doc, &name, e));
	TRY(pdf_render(doc, &bytes, e));
	return respond_download(
		c, STR("application/pdf"), str_cat(c->a, name, STR(".pdf")), bytes);
}

enum rc page_e_self_evaluation_pdf(struct ctx *c, struct err *e)
{
	return respond_pdf(c, PAPER_SELF_EVALUATION, e);
}

enum rc page_e_application_pdf(struct ctx *c, struct err *e)
{
	return respond_pdf(c, PAPER_APPLICATION, e);
}

enum rc page_e_application_docx(struct ctx *c, struct err *e)
{
	struct doc *doc;
	struct str name, bytes;

	TRY(compose(c, PAPER_APPLICATION, &doc, &name, e));
	TRY(docx_render(doc, &bytes, e));
	return respond_download(c,
		STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
		str_cat(c->a, name, STR(".docx")), bytes);
}
