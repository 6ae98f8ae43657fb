/* Terms in calendar or working days over the statutory calendar.
 *
 * Source of the calendar: the State Council's yearly notice on holidays (放假安排): holidays, and
 * weekend days worked instead (调休). A year is *known* when its notice has been loaded. Nothing is
 * guessed about an unknown year: RC_DATA names it, unless the caller asks for a provisional answer,
 * which counts weekends only and is marked. A day is consulted only when it matters, so the year of
 * a day that no rule asks about need not be known.
 */
#ifndef DOMAIN_WORKDAY_H
#define DOMAIN_WORKDAY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

/* One line of a notice; also one row of the database. */
struct calendar_row {
	int year; /* of the notice: 2022-12-31 was announced with 2023 */
	struct date date;
	bool works;      /* true: a weekend day that is worked; false: a day off */
	struct str name; /* of the holiday */
};

struct calendar {
	const struct calendar_row *v; /* by date, no two the same */
	size_t n;
	const int *years; /* known, ascending */
	size_t years_n;
};

enum day_kind { DAY_WEEKDAY, DAY_WEEKEND, DAY_HOLIDAY, DAY_MAKEUP, DAY__MAX };

/* Copies the rows. RC_DATA: an invalid date, one day twice, a year outside 1900-2199. */
MUST_CHECK enum rc calendar_build(struct arena *a, const struct calendar_row *rows, size_t n,
        struct calendar *out, struct err *e);
/* CSV with columns year, date, type (holiday | makeup), name; also what an administrator
 * imports for one year. RC_DATA. Rows point into `csv`. */
MUST_CHECK enum rc calendar_rows_parse(
        struct arena *a, struct str csv, struct calendar_row **rows, size_t *n, struct err *e);
bool calendar_knows(const struct calendar *c, int year);
/* By the calendar; weekday or weekend when nothing is announced for the day. */
enum day_kind calendar_kind(const struct calendar *c, struct date d, struct str *name);
static inline bool day_kind_works(enum day_kind k)
{
	return k == DAY_WEEKDAY || k == DAY_MAKEUP;
}

#define WORKDAY_MAX_DAYS 3660

/* The n-th working day after `from` (before it when n < 0; `from` itself when n = 0).
 * *provisional may be NULL when `allow_provisional` is false.
 * RC_INVALID: |n| > WORKDAY_MAX_DAYS, or beyond 2199. RC_DATA: unknown year. */
MUST_CHECK enum rc workday_add(const struct calendar *c, struct date from, int64_t n,
        bool allow_provisional, struct date *out, bool *provisional, struct err *e);

enum term_kind { TERM_CALENDAR, TERM_WORKING, TERM_KIND__MAX };

/* A term as a procedure states it. {.n = 5, .kind = TERM_WORKING} has the defaults of the law:
 * counting starts on the next day, a calendar term that ends on a day off runs on to the next
 * working day (民法典 第二百零一条, 第二百零三条). */
struct term {
	int64_t n; /* 1 … WORKDAY_MAX_DAYS */
	enum term_kind kind;
	bool start_same_day; /* the day itself is day 1 (working: if it is a working day) */
	bool no_extend;      /* calendar terms: ends on its last day, whatever that is */
};

struct window {
	struct date first, last; /* both inclusive */
	int64_t closes;          /* instant of 24:00 of the last day: the first that is too late */
	bool provisional;        /* 暂定: a year was consulted whose calendar is not published */
};

/* First and last day of a term that begins with `from`. Errors as workday_add. */
MUST_CHECK enum rc workday_window(const struct calendar *c, struct date from, const struct term *t,
        bool allow_provisional, struct window *out, struct err *e);
/* Working days from `first` to `last`, both counted; 0 when last < first. */
MUST_CHECK enum rc workday_between(const struct calendar *c, struct date first, struct date last,
        bool allow_provisional, int64_t *out, bool *provisional, struct err *e);

#endif
