/* A form is data; what is typed into it is read as strictly as any figure of an application. */
#include "domain/survey.h"

#include "base/utf8.h"
#include "base/vec.h"

static const char *const types[SURVEY_TYPE__MAX] = {
	[SURVEY_NUMBER] = "number",
	[SURVEY_INTEGER] = "integer",
	[SURVEY_CHOICE] = "choice",
	[SURVEY_TEXT] = "text",
};

static enum rc wrong(struct err *e, struct str what)
{
	err_set(e, RC_DATA, MSG_SURVEY_FORM);
	return err_arg(e, 0, what);
}

static enum rc load_question(
	struct arena *a, const struct json *j, struct survey_question *q, struct err *e)
{
	struct str type = json_str(j, "type", STR(""));
	const struct json *options = json_get(j, "options");

	q->id = json_str(j, "id", STR(""));
	q->label = json_str(j, "label", STR(""));
	q->hint = json_str(j, "hint", STR(""));
	q->unit = json_str(j, "unit", STR(""));
	q->optional = json_bool(j, "optional", false);
	while (q->type < SURVEY_TYPE__MAX && !str_eqc(type, types[q->type]))
		q->type++;
	if (!q->id.n || !q->label.n || q->type == SURVEY_TYPE__MAX)
		return wrong(e, q->id.n ? q->id : STR("questions"));
	for (const struct json *o = options ? options->first : NULL; o; o = o->next)
		VEC_PUSH(a, &q->options, o->text);
	if ((q->type == SURVEY_CHOICE) != (q->options.n > 1))
		return wrong(e, q->id);
	return RC_OK;
}

static bool is_figure(const struct survey_question *q)
{
	return q->type == SURVEY_NUMBER || q->type == SURVEY_INTEGER;
}

/* The last question so far may be a part of one before it. */
static enum rc load_whole(const struct json *j, struct survey_form *f, struct err *e)
{
	struct survey_question *q = &f->questions[f->n];
	struct str whole = json_str(j, "within", STR(""));

	for (size_t i = 0; i < f->n && whole.n; i++)
		if (str_eq(f->questions[i].id, whole) && is_figure(&f->questions[i]))
			q->within = &f->questions[i];
	return whole.n && !(q->within && is_figure(q)) ? wrong(e, q->id) : RC_OK;
}

static enum rc load_months(const struct json *list, struct survey_form *f, struct err *e)
{
	for (const struct json *m = list ? list->first : NULL; m; m = m->next) {
		int64_t n;
		if (f->months_n == ARRAY_LEN(f->months) || !str_to_i64(m->text, &n) || n < 1 || n > 12)
			return wrong(e, STR("months"));
		f->months[f->months_n++] = (int)n;
	}
	return f->months_n ? RC_OK : wrong(e, STR("months"));
}

enum rc survey_load(
	struct arena *a, const struct json *j, struct survey_form **out, struct err *e)
{
	struct survey_form *f = ARENA_NEW(a, struct survey_form);
	const struct json *list = json_get(j, "questions");

	f->json = j;
	f->clause = json_str(j, "clause", STR(""));
	f->note = json_str(j, "note", STR(""));
	TRY(load_months(json_get(j, "months"), f, e));
	if (!list || list->n == 0 || list->n > SURVEY_QUESTIONS_MAX)
		return wrong(e, STR("questions"));
	f->questions = ARENA_NEW_N(a, struct survey_question, list->n);
	for (const struct json *q = list->first; q; q = q->next) {
		TRY(load_question(a, q, &f->questions[f->n], e));
		TRY(load_whole(q, f, e));
		for (size_t i = 0; i < f->n; i++)
			if (str_eq(f->questions[i].id, f->questions[f->n].id))
				return wrong(e, f->questions[i].id);
		f->n++;
	}
	*out = f;
	return RC_OK;
}

bool survey_round_of(const struct survey_form *f, struct date day, struct date_range *out)
{
	for (size_t i = 0; i < f->months_n; i++) {
		if (f->months[i] != day.m)
			continue;
		out->first = (struct date){day.y, day.m, 1};
		out->last = date_month_end(day.y, day.m);
		return true;
	}
	return false;
}

static enum rc read_figure(struct arena *a, const struct survey_question *q, struct str typed,
	struct survey_value *out, struct err *e)
{
	enum decimal_notice notice;

	TRY(decimal_parse_text(a, typed, &out->number, &notice, e));
	if (out->number < 0 || (q->type == SURVEY_INTEGER && out->number % DECIMAL_ONE != 0))
		return err_set(e, RC_INVALID,
			out->number < 0 ? MSG_SURVEY_NEGATIVE : MSG_SURVEY_WHOLE);
	if (out->number > SURVEY_NUMBER_MAX)
		return err_set(e, RC_INVALID, MSG_SURVEY_BIG);
	out->has_number = true;
	out->text = decimal_str(a, out->number);
	return RC_OK;
}

enum rc survey_read(struct arena *a, const struct survey_question *q, struct str typed,
	struct survey_value *out, struct err *e)
{
	*out = (struct survey_value){.text = STR("")};
	typed = str_trim(typed);
	if (typed.n == 0)
		return q->optional ? RC_OK : err_set(e, RC_INVALID, MSG_SURVEY_EMPTY);
	if (is_figure(q))
		return read_figure(a, q, typed, out, e);
	out->text = typed;
	if (q->type == SURVEY_TEXT)
		return utf8_count(typed) <= SURVEY_TEXT_MAX ? RC_OK
							    : err_set(e, RC_INVALID, MSG_SURVEY_LONG);
	for (size_t i = 0; i < q->options.n; i++)
		if (str_eq(q->options.v[i], typed))
			return RC_OK;
	return err_set(e, RC_INVALID, MSG_SURVEY_EMPTY);
}

enum rc survey_part_check(struct arena *a, const struct survey_form *f, size_t question,
	const struct survey_value *values, struct err *e)
{
	const struct survey_question *whole = f->questions[question].within;
	const struct survey_value *part = &values[question];

	if (!whole)
		return RC_OK;
	const struct survey_value *all = &values[whole - f->questions];
	if (!part->has_number || !all->has_number || part->number <= all->number)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_SURVEY_PART);
	err_arg(e, 0, whole->label);
	return err_arg(e, 1, STR_JOIN(a, all->text, whole->unit));
}
