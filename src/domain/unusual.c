/* Which acts stand out: by hour, day, speed and number. */
#include "domain/unusual.h"

#define HOUR_MS ((int64_t)3600 * 1000)

static unsigned when(const struct calendar *cal, int64_t at)
{
	struct date d = date_of_instant(at);
	int64_t hour = (at - instant_day_start(d)) / HOUR_MS;
	unsigned marks = 0;

	if (hour < UNUSUAL_FROM_HOUR || hour >= UNUSUAL_TO_HOUR)
		marks |= UNUSUAL_HOUR;
	if (!day_kind_works(calendar_kind(cal, d, NULL)))
		marks |= UNUSUAL_DAY;
	return marks;
}

static int by_person(const void *x, const void *y)
{
	const struct unusual_act *a = *(struct unusual_act *const *)x, *b = *(struct unusual_act *const *)y;

	if (a->account_id != b->account_id)
		return a->account_id < b->account_id ? -1 : 1;
	return a < b ? -1 : a > b; /* in one array: in the order of time */
}

/* A window over each person's judgements. */
static void bulk(struct unusual_act **p, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		while (p[from]->account_id != p[i]->account_id || p[i]->at - p[from]->at > UNUSUAL_BULK_MS)
			from++;
		if (i + 1 - from == UNUSUAL_BULK_N)
			for (size_t k = from; k <= i; k++)
				p[k]->marks |= UNUSUAL_BULK;
		else if (i + 1 - from > UNUSUAL_BULK_N)
			p[i]->marks |= UNUSUAL_BULK;
	}
}

void unusual_mark(struct arena *a, const struct calendar *cal, struct unusual_act *v, size_t n)
{
	struct arena_mark mark = arena_mark(a);
	struct unusual_act **judged = ARENA_NEW_N(a, struct unusual_act *, n + 1);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		v[i].marks = when(cal, v[i].at);
		if (!v[i].judged)
			continue;
		if (v[i].came_at && v[i].at - v[i].came_at < UNUSUAL_QUICK_MS)
			v[i].marks |= UNUSUAL_QUICK;
		judged[k++] = &v[i];
	}
	qsort(judged, k, sizeof(struct unusual_act *), by_person);
	bulk(judged, k);
	arena_release(a, mark);
}
