/* How something is changed: a use case is a function on one struct (inputs first, then outputs), run
 * inside one transaction on the writer thread. It returns an error and nothing has happened, or RC_OK
 * and everything has, log included, on disk.
 *
 *	USE_CASE(application_submit)              declares enum rc application_submit(struct tx *,
 *	                                            struct application_submit *, struct err *)
 *	struct application_submit uc = {.public_id = id};
 *	TRY(TX_RUN(services, &call, application_submit, &uc, e));
 */
#ifndef SERVICE_TX_H
#define SERVICE_TX_H

#include "service/actor.h"
#include "service/services.h"

struct tx {
	struct db *db;
	struct arena *a; /* the request's arena */
	const struct services *sv;
	const struct actor *who;
	int64_t now;
	int64_t as_of;	     /* jobs that catch up judge by this instant; 0: by now */
	struct str location; /* set by a use case or before: where a repeated POST is sent */
};

/* What is due is judged by this; what happens is written down with `now`. */
static inline int64_t tx_as_of(const struct tx *tx)
{
	return tx->as_of ? tx->as_of : tx->now;
}

typedef enum rc tx_fn(struct tx *tx, void *uc, struct err *e);

#define USE_CASE(name)                                                                             \
	struct name;                                                                               \
	MUST_CHECK enum rc name(struct tx *tx, struct name *uc, struct err *e);                    \
	static inline enum rc name##_thunk(struct tx *tx, void *uc, struct err *e)                 \
	{                                                                                          \
		return name(tx, uc, e);                                                            \
	}

struct tx_call {
	const struct services *sv;
	struct arena *a;
	const struct actor *who;
	int64_t now;
	int64_t as_of;	     /* 0: now */
	struct str once;     /* one-time token of the form; missing: none */
	struct str location; /* where the answer redirects to; a use case may change tx->location */
	/* out: */
	bool replayed;	     /* the token was used before: nothing was done, `location` is the old answer */
};

/* RC_CONFLICT (MSG_ONCE_OTHER): the token was used by another account. */
MUST_CHECK enum rc tx_run(struct tx_call *call, tx_fn *fn, void *uc, struct err *e);
#define TX_RUN(call, name, uc, e) tx_run((call), name##_thunk, (uc), (e))

/* Next number of a series, 1, 2, 3 …: only inside the transaction that uses it, so none is lost. */
MUST_CHECK enum rc tx_serial(struct tx *tx, struct str name, int64_t *out, struct err *e);

#endif
