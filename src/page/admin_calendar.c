/* 节假日历: every term of the platform rests on it, so a year is looked at before it is taken. */
#include "page/admin.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "base/utf8.h"
#include "domain/workday.h"
#include "service/admin.h"

static enum rc years_fill(struct ctx *c, struct db *db, struct view_table *t, struct err *e)
{
	static const char *const names[] = {"年度", "放假", "调休上班", "来源", "导入时间"};
	struct q_admin_calendar_counts_list rows;

	TRY(q_admin_calendar_counts(db, &rows, e));
	admin_heads(c, t, "已经导入的年度", names, ARRAY_LEN(names), "还没有导入：期限无法计算。");
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		admin_cell(c, t, r, str_i64(c->a, rows.v[i].year));
		admin_cell(c, t, r, str_fmt(c->a, "%lld 天", (long long)rows.v[i].holidays));
		admin_cell(c, t, r, str_fmt(c->a, "%lld 天", (long long)rows.v[i].makeups));
		admin_cell(c, t, r, rows.v[i].source);
		admin_cell(c, t, r, instant_human(c->a, rows.v[i].recorded_at));
	}
	return RC_OK;
}

static void days_fill(struct ctx *c, const struct calendar_plan *p, struct view_table *t)
{
	static const char *const names[] = {"日期", "星期", "安排", "名称"};
	static const char *const week[] = {"", "周一", "周二", "周三", "周四", "周五", "周六", "周日"};

	admin_heads(c, t, "将要导入的日期", names, ARRAY_LEN(names), "没有读到日期。");
	for (size_t i = 0; i < p->n; i++) {
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		admin_cell(c, t, r, date_str(c->a, p->v[i].date));
		admin_cell(c, t, r, str_c(week[date_weekday(p->v[i].date)]));
		admin_cell(c, t, r, p->v[i].works ? STR("上班") : STR("放假"))->tag =
			p->v[i].works ? "amber" : "green";
		admin_cell(c, t, r, p->v[i].name);
	}
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors,
	const struct calendar_plan *plan, struct str csv, struct err *e)
{
	struct view_a_calendar v = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	admin_page(c, "节假日历", &v.page);
	if (errors)
		v.page.errors = *errors;
	TRY(years_fill(c, db, &v.years, e));
	v.years.quiet = true;
	int missing = admin_calendar_missing(c);
	if (missing && !plan)
		v.missing = str_i64(c->a, missing);
	v.csv = field_text(c, "csv", "一年的安排（CSV）", str_none(), errors);
	v.csv.value = csv;
	v.csv.hint = STR("第一行为列名 date,type,name；type 写 holiday（休）或 makeup（班），例如 "
			 "2027-01-01,holiday,元旦。周末本来休息的不必列出");
	v.csv.rows = 12;
	v.source = field_text(c, "source", "来源", str_none(), errors);
	v.source.hint = STR("例如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕×号）");
	v.source.width = "full";
	if (plan) {
		v.preview = true;
		v.ready = plan->refusals.n == 0;
		v.refusals = plan->refusals;
		v.summary = str_fmt(c->a, "%lld 年，共 %zu 天", (long long)plan->year, plan->n);
		days_fill(c, plan, &v.days);
	}
	tmpl_admin_calendar(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_a_calendar(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, NULL, str_none(), e);
}

/* A file that was chosen stands in for the text. */
static struct str text_of(struct ctx *c)
{
	const struct form_value *file = form_file(&c->form, "file");

	return file && file->value.n ? file->value : form_get(&c->form, "csv");
}

static enum rc run_import(struct ctx *c, struct calendar_import *uc, struct calendar_plan *plan,
	struct err *e)
{
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, STR("/a/calendar"));

	enum rc rc = TX_RUN(&call, calendar_import, uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, plan, uc->csv, e);
	}
	TRY(rc);
	if (!call.replayed)
		TRY(calendar_take(ctx_services(c), c->a, e));
	return ctx_done(c, &call,
		str_fmt(c->a, "%lld 年的 %lld 天已导入，新的期限从现在起按它计算", (long long)uc->year,
			(long long)uc->days));
}

enum rc page_a_calendar_post(struct ctx *c, struct err *e)
{
	struct calendar_import uc = {
		.csv = text_of(c), .source = str_trim(form_get(&c->form, "source"))};
	struct form_errors errors = {0};
	struct calendar_plan plan;
	bool import = str_eqc(form_get(&c->form, "act"), "import");

	if (uc.csv.n == 0 || !utf8_valid(uc.csv))
		form_error_add(c->a, &errors, "csv", STR("请粘贴或选择一年的安排，文字须为 UTF-8"));
	if (uc.source.n == 0 || uc.source.n > 300)
		form_error_add(c->a, &errors, "source", STR("请写明来源的文件，100 个字以内"));
	if (errors.n)
		return show(c, 422, &errors, NULL, utf8_valid(uc.csv) ? uc.csv : str_none(), e);
	if (calendar_plan_read(ctx_services(c)->rules, c->a, uc.csv, &plan, e) != RC_OK) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, NULL, uc.csv, e);
	}
	if (!import)
		return show(c, plan.refusals.n ? 422 : 200, NULL, &plan, uc.csv, e);
	return run_import(c, &uc, &plan, e);
}
