/* 办事指南 with the elements that a guide must have, made from the procedure and its standard, so that it
 * cannot differ from what the program does; and the questions that stop the ineligible early.
 */
#include "base/vec.h"
#include "page/common.h"
#include "page/enterprise.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/entry.h"
#include "store/q.h"

static struct str guide_text(const struct procedure *p, const char *name)
{
	const struct json *guide = json_get(p->json, "guide");

	return guide ? json_str(guide, name, str_none()) : str_none();
}

static struct str basis_all(struct ctx *c, const struct procedure *p)
{
	struct str text = str_none();

	for (size_t i = 0; i < p->basis_n; i++) {
		struct str one = public_basis(c, &p->basis[i]);
		text = text.n ? str_fmt(c->a, "%.*s；%.*s", STR_ARG(text), STR_ARG(one)) : one;
	}
	return text;
}

enum rc page_guides(struct ctx *c, struct err *e)
{
	const struct procedure **list;
	struct view_guides v = {0};
	size_t n = public_procedures(c, &list);

	(void)e;
	page_view(c, "办事指南", &v.page);
	v.page.column = STR("办事指南");
	page_crumb(c, &v.page, STR("办事指南"), str_none());
	for (size_t i = 0; i < n; i++)
		*VEC_ADD(c->a, &v.tiers) = (struct view_link){.text = list[i]->title,
			.href = str_cat(c->a, STR("/guide/"), list[i]->id),
			.count = guide_text(list[i], "time")};
	tmpl_public_guides(respond_html(c, 200), &v);
	return RC_OK;
}

static void facts_fill(struct ctx *c, const struct procedure *p, struct view_guide *v)
{
	static const struct {
		const char *label, *name;
	} lines[] = {{"办理地点与方式", "place"}, {"办理时间", "time"}, {"办理期限", "term"}, {"收费", "fee"}};
	struct str item = guide_text(p, "item");

	rows_add(c, &v->facts, "事项名称", item.n ? item : p->title);
	rows_add(c, &v->facts, "设定依据", basis_all(c, p));
	rows_add(c, &v->facts, "服务对象", guide_text(p, "audience"));
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		if (guide_text(p, lines[i].name).n)
			rows_add(c, &v->facts, lines[i].label, guide_text(p, lines[i].name));
	rows_add(c, &v->facts, "有效期", procedure_validity_text(c->a, p));
	if (v->page.phone.n)
		rows_add(c, &v->facts, "咨询电话", v->page.phone);
	if (v->page.report_phone.n)
		rows_add(c, &v->facts, "监督电话", v->page.report_phone);
}

static void conditions_fill(struct ctx *c, const struct procedure *p, const struct standard *s,
	struct view_guide *v)
{
	for (size_t i = 0; i < p->eligibility_n; i++)
		VEC_PUSH(c->a, &v->conditions,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(p->eligibility[i].text),
				STR_ARG(p->eligibility[i].clause)));
	for (size_t i = 0; s && i < s->routes.n; i++)
		VEC_PUSH(c->a, &v->pass, s->routes.v[i].text);
	for (size_t i = 0; s && i < s->evidence.n; i++) {
		const struct standard_evidence *ev = &s->evidence.v[i];
		*VEC_ADD(c->a, &v->papers) = (struct view_guide_paper){.title = ev->title,
			.shows = ev->shows,
			.need = ev->required                       ? STR("必需")
				: ev->kind == EVIDENCE_DIRECT	   ? STR("走直通条件时")
				: ev->kind == EVIDENCE_INDICATOR ? STR("该项得分时")
								   : STR("按情况")};
	}
}

/* Who is signed in for an enterprise sees how it stands: the title of the tier below with its last day. */
static enum rc own_fill(struct ctx *c, struct db *db, const struct procedure *p, struct view_guide *v, struct err *e)
{
	struct entry_results entry;

	if (!c->who.enterprise_id)
		return RC_OK;
	TRY(entry_of(db, ctx_services(c)->rules, p, c->who.enterprise_id, NULL, date_of_instant(c->now),
		&entry, e));
	e_conditions(c, &entry, &v->own);
	v->own.caption = STR("本企业今天的情况");
	return RC_OK;
}

