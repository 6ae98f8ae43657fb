/* 待核实事项: what is not the printed word in the standards and procedures of a province's body, and how it becomes a
 * new version: one person proposes (value, source, reason, day of force), another of the body confirms. A new
 * version holds for that province from its day on; batches that are open keep theirs (docs/decisions/0010).
 */
#ifndef SERVICE_RULE_CHANGE_H
#define SERVICE_RULE_CHANGE_H

#include "domain/rule_mark.h"
#include "service/editions.h"
#include "service/tx.h"
#include "store/q.h"

#define RULE_SOURCE_MAX 300
#define RULE_REASON_MAX 500

struct rule_text {
	const char *kind;	/* "standard" "procedure" */
	struct str id, title, body, json, hash;
	struct date in_force;	/* of this version; {0}: since ever */
	int64_t version;
	struct rule_marks marks;
};
struct rule_texts {
	struct rule_text *v;
	size_t n, cap;
};
/* Every text that the body works under and that is not over, as its last version has it. */
MUST_CHECK enum rc rule_texts_of(struct db *db, const struct rules *rules, const struct actor *who, int64_t now,
	struct rule_texts *out, struct err *e);
const struct rule_text *rule_text_named(const struct rule_texts *list, struct str id);

/* RC_INVALID names the field: f0 … of the values, in_force, source, reason. RC_CONFLICT: it waits already. */
USE_CASE(rule_propose)
struct rule_propose {
	struct str rule, path;
	const struct str *values; /* of the mark's fields, in their order */
	size_t values_n;
	struct date in_force;
	struct str source, reason;
	int64_t id; /* out */
};

struct rule_proposal {
	struct q_rule_proposal_of row;
	const struct rule_text *text; /* as it is now; NULL: the body works under it no more */
	struct str after;	      /* the text it would become; missing: it does not fit any more */
	struct str after_hash;
};
MUST_CHECK enum rc rule_proposal_load(struct db *db, const struct rules *rules, const struct actor *who,
	int64_t id, int64_t now, struct rule_proposal *out, struct err *e);
/* The same for administrators, of any body; and the list. */
MUST_CHECK enum rc rule_proposal_read(struct db *db, const struct rules *rules, int64_t id, int64_t now,
	struct rule_proposal *out, struct err *e);
const char *rule_proposal_word(struct str state); /* 待第二人确认 … */

/* Another person: confirmed and rejected; the same: withdrawn. After a confirmation the caller exchanges the
 * list in memory (rule_take). */
enum rule_decision { RULE_CONFIRM, RULE_REJECT, RULE_WITHDRAW };
USE_CASE(rule_decide)
struct rule_decide {
	int64_t id;
	enum rule_decision decision;
	struct str why;	 /* needed unless confirmed */
	struct str seen; /* hash of the text that the person saw */
	int64_t version; /* out */
};
MUST_CHECK enum rc rule_take(const struct services *sv, struct arena *a, struct err *e);

#endif
