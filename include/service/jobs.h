/* What the clock does: batches open and close, windows of publicity end, drafts lapse, old rows go. Every
 * job looks at what is due *now* and is idempotent, so it may run at any time, twice, or late.
 */
#ifndef SERVICE_JOBS_H
#define SERVICE_JOBS_H

#include "service/services.h"
#include "service/tx.h"

struct jobs_result {
	int64_t batches_made, batches_opened, batches_closed;
	int64_t windows_closed, undisputed, disputed;
	int64_t lapsed;
	int64_t titles_ended;
};

/* Everything that is due at `now`, in several transactions. */
MUST_CHECK enum rc jobs_run(const struct services *sv, int64_t now, struct arena *a,
	struct jobs_result *out, struct err *e);
/* The same inside one transaction that is open already (the demonstration). */
MUST_CHECK enum rc jobs_in(struct tx *tx, struct jobs_result *out, struct err *e);
/* What was done, in one line; "" when nothing was. */
struct str jobs_text(struct arena *a, const struct jobs_result *r);

/* A thread that runs the jobs at once and every 20 s; failures go to the log, the next round tries again.
 * With a fixed clock there is no thread (*out NULL): one round, done before this returns. */
struct jobs_thread;
MUST_CHECK enum rc jobs_thread_start(
	const struct services *sv, struct jobs_thread **out, struct err *e);
void jobs_thread_stop(struct jobs_thread *t); /* waits for a round that is running; NULL is fine */

#endif
