/* 组织批次: a round that the document leaves to the province's call. What it prints is filled in, what it
 * does not print is asked for. */
#include "page/batch_page.h"
#include "page/routes.h"

struct typed {
	struct str edition;
	struct date opens_on, filing_last, city_deadline;
};
static const struct field_spec specs[] = {
	{"edition", "事项", FIELD_TEXT, true, 0, 80, NULL, offsetof(struct typed, edition)},
	{"opens_on", "开放日期", FIELD_DATE, true, 0, 0, NULL, offsetof(struct typed, opens_on)},
	{"filing_last", "申报截止日期", FIELD_DATE, true, 0, 0, NULL,
		offsetof(struct typed, filing_last)},
	{"city_deadline", "市级推荐截止日期", FIELD_DATE, true, 0, 0, NULL,
		offsetof(struct typed, city_deadline)},
};

/* The window that is printed for this year, as far as one is. */
static struct batch_plan printed_window(
	const struct procedure *const *may, size_t n, struct str edition, struct date today)
{
	struct batch_plan plan = {0};

	for (size_t i = 0; i < n; i++)
		if (str_eq(may[i]->id, edition) && procedure_window(may[i], today.y, 1, &plan))
			break;
	return plan;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct date today = date_of_instant(c->now);
	struct view_choices editions = field_choices("edition", "事项", errors);
	const struct procedure **may = NULL;
	struct db *db;
	size_t n = 0;

	TRY(ctx_db(c, &db, e));
	TRY(batch_callable(db, ctx_services(c)->rules, &c->who, today, &may, &n, e));
	struct view_batch *v = batch_view(c, STR("组织新的批次"));
	page_crumb(c, &v->page, STR("批次管理"), STR("/o/batch"));
	page_crumb(c, &v->page, STR("组织新的批次"), str_none());
	if (errors)
		v->page.errors = *errors;
	if (n == 0) {
		v->empty = (struct view_empty){.what = STR("没有需要由省级通知组织的事项"),
			.why = STR("本单位的事项都按实施细则的日历自动建立批次。"),
			.href = STR("/o/batch"), .act = STR("返回批次管理")};
		return batch_show(c, status, v);
	}
	struct str chosen = form_get(&c->query, "edition");
	struct batch_plan plan = printed_window(may, n, chosen, today);
	v->lead = STR("文件规定由省级通知组织。批次在开放日期自动向企业开放，日期确定后不能更改。");
	struct view_batch_form *f = batch_form(c, v, "call", str_none(), STR("/o/batches/new"));
	for (size_t i = 0; i < n; i++)
		choices_add(c, &editions, may[i]->id,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(may[i]->title), STR_ARG(may[i]->id)),
			chosen.n ? chosen : may[0]->id);
	batch_radios(c, f, editions);
	batch_field(c, f,
		field_date(c, "opens_on", "开放日期", plan.opens_on.y ? plan.opens_on : today, errors));
	batch_field(c, f,
		field_date(c, "filing_last", "申报截止日期", plan.filing_last, errors));
	batch_field(c, f,
		field_date(c, "city_deadline", "市级推荐截止日期", plan.city_deadline, errors));
	f->warn = STR("确认后批次即建立，企业和各市立即能看到日期。");
	f->back = STR("/o/batch");
	batch_act(c, f, "call", "建立批次", "");
	return batch_show(c, status, v);
}

enum rc page_o_batch_new(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_o_batch_call(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct typed in = {0};

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors))
		return show(c, 422, &errors, e);
	struct batch_call uc = {.edition = in.edition, .opens_on = in.opens_on,
		.filing_last = in.filing_last, .city_deadline = in.city_deadline};
	struct tx_call call = ctx_call(c, STR("/o/batch"));
	enum rc rc = TX_RUN(&call, batch_call, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	if (!call.replayed)
		call.location = str_fmt(c->a, "/o/batch/%lld", (long long)uc.id);
	return ctx_done(c, &call, str_cat(c->a, STR("已建立批次："), uc.title));
}
