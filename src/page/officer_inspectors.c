/* 核查人员库: whom a province or a city keeps for draws. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/inspector.h"

static enum rc add_form(
	struct ctx *c, struct db *db, struct view_batch *v, const struct form_errors *errors, struct err *e)
{
	struct q_inspector_candidates_list people;

	TRY(q_inspector_candidates(
		db, &(struct q_inspector_candidates_in){.agency_id = c->who.agency_id}, &people, e));
	struct view_batch_form *f = batch_form(c, v, "add", STR("列入人员"), STR("/o/inspectors"));
	if (people.n == 0) {
		f->lead = STR("本单位和下级单位的人员都已在库，或还没有账号。账号由管理员开设。");
		return RC_OK;
	}
	struct view_choices who = field_choices("account", "人员", errors);
	for (size_t i = 0; i < people.n; i++)
		choices_add(c, &who, str_i64(c->a, people.v[i].id),
			STR_JOIN(c->a, people.v[i].name, STR("（"), people.v[i].body, STR("）")), str_none());
	batch_select(c, f, who);
	struct view_field place = field_text(c, "place", "区域", str_none(), errors);
	place.optional = true;
	place.hint = STR("所在县（市、区）的 6 位行政区划代码。规程规定不核查本地企业的，按它回避");
	place.width = "w8";
	batch_field(c, f, place);
	struct view_field employer = field_text(c, "employer", "回避单位", str_none(), errors);
	employer.optional = true;
	employer.hint = STR("本人兼职、近亲属任职的单位");
	batch_field(c, f, employer);
	struct view_field declared = field_text(c, "declared", "其他须回避的企业", str_none(), errors);
	declared.optional = true;
	declared.rows = 3;
	declared.hint = STR("每行一家：企业名称或统一社会信用代码");
	batch_area(c, f, declared);
	batch_act(c, f, "add", "列入核查人员库", "");
	return RC_OK;
}

static struct str avoid_text(struct ctx *c, const struct q_inspectors_of *x)
{
	struct str out = x->place.n ? (x->place_name.n ? x->place_name : x->place) : STR("");

	if (x->employer.n)
		out = STR_JOIN(c->a, out, out.n ? STR("；") : STR(""), x->employer);
	if (x->declared.n)
		out = STR_JOIN(c->a, out, out.n ? STR("；") : STR(""), x->declared);
	return out.n ? out : STR("—");
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	static const char *const heads[] = {"编号", "姓名", "单位", "区域和回避", "已抽中#家", "待核查#家", "状态"};
	struct q_inspectors_of_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_inspectors_of(db, &(struct q_inspectors_of_in){.agency_id = c->who.agency_id}, &rows, e));
	struct view_batch *v = batch_view(c, STR("核查人员库"));
	page_crumb(c, &v->page, STR("核查人员库"), str_none());
	v->lead = actor_is(&c->who, ROLE_PROVINCE)
			  ? STR("库中人员由抽取确定核查哪家企业，每家两人，与企业用同一组公布的号码。冻结名单时取库中在册的人员；不足两人的，抽查时由本单位指定。")
			  : STR("省级组织抽查时，库中人员由抽取确定核查本市的哪家企业，每家两人。冻结名单时取库中在册的人员。");
	if (errors)
		v->page.errors = *errors;
	struct view_table *t = &batch_table(c, v, "list", "", str_fmt(c->a, "%zu 人", rows.n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("库中还没有人员。从下面选择本单位和下级单位的人员列入。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_inspectors_of *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		struct view_cell *key = batch_cell(c, t, r, x->key);
		if (!x->left_at.has)
			key->href = str_cat(c->a, STR("/o/inspectors/"), x->key);
		batch_cell(c, t, r, x->name);
		batch_cell(c, t, r, x->unit);
		batch_cell(c, t, r, avoid_text(c, x));
		batch_cell(c, t, r, str_i64(c->a, x->drawn));
		batch_cell(c, t, r, str_i64(c->a, x->open));
		batch_cell(c, t, r, x->left_at.has ? str_cat(c->a, STR("已退出："), x->left_reason) : STR("在册"))->tag =
			x->left_at.has ? "grey" : "green";
	}
	v->tables_first = true;
	TRY(add_form(c, db, v, errors, e));
	return batch_show(c, status, v);
}

enum rc page_o_inspectors(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_o_inspectors_post(struct ctx *c, struct err *e)
{
	struct inspector_add uc = {
		.place = ctx_typed(c, "place"), .employer = ctx_typed(c, "employer"), .declared = ctx_typed(c, "declared")};
	struct tx_call call = ctx_call(c, STR("/o/inspectors"));
	struct form_errors errors = {0};

	if (!str_to_i64(form_get(&c->form, "account"), &uc.account_id))
		uc.account_id = 0;
	enum rc rc = TX_RUN(&call, inspector_add, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_cat(c->a, STR("已列入核查人员库，编号 "), call.replayed ? STR("—") : uc.key));
}

/* --- one of them -------------------------------------------------------------------------------------------- */

static enum rc show_one(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_inspector_of who;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_inspector_of(
		db, &(struct q_inspector_of_in){.key = c->params[0], .agency_id = c->who.agency_id}, &who, e));
	struct view_batch *v = batch_view(c, STR_JOIN(c->a, who.name, STR("（"), c->params[0], STR("）")));
	page_crumb(c, &v->page, STR("核查人员库"), STR("/o/inspectors"));
	page_crumb(c, &v->page, who.name, str_none());
	if (errors)
		v->page.errors = *errors;
	struct view_batch_form *f = batch_form(
		c, v, "leave", STR("退出核查人员库"), str_cat(c->a, STR("/o/inspectors/"), c->params[0]));
	f->lead = STR("调离、退休、不再适合核查的退出。已抽中、还没有核查的企业，由抽取的顺序中下一名接替，原因公开。");
	batch_area(c, f, field_text(c, "reason", "退出的原因（公开）", str_none(), errors));
	f->warn = STR("退出不能撤销；回来的，重新列入并另编号。区域或回避有变化的，也这样办理。");
	f->back = STR("/o/inspectors");
	batch_act(c, f, "leave", "退出", "bad");
	return batch_show(c, status, v);
}

enum rc page_o_inspector(struct ctx *c, struct err *e)
{
	return show_one(c, 200, NULL, e);
}

enum rc page_o_inspector_post(struct ctx *c, struct err *e)
{
	struct inspector_out uc = {.key = c->params[0], .reason = ctx_typed(c, "reason")};
	struct tx_call call = ctx_call(c, STR("/o/inspectors"));
	struct form_errors errors = {0};
	enum rc rc = TX_RUN(&call, inspector_out, &uc, e);

	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_one(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_fmt(c->a, "已退出；%lld 家由下一名接替", (long long)uc.replaced));
}
