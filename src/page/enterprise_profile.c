/* 企业信息: entered once, used by every file. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "service/bodies.h"

#include <stddef.h>

static const struct profile_field *field_of(const char *name)
{
	for (size_t i = 0; i < profile_fields_n; i++)
		if (str_eqc(str_c(name), profile_fields[i].name))
			return &profile_fields[i];
	return &profile_fields[0];
}

static struct view_field text_of(const struct ctx *c, const char *name, struct str value,
	const char *hint, const struct form_errors *errors)
{
	const struct profile_field *f = field_of(name);
	struct view_field v = field_text(c, f->name, f->label, value, errors);

	v.hint = str_c(hint);
	v.optional = !f->needed;
	return v;
}

static enum rc places_fill(struct ctx *c, struct db *db, const struct profile *p,
	const struct form_errors *errors, struct view_choices *out, struct err *e)
{
	struct q_profile_of_enterprise own;
	struct q_profile_places_list rows;

	TRY(q_profile_of_enterprise(db,
		&(struct q_profile_of_enterprise_in){.enterprise_id = p->enterprise_id}, &own, e));
	TRY(q_profile_places(db,
		&(struct q_profile_places_in){.line = STR(BODIES_LINE_OF_ENTERPRISES),
			.province_agency_id = own.province_agency_id},
		&rows, e));
	*out = field_choices("division_code", field_of("division_code")->label, errors);
	out->hint = STR("按营业执照上的住所选择，决定由哪个主管部门受理");
	out->empty = STR("请选择");
	for (size_t i = 0; i < rows.n; i++)
		choices_add(c, out, rows.v[i].code,
			str_fmt(c->a, "%.*s　%.*s", STR_ARG(rows.v[i].city),
				STR_ARG(rows.v[i].name)),
			p->v.division_code);
	return RC_OK;
}

static void fields_fill(struct ctx *c, const struct profile *p, const struct form_errors *errors,
	struct view_e_profile *v)
{
	const struct profile_values *x = &p->v;

	VEC_PUSH(c->a, &v->basic, text_of(c, "address", x->address, "与营业执照或实际经营地一致", errors));
	VEC_PUSH(c->a, &v->basic, text_of(c, "postcode", x->postcode, "", errors));
	VEC_PUSH(c->a, &v->basic, text_of(c, "established_on", x->established_on,
					 "营业执照上的成立日期，例如 2015-06-01", errors));
	VEC_PUSH(c->a, &v->basic, text_of(c, "capital", x->capital, "只填数字，例如 1200.5", errors));
	v->ownership = field_choices("ownership", field_of("ownership")->label, errors);
	v->ownership.empty = STR("请选择");
	for (size_t i = 0; profile_ownerships[i]; i++)
		choices_add(c, &v->ownership, str_c(profile_ownerships[i]),
			str_c(profile_ownerships[i]), x->ownership);
	v->industry = text_of(c, "industry_code", x->industry_code,
		"四位小类代码，不清楚的在本页下方按名称查找", errors);
	v->industry.width = "w8";
	v->industry.inputmode = "numeric";
	v->industry.read = p->industry_name;
	VEC_PUSH(c->a, &v->people, text_of(c, "legal_rep", x->legal_rep, "", errors));
	VEC_PUSH(c->a, &v->people, text_of(c, "legal_rep_phone", x->legal_rep_phone, "", errors));
	VEC_PUSH(c->a, &v->people, text_of(c, "contact", x->contact, "负责本次填报的人", errors));
	VEC_PUSH(c->a, &v->people, text_of(c, "contact_phone", x->contact_phone, "", errors));
	VEC_PUSH(c->a, &v->people, text_of(c, "contact_email", x->contact_email, "", errors));
	v->product = text_of(c, "main_product", x->main_product, "占营业收入比重最大的产品或服务", errors);
	v->intro = text_of(c, "intro", x->intro, "", errors);
	v->intro.rows = 6;
}

static struct str joined(struct ctx *c, const struct strs *list)
{
	struct buf b;

	buf_init(&b, c->a, 8192);
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_lit(&b, "、");
		buf_str(&b, list->v[i]);
	}
	return buf_view(&b);
}

static enum rc industries_fill(
	struct ctx *c, struct db *db, struct view_e_profile *v, struct err *e)
{
	struct q_industries_like_list rows;
	struct str word = str_trim(form_get(&c->query, "q"));

	v->industry_word = word;
	if (word.n == 0 || word.n > 60)
		return RC_OK;
	v->searched = true;
	TRY(q_industries_like(db, &(struct q_industries_like_in){.word = word}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_row *r = VEC_ADD(c->a, &v->found);
		r->label = rows.v[i].code;
		r->value = rows.v[i].name;
	}
	return RC_OK;
}

static enum rc profile_fill(struct ctx *c, const struct form_errors *errors,
	struct view_e_profile *v, struct profile *p, struct err *e)
{
	struct strs missing = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(profile_load(db, &c->who, p, e));
	page_view(c, "企业信息", &v->page);
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("企业信息"), str_none());
	if (errors)
		v->page.errors = *errors;
	rows_add(c, &v->fixed, "企业名称", p->name);
	rows_add(c, &v->fixed, "统一社会信用代码", p->uscc);
	TRY(places_fill(c, db, p, errors, &v->division, e));
	fields_fill(c, p, errors, v);
	profile_missing(c->a, p, &missing);
	if (missing.n)
		v->needed = joined(c, &missing);
	v->version = str_i64(c->a, p->version);
	return industries_fill(c, db, v, e);
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_e_profile v = {0};
	struct profile p;

	TRY(profile_fill(c, errors, &v, &p, e));
	tmpl_enterprise_profile(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_e_profile(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* --- saving ------------------------------------------------------------------------------------ */

