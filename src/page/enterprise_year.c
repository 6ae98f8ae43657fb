/* One accounting year of the technology programme's form: projects, quarters, products, and what they
 * come to.
 */
#include "page/counted_view.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

static enum rc year_of(struct ctx *c, int *year, struct err *e)
{
	if (fact_year_parse(c->params[0], year) && list_year_ok(*year, c->now))
		return RC_OK;
	return err_set(e, RC_NOT_FOUND, MSG_LIST_YEAR);
}

static struct str year_path(struct ctx *c, int year)
{
	return list_path(c->a, COUNT_PROJECTS, year);
}

enum rc page_e_years(struct ctx *c, struct err *e)
{
	(void)e;
	return respond_redirect(c, year_path(c, date_of_instant(c->now).y - 1));
}

static enum rc projects_fill(struct ctx *c, struct db *db, const struct lists *l, int year,
	const struct form_errors *errors, struct view_e_year *v, struct err *e)
{
	struct q_rd_projects_removed_list removed;

	for (size_t i = 0; i < l->projects.n; i++)
		if (l->projects.v[i].year == year)
			*VEC_ADD(c->a, &v->projects) =
				(struct view_project){.id = l->projects.v[i].public_id,
					.name = l->projects.v[i].name,
					.expense = l->projects.v[i].expense};
	TRY(q_rd_projects_removed(db,
		&(struct q_rd_projects_removed_in){
			.enterprise_id = c->who.enterprise_id, .year = year},
		&removed, e));
	for (size_t i = 0; i < removed.n; i++)
		*VEC_ADD(c->a, &v->removed) = (struct view_removed){.id = removed.v[i].public_id,
			.text = str_fmt(c->a, "%.*s　%.*s 万元", STR_ARG(removed.v[i].name),
				STR_ARG(removed.v[i].expense))};
	v->none = lists_none(l, COUNT_PROJECTS, year);
	v->name = field_text(c, "name", "项目名称", str_none(), errors);
	v->expense = field_number(c, "expense", "研发费用", "万元", str_none(), errors);
	return RC_OK;
}

static struct str figure_text(struct ctx *c, struct opt_i64 v)
{
	return v.has ? str_i64(c->a, v.v) : str_none();
}

static void quarters_fill(struct ctx *c, const struct lists *l, int year,
	const struct form_errors *errors, struct view_e_year *v)
{
	static const char *const names[] = {"第一季度", "第二季度", "第三季度", "第四季度"};
	static const char *const figures[] = {
		"季初职工总数", "季末职工总数", "季初科技人员数", "季末科技人员数"};

	for (size_t q = 0; q < ARRAY_LEN(names); q++) {
		struct view_quarter *out = VEC_ADD(c->a, &v->quarters);
		struct str stored[4] = {{0}};
		for (size_t i = 0; i < l->quarters.n; i++) {
			const struct q_staff_quarters *r = &l->quarters.v[i];
			if (r->year != year || r->quarter != (int64_t)q + 1)
				continue;
			stored[0] = figure_text(c, r->staff_begin);
			stored[1] = figure_text(c, r->staff_end);
			stored[2] = figure_text(c, r->tech_begin);
			stored[3] = figure_text(c, r->tech_end);
		}
		out->name = str_c(names[q]);
		for (size_t i = 0; i < 4; i++) {
			const char *label = str_cstr(c->a, str_fmt(c->a, "%s%s", names[q], figures[i]));
			out->figure[i] = field_number(c, str_cstr(c->a, quarter_field(c->a, q, i)), label,
				"人", stored[i], errors);
			out->figure[i].inputmode = "numeric";
		}
	}
}

static enum rc products_fill(struct ctx *c, struct db *db, int year,
	const struct form_errors *errors, struct view_e_year *v, struct err *e)
{
	struct q_main_products_list rows;

	TRY(q_main_products(db,
		&(struct q_main_products_in){.enterprise_id = c->who.enterprise_id, .year = year},
		&rows, e));
	for (size_t i = 0; i < PRODUCTS_MOST; i++) {
		struct view_product *p = VEC_ADD(c->a, &v->products);
		struct str name = str_none(), field = str_none();
		for (size_t k = 0; k < rows.n; k++)
			if (rows.v[k].no == (int64_t)i + 1) {
				name = rows.v[k].name;
				field = rows.v[k].field;
			}
		p->name = field_text(c, str_cstr(c->a, str_fmt(c->a, "name%zu", i + 1)),
			str_cstr(c->a, str_fmt(c->a, "产品（服务）%zu 名称", i + 1)), name, errors);
		p->field = field_text(c, str_cstr(c->a, str_fmt(c->a, "field%zu", i + 1)),
			str_cstr(c->a, str_fmt(c->a, "产品（服务）%zu 技术领域", i + 1)), field, errors);
		p->name.optional = p->field.optional = i > 0;
	}
	return RC_OK;
}

