/* What a procedure lays on who holds a title, every year: 年度信息更新 and the like ("annual" of the procedure).
 * A window belongs to a year in which its edition is the one in force on the window's last day, so that a rule
 * that follows another in spring takes its place at once.
 */
#ifndef DOMAIN_ANNUAL_H
#define DOMAIN_ANNUAL_H

#include "domain/procedure.h"

enum annual_kind {
	ANNUAL_UPDATE,		/* update: figures of the year before, scored again */
	ANNUAL_SELF_EVALUATION, /* self_evaluation: an application of this programme is submitted */
	ANNUAL__MAX
};

struct annual_window {
	const struct procedure *procedure;
	struct str id;
	enum annual_kind kind;
	struct str holders; /* programme of the titles that owe it */
	int64_t year;
	struct date opens, closes; /* first and last day */
	struct str clause;
	bool recheck_lost;	/* who misses it loses 复核 */
	const struct json *exempt; /* titles of batches that need not; NULL: none named */
};
struct annual_windows {
	struct annual_window *v;
	size_t n, cap;
};

/* Every window of a year among all editions. RC_DATA names the member that is wrong. */
MUST_CHECK enum rc annual_windows(struct arena *a, const struct procedure *const *list, size_t n,
	int64_t year, struct annual_windows *out, struct err *e);
/* Checks the member of one procedure. */
MUST_CHECK enum rc annual_check(struct arena *a, const struct procedure *p, struct err *e);
/* A change of more than so many per cent against the year before asks for an explanation; 0: none does. */
int64_t annual_explain_percent(const struct procedure *p);
/* The standard that judges an update of this window where it is not the procedure's own (`standard`); "". */
struct str annual_standard(const struct procedure *p, struct str window_id, int64_t year);
const char *annual_kind_code(enum annual_kind k); /* update self_evaluation */
const char *annual_kind_word(struct str code);	  /* 年度信息更新 年度自评 */

/* Is `after` further from `before` than `percent` of it? Both in micro-units; exact. */
bool annual_needs_reason(int64_t before, int64_t after, int64_t percent);

#endif
