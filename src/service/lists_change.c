/* A list changed: the drafts that count it follow at once (L19). And the declaration that it is empty. */
#include "service/lists_change.h"

#include "service/audit.h"

static bool counts(const struct application_file *f, enum count_list list)
{
	for (size_t i = 0; i < f->derived_n; i++)
		if (f->derived[i]->list == list)
			return true;
	return false;
}

static enum rc rescore(struct tx *tx, int64_t id, enum count_list list, struct err *e)
{
	struct application_file f;
	struct score_result score;
	struct facts *facts;

	TRY(application_reload(tx->db, tx->sv->rules, id, &f, e));
	if (!counts(&f, list) || (!state_editable(f.state) && f.state != STATE_SIGN))
		return RC_OK;
	TRY(application_facts(tx->db, &f, tx->now, &facts, e));
	application_evaluate(&f, facts, tx->a, &score);
	bool error = score.verdict == SCORE_ERROR;
	return q_application_scored(tx->db,
		&(struct q_application_scored_in){.id = f.id, .enterprise_id = f.enterprise_id,
			.version = f.version, .score_min = error ? 0 : score.total.lo,
			.score_max = error ? f.standard->max : score.total.hi,
			.result = score_verdict_name(score.verdict),
			.route = route_name(score.route), .now = tx->now},
		NULL, e);
}

enum rc lists_changed(struct tx *tx, enum count_list list, struct err *e)
{
	struct q_applications_live_list files;

	TRY(q_applications_live(tx->db,
		&(struct q_applications_live_in){.enterprise_id = tx->who->enterprise_id}, &files, e));
	for (size_t i = 0; i < files.n; i++)
		TRY(rescore(tx, files.v[i].id, list, e));
	return RC_OK;
}

static bool empty(const struct lists *l, enum count_list list, int year)
{
	if (list <= COUNT_HONOURS)
		return l->n[list] == 0;
	for (size_t i = 0; i < l->projects.n; i++)
		if (l->projects.v[i].year == year)
			return false;
	return true;
}

enum rc list_declare_none(struct tx *tx, struct list_declare_none *uc, struct err *e)
{
	struct lists l;
	int year = uc->list == COUNT_PROJECTS ? uc->year : 0;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	if (uc->list == COUNT_QUARTERS || (year && !list_year_ok(year, tx->now)))
		return err_set(e, RC_INVALID, MSG_LIST_YEAR);
	TRY(lists_load(tx->db, tx->who->enterprise_id, &l, e));
	if (!uc->withdrawn && !empty(&l, uc->list, year))
		return err_set(e, RC_STATE, MSG_LIST_NOT_EMPTY);
	if (uc->withdrawn)
		TRY(q_list_none_remove(tx->db,
			&(struct q_list_none_remove_in){.enterprise_id = tx->who->enterprise_id,
				.list = count_list_name(uc->list), .year = year},
			NULL, e));
	else
		TRY(q_list_none_put(tx->db,
			&(struct q_list_none_put_in){.enterprise_id = tx->who->enterprise_id,
				.list = count_list_name(uc->list), .year = year,
				.account_id = tx->who->account_id, .now = tx->now},
			NULL, e));
	TRY(lists_changed(tx, uc->list, e));
	return audit_append(tx,
		&(struct audit_event){
			.action = uc->withdrawn ? "list_none_withdrawn" : "list_none_declared",
			.object_kind = "enterprise",
			.object_id = tx->who->enterprise_id,
			.payload = str_fmt(tx->a, "{\"list\":\"%.*s\",\"year\":%d}",
				STR_ARG(count_list_name(uc->list)), year)},
		e);
}
