/* 申请报告, a section a page: the printed heading and guidance, one text, what the file says already beside it. */
#include "page/enterprise.h"
#include "page/report_view.h"
#include "page/routes.h"
#include "page/tmpl.h"

static enum rc part_of(struct ctx *c, const struct e_file *x, size_t *at, struct err *e)
{
	const struct report_part *p = report_find(&x->report, c->params[1]);

	if (!p)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	*at = (size_t)(p - x->report.v);
	return RC_OK;
}

static struct str part_path(struct ctx *c, const struct e_file *x, size_t i)
{
	return str_fmt(c->a, "/e/app/%.*s/report/%.*s", STR_ARG(x->f.public_id),
		STR_ARG(x->report.v[i].id));
}

static struct str next_path(struct ctx *c, const struct e_file *x, size_t i)
{
	if (x->f.state == STATE_RETURNED)
		return e_href(c, &x->f, "/fix");
	return i + 1 < x->report.n ? part_path(c, x, i + 1) : e_href(c, &x->f, "/files");
}

static enum rc lists_now(struct ctx *c, const struct e_file *x, const struct json **out, struct err *e)
{
	struct json *j = NULL;
	struct str text;

	TRY(lists_as_json(x->db, ctx_services(c)->rules, &x->f, c->now, &text, e));
	if (text.n)
		TRY(json_parse(c->a, text, &j, e));
	*out = j;
	return RC_OK;
}

static enum rc fill(struct ctx *c, const struct e_file *x, size_t i, struct str typed,
	const struct form_errors *errors, struct view_e_report *v, struct err *e)
{
	const struct report_part *p = &x->report.v[i];
	const struct json *lists;

	e_page(c, x, str_cstr(c->a, p->title), &v->page);
	if (errors)
		v->page.errors = *errors;
	v->title = str_cat(c->a, STR("申请报告 "), report_title(c->a, p));
	if (p->above_title.n)
		v->above = str_fmt(c->a, "%.*s、%.*s", STR_ARG(p->above_no), STR_ARG(p->above_title));
	v->guidance = p->guidance;
	v->action = part_path(c, x, i);
	v->autosave = str_cat(c->a, v->action, STR("/autosave"));
	v->length = report_length(c->a, p);
	v->version = str_i64(c->a, p->version);
	v->hub_href = e_href(c, &x->f, "");
	v->next_text = x->f.state == STATE_RETURNED ? STR("保存并返回补正清单") : STR("保存并继续");
	v->locked = !report_open(&x->f, &x->fixes, p->id);
	v->text = p->text;
	if (v->locked)
		v->locked_why = state_editable(x->f.state)
			? STR("退回没有要求更正这一部分，只能查看。")
			: str_fmt(c->a, "当前状态为“%s”，内容不能修改。", state_word(x->f.state));
	v->area = field_text(c, "text", "正文", typed.p ? typed : p->text, errors);
	v->area.rows = 16;
	v->area.hint = STR("不超过 5000 个字；企业名称、数据要与填报内容和佐证材料一致");
	if (i + 1 < x->report.n)
		return RC_OK;
	TRY(lists_now(c, x, &lists, e));
	honours_table(c, x->f.procedure, direction_code(c->a, x->facts), lists, &v->honours);
	return RC_OK;
}

enum rc page_e_report(struct ctx *c, struct err *e)
{
	struct view_e_report v = {0};
	struct e_file x;
	size_t i = 0;

	TRY(e_file_load(c, &x, e));
	TRY(part_of(c, &x, &i, e));
	TRY(fill(c, &x, i, str_none(), NULL, &v, e));
	tmpl_enterprise_report(respond_html(c, 200), &v);
	return RC_OK;
}

/* What was typed stays in the form; a colleague's text stands beside it. */
static enum rc show_again(struct ctx *c, int status, struct str typed, const struct err *why, struct err *e)
{
	struct view_e_report v = {0};
	struct form_errors errors = {0};
	struct e_file x;
	size_t i = 0;

	TRY(e_file_load(c, &x, e));
	TRY(part_of(c, &x, &i, e));
	if (status == 422)
		form_error_add(c->a, &errors, "text", err_text(c->a, why));
	TRY(fill(c, &x, i, typed, &errors, &v, e));
	if (status == 409)
		v.theirs = x.report.v[i].text;
	tmpl_enterprise_report(respond_html(c, status), &v);
	return RC_OK;
}

struct saving {
	struct e_file x;
	size_t at;
	struct report_save uc;
	struct tx_call call;
};

static enum rc save(struct ctx *c, struct saving *s, bool autosave, struct err *e)
{
	struct {
		struct str text;
	} in = {0};
	static const struct field_spec spec[] = {
		{"text", "正文", FIELD_LINES, false, 0, REPORT_SECTION_MAX, NULL, 0}};
	struct form_errors errors = {0};

	s->uc = (struct report_save){.application = c->params[0],
		.section = c->params[1],
		.text = form_get(&c->form, "text")};
	TRY(e_file_load(c, &s->x, e));
	TRY(part_of(c, &s->x, &s->at, e));
	ctx_db_end(c);
	if (!str_to_i64(form_get(&c->form, "version"), &s->uc.version))
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	if (!form_read(c->a, &c->form, spec, 1, &in, &errors))
		return err_field(e, RC_INVALID, MSG_REPORT_LONG, "text");
	s->uc.text = in.text.p ? in.text : STR("");
	s->call = ctx_call(c, part_path(c, &s->x, s->at));
	if (autosave)
		s->call.once = str_none(); /* uses no one-time token up */
	return TX_RUN(&s->call, report_save, &s->uc, e);
}

enum rc page_e_report_post(struct ctx *c, struct err *e)
{
	struct saving s = {0};
	enum rc rc = save(c, &s, false, e);

	if (rc == RC_CONFLICT && e->msg == MSG_STALE)
		return show_again(c, 409, s.uc.text, e, e);
	if (rc == RC_INVALID && e->msg == MSG_REPORT_LONG)
		return show_again(c, 422, s.uc.text, e, e);
	TRY(rc);
	if (!s.call.replayed && str_eqc(form_get(&c->form, "go"), "next"))
		s.call.location = next_path(c, &s.x, s.at);
	return ctx_done(c, &s.call,
		str_fmt(c->a, "“%.*s”已保存，尚未报送", STR_ARG(s.x.report.v[s.at].title)));
}

/* For the script: the length anew; the form's own version in a header. What is too long is not saved, and that is
 * an answer which the script tells from a saved one. */
enum rc page_e_report_autosave(struct ctx *c, struct err *e)
{
	struct view_e_report v = {0};
	struct saving s = {0};
	enum rc rc = save(c, &s, true, e);

	if (rc == RC_INVALID && e->msg == MSG_REPORT_LONG)
		return err_field(e, RC_TOO_LARGE, MSG_REPORT_LONG, "text");
	TRY(rc);
	s.x.report.v[s.at].text = s.uc.text;
	v.length = report_length(c->a, &s.x.report.v[s.at]);
	tmpl_enterprise_report_panel(respond_html(c, 200), &v);
	struct str at = instant_human(c->a, c->now);
	http_header_set(c->res, c->a, STR("X-Saved-At"), str_sub(at, at.n - 5, 5));
	http_header_set(c->res, c->a, STR("X-Version"), str_i64(c->a, s.uc.saved));
	return RC_OK;
}
