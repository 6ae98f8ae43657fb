/* The form is made from the standard: whoever publishes a standard has its pages at once. */
#include "page/facts_form.h"

#include "domain/decimal.h"
#include "page/counted_view.h"

/* What stands for a value that cannot be read as text at all: no fact accepts it. */
#define UNREADABLE STR("\xef\xbf\xbd")

int fact_ref_year(struct fact_ref ref, int year)
{
	return fact_at(ref.fact)->yearly ? year - (int)ref.back : 0;
}

struct str fact_field(struct arena *a, size_t fact, int year)
{
	struct str id = fact_at(fact)->id;

	return year ? str_fmt(a, "%.*s-%d", STR_ARG(id), year) : id;
}

static struct str label_of(struct arena *a, const struct fact *f, int year)
{
	return year ? str_fmt(a, "%.*s（%d年）", STR_ARG(f->name), year) : f->name;
}

struct str fact_label(struct arena *a, size_t fact, int year)
{
	return label_of(a, fact_at(fact), year);
}

static const struct q_enterprise_facts *stated_before(
	const struct facts_form *form, size_t fact, int year)
{
	for (size_t i = 0; form->before && i < form->before->n; i++) {
		const struct q_enterprise_facts *r = &form->before->v[i];
		if (r->year == year && str_eq(r->fact, fact_at(fact)->id))
			return r;
	}
	return NULL;
}

/* Last year's value, from this file or an earlier one. */
static struct str last_value(
	struct ctx *c, const struct facts_form *form, size_t fact, unsigned back)
{
	int year = form->facts->year - (int)back - 1;
	const struct q_enterprise_facts *old = stated_before(form, fact, year);
	struct fact_value v = {0};
	struct err ignored;

	if (back + 1 < FACTS_BACK)
		v = facts_get(form->facts, fact, back + 1);
	if (v.state != FACT_KNOWN && old && fact_parse(fact, old->value, &v.v, &ignored) == RC_OK)
		v.state = FACT_KNOWN;
	return v.state == FACT_KNOWN ? fact_show(c->a, fact, v) : str_none();
}

/* The value to show and, when it comes from an earlier file, where from. */
static struct str stored_text(struct ctx *c, const struct facts_form *form, struct fact_ref ref,
	struct str *note)
{
	int year = fact_ref_year(ref, form->facts->year);
	struct fact_value v = facts_get(form->facts, ref.fact, ref.back);
	const struct q_enterprise_facts *old = stated_before(form, ref.fact, year);

	if (v.state == FACT_KNOWN || !old || fact_own(ref.fact))
		return fact_text(c->a, ref.fact, v);
	*note = str_fmt(c->a, "已按 %.*s（%.*s 报送）预填，保存后生效", STR_ARG(old->source),
		STR_ARG(date_str(c->a, date_of_instant(old->updated_at))));
	return old->value;
}

/* How a number was understood, when it was typed another way. */
static struct str read_back(struct ctx *c, size_t fact, struct str typed)
{
	struct fact_value v;
	struct err ignored;

	if (c->req->method != HTTP_POST || typed.n == 0 ||
		fact_parse_typed(c->a, fact, typed, &v, &ignored) != RC_OK || v.state != FACT_KNOWN ||
		str_eq(typed, fact_text(c->a, fact, v)))
		return str_none();
	return fact_show(c->a, fact, v);
}

static void input_fill(struct ctx *c, const struct facts_form *form, struct fact_ref ref,
	struct str stored, struct view_fact *out)
{
	const struct fact own = standard_fact(form->standard, ref.fact), *fact = &own;
	int year = fact_ref_year(ref, form->facts->year);
	const char *id = str_cstr(c->a, fact_field(c->a, ref.fact, year));
	const char *label = str_cstr(c->a, label_of(c->a, fact, year));

	out->kind = VIEW_FACT_INPUT;
	out->field = field_number(c, id, label, NULL, stored, form->errors);
	out->field.unit = fact->unit;
	out->field.hint = fact->hint;
	out->field.read = read_back(c, ref.fact, out->field.value);
	if (fact->type == FACT_INTEGER)
		out->field.inputmode = "numeric";
	if (fact->yearly) {
		out->field.last_value = last_value(c, form, ref.fact, ref.back);
		out->field.last_label = str_fmt(c->a, "%d年", year - 1);
	}
}

static void choices_fill(struct ctx *c, const struct facts_form *form, struct fact_ref ref,
	struct str stored, struct view_fact *out)
{
	const struct fact own = standard_fact(form->standard, ref.fact), *fact = &own;
	int year = fact_ref_year(ref, form->facts->year);
	size_t n = 0;
	const struct fact_word *words = fact_words(ref.fact, &n);

