/* 年度信息更新: last year's figures beside this year's, what changed much explained, and at once what the titles'
 * standards say to them.
 */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/score_view.h"
#include "page/tmpl.h"

#include "service/update.h"

struct posted {
	struct answer *answers;
	size_t n;
	struct update_reason *reasons;
	size_t reasons_n;
	struct form_errors errors;
	bool shown; /* the results are asked for */
};

/* --- what is owed -------------------------------------------------------------------------------- */

static struct str state_text(struct ctx *c, const struct q_update_of_enterprise *r, const char **tag)
{
	*tag = "grey";
	if (str_eqc(r->state, "done")) {
		*tag = "green";
		return STR("已办理");
	}
	if (str_eqc(r->state, "missed")) {
		*tag = "red";
		return STR("逾期未办理");
	}
	if (str_eqc(r->state, "exempt"))
		return STR("按名单不需办理");
	if (str_eqc(r->state, "over"))
		return STR("称号已失效，不再办理");
	*tag = "amber";
	return str_fmt(c->a, "待办理，%.*s", STR_ARG(left_text(c->a, r->ends_at, c->now)));
}

static struct view_cell *cell(struct ctx *c, struct view_table *t, struct view_cells *r, struct str text)
{
	struct view_cell *out = VEC_ADD(c->a, r);

	out->text = text;
	out->label = t->heads.v[r->n - 1].text;
	return out;
}

static void duties_heads(struct ctx *c, struct view_table *t, const char *caption)
{
	static const char *const names[] = {"称号", "事项", "办理期限", "办理情况", "按标准评价", "依据"};

	t->caption = str_c(caption);
	t->empty = STR("没有需要办理的年度事项。有有效称号的企业，在更新窗口开放后会在这里看到，并收到消息。");
	t->scrolls = true;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(names[i])};
}

static void duty_row(struct ctx *c, struct view_table *t, const struct q_update_of_enterprise *r)
{
	struct view_cells *row = VEC_ADD(c->a, &t->rows);
	const char *tag = "grey";
	bool update = str_eqc(r->kind, "update");

	cell(c, t, row, r->tier_name);
	cell(c, t, row,
		str_fmt(c->a, "%lld %s", (long long)r->year, annual_kind_word(r->kind)))
		->href = update ? str_fmt(c->a, "/e/update/%lld", (long long)r->year) : str_none();
	cell(c, t, row, str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(r->opens_on), STR_ARG(r->closes_on)));
	struct str state = state_text(c, r, &tag);
	cell(c, t, row, state)->tag = tag;
	if (r->verdict.n) {
		struct str word = str_c(update_verdict_word(r->verdict, &tag));
		cell(c, t, row, word)->tag = tag;
	} else {
		cell(c, t, row, STR("—"));
	}
	cell(c, t, row, r->clause);
}

