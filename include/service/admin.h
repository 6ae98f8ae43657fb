/* What an administrator maintains: the data of bodies, and the State Council's calendar of a year. */
#ifndef SERVICE_ADMIN_H
#define SERVICE_ADMIN_H

#include "service/tx.h"

USE_CASE(agency_save)
struct agency_save {
	int64_t id;
	struct str name, short_name, phone, address;
	bool active;
};

/* A year's calendar as it was pasted or uploaded: CSV with date, type (holiday|makeup, or 休|班) and name;
 * a column year is not needed. */
#define CALENDAR_MAX_ROWS 120
#define CALENDAR_MAX_BYTES ((size_t)64 << 10)
struct calendar_import_day {
	struct date date;
	bool works;
	struct str name;
};
struct calendar_plan {
	int64_t year;
	struct calendar_import_day *v;
	size_t n, cap;
	struct strs refusals; /* Chinese, with the line; empty: it may be imported */
};
/* Reads and judges, changes nothing: one year only, no day twice, days off that are working days or
 * weekends as they come, days worked only on weekends, a year that is not known yet. */
MUST_CHECK enum rc calendar_plan_read(const struct rules *rules, struct arena *a, struct str csv,
	struct calendar_plan *out, struct err *e);

/* RC_INVALID (field "csv"): the plan has refusals. The caller exchanges the calendar afterwards
 * (calendar_take). */
USE_CASE(calendar_import)
struct calendar_import {
	struct str csv, source;
	int64_t year, days; /* out */
};
MUST_CHECK enum rc calendar_take(const struct services *sv, struct arena *a, struct err *e);

#endif
