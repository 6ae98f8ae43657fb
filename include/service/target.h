/* 目标与进度: how far each body is against its target and against the calendar. Targets of the bodies right below a
 * body are printed (sql/reference/targets) or set by it: the province its cities', a city its counties'. What does
 * not add up to the body's own is said wherever it is shown. A file counts where it was decided: a later move changes no figure.
 */
#ifndef SERVICE_TARGET_H
#define SERVICE_TARGET_H

#include "service/batch.h"

struct target_line {
	int64_t body_id; /* TARGET_REST: files that no body below has */
	struct str name, short_name, source;
	int64_t target; /* 0: none */
	int64_t listed, recommended; /* 已公告; with the province, not yet announced */
	int64_t reviewing;	     /* with county or city */
	int64_t filing;		     /* with the enterprise: draft, to be signed, returned */
	int64_t pace;		     /* where the calendar says it should be: target × days / days of the year */
	bool late;		     /* listed + recommended is below it */
};
#define TARGET_REST ((int64_t)-1)

struct target_board {
	const struct procedure *procedure;
	int64_t year;
	struct date asof; /* the day of the pace line; the figures are those of the moment */
	int64_t body_id;  /* whose board it is: the reader's own, or one right below it */
	struct str body_name, level;
	struct target_line *lines; /* the bodies right below; of a city also what goes past its counties */
	size_t n;
	struct target_line total; /* of the province the sum of the lines, else the body's own files */
	int64_t sum;		  /* of the targets below */
	bool has_own;		  /* the body has a target of its own: total.target; else that is `sum` */
	int64_t differs;	  /* sum - its own; 0 when either is missing */
	struct batch_counts counts; /* of the body by state, for the funnel */
};

/* target × (days of `year` that are over by the end of `today`) / (days of the year), rounded down:
 * 0 before the year, the target after it. */
int64_t target_pace(int64_t target, int64_t year, struct date today);

/* The board of the reader's own body. */
MUST_CHECK enum rc target_board_load(struct db *db, const struct rules *rules,
	const struct actor *who, struct str edition, int64_t year, int64_t now,
	struct target_board *out, struct err *e);
/* body 0: its own. RC_NOT_FOUND: neither its own nor one right below it. */
MUST_CHECK enum rc target_board_of(struct db *db, const struct rules *rules, const struct actor *who,
	struct str edition, int64_t year, int64_t body, int64_t now, struct target_board *out,
	struct err *e);

/* --- the files behind a figure ------------------------------------------------------------------- */

enum target_stage { TARGET_LISTED, TARGET_RECOMMENDED, TARGET_REVIEWING, TARGET_FILING, TARGET_STAGE__MAX };
const char *target_stage_code(enum target_stage s);
const char *target_stage_word(enum target_stage s);
/* Which figure a file in this state counts for; TARGET_STAGE__MAX: none. */
enum target_stage target_stage_of(enum state s);

struct target_file {
	enum state state;
	struct q_target_files row;
};
struct target_files {
	struct target_file *v;
	size_t n;
	bool more;
};
struct target_ask {
	struct str edition;
	int64_t year;
	int64_t body; /* 0: all of the reader's; TARGET_REST; else a body below */
	enum target_stage stage; /* all states of it … */
	enum state only;	 /* … or, unless STATE__MAX, one state */
	enum state key_state; /* keyset: the last row of the page before; STATE__MAX: from the beginning */
	int64_t key_due, key_id;
	size_t limit;
};
/* By state in the order of the work, then by due date. */
MUST_CHECK enum rc target_files_load(struct db *db, const struct actor *who, const struct target_ask *ask,
	struct target_files *out, struct err *e);

/* --- setting ------------------------------------------------------------------------------------------ */

#define TARGET_MOST 1000000
struct target_typed {
	int64_t body_id;
	struct str typed; /* blank: none */
	/* out: */
	int64_t n;
	struct str error;
};
/* Of all bodies right below the officer's own, by city or province. RC_INVALID: a number that is none (in its
 * line's `error`, field "numbers"), no source, or a sum that is not the body's own target and was not confirmed
 * with a reason (field "differs" or "why"). On record with before and after. */
USE_CASE(targets_set)
struct targets_set {
	struct str edition, source, why;
	int64_t year;
	bool differs_ok;
	struct target_typed *v;
	size_t n;
	/* out: */
	int64_t changed, sum;
};

/* As every page and paper writes them: 落后 3 / 达到进度 / 没有目标; share of all with two decimals (— where there is
 * none); done against the target with one. */
struct str target_late_text(struct arena *a, const struct target_line *t);
struct str target_share_text(struct arena *a, int64_t n, int64_t all);
struct str target_rate_text(struct arena *a, const struct target_line *t);

#endif
