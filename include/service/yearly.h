/* 年度总结 (C10, D9): a round for each procedure that asks for one (domain/yearly), opened on its day with a report for
 * every body that owes it. The body edits texts; figures are asked of the database at an instant and kept with the
 * report. Typical cases are enterprises of the area whose consent is in force. One person proposes, another sends; the
 * province reads what was sent, sees who is missing, and may send it back.
 */
#ifndef SERVICE_YEARLY_H
#define SERVICE_YEARLY_H

#include "domain/yearly.h"
#include "service/tx.h"
#include "store/q.h"

#define YEARLY_CASE_TITLE_MAX 60
#define YEARLY_CASE_TEXT_MAX 3000

struct yearly_report {
	struct q_yearly_report_for_officer r;
	const struct procedure *procedure;
	struct yearly_form form;
	struct str texts[YEARLY_SECTIONS_MAX]; /* as edited, words in braces; one a section */
	struct str values[YEARLY_FIGURE__MAX]; /* as of r.figures_at; "—" before */
	struct q_yearly_cases_list cases;
};
/* The body's own in any state, the province's once sent; RC_NOT_FOUND. */
MUST_CHECK enum rc yearly_load(struct db *db, const struct rules *rules, const struct actor *who,
	struct str public_id, struct yearly_report *out, struct err *e);
/* {body} and {year} filled in. */
struct str yearly_title(struct arena *a, const struct yearly_form *f, struct str body, int64_t year);
const char *yearly_state_word(struct str state); /* 填写中 待第二人确认 已报送 */

/* Opens rounds whose day has come, reminds at 30, 7 and 1 days; by the system, once a day. */
USE_CASE(yearly_day)
struct yearly_day {
	int64_t opened, reminded; /* out */
};

/* Saves the texts with figures of now; `propose`: and hands it to the second person. RC_INVALID with the section's
 * field: a text is too long or has a word in braces that is no figure; on `cases`: too few, too many, or a consent is
 * not in force any more. RC_CONFLICT: somebody else saved. */
USE_CASE(yearly_save)
struct yearly_save {
	struct str public_id;
	int64_t version;
	const struct str *texts; /* per section, `n` of them */
	size_t n;
	bool propose;
};
/* 报送 by another person than the one who proposed. */
USE_CASE(yearly_send)
struct yearly_send {
	struct str public_id;
	int64_t version;
};
/* 退回: by the second person, or by the province after it was sent; the reason is told. */
USE_CASE(yearly_back)
struct yearly_back {
	struct str public_id, reason;
	int64_t version;
};
/* 典型案例: puts one in, or what was written anew about the same enterprise. RC_INVALID on case_enterprise (no holder of
 * this area, or it has not agreed), case_title, case_text. */
USE_CASE(yearly_case_add)
struct yearly_case_add {
	struct str public_id, enterprise, title, text; /* enterprise: public id, code or name */
};
USE_CASE(yearly_case_remove)
struct yearly_case_remove {
	struct str public_id;
	int64_t seq;
};
/* 征求同意: asks an enterprise of the area. RC_INVALID on ask_enterprise: none, or it agreed already. */
USE_CASE(yearly_ask)
struct yearly_ask {
	struct str public_id, enterprise;
	struct str name; /* out */
};

#endif
