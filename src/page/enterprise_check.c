/* Check your answers, send to sign, sign and submit. The page shows what stands in the way; the service
 * judges again when it happens.
 */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/entry.h"

static void sections_fill(struct ctx *c, const struct e_file *x, struct view_e_check *v)
{
	const struct standard *s = x->f.standard;

	for (size_t i = 0; i < s->sections.n; i++) {
		const struct standard_section *sec = &s->sections.v[i];
		struct view_summary *out = VEC_ADD(c->a, &v->sections);

		out->title = sec->title;
		score_fact_rows(c, &x->score, &sec->facts, &out->rows);
		for (size_t k = 0; state_editable(x->f.state) && k < out->rows.n; k++) {
			out->rows.v[k].change = STR("修改");
			out->rows.v[k].href = str_fmt(c->a, "/e/app/%.*s/s/%.*s#%.*s",
				STR_ARG(x->f.public_id), STR_ARG(sec->id),
				STR_ARG(fact_field(c->a, sec->facts.v[k].fact,
					fact_ref_year(sec->facts.v[k], x->f.year))));
		}
	}
}

static void profile_fill(struct ctx *c, const struct e_file *x, struct view_summary *out)
{
	out->title = STR("企业信息");
	rows_add(c, &out->rows, "企业名称", x->profile.name);
	rows_add(c, &out->rows, "统一社会信用代码", x->profile.uscc);
	for (size_t i = 0; i < profile_fields_n; i++) {
		struct str value = profile_value(&x->profile.v, i);

		if (str_eqc(str_c(profile_fields[i].name), "division_code"))
			value = x->profile.area;
		if (str_eqc(str_c(profile_fields[i].name), "industry_code") && value.n)
			value = str_fmt(c->a, "%.*s　%.*s", STR_ARG(value),
				STR_ARG(x->profile.industry_name));
		rows_add(c, &out->rows, profile_fields[i].label, value);
		out->rows.v[out->rows.n - 1].change = STR("修改");
		out->rows.v[out->rows.n - 1].href =
			str_fmt(c->a, "/e/profile#%s", profile_fields[i].name);
	}
}

static void evidence_fill(struct ctx *c, const struct e_file *x, struct view_summary *out)
{
	const struct standard *s = x->f.standard;

	out->title = STR("佐证材料");
	for (size_t i = 0; i < s->evidence.n; i++) {
		size_t n = evidence_count(&x->files, s->evidence.v[i].id);
		enum evidence_need need = evidence_need(&x->score, i);

		if (n == 0 && need == EVIDENCE_UNUSED)
			continue;
		struct view_row *row = VEC_ADD(c->a, &out->rows);
		row->label = s->evidence.v[i].title;
		row->value = n ? str_fmt(c->a, "%zu 个文件", n)
			: need == EVIDENCE_NEEDED ? STR("缺，必须上传")
						  : STR("未上传（数据已在审计报告或纳税申报表中的可不另附）");
		if (!state_editable(x->f.state))
			continue;
		row->change = STR("修改");
		row->href = str_fmt(c->a, "/e/app/%.*s/files#%.*s-title", STR_ARG(x->f.public_id),
			STR_ARG(s->evidence.v[i].id));
	}
}

static void report_fill(struct ctx *c, const struct e_file *x, struct view_summary *out)
{
	out->title = STR("申请报告");
	for (size_t i = 0; i < x->report.n; i++) {
		const struct report_part *p = &x->report.v[i];
		struct view_row *row = VEC_ADD(c->a, &out->rows);

		row->label = p->title;
		row->value = str_trim(p->text).n ? p->text : STR("未写");
		if (!report_open(&x->f, &x->fixes, p->id))
			continue;
		row->change = STR("修改");
		row->href = str_fmt(c->a, "/e/app/%.*s/report/%.*s", STR_ARG(x->f.public_id),
			STR_ARG(p->id));
	}
}

/* The body that the file goes to when it is signed. */
static enum rc send_to(struct ctx *c, const struct e_file *x, struct str *out, struct err *e)
{
	struct q_agency_by_id row;
	struct workflow_case wc = {.procedure = x->f.procedure,
		.has_county = x->f.county_agency_id != 0,
		.return_to = x->f.return_to,
		.update = x->f.kind == FILING_UPDATE};
	enum state to;
	int64_t id = x->f.city_agency_id;
	struct err ignored;

