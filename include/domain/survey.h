/* 调查表: the form of a periodic survey, as a procedure states it, and what a person typed into it.
 *
 *	"survey": {"months": [3, 6, 9, 12], "clause": …, "note": …, "questions": [
 *	  {"id", "label", "hint", "type": "number" | "integer" | "choice" | "text", "unit", "options": […], "optional",
 *	   "within": id of an earlier question of figures}]}
 *
 * A round is one of the months: it opens on its first day and closes with its last.
 */
#ifndef DOMAIN_SURVEY_H
#define DOMAIN_SURVEY_H

#include "base/json.h"
#include "base/time.h"
#include "domain/decimal.h"

enum survey_type { SURVEY_NUMBER, SURVEY_INTEGER, SURVEY_CHOICE, SURVEY_TEXT, SURVEY_TYPE__MAX };

#define SURVEY_QUESTIONS_MAX 40
#define SURVEY_TEXT_MAX 1000 /* characters */
/* A thousand million of the unit: sums over every enterprise of a province stay exact. */
#define SURVEY_NUMBER_MAX (1000000000 * DECIMAL_ONE)

struct survey_question {
	struct str id, label, hint, unit;
	enum survey_type type;
	bool optional;
	struct strs options;
	const struct survey_question *within; /* of whose figure this one is a part; NULL */
};
struct survey_form {
	const struct json *json; /* as stated: what a round keeps */
	int months[12];
	size_t months_n;
	struct str clause, note; /* note: where the questions come from, when the document prints none */
	struct survey_question *questions;
	size_t n;
};

/* RC_DATA: argument 0 names what is wrong. `j` lives as long as `a`. */
MUST_CHECK enum rc survey_load(
	struct arena *a, const struct json *j, struct survey_form **out, struct err *e);

/* The days of the round that runs on `day`; false when none does. */
MUST_CHECK bool survey_round_of(const struct survey_form *f, struct date day, struct date_range *out);

/* What was typed: canonical text, and the number of a figure. Blank is empty text (optional questions only).
 * RC_INVALID with a message for the person. */
struct survey_value {
	struct str text;
	bool has_number;
	int64_t number; /* decimal */
};
MUST_CHECK enum rc survey_read(struct arena *a, const struct survey_question *q, struct str typed,
	struct survey_value *out, struct err *e);

/* `values` of every question of the form: a part is not more than its whole. RC_INVALID with a message for the person. */
MUST_CHECK enum rc survey_part_check(struct arena *a, const struct survey_form *f, size_t question,
	const struct survey_value *values, struct err *e);

#endif
