/* Counting, no averages: one file forgotten for a year must not hide ninety-nine that were quick. */
#include "domain/pace.h"

enum rc pace_days(
	const struct calendar *c, int64_t arrived_at, int64_t now, int64_t *days, struct err *e)
{
	struct date first = date_add(date_of_instant(arrived_at), 1), last = date_of_instant(now);
	bool provisional;

	return workday_between(c, first, last, true, days, &provisional, e);
}

int64_t pace_quantile(const struct pace_count *v, size_t n, int percent)
{
	int64_t all = 0, seen = 0;

	for (size_t i = 0; i < n; i++)
		all += v[i].n;
	for (size_t i = 0; i < n; i++) {
		seen += v[i].n;
		if (seen * 100 >= all * percent)
			return v[i].days;
	}
	return 0;
}
