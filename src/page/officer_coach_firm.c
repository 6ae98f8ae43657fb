/* One enterprise's 辅导记录: what was done, and the form for the next. */
#include "page/coach_page.h"
#include "page/routes.h"

static void record_form(struct ctx *c, const struct coach_ask *ask, const struct form_errors *errors, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "add", STR("登记辅导记录"),
		str_cat(c->a, STR("/o/coach/firm/"), c->params[0]));
	struct view_field person = field_text(c, "person", "辅导人", c->who.name, errors),
			  content = field_text(c, "content", "辅导内容", str_none(), errors),
			  result = field_text(c, "result", "结果", str_none(), errors),
			  next = field_text(c, "next_step", "下一步", str_none(), errors),
			  next_on = field_text(c, "next_on", "下一步的日期", str_none(), errors);
	struct view_choices method = field_choices("method", "方式", errors);

	f->lead = STR("企业能看到日期、单位、方式、内容、结果和下一步。登记后不能修改；情况有变化的再登记一条。");
	batch_hidden(c, f, "edition", ask->procedure->id);
	batch_hidden(c, f, "year", str_i64(c->a, ask->year));
	batch_field(c, f, field_date(c, "on", "辅导日期", date_of_instant(c->now), errors));
	batch_field(c, f, person);
	next_on.optional = next.optional = true;
	next_on.width = "w12";
	next_on.hint = STR("例如 2025-07-01");
	for (size_t i = 0; i < coach_methods_n; i++)
		choices_add(c, &method, str_c(coach_methods[i].code), str_c(coach_methods[i].word), str_none());
	batch_select(c, f, method);
	batch_area(c, f, content);
	batch_area(c, f, result);
	batch_area(c, f, next);
	batch_field(c, f, next_on);
	batch_act(c, f, "add", "登记", "");
}

static void records_table(struct ctx *c, const struct q_coaching_of_list *rows, struct view_batch *v)
{
	static const char *const heads[] = {"日期", "单位", "辅导人", "方式", "内容", "结果", "下一步"};
	struct view_table *t =
		&batch_table(c, v, "records", "辅导记录", str_fmt(c->a, "辅导记录 %zu 条，新的在前", rows->n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("还没有辅导记录。");
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_coaching_of *x = &rows->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->on_date);
		batch_cell(c, t, r, x->body);
		batch_cell(c, t, r, x->person);
		batch_cell(c, t, r, str_c(coach_method_word(x->method)));
		batch_cell(c, t, r, x->content);
		batch_cell(c, t, r, x->result);
		batch_cell(c, t, r,
			coach_next_text(c, x->next_step, x->next_on));
	}
}

static enum rc show(struct ctx *c, int status, const struct form *from, const struct form_errors *errors, struct err *e)
{
	struct coach_ask ask;
	struct q_coach_subject s;
	struct q_coaching_of_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_coach_subject(db,
		&(struct q_coach_subject_in){.agency_id = c->who.agency_id, .uscc = c->params[0]}, &s, e));
	TRY(coach_asked(c, db, from, &ask, e));
	TRY(q_coaching_of(db,
		&(struct q_coaching_of_in){.agency_id = c->who.agency_id, .uscc = s.uscc}, &rows, e));
	struct view_batch *v = batch_view(c, s.name);
	page_crumb(c, &v->page, STR("培育辅导"), coach_href(c, &ask, "/o/coach"));
	page_crumb(c, &v->page, s.name, str_none());
	v->over = STR("辅导记录");
	if (errors)
		v->page.errors = *errors;
	rows_add(c, &v->rows, "统一社会信用代码", s.uscc);
	rows_add(c, &v->rows, "所在县（市、区）", s.area.n ? s.area : STR("—"));
	rows_add(c, &v->rows, "平台账号", s.accounts ? batch_count(c, s.accounts, "个") : STR("没有，请电话联系"));
	if (s.contact.n || s.phone.n)
		rows_add(c, &v->rows, "联系人", str_fmt(c->a, "%.*s %.*s", STR_ARG(s.contact), STR_ARG(s.phone)));
	records_table(c, &rows, v);
	v->tables_first = rows.n > 0;
	record_form(c, &ask, errors, v);
	return batch_show(c, status, v);
}

enum rc page_o_coach_firm(struct ctx *c, struct err *e)
{
	return show(c, 200, &c->query, NULL, e);
}

enum rc page_o_coach_firm_post(struct ctx *c, struct err *e)
{
	struct coaching_add uc = {.uscc = c->params[0], .person = str_trim(form_get(&c->form, "person")),
		.method = form_get(&c->form, "method"), .content = str_trim(form_get(&c->form, "content")),
		.result = str_trim(form_get(&c->form, "result")),
		.next_step = str_trim(form_get(&c->form, "next_step")),
		.next_on = str_trim(form_get(&c->form, "next_on"))};
	struct form_errors errors = {0};
	struct coach_ask ask;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(coach_asked(c, db, &c->form, &ask, e));
	uc.programme = ask.procedure->programme;
	uc.year = ask.year;
	(void)!date_parse_loose(form_get(&c->form, "on"), &uc.on);
	ctx_db_end(c);
	struct tx_call call = ctx_call(c, coach_firm_href(c, &ask, c->params[0]));
	enum rc rc = TX_RUN(&call, coaching_add, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &c->form, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("辅导记录已登记，企业可以看到"));
}
