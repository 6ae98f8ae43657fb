/* What a decision rested on, kept so that anybody can compute it again: the facts as the deciding level
 * recognised them, standard, engine and explanation by hash. service/flow calls this for every move that
 * decides, inside the move's transaction; service/replay computes it again.
 */
#ifndef SERVICE_DECISION_H
#define SERVICE_DECISION_H

#include "domain/score.h"
#include "domain/workflow.h"
#include "service/tx.h"
#include "store/q.h"

/* Acts that judge a file; the others only move it. */
bool decision_is(enum action act);

/* `app` as it was before the move. A file without a submission has nothing to be judged by: no row. */
MUST_CHECK enum rc decision_record(struct tx *tx, const struct q_application_core *app, enum action act,
	enum holder who, enum state to, struct err *e);

/* {"year":…,"facts":{…}} as submissions and decisions store it. RC_DATA: it is something else. */
MUST_CHECK enum rc decision_facts(
	struct arena *a, struct str json, struct facts **out, struct err *e);

#endif
