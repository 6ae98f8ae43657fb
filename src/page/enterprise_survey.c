/* 季度调查 of an enterprise: what is open, what was answered, one short form. */
#include "base/vec.h"
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/survey.h"
#include "store/q.h"

enum rc page_e_surveys(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"调查", "填写时间", "状态"};
	struct q_surveys_of_enterprise_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_surveys_of_enterprise(db,
		&(struct q_surveys_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows,
		e));
	v = batch_view(c, STR("季度调查"));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("季度调查"), str_none());
	v->lead = STR("入库企业在规定的月份填写，只用于掌握运行情况，不影响资格和得分。");
	struct view_table *t = &batch_table(c, v, "surveys", "", STR("本企业的调查，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("目前没有需要填写的调查。到规定的月份会在工作台和消息里提醒。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_surveys_of_enterprise *s = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		bool open = c->now < s->closes_at;
		if (open && !s->answered_at && !v->next.n) {
			v->next = str_cat(c->a, STR("下一步：填写"), s->title);
			v->next_why = str_cat(c->a, deadline_text(c->a, s->closes_at), STR(" 截止；截止前可以修改。"));
			v->next_href = str_cat(c->a, STR("/e/survey/"), s->public_id);
			v->next_act = STR("去填写");
			v->next_kind = " next--warn";
		}
		batch_cell(c, t, r, s->title)->href = str_cat(c->a, STR("/e/survey/"), s->public_id);
		batch_cell(c, t, r,
			str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(s->first_on), STR_ARG(s->last_on)));
		batch_cell(c, t, r,
			s->answered_at ? STR("已填写") : open ? STR("待填写") : STR("未填写"))
			->tag = s->answered_at ? "green" : open ? "amber" : "grey";
	}
	return batch_show(c, 200, v);
}

static void question_field(struct ctx *c, const struct survey_question *q, struct str stored,
	const struct form_errors *errors, struct view_batch_form *f)
{
	const char *id = str_cstr(c->a, q->id), *label = str_cstr(c->a, q->label);

	if (q->type == SURVEY_CHOICE) {
		struct view_choices ch = field_choices(id, label, errors);
		ch.inline_row = true;
		ch.optional = q->optional;
		for (size_t i = 0; i < q->options.n; i++)
			choices_add(c, &ch, q->options.v[i], q->options.v[i], stored);
		batch_radios(c, f, ch);
		return;
	}
	struct view_field x =
		q->type == SURVEY_TEXT
			? field_text(c, id, label, stored, errors)
			: field_number(c, id, label, str_cstr(c->a, q->unit), stored, errors);
	x.hint = q->hint;
	x.optional = q->optional;
	if (q->type == SURVEY_TEXT)
		batch_area(c, f, x);
	else
		batch_field(c, f, x);
}

static void answers_rows(struct ctx *c, const struct survey *s, const struct str *stored, struct view_batch *v)
{
	for (size_t i = 0; i < s->form->n; i++) {
		const struct survey_question *q = &s->form->questions[i];
		rows_add(c, &v->rows, str_cstr(c->a, q->label),
			stored[i].n ? STR_JOIN(c->a, stored[i], STR(" "), q->unit) : STR("—"));
	}
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v;
	struct str *stored;
	struct survey s;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(survey_for_enterprise_load(db, &c->who, c->params[0], &s, e));
	TRY(survey_answers(db, &c->who, &s, &stored, e));
	v = batch_view(c, s.title);
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("季度调查"), STR("/e/surveys"));
	page_crumb(c, &v->page, s.title, str_none());
	if (errors)
		v->page.errors = *errors;
	bool open = c->now < s.closes_at;
	v->lead = open ? str_fmt(c->a, "请在%.*s前填写（%.*s）；截止前可以修改。",
				 STR_ARG(deadline_text(c->a, s.closes_at)),
				 STR_ARG(left_text(c->a, s.closes_at, c->now)))
		       : str_fmt(c->a, "已于%.*s截止。", STR_ARG(deadline_text(c->a, s.closes_at)));
	if (s.answered_at)
		v->banner = str_fmt(c->a, "已填写，最近一次 %.*s。",
			STR_ARG(instant_human(c->a, s.answered_at)));
	if (!open) {
		if (!s.answered_at)
			v->banner = STR("这次没有填写。");
		answers_rows(c, &s, stored, v);
		return batch_show(c, status, v);
	}
	struct view_batch_form *f = batch_form(c, v, "survey", str_none(),
		str_cat(c->a, STR("/e/survey/"), c->params[0]));
	f->lead = s.form->note;
	for (size_t i = 0; i < s.form->n; i++)
		question_field(c, &s.form->questions[i], stored[i], errors, f);
	f->back = STR("/e/surveys");
	batch_act(c, f, "save", s.answered_at ? "保存修改" : "提交", "");
	return batch_show(c, status, v);
}

enum rc page_e_survey(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_e_survey_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct survey s;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(survey_for_enterprise_load(db, &c->who, c->params[0], &s, e));
	struct str *typed = ARENA_NEW_N(c->a, struct str, s.form->n);
	for (size_t i = 0; i < s.form->n; i++)
		typed[i] = form_get(&c->form, str_cstr(c->a, s.form->questions[i].id));
	struct survey_answer uc = {.public_id = c->params[0], .typed = typed, .n = s.form->n};
	struct tx_call call = ctx_call(c, STR("/e/surveys"));
	ctx_db_end(c);
	enum rc rc = TX_RUN(&call, survey_answer, &uc, e);
	if (rc == RC_INVALID && uc.errors) {
		for (size_t i = 0; i < s.form->n; i++)
			if (uc.errors[i].n)
				form_error_add(c->a, &errors,
					str_cstr(c->a, s.form->questions[i].id), uc.errors[i]);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_cat(c->a, s.title, STR("已提交，谢谢")));
}