	out->choices = field_choices(str_cstr(c->a, fact_field(c->a, ref.fact, year)),
		str_cstr(c->a, label_of(c->a, fact, year)), form->errors);
	out->choices.hint = fact->hint;
	if (fact->type == FACT_WORD) {
		out->kind = VIEW_FACT_SELECT;
		out->choices.empty = STR("请选择");
		for (size_t i = 0; i < n; i++)
			choices_add(c, &out->choices, words[i].id, words[i].name, stored);
		return;
	}
	out->kind = VIEW_FACT_RADIOS;
	out->choices.inline_row = true;
	choices_add(c, &out->choices, STR("true"), STR("是"), stored);
	choices_add(c, &out->choices, STR("false"), STR("否"), stored);
}

static void field_add(struct ctx *c, const struct facts_form *form, struct fact_ref ref,
	struct view_fact_list *out)
{
	int year = fact_ref_year(ref, form->facts->year);
	enum fact_type type = fact_at(ref.fact)->type;
	struct view_fact *f;
	struct str stored, note = str_none();

	const struct derived *d =
		form->derived ? derivation_of(form->derived, ref.fact, year) : NULL;

	if (d && !d->kept) {
		f = VEC_ADD(c->a, out);
		f->kind = VIEW_FACT_COUNTED;
		counted_view(c, d->set, &d->c, &form->derived->lists,
			list_path(c->a, d->set->list, list_year_ok(year, c->now) ? year : 0), &f->counted);
		f->counted.id = fact_field(c->a, ref.fact, year);
		return;
	}
	if (form->only && !correction_opens_fact(form->only, ref.fact, year)) {
		struct view_row *row = VEC_ADD(c->a, &out->fixed);
		const struct fact own = standard_fact(form->standard, ref.fact);
		row->label = label_of(c->a, &own, year);
		row->value = fact_show(c->a, ref.fact, facts_get(form->facts, ref.fact, ref.back));
		return;
	}
	stored = stored_text(c, form, ref, &note);
	f = VEC_ADD(c->a, out);
	if (type == FACT_BOOL || type == FACT_WORD)
		choices_fill(c, form, ref, stored, f);
	else
		input_fill(c, form, ref, stored, f);
	f->note = note;
}

void facts_form_section(
	struct ctx *c, const struct facts_form *form, size_t section, struct view_fact_list *out)
{
	const struct fact_refs *refs = &form->standard->sections.v[section].facts;

	for (size_t i = 0; i < refs->n; i++)
		field_add(c, form, refs->v[i], out);
}

/* --- and back ---------------------------------------------------------------------------------- */

static bool posted(const struct form *form, struct str name, struct str *typed)
{
	size_t times = 0;

	for (size_t i = 0; i < form->n; i++) {
		if (!str_eq(form->v[i].name, name) || form->v[i].filename.p)
			continue;
		*typed = form->v[i].bad_text ? UNREADABLE : form->v[i].value;
		times++;
	}
	if (times > 1)
		*typed = UNREADABLE;
	return times > 0;
}

void facts_form_read(struct ctx *c, const struct standard *s, size_t section, int year,
	struct answer **out, size_t *n)
{
	const struct fact_refs *refs = &s->sections.v[section].facts;

	*out = ARENA_NEW_N(c->a, struct answer, refs->n + 1);
	*n = 0;
	for (size_t i = 0; i < refs->n; i++) {
		int y = fact_ref_year(refs->v[i], year);
		struct str typed;

		if (posted(&c->form, fact_field(c->a, refs->v[i].fact, y), &typed))
			(*out)[(*n)++] = (struct answer){
				.fact = refs->v[i].fact, .year = y, .typed = typed};
	}
}

/* "rd_expense.2022：…": the fact that an error of the evaluation begins with. */
static bool error_is_of(struct ctx *c, struct str error, struct fact_ref ref, int year)
{
	struct buf b;

	buf_init(&b, c->a, 256);
	fact_ref_put(&b, ref.fact, ref.back, year);
	buf_lit(&b, "：");
	return str_starts(error, buf_view(&b));
}

void facts_form_errors(struct ctx *c, const struct answer *answers, size_t n,
	const struct score_result *score, size_t section, struct form_errors *out)
{
	const struct fact_refs *refs = &score->standard->sections.v[section].facts;
	int year = score->facts->year;

	for (size_t i = 0; i < n; i++)
		if (answers[i].error.n)
			form_error_add(c->a, out,
				str_cstr(c->a, fact_field(c->a, answers[i].fact, answers[i].year)),
				str_fmt(c->a, "%.*s：%.*s",
					STR_ARG(fact_label(c->a, answers[i].fact, answers[i].year)),
					STR_ARG(answers[i].error)));
	for (size_t i = 0; i < score->errors.n; i++)
		for (size_t k = 0; k < refs->n; k++) {
			struct str error = score->errors.v[i];
			if (!error_is_of(c, error, refs->v[k], year))
				continue;
			size_t at = str_find(error, STR("：")) + STR("：").n;
			struct str name = fact_field(
				c->a, refs->v[k].fact, fact_ref_year(refs->v[k], year));
			form_error_add(c->a, out, str_cstr(c->a, name),
				str_sub(error, at, error.n));
		}
}
