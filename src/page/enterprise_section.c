/* One group of facts per page: saving is always allowed, says what could not be read, and shows at once
 * what the answers are worth.
 */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

/* The section of the address; RC_NOT_FOUND when the standard has none of that name. */
static enum rc section_of(
	struct ctx *c, const struct e_file *x, size_t *section, struct err *e)
{
	int i = standard_section_find(x->f.standard, c->params[1]);

	if (i < 0)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	*section = (size_t)i;
	return RC_OK;
}

static struct str section_path(struct ctx *c, const struct e_file *x, size_t i, const char *rest)
{
	return str_fmt(c->a, "/e/app/%.*s/s/%.*s%s", STR_ARG(x->f.public_id),
		STR_ARG(x->f.standard->sections.v[i].id), rest);
}

/* After the last section: evidence. In a correction: back to the list of what is to be corrected. */
static struct str next_path(struct ctx *c, const struct e_file *x, size_t i)
{
	if (x->f.state == STATE_RETURNED)
		return e_href(c, &x->f, "/fix");
	return i + 1 < x->f.standard->sections.n ? section_path(c, x, i + 1, "")
						 : e_href(c, &x->f, "/files");
}

static void fixed_fill(struct ctx *c, const struct e_file *x, size_t section,
	struct view_fact_list *out)
{
	score_fact_rows(c, &x->score, &x->f.standard->sections.v[section].facts, &out->fixed);
}

static void saved_text(struct ctx *c, const struct e_file *x, struct view_e_section *v)
{
	if (x->f.updated_at > x->f.created_at)
		v->saved = str_fmt(c->a, "草稿已保存于 %.*s，尚未报送",
			STR_ARG(instant_human(c->a, x->f.updated_at)));
}

static enum rc section_fill(struct ctx *c, const struct e_file *x, size_t section,
	const struct form_errors *errors, struct view_e_section *v, struct err *e)
{
	const struct standard_section *s = &x->f.standard->sections.v[section];
	struct q_enterprise_facts_list before;
	struct strs warnings = {0};
	struct facts_form form = {.standard = x->f.standard, .facts = x->facts, .errors = errors};

	e_page(c, x, str_cstr(c->a, s->title), &v->page);
	v->title = s->title;
	v->hint = s->hint;
	v->hub_href = e_href(c, &x->f, "");
	v->action = section_path(c, x, section, "");
	v->autosave = section_path(c, x, section, "/autosave");
	v->base = section_base(c->a, &x->f, x->facts, section);
	v->next_text = x->f.state == STATE_RETURNED ? STR("保存并返回补正清单") : STR("保存并继续");
	score_panel(c, &x->score, e_href(c, &x->f, "/score"), &v->score);
	facts_unusual(c->a, x->f.standard, x->facts, &warnings);
	for (size_t i = 0; i < warnings.n; i++)
		VEC_PUSH(c->a, &v->warnings, warnings.v[i]);
	v->locked = !state_editable(x->f.state);
	if (v->locked) {
		v->locked_why = str_fmt(c->a, "当前状态为“%s”，内容不能修改。", state_word(x->f.state));
		fixed_fill(c, x, section, &v->facts);
		return RC_OK;
	}
	TRY(q_enterprise_facts(x->db,
		&(struct q_enterprise_facts_in){.enterprise_id = x->f.enterprise_id}, &before, e));
	form.before = &before;
	form.derived = &x->counted;
	if (x->f.state == STATE_RETURNED)
		form.only = &x->fixes;
	facts_form_section(c, &form, section, &v->facts);
	saved_text(c, x, v);
	return RC_OK;
}

enum rc page_e_section(struct ctx *c, struct err *e)
{
	struct view_e_section v = {0};
	struct e_file x;
	size_t section = 0;

