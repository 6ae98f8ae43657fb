/* Moving a file: the only way its state changes. Asks the workflow table, swaps the state against the
 * version that the person saw, moves the file in every body's queue, writes the log, tells the
 * enterprise - in the caller's transaction.
 */
#ifndef SERVICE_FLOW_H
#define SERVICE_FLOW_H

#include "domain/workflow.h"
#include "service/tx.h"
#include "store/q.h"

/* Due instant of a file without a term. */
#define FLOW_NO_TERM ((int64_t)253402271999999)

struct flow_move {
	int64_t application_id;
	enum action act;
	enum holder who;      /* whose act it is: enterprise, county, city, province, system */
	int64_t version;      /* what the person saw; 0: whatever it is now (system acts) */
	struct str reason;    /* for log and timeline */
	struct str payload;   /* canonical JSON, "" = {} */
	bool hidden;	      /* not in the enterprise's timeline */
	bool silent;	      /* no message to the enterprise */
	/* out: */
	enum state from, to;
	int64_t new_version;
};

/* RC_STATE, RC_FORBIDDEN: as workflow_next. RC_CONFLICT (MSG_STALE): `version` is not the present one. */
MUST_CHECK enum rc flow_move(struct tx *tx, struct flow_move *m, struct err *e);

/* When the holder of a state must have acted: the stage's term from `now`, or the batch's deadline. */
MUST_CHECK enum rc flow_due(struct tx *tx, const struct q_application_core *app, enum state s,
	int64_t *due_at, struct err *e);

/* Puts a new file into the caseload of its county, city and province. */
MUST_CHECK enum rc flow_enter(struct tx *tx, int64_t application_id, struct str area, struct err *e);

/* The level at which an officer acts. HOLDER_NONE for others. */
enum holder actor_holder(const struct actor *who);
/* enum state of a stored code; RC_DATA when the database holds something else. */
MUST_CHECK enum rc state_stored(struct str code, enum state *out, struct err *e);

#endif
