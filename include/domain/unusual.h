/* Acts that an overseer should look at. A mark is a question, never a finding: a term that ends at midnight is met
 * at night, a hall with one desk has one pair of hands.
 */
#ifndef DOMAIN_UNUSUAL_H
#define DOMAIN_UNUSUAL_H

#include "domain/workday.h"

enum unusual {
	UNUSUAL_HOUR = 1,  /* outside 07:00 to 21:00 of China standard time */
	UNUSUAL_DAY = 2,   /* a weekend or a holiday */
	UNUSUAL_QUICK = 4, /* judged within UNUSUAL_QUICK_MS after the file came to the desk */
	UNUSUAL_BULK = 8,  /* one of UNUSUAL_BULK_N files judged by one person within UNUSUAL_BULK_MS */
};
#define UNUSUAL_FROM_HOUR 7
#define UNUSUAL_TO_HOUR 21
#define UNUSUAL_QUICK_MS ((int64_t)5 * 60 * 1000)
#define UNUSUAL_BULK_MS ((int64_t)10 * 60 * 1000)
#define UNUSUAL_BULK_N 20

struct unusual_act {
	int64_t at, account_id;
	int64_t came_at; /* 0: not known */
	bool judged;	 /* one file, one person: only these can be quick or bulk */
	unsigned marks;	 /* out: enum unusual */
};

/* `v` in the order of time. Works in `a`, which it gives back. */
void unusual_mark(struct arena *a, const struct calendar *cal, struct unusual_act *v, size_t n);

#endif