static enum rc show_conflict(struct ctx *c, const struct profile_values *mine, struct err *e)
{
	static const char *const names[] = {"项目", "您填写的", "同事保存的"};
	struct view_e_profile v = {0};
	struct profile p;

	TRY(profile_fill(c, NULL, &v, &p, e));
	v.conflict.caption = STR("两份内容中不同的项目");
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		*VEC_ADD(c->a, &v.conflict.heads) = (struct view_head){.text = str_c(names[i])};
	for (size_t i = 0; i < profile_fields_n; i++) {
		struct str texts[] = {str_c(profile_fields[i].label), profile_value(mine, i),
			profile_value(&p.v, i)};
		if (str_eq(texts[1], texts[2]))
			continue;
		struct view_cells *r = VEC_ADD(c->a, &v.conflict.rows);
		for (size_t k = 0; k < ARRAY_LEN(texts); k++)
			*VEC_ADD(c->a, r) =
				(struct view_cell){.text = texts[k], .label = str_c(names[k])};
	}
	tmpl_enterprise_profile(respond_html(c, 409), &v);
	return RC_OK;
}

/* Nothing is required here: what a submission needs is asked when it is sent. */
static bool read_values(struct ctx *c, struct profile_values *out, struct form_errors *errors)
{
	struct field_spec *specs = ARENA_NEW_N(c->a, struct field_spec, profile_fields_n);

	for (size_t i = 0; i < profile_fields_n; i++) {
		bool phone = str_ends(str_c(profile_fields[i].name), STR("phone"));
		bool lines = str_eqc(str_c(profile_fields[i].name), "intro");

		specs[i] = (struct field_spec){.name = profile_fields[i].name,
			.label = profile_fields[i].label,
			.kind = phone ? FIELD_PHONE : lines ? FIELD_LINES : FIELD_TEXT,
			.max = profile_fields[i].most,
			.offset = profile_fields[i].offset};
		if (!str_eqc(str_c(profile_fields[i].name), "ownership"))
			continue;
		specs[i].kind = FIELD_CHOICE;
		specs[i].choices = profile_ownerships;
	}
	return form_read(c->a, &c->form, specs, profile_fields_n, out, errors);
}

enum rc page_e_profile_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct profile_save uc = {.version = ctx_version(c)};

	if (!read_values(c, &uc.v, &errors))
		return show(c, 422, &errors, e);
	struct tx_call call = ctx_call(c, STR("/e/profile"));
	enum rc rc = TX_RUN(&call, profile_save, &uc, e);
	if (rc == RC_CONFLICT && e->msg == MSG_STALE)
		return show_conflict(c, &uc.v, e);
	if (e_shown_again(rc) || e->msg == MSG_PROFILE_PLACE) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("企业信息已保存"));
}
