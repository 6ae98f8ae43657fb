/* 办理用时: how long a file stays with whoever holds it, and what is usual.
 *
 * The clock of a stay starts on the working day after the file arrived and stops when it leaves; a file
 * that is returned for correction stops the office's clock and starts the enterprise's. A file that comes
 * back begins a new stay.
 */
#ifndef DOMAIN_PACE_H
#define DOMAIN_PACE_H

#include "domain/workday.h"

/* So many stays lasted so many working days. */
struct pace_count {
	int64_t days, n;
};

/* Working days of a stay from the instant of arrival to `now`: 0 on the day of arrival, and when `now` is
 * before it. Years without a published calendar count weekends only. RC_INVALID beyond 2199. */
MUST_CHECK enum rc pace_days(
	const struct calendar *c, int64_t arrived_at, int64_t now, int64_t *days, struct err *e);

/* The smallest number of days within which at least `percent` (1 … 100) of all stays ended: 50 the
 * median, 90 P90. `v` ascends by days. 0 for no stays. */
int64_t pace_quantile(const struct pace_count *v, size_t n, int percent);

#endif
