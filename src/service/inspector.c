/* Why apart from service/roster: the pool lives on between draws. */
#include "service/inspector.h"

#include "base/utf8.h"
#include "service/audit.h"

#define REASON_MIN 4
#define REASON_MAX 300
#define EMPLOYER_MAX 60
#define DECLARED_MAX 2000

static enum rc reason_check(struct str reason, struct err *e)
{
	size_t n = utf8_count(reason);

	return n >= REASON_MIN && n <= REASON_MAX ? RC_OK : err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
}

static enum rc fields(struct tx *tx, const struct inspector_add *uc, struct err *e)
{
	struct q_division_by_code place;
	struct err none = {0};

	if (uc->place.n && (uc->place.n != 6 ||
				   q_division_by_code(tx->db, &(struct q_division_by_code_in){.code = uc->place},
					   &place, &none) != RC_OK))
		return err_field(e, RC_INVALID, MSG_INSPECTOR_PLACE, "place");
	if (utf8_count(uc->employer) > EMPLOYER_MAX)
		return err_field(e, RC_INVALID, MSG_INSPECTOR_EMPLOYER, "employer");
	return utf8_count(uc->declared) <= DECLARED_MAX
		       ? RC_OK
		       : err_field(e, RC_INVALID, MSG_INSPECTOR_DECLARED, "declared");
}

enum rc inspector_add(struct tx *tx, struct inspector_add *uc, struct err *e)
{
	struct q_inspector_put row;
	int64_t n;

	TRY(fields(tx, uc, e));
	TRY(tx_serial(tx, STR("inspector"), &n, e));
	uc->key = str_fmt(tx->a, "%04lld", (long long)n);
	enum rc rc = q_inspector_put(tx->db,
		&(struct q_inspector_put_in){.key = uc->key, .agency_id = tx->who->agency_id,
			.account_id = uc->account_id, .place = uc->place, .employer = uc->employer,
			.declared = uc->declared, .by_name = tx->who->name, .now = tx->now},
		&row, e);
	if (rc == RC_CONFLICT || rc == RC_NOT_FOUND)
		return err_field(e, RC_INVALID, MSG_INSPECTOR_WHO, "account");
	TRY(rc);
	return audit_append(tx,
		&(struct audit_event){.action = "inspector_added", .object_kind = "inspector", .object_id = row.id,
			.reason = uc->key},
		e);
}

enum rc inspector_out(struct tx *tx, struct inspector_out *uc, struct err *e)
{
	struct q_inspector_draws_list draws;
	struct q_inspector_of who;
	int64_t n;

	uc->replaced = 0;
	TRY(q_inspector_of(tx->db,
		&(struct q_inspector_of_in){.key = uc->key, .agency_id = tx->who->agency_id}, &who, e));
	TRY(reason_check(uc->reason, e));
	TRY(q_inspector_draws(tx->db, &(struct q_inspector_draws_in){.inspector_id = who.id}, &draws, e));
	TRY(q_inspector_leave(tx->db,
		&(struct q_inspector_leave_in){.id = who.id, .agency_id = tx->who->agency_id,
			.by_name = tx->who->name, .reason = uc->reason, .now = tx->now},
		NULL, e));
	for (size_t i = 0; i < draws.n; i++) {
		TRY(roster_leave(tx, draws.v[i].public_id, uc->key, uc->reason, &n, e));
		uc->replaced += n;
	}
	return audit_append(tx,
		&(struct audit_event){.action = "inspector_left", .object_kind = "inspector", .object_id = who.id,
			.reason = uc->reason},
		e);
}

/* The own duty, or any of a draw of the own body. */
static enum rc may(struct tx *tx, const struct draw *d, int64_t seq, struct str key, struct err *e)
{
	struct q_draw_for_officer own;
	struct q_draw_duties_list duties;
	struct err other = {0};

	if (actor_is(tx->who, ROLE_PROVINCE) &&
		q_draw_for_officer(tx->db,
			&(struct q_draw_for_officer_in){
				.public_id = d->public_id, .agency_id = tx->who->agency_id},
			&own, &other) == RC_OK)
		return RC_OK;
	TRY(q_draw_duties(tx->db, &(struct q_draw_duties_in){.draw_id = d->head.id}, &duties, e));
	for (size_t i = 0; i < duties.n; i++)
		if (duties.v[i].seq == seq && str_eq(duties.v[i].key, key) &&
			duties.v[i].account_id == tx->who->account_id)
			return RC_OK;
	return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

enum rc inspector_recuse(struct tx *tx, struct inspector_recuse *uc, struct err *e)
{
	const struct q_draw_items *x = NULL;
	struct draw d;

	TRY(draw_load(tx->db, tx->sv->rules, uc->draw, &d, e));
	for (size_t i = 0; i < d.items.n; i++)
		x = str_eq(d.items.v[i].public_id, uc->item) ? &d.items.v[i] : x;
	if (!x)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(may(tx, &d, x->seq, uc->key, e));
	TRY(reason_check(uc->reason, e));
	TRY(roster_recuse(tx, &d, x, uc->key, uc->reason, &uc->next, e));
	return draw_note(tx, "inspector_recused", d.head.id, STR_JOIN(tx->a, x->name, STR("："), uc->reason), e);
}