enum rc page_e_updates(struct ctx *c, struct err *e)
{
	struct q_update_of_enterprise_list rows;
	struct view_e_update v = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_update_of_enterprise(
		db, &(struct q_update_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	page_view(c, "年度更新", &v.page);
	page_crumb(c, &v.page, STR("工作台"), STR("/e"));
	page_crumb(c, &v.page, STR("年度更新"), str_none());
	v.title = STR("年度更新");
	v.lead = STR("有效期内的称号每年在规定期间更新企业信息；逾期不影响称号，但取消复核资格。");
	v.banner_kind = "info";
	duties_heads(c, &v.parts, "各年的事项，新的在前");
	for (size_t i = 0; i < rows.n; i++)
		duty_row(c, &v.parts, &rows.v[i]);
	tmpl_enterprise_update(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- one year ------------------------------------------------------------------------------------ */

static bool seen(const struct strs *ids, struct str id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (str_eq(ids->v[i], id))
			return true;
	return false;
}

static struct str id_of(const struct view_fact *f)
{
	return f->kind == VIEW_FACT_INPUT ? f->field.id
	     : f->kind == VIEW_FACT_COUNTED ? f->counted.id : f->choices.id;
}

/* The sections of every standard, each fact once; sections with nothing new are left out. */
static void sections_fill(struct ctx *c, const struct update_form *f, const struct form_errors *errors,
	struct view_e_update *v)
{
	struct strs ids = {0};

	for (size_t p = 0; p < f->n; p++) {
		const struct standard *s = f->parts[p].standard;
		struct facts_form form = {.standard = s, .facts = f->facts, .before = &f->before,
			.errors = errors, .derived = &f->parts[p].counted};
		for (size_t i = 0; i < s->sections.n; i++) {
			struct view_calc_section out = {.title = s->sections.v[i].title,
				.hint = s->sections.v[i].hint,
				.id = str_fmt(c->a, "s%zu-%.*s", p, STR_ARG(s->sections.v[i].id))};
			struct view_fact_list all = {0};
			facts_form_section(c, &form, i, &all);
			for (size_t k = 0; k < all.n; k++) {
				if (seen(&ids, id_of(&all.v[k])))
					continue;
				VEC_PUSH(c->a, &ids, id_of(&all.v[k]));
				VEC_PUSH(c->a, &out.facts, all.v[k]);
			}
			if (out.facts.n)
				VEC_PUSH(c->a, &v->sections, out);
		}
	}
}

static void reasons_fill(struct ctx *c, const struct update_form *f, const struct form_errors *errors,
	struct view_e_update *v)
{
	v->reasons_lead = str_fmt(c->a, "下列数据比上年变动超过 %lld%%，请说明原因，例如合并报表范围变化、新产品投产。",
		(long long)f->percent);
	for (size_t i = 0; i < f->changes.n; i++) {
		const struct update_change *x = &f->changes.v[i];
		struct fact_value was = {.state = FACT_KNOWN, .v = x->before},
				  now = {.state = FACT_KNOWN, .v = x->after};
		struct view_field *field = VEC_ADD(c->a, &v->reasons);
		*field = field_text(c, str_cstr(c->a, update_reason_field(c->a, x->fact)),
			str_cstr(c->a, fact_at(x->fact)->name), str_none(), errors);
		field->hint = str_fmt(c->a, "%d 年 %.*s，%d 年 %.*s", f->year - 2,
			STR_ARG(fact_show(c->a, x->fact, was)), f->year - 1,
			STR_ARG(fact_show(c->a, x->fact, now)));
		field->rows = 2;
	}
}

static void results_fill(struct ctx *c, const struct update_form *f, struct view_e_update *v)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct update_part *p = &f->parts[i];
		struct view_update_result *x = VEC_ADD(c->a, &v->results);
		const char *tag = "";
		x->title = str_fmt(c->a, "%.*s：%s", STR_ARG(p->row.tier_name),
			update_verdict_word(score_verdict_name(p->score.verdict), &tag));
		x->sentence = str_fmt(c->a, "按《%.*s》：%.*s", STR_ARG(p->standard->title),
			STR_ARG(score_sentence(c, &p->score)));
		score_steps(c, &p->score, &x->steps);
		score_fact_rows(c, &p->score, &p->score.missing, &x->missing);
		score_explains(c, &p->score, &x->explains);
	}
}

static void receipts_fill(struct ctx *c, const struct update_form *f, struct view_e_update *v)
{
	for (size_t i = 0; i < f->filings.n; i++) {
		const struct q_update_filings *r = &f->filings.v[i];
		rows_add(c, &v->receipts, str_cstr(c->a, str_fmt(c->a, "第 %lld 次", (long long)r->seq)),
			str_fmt(c->a, "回执编号 %.*s，%.*s 由 %.*s 提交，校验码 %.*s", STR_ARG(r->receipt_no),
				STR_ARG(instant_human(c->a, r->filed_at)), STR_ARG(r->filed_name),
				STR_ARG(r->content_hash)));
	}
}

static void banner_fill(struct ctx *c, const struct update_form *f, struct view_e_update *v)
{
	bool missed = false, owed = false;

	for (size_t i = 0; i < f->n; i++) {
		missed = missed || str_eqc(f->parts[i].row.state, "missed");
		owed = owed || str_eqc(f->parts[i].row.state, "due");
	}
	v->banner_kind = "info";
	if (missed) {
		v->banner_kind = "bad";
		v->banner = STR("本年度没有按期更新：已取消复核资格，称号在有效期内继续有效，期满后可以重新申报。");
	} else if (f->open && owed) {
		v->banner_kind = "warn";
		v->banner = str_fmt(c->a, "尚未提交，主管部门看到的是“未办理”。%.*s 截止，%.*s。",
			STR_ARG(deadline_text(c->a, f->ends_at)),
			STR_ARG(left_text(c->a, f->ends_at, c->now)));
	} else if (f->open && f->filings.n) {
		v->banner = str_fmt(c->a, "已提交。%.*s 截止前可以更正后重新提交。",
			STR_ARG(deadline_text(c->a, f->ends_at)));
	} else if (!f->open) {
		v->banner = STR("本年度的更新已经结束，不能再提交或更正。");
	}
}

static enum rc show(struct ctx *c, struct update_form *f, const struct posted *p, int status)
{
	struct view_e_update v = {0};
	struct str title = str_fmt(c->a, "%d 年度信息更新", f->year);

	page_view_str(c, title, &v.page);
	page_crumb(c, &v.page, STR("工作台"), STR("/e"));
	page_crumb(c, &v.page, STR("年度更新"), STR("/e/update"));
	page_crumb(c, &v.page, title, str_none());
	if (p)
		v.page.errors = p->errors;
	v.title = title;
	v.lead = str_fmt(c->a, "填写 %d 年底有关数据，旁边是 %d 年的数据；多个称号只填一次。", f->year - 1,
		f->year - 2);
	v.action = str_fmt(c->a, "/e/update/%d", f->year);
	v.open = f->open;
	v.submit = f->filings.n ? STR("提交更正") : STR("提交年度信息更新");
	banner_fill(c, f, &v);
	duties_heads(c, &v.parts, "本年度需要更新信息的称号");
	for (size_t i = 0; i < f->n; i++)
		duty_row(c, &v.parts, &f->parts[i].row);
	receipts_fill(c, f, &v);
	if (p ? p->shown : f->filings.n > 0)
		results_fill(c, f, &v);
	if (f->open) {
		reasons_fill(c, f, p ? &p->errors : NULL, &v);
		sections_fill(c, f, p ? &p->errors : NULL, &v);
	}
	tmpl_enterprise_update(respond_html(c, status), &v);
	return RC_OK;
}

static enum rc load(struct ctx *c, struct update_form *f, struct err *e)
{
	struct db *db;
	int64_t year;

	if (!str_to_i64(c->params[0], &year) || year < 2000 || year > 2199)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	return update_load(
		db, ctx_services(c)->rules, c->who.enterprise_id, (int)year, c->now, f, e);
}

enum rc page_e_update(struct ctx *c, struct err *e)
{
	struct update_form f;

	TRY(load(c, &f, e));
	update_judge(c->a, &f);
	return show(c, &f, NULL, 200);
}

/* --- posting ------------------------------------------------------------------------------------- */

static bool answered(const struct posted *p, const struct answer *x)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->answers[i].fact == x->fact && p->answers[i].year == x->year)
			return true;
	return false;
}