	(void)c;
	if (workflow_next(&wc, x->f.state, ACT_SUBMIT, HOLDER_ENTERPRISE, &to, &ignored) == RC_OK &&
		state_holder(to) == HOLDER_COUNTY)
		id = x->f.county_agency_id;
	TRY(q_agency_by_id(x->db, &(struct q_agency_by_id_in){.id = id}, &row, e));
	*out = row.name;
	return RC_OK;
}

/* What the register says today, as the submission will ask it: a title that has ended since holds the file. */
static enum rc entry_fill(struct ctx *c, const struct e_file *x, struct view_e_check *v, struct err *e)
{
	struct entry_results entry;
	struct err why;

	if (x->f.kind == FILING_UPDATE)
		return RC_OK;
	TRY(entry_of(x->db, ctx_services(c)->rules, x->f.procedure, x->f.enterprise_id, x->facts,
		date_of_instant(c->now), &entry, e));
	if (entry_allows(&entry, &why) != RC_OK)
		VEC_PUSH(c->a, &v->reasons, err_text(c->a, &why));
	return RC_OK;
}

static enum rc reasons_fill(struct ctx *c, const struct e_file *x, struct view_e_check *v, struct err *e)
{
	struct readiness ready;
	struct strs warnings = {0};
	struct err why;

	TRY(entry_fill(c, x, v, e));
	application_readiness(c->a, &x->score, &x->files, &x->profile, &x->report, &ready);
	for (size_t i = 0; i < ready.reasons.n; i++)
		VEC_PUSH(c->a, &v->reasons, ready.reasons.v[i]);
	if (application_in_time(c->a, &x->f, c->now, &why) != RC_OK)
		VEC_PUSH(c->a, &v->reasons, err_text(c->a, &why));
	v->ready = v->reasons.n == 0;
	if (!str_eqc(x->profile.identity, "verified")) {
		err_set(&why, RC_INVALID, MSG_SUBMIT_IDENTITY);
		VEC_PUSH(c->a, &v->reasons, err_text(c->a, &why));
	}
	facts_unusual(c->a, x->f.standard, x->facts, &warnings);
	for (size_t i = 0; i < warnings.n; i++)
		VEC_PUSH(c->a, &v->warnings, warnings.v[i]);
	return RC_OK;
}

static void declarations_fill(struct ctx *c, const struct e_file *x,
	const struct form_errors *errors, struct view_e_check *v)
{
	const struct procedure *p = x->f.procedure;

	v->eligible = field_choices("eligible", "本企业确认符合以下申报条件（逐条勾选）", errors);
	for (size_t i = 0; x->f.kind != FILING_UPDATE && i < p->eligibility_n; i++)
		if (p->eligibility[i].kind != ENTRY_POOL)
			choices_add(c, &v->eligible, p->eligibility[i].id,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(p->eligibility[i].text),
				STR_ARG(p->eligibility[i].clause)),
			str_none());
	v->truth_text = procedure_text(c->a, p, "truth", x->f.batch_title, str_none());
	v->truth = field_check(c, "truth", "我是本企业法定代表人，已阅读并同意以上声明", false, errors);
	v->note = field_text(c, "note", "对上述提示的说明", str_none(), errors);
	v->note.optional = true;
	v->note.rows = 3;
	v->reason = field_text(c, "reason", "退回原因", str_none(), errors);
	v->reason.hint = STR("写明要改什么，填报人会收到消息");
	v->reason.rows = 3;
}

static enum rc check_fill(struct ctx *c, const struct e_file *x, const char *title,
	const struct form_errors *errors, struct view_e_check *v, struct err *e)
{
	bool legal = actor_is(&c->who, ROLE_LEGAL_REP);
	bool open = state_editable(x->f.state);

	e_page(c, x, title, &v->page);
	if (errors)
		v->page.errors = *errors;
	e_case(c, x, &v->file);
	sections_fill(c, x, v);
	profile_fill(c, x, &v->profile);
	evidence_fill(c, x, &v->evidence);
	report_fill(c, x, &v->report);
	score_panel(c, &x->score, e_href(c, &x->f, "/score"), &v->score);
	declarations_fill(c, x, errors, v);
	if (open || x->f.state == STATE_SIGN)
		TRY(reasons_fill(c, x, v, e));
	TRY(send_to(c, x, &v->send_to, e));
	v->version = str_i64(c->a, x->f.version);
	v->hub_href = e_href(c, &x->f, "");
	v->sign_href = e_href(c, &x->f, "/sign");
	v->pdf_href = e_href(c, &x->f, "/application.pdf");
	v->may_send = open && !legal && v->ready;
	v->may_sign = legal && (open || x->f.state == STATE_SIGN) && v->reasons.n == 0;
	v->may_return = legal && x->f.state == STATE_SIGN;
	return RC_OK;
}

