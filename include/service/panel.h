/* The panel of a batch: who is asked, who judges what, what came of it, the proposed list.
 *
 * The assignment is a rule (domain/expertise) with the panel's seed: the preview and the act compute the
 * same. It only adds what is missing - new files, a sheet whose expert withdrew, another opinion where two
 * differ too far - and takes those alone who have declared their interests.
 */
#ifndef SERVICE_PANEL_H
#define SERVICE_PANEL_H

#include "domain/expertise.h"
#include "service/batch.h"

struct panel {
	struct batch b;
	bool formed;
	struct q_panel_of_batch head;	/* when formed */
	struct expert_rules rules;
	struct q_panel_experts_list experts;
	struct q_panel_files_list files;
	struct q_panel_sheets_list sheets;
	struct q_batch_files_list waiting; /* files in 专家评审中 that no panel has yet */
};
/* RC_NOT_FOUND: not this province's batch. RC_STATE: its procedure has no expert review, or no criteria. */
MUST_CHECK enum rc panel_load(struct db *db, const struct rules *rules, const struct actor *who,
	int64_t batch_id, struct panel *out, struct err *e);

/* Names of the division and those above it, long and short: what may stand before a name of an enterprise of this division. */
MUST_CHECK enum rc panel_places(struct db *db, struct str division, struct strs *out, struct err *e);

/* Sheets of a file that count: opened or handed in. */
struct panel_tally {
	int64_t totals[SHEETS_MAX * 4];
	size_t submitted, open;
	int64_t need; /* how many it must have */
	bool diverged;
};
void panel_tally(const struct panel *p, int64_t application_id, struct panel_tally *out);
/* Files that wait for a decision: all of them complete? */
bool panel_complete(const struct panel *p);

/* What the rule would do now. */
struct panel_plan {
	struct assign_in in;
	struct assign_out out;
	int64_t *expert_id, *application_id; /* of judge and file */
	struct str *expert, *file;	     /* names for the province */
	bool *third;			     /* of each file: another opinion */
	enum conflict *conflicts;	     /* [file * judges + judge] */
	struct str seen;		     /* what the page has shown, in 16 digits */
};
MUST_CHECK enum rc panel_plan_make(
	struct db *db, struct arena *a, const struct panel *p, struct panel_plan *out, struct err *e);

/* Forms the panel, or adds people and moves the last day. RC_INVALID "experts", "ends_on". */
USE_CASE(panel_form)
struct panel_form {
	int64_t batch_id;
	const int64_t *experts;
	size_t n;
	struct date ends_on;
	int64_t added; /* out */
};
/* RC_CONFLICT (MSG_LIST_CHANGED): the plan is another one now than `seen`. RC_STATE: nothing to do. */
USE_CASE(panel_assign)
struct panel_assign {
	int64_t batch_id;
	struct str seen;
	int64_t done, short_of; /* out */
};
/* After a sheet came in or was given back: the file's result, and who judges next. By the system's rule inside
 * the expert's act. */
MUST_CHECK enum rc panel_settle(struct tx *tx, int64_t panel_id, int64_t application_id, struct err *e);

/* The proposed list: every file that waits, by result against a pass mark in hundredths of a point. */
struct panel_choice {
	const struct q_panel_files *file;
	bool yes;
};
struct panel_choices {
	struct panel_choice *v; /* best first */
	size_t n, cap;
	size_t yes;
	struct str hash;
};
void panel_choose(struct arena *a, const struct panel *p, int64_t pass_mark, struct panel_choices *out);

/* `top` > 0: so many of the best; else `pass_mark`. RC_INVALID "top" where places are tied, "pass_mark",
 * "reason". RC_STATE: sheets are missing. */
USE_CASE(panel_propose)
struct panel_propose {
	int64_t batch_id;
	int64_t pass_mark, top;
	struct str reason;
};
/* By a second person: the files move. RC_FORBIDDEN (MSG_SECOND_PERSON), RC_CONFLICT. */
USE_CASE(panel_confirm)
struct panel_confirm {
	int64_t batch_id;
	struct str seen; /* hash of the list as shown */
	int64_t yes, no; /* out */
};
USE_CASE(panel_cancel)
struct panel_cancel {
	int64_t batch_id;
	struct str reason;
};
struct str points_text(struct arena *a, int64_t hundredths); /* 87.50 */

#endif