static void counted_fill(struct ctx *c, const struct lists *l, int year, struct view_e_year *v)
{
	const struct rules_list *rules = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct count_input in;

	lists_input(l, c->a, COUNT_PROJECTS, year, &in);
	for (size_t i = 0; i < rules->countings_n; i++) {
		const struct counting *set = rules->countings[i];
		for (size_t k = 0; set->list > COUNT_HONOURS && k < set->rules_n; k++) {
			struct counted counted;
			counting_run(c->a, &set->rules[k], &in, date_of_instant(c->now), year, &counted);
			if (set->rules[k].value == COUNT_SUM)
				v->total = counted.value.state == FACT_KNOWN
					? fact_show(c->a, set->rules[k].fact, counted.value)
					: STR("暂不能计算");
			counted_view(c, set, &counted, l, str_none(), VEC_ADD(c->a, &v->counted));
		}
	}
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_e_year v = {0};
	struct lists l;
	struct db *db;
	int year, last = date_of_instant(c->now).y - 1;

	TRY(year_of(c, &year, e));
	TRY(ctx_db(c, &db, e));
	TRY(lists_load(db, c->who.enterprise_id, &l, e));
	v.title = str_fmt(c->a, "%d 年研发项目、季度人数和主要产品", year);
	page_view_str(c, v.title, &v.page);
	page_crumb(c, &v.page, STR("工作台"), STR("/e"));
	page_crumb(c, &v.page, v.title, str_none());
	if (errors)
		v.page.errors = *errors;
	v.action = year_path(c, year);
	for (int y = last; y > last - LIST_YEARS; y--)
		links_add(c, &v.years, str_fmt(c->a, "%d 年", y), year_path(c, y), y == year);
	TRY(projects_fill(c, db, &l, year, errors, &v, e));
	quarters_fill(c, &l, year, errors, &v);
	TRY(products_fill(c, db, year, errors, &v, e));
	counted_fill(c, &l, year, &v);
	tmpl_enterprise_year(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_e_year(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* --- changing ---------------------------------------------------------------------------------- */

/* Text that is text; else the missing value, which no use case takes. */
static struct str typed(struct ctx *c, const char *name)
{
	for (size_t i = 0; i < c->form.n; i++)
		if (str_eqc(c->form.v[i].name, name) && c->form.v[i].bad_text)
			return str_none();
	return str_trim(form_get(&c->form, name));
}

static enum rc run_quarters(struct ctx *c, struct tx_call *call, int year, struct err *e)
{
	struct quarters_save uc = {.year = year};

	for (size_t q = 0; q < 4; q++)
		for (size_t i = 0; i < 4; i++)
			uc.typed[q][i] = typed(c, str_cstr(c->a, quarter_field(c->a, q, i)));
	return TX_RUN(call, quarters_save, &uc, e);
}

static enum rc run_products(struct ctx *c, struct tx_call *call, int year, struct err *e)
{
	struct products_save uc = {.year = year};

	for (size_t i = 0; i < PRODUCTS_MOST; i++) {
		uc.name[i] = typed(c, str_cstr(c->a, str_fmt(c->a, "name%zu", i + 1)));
		uc.field[i] = typed(c, str_cstr(c->a, str_fmt(c->a, "field%zu", i + 1)));
	}
	return TX_RUN(call, products_save, &uc, e);
}

/* One of: remove=ID, back=ID, act=none|project|quarters|products. */
static enum rc run_act(
	struct ctx *c, struct tx_call *call, int year, struct str *banner, struct err *e)
{
	struct str removed = form_get(&c->form, "remove"), back = form_get(&c->form, "back");
	struct str act = form_get(&c->form, "act");

	if (removed.n || back.n) {
		struct project_remove uc = {removed.n ? removed : back, removed.n == 0};
		*banner = removed.n ? STR("项目已移除，可在本页恢复") : STR("项目已恢复");
		return TX_RUN(call, project_remove, &uc, e);
	}
	*banner = STR("已保存");
	if (str_eqc(act, "quarters"))
		return run_quarters(c, call, year, e);
	if (str_eqc(act, "products"))
		return run_products(c, call, year, e);
	if (str_eqc(act, "none")) {
		struct list_declare_none uc = {.list = COUNT_PROJECTS, .year = year};
		*banner = STR("已记录声明");
		return TX_RUN(call, list_declare_none, &uc, e);
	}
	struct project_add uc = {year, typed(c, "name"), typed(c, "expense")};
	*banner = STR("项目已登记");
	return TX_RUN(call, project_add, &uc, e);
}

enum rc page_e_year_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct str banner = str_none();
	int year;

	TRY(year_of(c, &year, e));
	struct tx_call call = ctx_call(c, year_path(c, year));
	enum rc rc = run_act(c, &call, year, &banner, e);
	if (e_shown_again(rc)) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, banner);
}
