/* 年度总结: what bodies report to the province each year ("yearly_report" of the procedure).
 *
 *	"yearly_report": {"due": "12-20", "opens": "11-01", "level": "city", "title", "clause",
 *	  "cases": {"min": 3, "max": 5, "clause"}, "sections": [{"id", "title", "guidance", "text"}]}
 *
 * Texts hold figures as words in braces: {listed}. Which words there are is in the table of this file; what they come
 * to is asked of the database at an instant, so that nobody types a figure that the system knows.
 */
#ifndef DOMAIN_YEARLY_H
#define DOMAIN_YEARLY_H

#include "domain/procedure.h"

enum yearly_figure {
	YEARLY_GOAL,
	YEARLY_RATE,
	YEARLY_STARTED,
	YEARLY_FILED,
	YEARLY_LISTED,
	YEARLY_RUNNING,
	YEARLY_REFUSED,
	YEARLY_DRAFTS,
	YEARLY_VISITS,
	YEARLY_OBJECTIONS,
	YEARLY_REPORTS,
	YEARLY_SANCTIONS,
	YEARLY_HOLDERS,
	YEARLY_ASKED,
	YEARLY_ANSWERED,
	YEARLY_FIGURE__MAX
};
const char *yearly_figure_id(enum yearly_figure f);   /* listed */
const char *yearly_figure_name(enum yearly_figure f); /* 已公告 */
const char *yearly_figure_unit(enum yearly_figure f); /* 家 */
MUST_CHECK bool yearly_figure_parse(struct str id, enum yearly_figure *out);

#define YEARLY_SECTIONS_MAX 20
#define YEARLY_TEXT_MAX 8000 /* characters of a section */

struct yearly_section {
	struct str id, title, guidance, text;
};
struct yearly_form {
	const struct json *json; /* as stated: what a round keeps */
	struct str title, clause, cases_clause;
	struct date opens, due; /* of the year 2001: no leap day, so a day of every year */
	enum holder level; /* whose bodies owe it */
	int64_t cases_min, cases_max; /* max 0: no bound is printed */
	struct yearly_section *sections;
	size_t n;
};
/* `j`: the member. RC_DATA: argument 0 names what is wrong. */
MUST_CHECK enum rc yearly_form_load(
	struct arena *a, const struct json *j, struct yearly_form *out, struct err *e);
/* False: the procedure asks for none. */
MUST_CHECK bool yearly_asked(const struct procedure *p);
MUST_CHECK enum rc yearly_check(struct arena *a, const struct procedure *p, struct err *e);
/* The days of the round of a year. */
struct date_range yearly_days(const struct yearly_form *f, int year);
/* Is it this edition that governs the round due on `due`: of its programme and body the last one in force in that year by
 * then? A notice of one year may end with its last filing, before the report that it asks for. */
MUST_CHECK bool yearly_governs(
	const struct procedure *const *list, size_t n, const struct procedure *p, struct date due);

/* The first word in braces that is not a figure; false: all are. */
MUST_CHECK bool yearly_stray(struct str text, struct str *word);
/* Words in braces exchanged for values, one a figure. */
struct str yearly_fill(struct arena *a, struct str text, const struct str values[YEARLY_FIGURE__MAX]);

#endif
