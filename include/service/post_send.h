/* The job that sends (service/jobs_table): looks through new messages, writes letters, hands them to the server one by
 * one, each outside of a transaction, between one that marks it as on its way and one that records the answer.
 *
 * A letter whose answer was not recorded (the process died) counts as interrupted after the lease and is sent again under
 * the same Message-ID: better twice than never. What a server answers with 4xx is tried again after 5 minutes, 15, 60 …;
 * when there is no server, no TLS or no sign-in, the letters wait and the job fails, with the waits of the scheduler.
 */
#ifndef SERVICE_POST_SEND_H
#define SERVICE_POST_SEND_H

#include "service/jobs_table.h"

MUST_CHECK enum rc post_send_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e);
MUST_CHECK enum rc post_send_work(struct jobs_work *w, struct err *e);
/* Letters and links that are over. */
MUST_CHECK enum rc post_sweep(struct tx *tx, struct err *e);

#endif
