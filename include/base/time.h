/* Instants are int64 milliseconds since 1970-01-01T00:00Z; calendar dates are struct date.
 * Legal dates are dates of China standard time (UTC+8, no daylight saving since 1992): a deadline
 * "2023-02-27" ends at instant_day_end({2023,2,27}), the first instant that is too late.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/arena.h"
#include "base/str.h"

#define MS_PER_DAY ((int64_t)86400000)
#define CST_OFFSET_MS ((int64_t)8 * 3600 * 1000)

struct date {
	int16_t y; /* 1900-2199 */
	int8_t m;  /* 1-12 */
	int8_t d;  /* 1-31 */
};
struct date_range {
	struct date first, last; /* both inclusive */
};

bool date_valid(struct date d);
MUST_CHECK bool date_parse(struct str s, struct date *out); /* exactly YYYY-MM-DD */
/* What people type: 2023-2-7, 2023/02/07, 2023.2.7, 2023年2月7日, 20230207. */
MUST_CHECK bool date_parse_loose(struct str s, struct date *out);
struct str date_str(struct arena *a, struct date d);	/* 2023-02-07; missing date {0} gives "" */
struct str date_prose(struct arena *a, struct date d);	/* 2023年2月7日 */
int64_t date_days(struct date d);			/* days since 1970-01-01 */
struct date date_from_days(int64_t days);
struct date date_add(struct date d, int64_t days);
struct date date_add_years(struct date d, int years); /* 02-29 falls back to 02-28 */
struct date date_add_months(struct date d, int months);
int date_cmp(struct date a, struct date b);
int date_weekday(struct date d); /* 1 = Monday … 7 = Sunday */
struct date date_month_end(int y, int m);
bool date_is_none(struct date d); /* {0,0,0} */

struct date date_of_instant(int64_t ms);	 /* the CST date */
int64_t instant_day_start(struct date d);	 /* 00:00:00 CST */
int64_t instant_day_end(struct date d);		 /* 24:00:00 CST = start of the next day */
/* RFC 3339 with offset or Z; a date alone is its 00:00 CST; "2023-02-20T09:00" is CST. */
MUST_CHECK bool instant_parse(struct str s, int64_t *out);
struct str instant_str(struct arena *a, int64_t ms);	/* 2023-02-20T09:00:00+08:00 */
struct str instant_human(struct arena *a, int64_t ms);	/* 2023-02-20 09:00 */
struct str instant_http(struct arena *a, int64_t ms);	/* Mon, 20 Feb 2023 01:00:00 GMT */

#endif
