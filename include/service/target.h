/* 目标与进度: how far each body is against its target as printed and against the calendar. */
#ifndef SERVICE_TARGET_H
#define SERVICE_TARGET_H

#include "service/batch.h"

struct target_line {
	int64_t body_id;
	struct str name, short_name, source;
	int64_t target; /* 0: none printed */
	int64_t listed, recommended; /* 已公告; with the province, not yet announced */
	int64_t reviewing;	     /* with county or city */
	int64_t filing;		     /* with the enterprise: draft, to be signed, returned */
	int64_t pace;		     /* where the calendar says it should be: target × days / days of the year */
	bool late;		     /* listed + recommended is below it */
};
struct target_board {
	const struct procedure *procedure;
	int64_t year;
	struct date asof; /* the day of the pace line */
	struct target_line *lines;
	size_t n;
	struct target_line total;
	struct batch_counts counts; /* the province's, for the funnel */
};

/* target × (days of `year` that are over by the end of `today`) / (days of the year), rounded down:
 * 0 before the year, the target after it. */
int64_t target_pace(int64_t target, int64_t year, struct date today);

/* The province reads all lines, a city its own. */
MUST_CHECK enum rc target_board_load(struct db *db, const struct rules *rules,
	const struct actor *who, struct str edition, int64_t year, int64_t now,
	struct target_board *out, struct err *e);

#endif
