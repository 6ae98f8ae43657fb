/* 季度调查 of a body: how many have answered, what it comes to, who has not. */
#include "base/vec.h"
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/officer.h"
#include "page/routes.h"
#include "service/survey.h"
#include "store/q.h"

enum rc page_o_surveys(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"调查", "填写时间", "状态"};
	struct q_surveys_of_body_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_surveys_of_body(
		db, &(struct q_surveys_of_body_in){.agency_id = c->who.agency_id}, &rows, e));
	v = batch_view(c, STR("季度调查"));
	page_crumb(c, &v->page, STR("季度调查"), str_none());
	v->lead = STR("到规程规定的月份自动开始，入库企业填写，未填的在截止前 7 天和 1 天收到提醒。");
	struct view_table *t = &batch_table(c, v, "surveys", "", STR("新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有调查。规程中规定了调查月份的，到月初自动开始。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_surveys_of_body *s = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		bool open = c->now < s->closes_at;
		batch_cell(c, t, r, s->title)->href = str_cat(c->a, STR("/o/survey/"), s->public_id);
		batch_cell(c, t, r,
			str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(s->first_on), STR_ARG(s->last_on)));
		batch_cell(c, t, r, open ? STR("填写中") : STR("已截止"))->tag = open ? "blue" : "grey";
	}
	return batch_show(c, 200, v);
}

static struct str percent(struct ctx *c, int64_t n, int64_t all)
{
	return all ? str_fmt(c->a, "%lld%%", (long long)((n * 200 + all) / (all * 2))) : STR("—");
}

static enum rc rates_table(struct ctx *c, struct db *db, const struct survey *s,
	struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"机构", "应填#家", "已填#家", "未填#家", "填报率#"};
	struct q_survey_rates_list rows;
	int64_t due = 0, answered = 0;

	TRY(q_survey_rates(db,
		&(struct q_survey_rates_in){.survey_id = s->id, .agency_id = c->who.agency_id},
		&rows, e));
	struct view_table *t = &batch_table(c, v, "rates", "填报率", STR("按机构"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("这一季度没有需要填写的企业。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_survey_rates *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		due += x->due;
		answered += x->answered;
		batch_cell(c, t, r, x->name);
		batch_cell(c, t, r, str_i64(c->a, x->due));
		batch_cell(c, t, r, str_i64(c->a, x->answered));
		batch_cell(c, t, r, str_i64(c->a, x->due - x->answered));
		batch_cell(c, t, r, percent(c, x->answered, x->due));
	}
	batch_stat(c, v, "应填", due, "家", "");
	batch_stat(c, v, "已填", answered, "家", "");
	batch_stat(c, v, "未填", due - answered, "家", due > answered ? "warn" : "");
	return RC_OK;
}

static struct str choice_text(struct ctx *c, const struct q_survey_choices_list *rows)
{
	struct buf b;

	buf_init(&b, c->a, 4096);
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].text.n)
			buf_printf(&b, "%s%.*s %lld 家", buf_view(&b).n ? "，" : "",
				STR_ARG(rows->v[i].text), (long long)rows->v[i].n);
	return buf_view(&b).n ? buf_view(&b) : STR("—");
}

/* Hundredths, as the statement gives them. */
static struct str total_text(struct ctx *c, int64_t hundredths, struct str unit)
{
	return str_fmt(c->a, "合计 %.*s %.*s",
		STR_ARG(decimal_grouped(c->a, hundredths * (DECIMAL_ONE / 100))), STR_ARG(unit));
}

static enum rc totals_table(struct ctx *c, struct db *db, const struct survey *s,
	struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"项目", "汇总"};
	struct view_table *t = &batch_table(c, v, "totals", "汇总", STR("已填企业，本机构辖区"))->table;
	struct q_survey_totals_list sums;

	TRY(q_survey_totals(db,
		&(struct q_survey_totals_in){.survey_id = s->id, .agency_id = c->who.agency_id},
		&sums, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < s->form->n; i++) {
		const struct survey_question *q = &s->form->questions[i];
		struct str text = STR("—");
		if (q->type == SURVEY_TEXT)
			continue;
		for (size_t k = 0; k < sums.n; k++)
			if (str_eq(sums.v[k].question, q->id) && sums.v[k].total.has)
				text = total_text(c, sums.v[k].total.v, q->unit);
		if (q->type == SURVEY_CHOICE) {
			struct q_survey_choices_list rows;
			TRY(q_survey_choices(db,
				&(struct q_survey_choices_in){.survey_id = s->id,
					.agency_id = c->who.agency_id, .question = q->id},
				&rows, e));
			text = choice_text(c, &rows);
		}
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, q->label);
		batch_cell(c, t, r, text);
	}
	return RC_OK;
}