static enum rc show_check(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_e_check v = {0};
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	TRY(check_fill(c, &x, "核对申报内容", errors, &v, e));
	v.action = e_href(c, &x.f, "/to-sign");
	tmpl_enterprise_check(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_e_check(struct ctx *c, struct err *e)
{
	return show_check(c, 200, NULL, e);
}

static struct str own_path(struct ctx *c, const char *rest)
{
	return str_fmt(c->a, "/e/app/%.*s%s", STR_ARG(c->params[0]), rest);
}

/* Several lines of text, as the person wrote them; too long is an error beside the field. */
static struct str lines_of(struct ctx *c, const char *name, const char *label,
	struct form_errors *errors)
{
	struct {
		struct str text;
	} in = {0};
	const struct field_spec spec[] = {
		{.name = name, .label = label, .kind = FIELD_LINES, .min = 0, .max = 1000}};

	(void)!form_read(c->a, &c->form, spec, 1, &in, errors);
	return in.text;
}

enum rc page_e_to_sign(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct application_to_sign uc = {.application = c->params[0], .version = ctx_version(c)};
	struct tx_call call = ctx_call(c, own_path(c, ""));

	uc.note = lines_of(c, "note", "说明", &errors);
	if (errors.n)
		return show_check(c, 422, &errors, e);
	enum rc rc = TX_RUN(&call, application_to_sign, &uc, e);
	if (e_shown_again(rc)) {
		form_error_from(c->a, &errors, e);
		return show_check(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已送法定代表人签署。签署前尚未报送，请提醒法定代表人登录办理"));
}

/* --- signing ----------------------------------------------------------------------------------- */

static enum rc show_sign(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_e_check v = {0};
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	TRY(check_fill(c, &x, "法定代表人签署", errors, &v, e));
	v.action = e_href(c, &x.f, "/sign");
	tmpl_enterprise_sign(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_e_sign(struct ctx *c, struct err *e)
{
	return show_sign(c, 200, NULL, e);
}

static enum rc sign_back(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct application_sign_back uc = {.application = c->params[0], .version = ctx_version(c)};
	struct tx_call call = ctx_call(c, own_path(c, ""));

	uc.reason = lines_of(c, "reason", "退回原因", &errors);
	if (errors.n)
		return show_sign(c, 422, &errors, e);
	enum rc rc = TX_RUN(&call, application_sign_back, &uc, e);
	if (e_shown_again(rc)) {
		form_error_from(c->a, &errors, e);
		return show_sign(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已退回填报人修改"));
}

static void read_eligible(struct ctx *c, struct application_submit *uc)
{
	struct str *ids = ARENA_NEW_N(c->a, struct str, c->form.n + 1);
	struct str id;
	size_t n = 0;

	for (size_t i = 0; form_next(&c->form, "eligible", &i, &id);)
		ids[n++] = id;
	uc->eligible = ids;
	uc->eligible_n = n;
}

enum rc page_e_sign_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct application_submit uc = {.application = c->params[0], .version = ctx_version(c)};
	struct tx_call call = ctx_call(c, own_path(c, "/receipt"));

	if (str_eqc(form_get(&c->form, "act"), "back"))
		return sign_back(c, e);
	uc.truth = str_eqc(form_get(&c->form, "truth"), "1");
	uc.note = lines_of(c, "note", "说明", &errors);
	read_eligible(c, &uc);
	if (errors.n)
		return show_sign(c, 422, &errors, e);
	enum rc rc = TX_RUN(&call, application_submit, &uc, e);
	if (e_shown_again(rc)) {
		form_error_from(c->a, &errors, e);
		return show_sign(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已签署并报送"));
}