static void read_answers(struct ctx *c, const struct update_form *f, struct posted *p)
{
	p->answers = ARENA_NEW_N(c->a, struct answer, FACT__MAX * FACTS_BACK);
	for (size_t k = 0; k < f->n; k++) {
		const struct standard *s = f->parts[k].standard;
		for (size_t i = 0; i < s->sections.n; i++) {
			struct answer *list;
			size_t n;
			facts_form_read(c, s, i, f->year, &list, &n);
			for (size_t j = 0; j < n; j++)
				if (!answered(p, &list[j]))
					p->answers[p->n++] = list[j];
		}
	}
}

static void read_reasons(struct ctx *c, const struct update_form *f, struct posted *p)
{
	p->reasons = ARENA_NEW_N(c->a, struct update_reason, f->changes.n + 1);
	for (size_t i = 0; i < f->changes.n; i++) {
		struct str text = form_get(&c->form,
			str_cstr(c->a, update_reason_field(c->a, f->changes.v[i].fact)));
		if (text.n)
			p->reasons[p->reasons_n++] =
				(struct update_reason){f->changes.v[i].fact, text};
	}
}

/* Everything that is wrong at once, beside its field. */
static void errors_fill(struct ctx *c, const struct update_form *f, struct posted *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->answers[i].error.n)
			form_error_add(c->a, &p->errors,
				str_cstr(c->a, fact_field(c->a, p->answers[i].fact, p->answers[i].year)),
				str_fmt(c->a, "%.*s：%.*s",
					STR_ARG(fact_label(c->a, p->answers[i].fact, p->answers[i].year)),
					STR_ARG(p->answers[i].error)));
	for (size_t k = 0; k < f->n && !p->errors.n; k++)
		for (size_t i = 0; i < f->parts[k].standard->sections.n; i++)
			facts_form_errors(c, NULL, 0, &f->parts[k].score, i, &p->errors);
}

enum rc page_e_update_post(struct ctx *c, struct err *e)
{
	bool submit = str_eqc(form_get(&c->form, "act"), "submit");
	struct posted p = {.shown = true};
	struct update_form f;

	TRY(load(c, &f, e));
	read_answers(c, &f, &p);
	update_apply(c->a, &f, p.answers, p.n);
	update_judge(c->a, &f);
	read_reasons(c, &f, &p);
	errors_fill(c, &f, &p);
	if (p.errors.n || (!submit && f.open))
		return show(c, &f, &p, p.errors.n ? 422 : 200);
	struct update_submit uc = {.year = f.year, .answers = p.answers, .n = p.n,
		.reasons = p.reasons, .reasons_n = p.reasons_n};
	struct tx_call call = ctx_call(c, str_fmt(c->a, "/e/update/%d", f.year));
	enum rc rc = TX_RUN(&call, update_submit, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &p.errors, e);
		return show(c, &f, &p, 422);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "已提交，回执编号 %.*s。截止前可以更正。", STR_ARG(uc.receipt_no)));
}
