/* 季度调查 (003号文 D8): library enterprises answer a short form in the printed months; bodies see who has not.
 * The procedure states months and form; a round keeps the form it was opened with, and who was in the library
 * on its first day; who moves before it has answered is asked by the bodies of its new place (service/relocation.h).
 */
#ifndef SERVICE_SURVEY_H
#define SERVICE_SURVEY_H

#include "domain/survey.h"
#include "service/tx.h"

/* Opens the rounds of today's month, tells who has to answer, and reminds who has not 7 days and 1 day before the
 * end. By the system, once a day; done again it does nothing. */
USE_CASE(survey_day)
struct survey_day {
	int64_t opened, reminded; /* out: rounds */
};

/* One round as an enterprise that has to answer it sees it, or a body of its line. */
struct survey {
	int64_t id, closes_at, answered_at; /* answered_at: of the enterprise; 0: not yet */
	struct str title, edition, first_on, last_on;
	struct survey_form *form;
};
MUST_CHECK enum rc survey_for_enterprise_load(struct db *db, const struct actor *who,
	struct str public_id, struct survey *out, struct err *e);
MUST_CHECK enum rc survey_for_body_load(
	struct db *db, const struct actor *who, struct str public_id, struct survey *out, struct err *e);
/* What the enterprise answered, by the number of the question; missing: nothing. */
MUST_CHECK enum rc survey_answers(struct db *db, const struct actor *who, const struct survey *s,
	struct str **out, struct err *e);

/* All questions at once; may be corrected until the round closes. RC_DEADLINE: it is closed. RC_INVALID: `errors`
 * says why per question, nothing was saved. */
USE_CASE(survey_answer)
struct survey_answer {
	struct str public_id;
	const struct str *typed; /* per question, `n` of them */
	size_t n;
	struct str *errors; /* out, per question; missing: none */
};

#endif
