/* Events of the past months, an occasion that is asked for and what the enterprise said to it. */
#include "service/demo_care.h"

#include "base/embedded.h"
#include "base/reftable.h"
#include "service/permission.h"
#include "store/q.h"

#define EVENTS 2 /* of one enterprise */

enum { F_KIND, F_AMOUNT, F_NOTE, F_DAYS };
enum { P_PURPOSE, P_WHAT, P_ASKED, P_HELD, P_ANSWER, P_TEXT };

struct cared {
	struct demo *d;
	const struct demo_body *body;
	struct str enterprise;
	const struct actor *legal;
};

static enum rc table(struct demo *d, const char *path, const char *const *columns, size_t n, struct reftable *out,
	struct err *e)
{
	struct str csv;

	if (!embedded_find(str_c(path), &csv))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no %s", path);
	return reftable_parse(d->a, csv, columns, n, out, e);
}

static enum rc days(const struct reftable *t, size_t row, size_t column, int64_t *out, struct err *e)
{
	return str_to_i64(reftable_cell(t, row, column), out)
		       ? RC_OK
		       : err_detail(e, RC_DATA, MSG_INTERNAL, "demo data: row %zu, no days", row);
}

static enum rc event(const struct cared *x, const struct reftable *t, size_t row, struct err *e)
{
	int64_t ago;

	TRY(days(t, row, F_DAYS, &ago, e));
	struct tx tx = demo_tx(x->d, &x->body->officer[0], x->d->now - ago * MS_PER_DAY);
	struct follow_add uc = {.enterprise = x->enterprise, .kind = reftable_cell(t, row, F_KIND),
		.amount = reftable_cell(t, row, F_AMOUNT), .note = reftable_cell(t, row, F_NOTE),
		.on = date_of_instant(tx.now)};

	return follow_add(&tx, &uc, e);
}

/* Asked `asked` days ago about an occasion `held` days ago; a negative one is still to come. */
static enum rc permission(const struct cared *x, const struct reftable *t, size_t row, struct err *e)
{
	struct str said = reftable_cell(t, row, P_ANSWER);
	struct q_demo_permission made;
	int64_t asked, held;

	TRY(days(t, row, P_ASKED, &asked, e));
	TRY(days(t, row, P_HELD, &held, e));
	struct tx tx = demo_tx(x->d, &x->body->officer[0], x->d->now - asked * MS_PER_DAY);
	struct permission_ask ask = {.enterprise = x->enterprise, .purpose = reftable_cell(t, row, P_PURPOSE),
		.what = reftable_cell(t, row, P_WHAT), .on = date_of_instant(x->d->now - held * MS_PER_DAY)};
	TRY(permission_ask(&tx, &ask, e));
	if (!said.n)
		return RC_OK;
	TRY(q_demo_permission(x->d->db,
		&(struct q_demo_permission_in){.enterprise_id = x->legal->enterprise_id}, &made, e));
	struct tx own = demo_tx(x->d, x->legal, tx.now + 2 * MS_PER_DAY);
	struct permission_reply reply = {.public_id = made.public_id, .text = reftable_cell(t, row, P_TEXT),
		.agree = !str_eqc(said, "declined")};
	TRY(permission_reply(&own, &reply, e));
	if (!str_eqc(said, "done"))
		return RC_OK;
	struct permission_close close = {.enterprise = x->enterprise, .public_id = made.public_id,
		.note = STR("（演示）已按约定开展"), .done = true};
	tx.now = x->d->now - (held - 1) * MS_PER_DAY;
	return permission_close(&tx, &close, e);
}

enum rc demo_care(struct demo *d, const struct demo_body *body, struct str enterprise, const struct actor *legal,
	size_t nth, struct err *e)
{
	static const char *const follow[] = {"kind", "amount", "note", "days"};
	static const char *const permissions[] = {"purpose", "what", "asked", "held", "answer", "text"};
	const struct cared x = {d, body, enterprise, legal};
	struct tx own = demo_tx(d, legal, d->now - (int64_t)(10 + nth) * MS_PER_DAY);
	struct reftable t;

	TRY(table(d, "sql/reference/demo/follow.csv", follow, ARRAY_LEN(follow), &t, e));
	for (size_t i = 0; i < EVENTS + (nth == 0); i++)
		TRY(event(&x, &t, (nth * EVENTS + i) % t.n, e));
	TRY(table(d, "sql/reference/demo/permissions.csv", permissions, ARRAY_LEN(permissions), &t, e));
	for (size_t i = 0; i < (size_t)1 + (nth == 0); i++)
		TRY(permission(&x, &t, (nth + (nth > 0) + i) % t.n, e));
	if (nth % 2)
		return RC_OK;
	return consent_set(&own, &(struct consent_set){.purpose = CONSENT_FINANCING, .given = true}, e);
}
