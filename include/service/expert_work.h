/* The expert's side. Everything is found by the expert's own id, after the declaration of interests; what is
 * handed out has gone through domain/redact, and no figure of anybody else's sheet is read on the way.
 */
#ifndef SERVICE_EXPERT_WORK_H
#define SERVICE_EXPERT_WORK_H

#include "domain/expertise.h"
#include "service/application.h"

struct expert_self {
	int64_t id;
	struct q_expert_panels_list panels;
	bool undeclared; /* somewhere: nothing else opens */
};
/* RC_FORBIDDEN: the account belongs to nobody in a pool, or to somebody who is no longer called. */
MUST_CHECK enum rc expert_self_load(
	struct db *db, const struct actor *who, struct expert_self *out, struct err *e);

struct expert_row {
	struct str label, value;
};
struct expert_part {
	struct str title, text; /* text: when it is no list */
	struct {
		struct expert_row *v;
		size_t n, cap;
	} rows;
};
struct expert_mark {
	const struct criterion *of;
	bool has;
	int64_t points;
	struct str reason;
};
struct expert_sheet {
	struct q_expert_sheet head;
	struct expert_rules rules;
	struct expert_mark *marks; /* one for each criterion */
	int64_t total;		   /* of those that have points */
	bool open;		   /* may be written now */
	struct {
		struct expert_part *v;
		size_t n, cap;
	} parts; /* the material */
};
/* RC_NOT_FOUND: not this expert's, not declared, or given back. RC_DEADLINE: over, and not handed in. */
MUST_CHECK enum rc expert_sheet_load(struct db *db, const struct rules *rules, int64_t expert_id,
	struct str code, int64_t now, struct expert_sheet *out, struct err *e);

/* For every panel that waits for it. RC_INVALID "agree", "interests" (needed unless `none`). */
USE_CASE(expert_declare)
struct expert_declare {
	bool agree, none;
	struct str interests;
};
struct expert_typed {
	struct str points, reason;
	struct str error; /* out: about the points or the reason */
	bool reason_wrong;
};
/* Saves what is there; `submit` needs every criterion with points within its bounds and a reason of
 * EXPERT_REASON_MIN characters, and is final. RC_INVALID: `typed` says which. */
#define EXPERT_REASON_MIN 10
#define EXPERT_REASON_MAX 1000
USE_CASE(expert_fill)
struct expert_fill {
	struct str code;
	struct expert_typed *typed; /* one for each criterion, in order */
	size_t n;
	bool submit;
	size_t bad; /* out */
};
USE_CASE(expert_recuse)
struct expert_recuse {
	struct str code, reason;
};

#endif
