/* Every change goes through here: one transaction, one log, each form's token used once. */
#include "service/tx.h"

#include "store/q.h"

struct job {
	struct tx_call *call;
	tx_fn *fn;
	void *uc;
};

static enum rc run_on_writer(struct db *db, void *arg, struct err *e)
{
	struct job *job = arg;
	struct tx_call *call = job->call;
	struct tx tx = {.db = db, .a = call->a, .sv = call->sv, .who = call->who, .now = call->now,
		.as_of = call->as_of, .location = call->location};
	struct q_once_get before;
	bool found = false;

	if (call->once.n)
		TRY(q_once_get(db, &(struct q_once_get_in){.token = call->once}, &before, &found, e));
	if (found) {
		if (before.account_id != call->who->account_id)
			return err_set(e, RC_CONFLICT, MSG_ONCE_OTHER);
		call->replayed = true;
		call->location = before.location;
		return RC_OK;
	}
	TRY(job->fn(&tx, job->uc, e));
	call->location = tx.location;
	if (!call->once.n)
		return RC_OK;
	return q_once_put(db,
		&(struct q_once_put_in){.token = call->once, .account_id = call->who->account_id,
			.location = tx.location.p ? tx.location : STR("/"), .at = call->now},
		NULL, e);
}

enum rc tx_run(struct tx_call *call, tx_fn *fn, void *uc, struct err *e)
{
	struct job job = {call, fn, uc};

	call->replayed = false;
	return store_write(call->sv->store, call->a, run_on_writer, &job, e);
}

enum rc tx_serial(struct tx *tx, struct str name, int64_t *out, struct err *e)
{
	struct q_serial_next row;

	TRY(q_serial_next(tx->db, &(struct q_serial_next_in){.name = name}, &row, e));
	*out = row.n;
	return RC_OK;
}