	TRY(e_file_load(c, &x, e));
	TRY(section_of(c, &x, &section, e));
	TRY(section_fill(c, &x, section, NULL, &v, e));
	tmpl_enterprise_section(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- saving ------------------------------------------------------------------------------------ */

/* The two versions side by side (L35). */
static void conflict_fill(struct ctx *c, const struct e_file *x, const struct application_save *uc,
	struct view_table *t)
{
	static const char *const heads[] = {"项目", "您填写的", "同事保存的"};

	t->caption = STR("两份内容");
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(heads[i])};
	for (size_t i = 0; i < uc->n; i++) {
		const struct answer *a = &uc->answers[i];
		unsigned back = a->year ? (unsigned)(x->f.year - a->year) : 0;
		struct str stored = fact_show(c->a, a->fact, facts_get(x->facts, a->fact, back));
		struct view_cells *r = VEC_ADD(c->a, &t->rows);

		*VEC_ADD(c->a, r) =
			(struct view_cell){.text = fact_label(c->a, a->fact, a->year)};
		*VEC_ADD(c->a, r) = (struct view_cell){.text = a->typed, .label = STR("您填写的")};
		*VEC_ADD(c->a, r) = (struct view_cell){.text = stored, .label = STR("同事保存的")};
	}
}

struct saving {
	struct e_file before;
	size_t section;
	struct application_save uc;
	struct tx_call call;
};

static enum rc save(struct ctx *c, struct saving *s, bool autosave, struct err *e)
{
	TRY(e_file_load(c, &s->before, e));
	TRY(section_of(c, &s->before, &s->section, e));
	s->uc = (struct application_save){.application = s->before.f.public_id,
		.section = s->section,
		.base = form_get(&c->form, "version")};
	facts_form_read(c, s->before.f.standard, s->section, s->before.f.year, &s->uc.answers,
		&s->uc.n);
	s->call = ctx_call(c, section_path(c, &s->before, s->section, ""));
	if (autosave)
		s->call.once = str_none(); /* uses no one-time token up */
	return TX_RUN(&s->call, application_save, &s->uc, e);
}

static enum rc show_conflict(struct ctx *c, struct saving *s, struct err *e)
{
	struct view_e_section v = {0};
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	TRY(section_fill(c, &x, s->section, NULL, &v, e));
	conflict_fill(c, &x, &s->uc, &v.conflict);
	tmpl_enterprise_section(respond_html(c, 409), &v);
	return RC_OK;
}

static enum rc show_errors(struct ctx *c, struct saving *s, struct form_errors *errors,
	struct err *e)
{
	struct view_e_section v = {0};
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	TRY(section_fill(c, &x, s->section, errors, &v, e));
	v.page.errors = *errors;
	tmpl_enterprise_section(respond_html(c, 422), &v);
	return RC_OK;
}

static struct str saved_banner(struct ctx *c, const struct saving *s)
{
	const struct standard_section *sec = &s->before.f.standard->sections.v[s->section];
	size_t left = sec->facts.n -
		section_answered(s->before.f.standard, s->uc.facts, s->section);

	if (left == 0)
		return str_fmt(c->a, "“%.*s”已填完并保存，尚未报送", STR_ARG(sec->title));
	return str_fmt(c->a, "已保存，“%.*s”还差 %zu 项，尚未报送", STR_ARG(sec->title), left);
}

enum rc page_e_section_post(struct ctx *c, struct err *e)
{
	struct saving s = {0};
	struct form_errors errors = {0};
	enum rc rc = save(c, &s, false, e);

	if (rc == RC_CONFLICT && e->msg == MSG_STALE && s.uc.n)
		return show_conflict(c, &s, e);
	TRY(rc);
	if (s.call.replayed)
		return ctx_done(c, &s.call, str_none());
	facts_form_errors(c, s.uc.answers, s.uc.n, s.uc.score, s.section, &errors);
	if (errors.n)
		return show_errors(c, &s, &errors, e);
	if (str_eqc(form_get(&c->form, "go"), "next"))
		s.call.location = next_path(c, &s.before, s.section);
	return ctx_done(c, &s.call, saved_banner(c, &s));
}

/* For the script: what was saved at once, the panel anew; the form's own version in a header. */
enum rc page_e_section_autosave(struct ctx *c, struct err *e)
{
	struct saving s = {0};
	struct form_errors errors = {0};
	struct view_e_section v = {0};

	TRY(save(c, &s, true, e));
	facts_form_errors(c, s.uc.answers, s.uc.n, s.uc.score, s.section, &errors);
	struct str at = instant_human(c->a, c->now);
	score_panel(c, s.uc.score, e_href(c, &s.before.f, "/score"), &v.score);
	tmpl_enterprise_panel(respond_html(c, errors.n ? 422 : 200), &v);
	http_header_set(c->res, c->a, STR("X-Saved-At"), str_sub(at, at.n - 5, 5));
	http_header_set(c->res, c->a, STR("X-Version"), s.uc.new_base);
	return RC_OK;
}
