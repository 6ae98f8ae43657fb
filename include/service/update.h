/* 年度信息更新 and what else a procedure lays on the holders of its titles (domain/annual). A round is made when its
 * window opens, with a duty for every title that is in force on that day; it is closed when the window ends, and
 * who missed it loses what the procedure says, with the clause, on record. A window in which nobody could file,
 * because the platform stood still from its first day to its last, is not opened.
 */
#ifndef SERVICE_UPDATE_H
#define SERVICE_UPDATE_H

#include "domain/annual.h"
#include "service/filing.h"
#include "service/lists.h"
#include "store/q.h"

/* --- the clock (service/jobs_table) ---------------------------------------------------------------- */

/* The next instant at which a round opens or closes, or a reminder is due; INT64_MAX. */
MUST_CHECK enum rc update_next(const struct services *sv, struct db *db, int64_t now, int64_t *at,
	struct err *e);
MUST_CHECK enum rc update_remind_next(struct db *db, int64_t now, int64_t *at, struct err *e);
/* Opens and closes what is due, `limit` duties at most; by the system. */
USE_CASE(update_rounds)
struct update_rounds {
	int64_t limit;
	int64_t opened, closed, missed, done; /* out; done == limit: there is more */
};
/* A list or a registration that comes while a round is open: who held the title on its first day owes it too, and can
 * file it. */
MUST_CHECK enum rc update_join(struct tx *tx, struct str uscc, struct err *e);
/* A title that ends while a round is open owes nothing any more: nobody is reminded of it or counts it as late. */
MUST_CHECK enum rc update_title_over(struct tx *tx, int64_t title_id, struct str ended_on, struct err *e);
/* 30, 7 and 1 days before the end, to everybody who still owes it, with figures to their bodies. A reminder that was
 * slept through is not sent after the next one. By the system. */
USE_CASE(update_remind)
struct update_remind {
	int64_t rounds, told; /* out */
};

/* The name of the titles of a programme, without a province: 专精特新“小巨人”企业; the code where no procedure has it. */
struct str update_holders_word(const struct rules *rules, struct str programme, struct date day);

/* --- the enterprise ---------------------------------------------------------------------------------- */

/* One title's duty, judged by the title's standard. */
struct update_part {
	struct q_update_of_enterprise row;
	const struct procedure *procedure;
	const struct standard *standard;
	struct derivation counted;
	struct score_result score;
};
/* A figure that is further from last year's than the procedure lets pass without a word. */
struct update_change {
	size_t fact;
	int64_t before, after;
	struct str reason; /* missing: not given yet */
};
struct update_form {
	int64_t enterprise_id;
	int year;
	bool open; /* may be filed and corrected */
	int64_t ends_at;
	struct update_part *parts; /* of kind update */
	size_t n;
	struct facts *facts; /* what is known, figures of the year before first */
	struct q_enterprise_facts_list before;
	int64_t percent; /* see annual_explain_percent */
	struct {
		struct update_change *v;
		size_t n, cap;
	} changes;
	struct q_update_filings_list filings; /* newest first */
};
/* RC_NOT_FOUND: nothing is owed in that year. */
MUST_CHECK enum rc update_load(struct db *db, const struct rules *rules, int64_t enterprise_id, int year,
	int64_t now, struct update_form *out, struct err *e);
/* Puts answers over what is known; what cannot be read is named in its answer. */
void update_apply(struct arena *a, struct update_form *f, struct answer *answers, size_t n);
/* Scores every part and lists the changes, after answers were applied. */
void update_judge(struct arena *a, struct update_form *f);
/* 仍符合 存疑 不再符合, and the kind of its tag. */
const char *update_verdict_word(struct str result, const char **tag);
/* The first fact of the year before that is asked and not answered; false: none. */
bool update_unanswered(const struct update_form *f, struct fact_ref *out);

struct update_reason {
	size_t fact;
	struct str text;
};
/* Files it, or a correction of it. RC_DEADLINE: the window is over. RC_INVALID with the field: a figure is missing or
 * wrong, or a change has no explanation. */
USE_CASE(update_submit)
struct update_submit {
	int year;
	struct answer *answers;
	size_t n;
	const struct update_reason *reasons;
	size_t reasons_n;
	/* out: */
	struct str receipt_no;
	int64_t seq;
};
/* Name of the field of an explanation: "why-revenue". */
struct str update_reason_field(struct arena *a, size_t fact);

/* --- bodies -------------------------------------------------------------------------------------------- */

/* 催报: a message to everybody within the officer's body who still owes it. RC_LIMITED: within 24 hours of the last. */
USE_CASE(update_press)
struct update_press {
	int64_t round_id;
	int64_t n; /* out: enterprises */
};

#endif
