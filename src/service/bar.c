/* A ban that leaves the running files alone would let its enterprise be recognised next month. */
#include "service/bar.h"

#include "domain/procedure.h"
#include "service/flow.h"
#include "store/q.h"

static bool names_it(struct str list, struct str word)
{
	struct str one;

	while (list.n && str_cut(&list, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static enum rc out(struct tx *tx, int64_t id, struct str reason, struct err *e)
{
	struct flow_move m = {.application_id = id, .act = ACT_BAR, .who = HOLDER_SYSTEM, .reason = reason};

	TRY(q_application_unpool(tx->db, &(struct q_application_unpool_in){.id = id}, NULL, e));
	return flow_move(tx, &m, e);
}

static bool can_leave(const struct procedure *p, struct str state)
{
	struct workflow_case c = {.procedure = p};
	enum state s;

	return state_parse(state, &s) && workflow_allows(&c, s, ACT_BAR, HOLDER_SYSTEM);
}

enum rc bar_files(struct tx *tx, struct str uscc, struct str programmes, struct str reason, struct err *e)
{
	struct q_bar_files_list rows;

	TRY(q_bar_files(tx->db, &(struct q_bar_files_in){.uscc = uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct procedure *p = rules_procedure(
			tx->sv->rules, rows.v[i].edition, date_of_instant(tx->now));
		if (p && (!programmes.n || names_it(programmes, p->programme)) &&
			can_leave(p, rows.v[i].state))
			TRY(out(tx, rows.v[i].id, reason, e));
	}
	return RC_OK;
}

enum rc bar_file(struct tx *tx, int64_t application_id, struct err *e)
{
	struct date today = date_of_instant(tx->now), from, to;
	struct q_application_core app;
	struct q_entry_bans_list bans;

	TRY(q_application_core(tx->db, &(struct q_application_core_in){.id = application_id}, &app, e));
	TRY(q_entry_bans(tx->db, &(struct q_entry_bans_in){.uscc = app.uscc}, &bans, e));
	const struct procedure *p = rules_procedure(
		tx->sv->rules, app.edition, rules_pin(app.opens_on));
	for (size_t i = 0; p && i < bans.n; i++) {
		const struct q_entry_bans *b = &bans.v[i];
		bool begun = date_parse(b->from_on, &from) && date_cmp(from, today) <= 0;
		bool over = date_parse(b->to_on, &to) && date_cmp(to, today) < 0;
		if (begun && !over && (!b->programmes.n || names_it(b->programmes, p->programme)) &&
			can_leave(p, app.state))
			return out(tx, app.id,
				STR_JOIN(tx->a, b->cause, STR("（"), b->clause, STR("）")), e);
	}
	return RC_OK;
}