static struct str term_text(struct ctx *c, const struct stage *s)
{
	const char *unit = s->term.kind == TERM_WORKING ? "个工作日" : "天";

	if (!s->has_term)
		return str_none();
	return str_fmt(c->a, "%lld %s，%s%s", (long long)s->term.n, unit,
		s->term.start_same_day ? "当日起算" : "次日起算",
		s->term.kind == TERM_WORKING || s->term.no_extend ? "" : "，末日遇休息日顺延");
}

static struct str site_note(struct ctx *c, const struct stage *s)
{
	switch (s->site) {
	case SITE_ALL:
		return STR("每家企业都要实地核查。");
	case SITE_TRIGGERS:
		return STR("符合规定情形的企业必须实地核查。");
	case SITE_SHARE:
		return str_fmt(c->a, "对拟通过企业按不低于 %lld%% 的比例实地核查。",
			(long long)s->share_percent);
	case SITE_OPTIONAL:
	case SITE__MAX:
		break;
	}
	return STR("需要核实时进行。");
}

static void steps_fill(struct ctx *c, const struct procedure *p, struct view_guide *v)
{
	for (size_t i = 0; i < p->stages_n; i++) {
		const struct stage *s = &p->stages[i];
		struct view_guide_step *out = VEC_ADD(c->a, &v->steps);

		out->name = s->name;
		out->who = str_c(holder_word(s->level));
		out->clause = s->clause;
		out->term = term_text(c, s);
		if (s->skip_without_body)
			out->note = STR("没有县级主管部门的地方，由市级一并办理。");
		else if (s->kind == STAGE_SITE_VISIT)
			out->note = site_note(c, s);
	}
}

static void calendar_fill(struct ctx *c, const struct procedure *p, struct view_guide *v)
{
	struct err why;
	struct date today = date_of_instant(c->now);
	struct batch_plan plan;

	v->batch_clause = p->batch_clause;
	for (int64_t no = 1; no <= p->batches_per_year; no++) {
		if (!procedure_has_batch(p, today.y, no) ||
			procedure_batch(p, today.y, no, &plan, &why) != RC_OK)
			continue; /* the procedure begins within the year */
		struct view_row *r = VEC_ADD(c->a, &v->calendar);
		r->label = procedure_batch_title(c->a, p, today.y, no);
		r->value = str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(date_prose(c->a, plan.opens_on)),
			STR_ARG(date_prose(c->a, plan.city_deadline)));
	}
	if (procedure_batch_on(p, today, &plan))
		v->open_text = str_fmt(c->a, "现在受理 %.*s，截止 %.*s。",
			STR_ARG(procedure_batch_title(c->a, p, plan.year, plan.no)),
			STR_ARG(deadline_of_day(c->a, plan.city_deadline)));
}

static enum rc bodies_fill(struct ctx *c, struct db *db, const struct procedure *p, struct view_guide *v,
	struct err *e)
{
	struct q_public_bodies_list list;
	struct q_agency_by_code root;

	TRY(q_agency_by_code(db, &(struct q_agency_by_code_in){.code = p->body}, &root, e));
	TRY(q_public_bodies(db, &(struct q_public_bodies_in){.line = p->line}, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_public_bodies *b = &list.v[i];
		bool mine = b->id == root.id || (b->parent_id.has && b->parent_id.v == root.id);
		struct view_guide_body *out;

		if (!mine)
			continue;
		out = VEC_ADD(c->a, &v->bodies);
		out->name = b->name;
		out->phone = b->phone;
		out->address = b->address;
		for (size_t k = 0; b->id != root.id && k < list.n; k++) {
			if (!list.v[k].parent_id.has || list.v[k].parent_id.v != b->id)
				continue;
			struct view_row *r = VEC_ADD(c->a, &out->counties);
			r->label = list.v[k].name;
			r->value = list.v[k].phone;
		}
	}
	return RC_OK;
}

/* An edition that has ended is still what its files were judged by. */
static struct str lead_of(struct ctx *c, const struct procedure *p)
{
	struct date from, to;

