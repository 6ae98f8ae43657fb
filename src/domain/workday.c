/* Counting days as the law does, and refusing to guess a calendar that nobody has published. */
#include "domain/workday.h"

#include "base/reftable.h"

enum { COL_YEAR, COL_DATE, COL_TYPE, COL_NAME, COL__MAX };
static const char *const columns[COL__MAX] = {"year", "date", "type", "name"};

enum { YEAR_MIN = 1900, YEAR_MAX = 2199 };

static int by_date(const void *a, const void *b)
{
	return date_cmp(
	        ((const struct calendar_row *)a)->date, ((const struct calendar_row *)b)->date);
}

static int by_year(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static enum rc row_check(
        const struct calendar_row *r, const struct calendar_row *before, struct err *e)
{
	if (!date_valid(r->date) || r->year < YEAR_MIN || r->year > YEAR_MAX)
		return err_detail(
		        e, RC_DATA, MSG_REFERENCE_BAD, "calendar: date or year out of range");
	if (before && date_cmp(before->date, r->date) == 0)
		return err_detail(e, RC_DATA, MSG_REFERENCE_BAD, "calendar: %04d-%02d-%02d twice",
		        r->date.y, r->date.m, r->date.d);
	return RC_OK;
}

enum rc calendar_build(struct arena *a, const struct calendar_row *rows, size_t n,
        struct calendar *out, struct err *e)
{
	struct calendar_row *v = ARENA_NEW_N(a, struct calendar_row, n);
	int *years = ARENA_NEW_N(a, int, n);
	size_t years_n = 0;

	if (n > 0) {
		memcpy(v, rows, n * sizeof(*v));
		qsort(v, n, sizeof(*v), by_date);
	}
	for (size_t i = 0; i < n; i++) {
		TRY(row_check(&v[i], i ? &v[i - 1] : NULL, e));
		years[i] = v[i].year;
	}
	if (n > 0)
		qsort(years, n, sizeof(*years), by_year);
	for (size_t i = 0; i < n; i++)
		if (years_n == 0 || years[years_n - 1] != years[i])
			years[years_n++] = years[i];
	*out = (struct calendar){v, n, years, years_n};
	return RC_OK;
}

enum rc calendar_rows_parse(
        struct arena *a, struct str csv, struct calendar_row **rows, size_t *n, struct err *e)
{
	struct reftable t;

	TRY(reftable_parse(a, csv, columns, COL__MAX, &t, e));
	struct calendar_row *v = ARENA_NEW_N(a, struct calendar_row, t.n);
	for (size_t i = 0; i < t.n; i++) {
		struct str type = reftable_cell(&t, i, COL_TYPE);
		int64_t year;
		v[i].works = str_eqc(type, "makeup");
		v[i].name = reftable_cell(&t, i, COL_NAME);
		if (!str_to_i64(reftable_cell(&t, i, COL_YEAR), &year) || year < YEAR_MIN ||
		        year > YEAR_MAX ||
		        !date_parse(reftable_cell(&t, i, COL_DATE), &v[i].date) ||
		        (!v[i].works && !str_eqc(type, "holiday")))
			return err_detail(e, RC_DATA, MSG_REFERENCE_BAD,
			        "calendar line %zu: year, date or type", t.line[i]);
		v[i].year = (int)year;
	}
	*rows = v;
	*n = t.n;
	return RC_OK;
}

bool calendar_knows(const struct calendar *c, int year)
{
	for (size_t i = 0; i < c->years_n; i++)
		if (c->years[i] == year)
			return true;
	return false;
}

/* The first row on or after `d`. */
static size_t row_from(const struct calendar *c, struct date d)
{
	size_t lo = 0, hi = c->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (date_cmp(c->v[mid].date, d) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

enum day_kind calendar_kind(const struct calendar *c, struct date d, struct str *name)
{
	size_t i = row_from(c, d);
	bool announced = i < c->n && date_cmp(c->v[i].date, d) == 0;

	if (name)
		*name = announced ? c->v[i].name : str_none();
	if (announced)
		return c->v[i].works ? DAY_MAKEUP : DAY_HOLIDAY;
	return date_weekday(d) >= 6 ? DAY_WEEKEND : DAY_WEEKDAY;
}

/* A walk over days that remembers whether it had to guess. */
struct walk {
	const struct calendar *c;
	bool allow, guessed;
	struct err *e;
};

static enum rc works(struct walk *w, struct date d, bool *out)
{
	if (!date_valid(d))
		return err_set(w->e, RC_INVALID, MSG_DATE_RANGE);
	if (!calendar_knows(w->c, d.y)) {
		if (!w->allow) {
			err_set(w->e, RC_DATA, MSG_CALENDAR_UNKNOWN);
			return err_argf(w->e, "%d", d.y);
		}
		w->guessed = true;
	}
	*out = day_kind_works(calendar_kind(w->c, d, NULL));
	return RC_OK;
}

/* From `d` on (d included) to the next working day, in steps of +1 or -1. */
static enum rc roll(struct walk *w, struct date d, int step, struct date *out)
{
	bool yes = false;

	for (;;) {
		TRY(works(w, d, &yes));
		if (yes)
			break;
		d = date_add(d, step);
	}
	*out = d;
	return RC_OK;
}

static enum rc count_on(struct walk *w, struct date from, int64_t n, struct date *out)
{
	int step = n < 0 ? -1 : 1;
	struct date d = from;

	for (; n != 0; n -= step)
		TRY(roll(w, date_add(d, step), step, &d));
	*out = d;
	return RC_OK;
}

static enum rc days_check(int64_t n, int64_t min, struct date from, struct err *e)
{
	if (!date_valid(from))
		return err_set(e, RC_INVALID, MSG_DATE_RANGE);
	if (n < min || n > WORKDAY_MAX_DAYS) {
		err_set(e, RC_INVALID, MSG_DAYS_RANGE);
		return err_argf(e, "%d", WORKDAY_MAX_DAYS);
	}
	return RC_OK;
}

enum rc workday_add(const struct calendar *c, struct date from, int64_t n, bool allow_provisional,
        struct date *out, bool *provisional, struct err *e)
{
	struct walk w = {.c = c, .allow = allow_provisional, .e = e};

	TRY(days_check(n, -WORKDAY_MAX_DAYS, from, e));
	TRY(count_on(&w, from, n, out));
	if (provisional)
		*provisional = w.guessed;
	return RC_OK;
}

enum rc workday_window(const struct calendar *c, struct date from, const struct term *t,
        bool allow_provisional, struct window *out, struct err *e)
{
	struct walk w = {.c = c, .allow = allow_provisional, .e = e};
	struct window made = {0};

	TRY(days_check(t->n, 1, from, e));
	made.first = t->start_same_day ? from : date_add(from, 1);
	if (t->kind == TERM_WORKING) {
		TRY(roll(&w, made.first, 1, &made.first));
		TRY(count_on(&w, made.first, t->n - 1, &made.last));
	} else {
		made.last = date_add(made.first, t->n - 1);
		if (!t->no_extend)
			TRY(roll(&w, made.last, 1, &made.last));
	}
	if (!date_valid(made.last))
		return err_set(e, RC_INVALID, MSG_DATE_RANGE);
	made.closes = instant_day_end(made.last);
	made.provisional = w.guessed;
	*out = made;
	return RC_OK;
}

/* Mondays to Fridays before the day with this number. */
static int64_t weekdays_before(int64_t days)
{
	int64_t since_monday = days - date_days((struct date){YEAR_MIN, 1, 1}); /* 1900-01-01 */

	return since_monday / 7 * 5 + MIN_OF(since_monday % 7, 5);
}

/* By arithmetic and the calendar's own rows, so that a century costs no more than a week. */
enum rc workday_between(const struct calendar *c, struct date first, struct date last,
        bool allow_provisional, int64_t *out, bool *provisional, struct err *e)
{
	struct walk w = {.c = c, .allow = allow_provisional, .e = e};
	int64_t n = 0;

	if (!date_valid(first) || !date_valid(last) || first.y < YEAR_MIN || last.y > YEAR_MAX)
		return err_set(e, RC_INVALID, MSG_DATE_RANGE);
	if (date_cmp(first, last) <= 0) {
		bool yes;
		for (int y = first.y; y <= last.y; y++)
			TRY(works(&w, (struct date){(int16_t)y, 12, 31}, &yes));
		n = weekdays_before(date_days(last) + 1) - weekdays_before(date_days(first));
	}
	for (size_t i = row_from(c, first); i < c->n && date_cmp(c->v[i].date, last) <= 0; i++) {
		bool weekday = date_weekday(c->v[i].date) < 6;
		n += c->v[i].works - weekday;
	}
	*out = n;
	if (provisional)
		*provisional = w.guessed;
	return RC_OK;
}