static enum rc late_table(struct ctx *c, struct db *db, const struct survey *s,
	struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "市", "县（市、区）", "联系人", "联系电话"};
	struct str base = str_cat(c->a, STR("/o/survey/"), c->params[0]);
	struct q_survey_late_list rows;

	TRY(q_survey_late(db,
		&(struct q_survey_late_in){.survey_id = s->id, .agency_id = c->who.agency_id}, &rows,
		e));
	struct view_batch_table *section = batch_table(c, v, "late", "尚未填写",
		str_fmt(c->a, "%zu 家", rows.n));
	struct view_table *t = &section->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("都已填写。");
	struct batch_part part = batch_part(c, v, base, rows.n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct q_survey_late *x = &rows.v[i];
		const struct str texts[] = {x->name, x->uscc, x->city,
			x->county.n ? x->county : STR("—"), x->contact.n ? x->contact : STR("—"),
			x->phone.n ? x->phone : STR("—")};
		struct view_cells *r = batch_row(c, t);
		for (size_t k = 0; k < ARRAY_LEN(texts); k++)
			batch_cell(c, t, r, texts[k]);
	}
	if (rows.n)
		list_links(c, &section->links, str_cat(c->a, base, STR("/late.csv")));
	return RC_OK;
}

enum rc page_o_survey(struct ctx *c, struct err *e)
{
	struct view_batch *v;
	struct survey s;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(survey_for_body_load(db, &c->who, c->params[0], &s, e));
	v = batch_view(c, s.title);
	page_crumb(c, &v->page, STR("季度调查"), STR("/o/surveys"));
	page_crumb(c, &v->page, s.title, str_none());
	v->lead = c->now < s.closes_at ? str_fmt(c->a, "填写中，%.*s截止（%.*s）。",
						 STR_ARG(deadline_text(c->a, s.closes_at)),
						 STR_ARG(left_text(c->a, s.closes_at, c->now)))
				       : str_fmt(c->a, "已于%.*s截止。",
						 STR_ARG(deadline_text(c->a, s.closes_at)));
	TRY(rates_table(c, db, &s, v, e));
	TRY(totals_table(c, db, &s, v, e));
	TRY(late_table(c, db, &s, v, e));
	return batch_show(c, 200, v);
}

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"city", {"市", XLSX_TEXT, 14, 0}},
	{"county", {"县（市、区）", XLSX_TEXT, 14, 0}}, {"contact", {"联系人", XLSX_TEXT, 12, 0}},
	{"phone", {"联系电话", XLSX_CODE, 16, 0}}};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct q_survey_late *x = &((const struct q_survey_late_list *)state)->v[i];
	const struct str cells[ARRAY_LEN(COLUMN)] = {x->name, x->uscc, x->city, x->county, x->contact, x->phone};

	(void)c;
	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_survey_file(struct ctx *c, struct err *e)
{
	struct q_survey_late_list *rows = ARENA_NEW(c->a, struct q_survey_late_list);
	struct list_file file = {.column = COLUMN, .columns = ARRAY_LEN(COLUMN)};
	struct survey s;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(survey_for_body_load(db, &c->who, c->params[0], &s, e));
	TRY(q_survey_late(db,
		&(struct q_survey_late_in){.survey_id = s.id, .agency_id = c->who.agency_id}, rows, e));
	file.title = str_cat(c->a, s.title, STR("未填名单"));
	file.back = str_cat(c->a, STR("/o/survey/"), c->params[0]);
	return list_respond_loaded(c, &file, rows->n, file_cells, rows, e);
}
