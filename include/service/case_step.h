/* One step of a case, inside its transaction: may it be taken, and what it leaves behind. For the acts
 * (service/case_acts.c, service/national.c).
 */
#ifndef SERVICE_CASE_STEP_H
#define SERVICE_CASE_STEP_H

#include "service/cases.h"

/* RC_CONFLICT (MSG_STALE): the person saw an older version; 0 is not asked. */
MUST_CHECK enum rc case_stale(const struct case_view *v, int64_t version, struct err *e);
/* The table, the clock, the person. RC_STATE, RC_DEADLINE, RC_FORBIDDEN. */
MUST_CHECK enum rc case_may(const struct tx *tx, const struct case_view *v, enum case_act act,
	enum case_state *to, struct err *e);
MUST_CHECK enum rc case_move(struct tx *tx, const struct case_view *v, enum case_act act, enum case_state to,
	int64_t due_at, struct err *e);
MUST_CHECK enum rc case_log(
	struct tx *tx, const struct case_view *v, const char *action, struct str reason, struct err *e);
struct str case_href(struct tx *tx, const char *room, const struct case_view *v);
struct str case_headline(struct tx *tx, const struct case_view *v); /* 编号：企业 */
/* 送达: a receipt of what is sent to the enterprise. */
MUST_CHECK enum rc case_send_out(struct tx *tx, const struct case_view *v, struct str subject, struct err *e);
/* 公告, where the outcome is one that everybody may read; *id none otherwise. `doc_no` empty: it bears none of its own. */
MUST_CHECK enum rc case_publish(
	struct tx *tx, const struct case_view *v, struct str doc_no, struct opt_i64 *id, struct err *e);

#endif