	if (date_parse(p->legal_from, &from) && date_parse(p->legal_to, &to) &&
		!procedure_in_force(p, date_of_instant(c->now)))
		return str_fmt(c->a, "本指南适用于 %.*s 至 %.*s，现已停止执行。",
			STR_ARG(date_prose(c->a, from)), STR_ARG(date_prose(c->a, to)));
	return str_fmt(c->a, "面向%.*s，自愿申报，网上办理。", STR_ARG(guide_text(p, "audience")));
}

enum rc page_guide(struct ctx *c, struct err *e)
{
	const struct procedure *p = public_procedure(c, c->params[0]);
	struct view_guide v = {0};
	struct db *db;

	if (!p)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	const struct standard *s = rules_standard(
		ctx_services(c)->rules, p->standard, p->body, date_of_instant(c->now));
	TRY(ctx_db(c, &db, e));
	page_view_str(c, str_cat(c->a, p->title, STR("　办事指南")), &v.page);
	v.page.column = STR("办事指南");
	page_crumb(c, &v.page, STR("办事指南"), STR("/guide"));
	page_crumb(c, &v.page, p->title, str_none());
	v.title = p->title;
	v.lead = lead_of(c, p);
	v.start_href = STR("/e");
	v.check_href = str_cat(c->a, STR("/check/"), p->id);
	v.calc_href = str_cat(c->a, STR("/calc/"), p->programme);
	v.rules_href = str_cat(c->a, STR("/rules/"), p->standard);
	facts_fill(c, p, &v);
	conditions_fill(c, p, s, &v);
	steps_fill(c, p, &v);
	calendar_fill(c, p, &v);
	for (size_t i = 0; i < p->questions_n; i++)
		*VEC_ADD(c->a, &v.questions) =
			(struct view_row){.label = p->questions[i].q, .value = p->questions[i].a};
	TRY(bodies_fill(c, db, p, &v, e));
	TRY(own_fill(c, db, p, &v, e));
	tmpl_public_guide(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- 资格预判 --- */
static void question_add(struct ctx *c, const struct eligibility *q, struct str answer, bool asked,
	struct form_errors *errors, struct view_precheck *v)
{
	struct view_choices *ch = VEC_ADD(c->a, &v->questions);

	if (asked && !answer.n)
		form_error_add(c->a, errors, str_cstr(c->a, q->id),
			str_fmt(c->a, "第 %zu 题：请选择“是”或“否”", v->questions.n));
	*ch = (struct view_choices){.id = q->id, .label = str_cat(c->a, STR("本企业"), q->text),
		.hint = q->clause, .inline_row = true,
		.error = form_error_of(errors, str_cstr(c->a, q->id))};
	choices_add(c, ch, STR("yes"), STR("是"), answer);
	choices_add(c, ch, STR("no"), STR("否"), answer);
}

enum rc page_precheck(struct ctx *c, struct err *e)
{
	const struct procedure *p = public_procedure(c, c->params[0]);
	bool asked = form_get(&c->query, "go").n != 0;
	struct view_precheck v = {0};
	struct form_errors errors = {0};

	if (!p)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	page_view_str(c, str_cat(c->a, p->title, STR("　资格预判")), &v.page);
	v.page.column = STR("资格预判");
	v.title = p->title;
	v.action = str_cat(c->a, STR("/check/"), p->id);
	v.guide_href = str_cat(c->a, STR("/guide/"), p->id);
	v.calc_href = str_cat(c->a, STR("/calc/"), p->programme);
	v.basis = basis_all(c, p);
	page_crumb(c, &v.page, STR("办事指南"), STR("/guide"));
	page_crumb(c, &v.page, p->title, v.guide_href);
	page_crumb(c, &v.page, STR("资格预判"), str_none());
	for (size_t i = 0; i < p->eligibility_n; i++) {
		const struct eligibility *q = &p->eligibility[i];
		struct str answer = form_get(&c->query, str_cstr(c->a, q->id));

		question_add(c, q, answer, asked, &errors, &v);
		if (str_eqc(answer, "no"))
			*VEC_ADD(c->a, &v.reasons) = (struct view_row){.label = q->clause,
				.value = str_cat(c->a, STR("应"), q->text)};
	}
	v.answered = asked && !errors.n;
	v.eligible = v.answered && !v.reasons.n;
	v.page.errors = errors;
	tmpl_public_precheck(respond_html(c, errors.n ? 422 : 200), &v);
	return RC_OK;
}
