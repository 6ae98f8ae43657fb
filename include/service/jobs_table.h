/* The jobs themselves (jobs_table.c) as the scheduler (jobs.c) walks them. */
#ifndef SERVICE_JOBS_TABLE_H
#define SERVICE_JOBS_TABLE_H

#include "service/jobs.h"

enum jobs_period {
	JOBS_EVENT, /* at the instant of the earliest thing to do: `next` knows it */
	JOBS_HOUR,  /* an hour after the last run */
	JOBS_DAY,   /* once in each day of China standard time */
	JOBS_NIGHT, /* between 02:00 and 06:00; by day when the last run is older than 36 hours */
};

/* What a job is given, and what it gives back. */
struct jobs_work {
	const struct services *sv;
	const struct actor *who;
	int64_t now, as_of;
	int64_t limit;	       /* things in one step */
	struct str memory;     /* of its last run; may be exchanged */
	struct arena *a;
	/* out: */
	struct jobs_result *r; /* counts are added */
	int64_t done;	       /* in this step; == limit: there may be more */
	struct str text;       /* instead of the counts, for the administrator; missing: the counts */
};

struct job {
	const char *name, *word, *what, *when;
	enum jobs_period period;
	int64_t limit;
	/* The earliest instant at which there is something to do; JOBS_NEVER. Events only. */
	enum rc (*next)(const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e);
	/* One step inside a transaction … */
	enum rc (*step)(struct tx *tx, struct jobs_work *w, struct err *e);
	/* … or the whole work outside of one; of an event so much that others have their turn, once in a round. */
	enum rc (*run)(struct jobs_work *w, struct err *e);
	/* Why it does not run here; NULL: it does. */
	const char *(*off)(const struct services *sv);
};

extern const struct job jobs_table[];
extern const size_t jobs_table_n;

#endif
