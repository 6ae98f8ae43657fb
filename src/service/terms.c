/* What time does to a title. Nothing lapses without a cause in the log. */
#include "service/terms.h"

#include "domain/renewal.h"
#include "service/audit.h"
#include "service/registry.h"
#include "service/update.h"

static bool holds_on(const struct q_terms_of *t, struct date day)
{
	struct date from, to;

	if (date_parse(t->valid_from, &from) && date_cmp(day, from) < 0)
		return false;
	return str_eqc(t->state, "renewing") || !date_parse(t->valid_to, &to) || date_cmp(day, to) <= 0;
}

/* 信息更新 has days of its own where the document prints them. */
static enum rc update_in_time(
	struct db *db, const struct procedure *p, struct date day, struct err *e)
{
	struct date from, to;

	if (!p->update_phase.n ||
		!procedure_phase(p, str_cstr(db_arena(db), p->update_phase), day.y, &from, &to) ||
		(date_cmp(from, day) <= 0 && date_cmp(day, to) <= 0))
		return RC_OK;
	err_set(e, RC_INVALID, MSG_UPDATE_WINDOW);
	err_arg(e, 0, date_prose(db_arena(db), from));
	return err_arg(e, 1, date_prose(db_arena(db), to));
}

/* 取消复核资格: the title runs out by itself, and a first application comes after it. */
static enum rc recheck_lost(struct db *db, const struct q_terms_of *t, struct err *e)
{
	err_set(e, RC_INVALID, MSG_RECHECK_LOST);
	err_arg(e, 0, str_fmt(db_arena(db), "%.*s（%.*s）", STR_ARG(t->recheck_lost_cause),
			     STR_ARG(t->recheck_lost_on)));
	return err_arg(e, 1, t->valid_to);
}

enum rc terms_kind(struct db *db, const struct procedure *p, struct str uscc, struct date day,
	enum filing_kind *out, struct err *e)
{
	bool updates = p->update_ends != HOLDER_NONE;
	struct q_terms_of_list rows;
	struct renewal renewal;
	struct date to;

	*out = FILING_FIRST;
	renewal_of(p, &renewal);
	TRY(q_terms_of(
		db, &(struct q_terms_of_in){.uscc = uscc, .tier = p->programme}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_terms_of *t = &rows.v[i];
		if (!holds_on(t, day))
			continue;
		*out = updates ? FILING_UPDATE : FILING_RECHECK;
		if (updates)
			return update_in_time(db, p, day, e);
		if (!date_parse(t->valid_to, &to) ||
			date_cmp(day, date_add(to, -renewal.lead_days)) >= 0)
			return !t->recheck_lost_on.n ? RC_OK : recheck_lost(db, t, e);
		err_set(e, RC_INVALID, MSG_TITLE_IN_FORCE);
		err_arg(e, 0, str_fmt(db_arena(db), "%.*s（有效期至 %.*s）", STR_ARG(t->tier_name),
				     STR_ARG(t->valid_to)));
		return err_arg(e, 1, date_str(db_arena(db), date_add(to, -renewal.lead_days)));
	}
	return RC_OK;
}

/* Nothing turns silently (L48): everybody at the enterprise reads which title, since when, and why. */
static enum rc tell(struct tx *tx, int64_t title_id, struct date ended, struct str cause, struct err *e)
{
	struct q_accounts_of_enterprise_list people;
	struct q_title_by_id t;

	TRY(q_title_by_id(tx->db, &(struct q_title_by_id_in){.id = title_id}, &t, e));
	if (!t.enterprise_id.has)
		return RC_OK;
	TRY(q_accounts_of_enterprise(tx->db,
		&(struct q_accounts_of_enterprise_in){.enterprise_id = t.enterprise_id.v}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("title"),
				.subject = str_cat(tx->a, t.tier_name, STR("称号失效")),
				.body = str_fmt(tx->a, "%.*s，自 %.*s 起失效。原因：%.*s",
					STR_ARG(t.batch_title), STR_ARG(date_str(tx->a, ended)), STR_ARG(cause)),
				.link = STR("/e/certs")},
			NULL, e));
	return RC_OK;
}

static enum rc end_one(struct tx *tx, int64_t id, struct str from_state, struct date ended,
	struct str cause, struct err *e)
{
	TRY(q_terms_set(tx->db,
		&(struct q_terms_set_in){.id = id, .from_state = from_state, .state = STR("expired"),
			.ended_on = date_str(tx->a, ended), .ended_cause = cause},
		NULL, e));
	TRY(update_title_over(tx, id, date_str(tx->a, ended), e));
	TRY(registry_index_title(tx, id, e));
	TRY(tell(tx, id, ended, cause, e));
	return audit_append(tx,
		&(struct audit_event){.action = "title_ended", .object_kind = "title",
			.object_id = id, .reason = cause,
			.payload = str_fmt(tx->a, "{\"after\":\"expired\",\"before\":\"%.*s\"}",
				STR_ARG(from_state))},
		e);
}

static bool runs_out(const struct renewal *r, const struct q_terms_of *t)
{
	struct date from;

	return !date_is_none(r->old_before) && date_parse(t->valid_from, &from) &&
	       date_cmp(from, r->old_before) < 0;
}

enum rc terms_renewing(struct tx *tx, struct str uscc, const struct procedure *p, struct err *e)
{
	struct q_terms_of_list rows;
	struct renewal renewal;

	renewal_of(p, &renewal);
	TRY(q_terms_of(
		tx->db, &(struct q_terms_of_in){.uscc = uscc, .tier = p->programme}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		if (!str_eqc(rows.v[i].state, "valid") ||
			!holds_on(&rows.v[i], date_of_instant(tx->now)))
			continue;
		if (runs_out(&renewal, &rows.v[i])) {
			TRY(audit_append(tx,
				&(struct audit_event){.action = "title_runs_out", .object_kind = "title",
					.object_id = rows.v[i].id, .reason = renewal.old_clause},
				e));
			continue;
		}
		TRY(q_terms_set(tx->db,
			&(struct q_terms_set_in){.id = rows.v[i].id, .from_state = STR("valid"),
				.state = STR("renewing"), .ended_on = STR(""), .ended_cause = STR("")},
			NULL, e));
		TRY(registry_index_title(tx, rows.v[i].id, e));
	}
	return RC_OK;
}

enum rc terms_superseded(struct tx *tx, struct str uscc, struct str programme, struct date begins,
	struct err *e)
{
	struct q_terms_of_list rows;
	struct date to;

	TRY(q_terms_of(
		tx->db, &(struct q_terms_of_in){.uscc = uscc, .tier = programme}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		/* A term that was over before the new one begins ended by itself. */
		bool over = str_eqc(rows.v[i].state, "valid") && date_parse(rows.v[i].valid_to, &to) &&
			    date_cmp(to, begins) < 0;
		TRY(end_one(tx, rows.v[i].id, rows.v[i].state, over ? date_add(to, 1) : begins,
			over ? STR("有效期满") : STR("新名单公布，原名单自动失效"), e));
	}
	return RC_OK;
}

enum rc terms_begin(struct tx *tx, struct str uscc, struct str programme, struct date rule, struct date *out,
	struct err *e)
{
	struct q_terms_last_end last;
	struct date ended;

	TRY(q_terms_last_end(
		tx->db, &(struct q_terms_last_end_in){.uscc = uscc, .tier = programme}, &last, e));
	*out = date_parse(last.ended_on, &ended) && date_cmp(ended, rule) > 0 ? ended : rule;
	return RC_OK;
}

/* Why a title that is over was not prolonged, in the order of what excludes what. */
static enum rc cause_of(struct tx *tx, const struct q_terms_over *row, struct str *out, struct err *e)
{
	struct q_terms_why why;

	TRY(q_terms_why(tx->db, &(struct q_terms_why_in){.id = row->id}, &why, e));
	if (str_eqc(row->state, "renewing"))
		*out = STR("有效期满，复核未通过或已撤回");
	else if (why.old_clause.n)
		*out = str_cat(tx->a, STR("有效期满，到期后自动失效："), why.old_clause);
	else if (why.recheck_lost_on.n)
		*out = str_fmt(tx->a, "有效期满，已于 %.*s 取消复核资格", STR_ARG(why.recheck_lost_on));
	else if (why.exempt.n)
		*out = str_cat(tx->a, STR("有效期满，不需办理复核："), why.exempt);
	else
		*out = STR("有效期满，未申请复核");
	return RC_OK;
}

enum rc terms_expire(struct tx *tx, struct terms_expire *uc, struct err *e)
{
	struct q_terms_over_list rows;
	struct str cause;
	struct date to;

	uc->done = 0;
	TRY(q_terms_over(tx->db,
		&(struct q_terms_over_in){
			.today = date_str(tx->a, date_of_instant(tx_as_of(tx))),
			.limit = uc->limit},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		bool renewing = str_eqc(rows.v[i].state, "renewing");
		if (!date_parse(rows.v[i].valid_to, &to))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "title %lld: valid_to",
				(long long)rows.v[i].id);
		TRY(cause_of(tx, &rows.v[i], &cause, e));
		TRY(end_one(tx, rows.v[i].id, rows.v[i].state,
			renewing ? date_of_instant(tx->now) : date_add(to, 1), cause, e));
		uc->done++;
	}
	return RC_OK;
}

struct str deadline_of_day(struct arena *a, struct date last)
{
	static const char *const days[] = {"", "一", "二", "三", "四", "五", "六", "日"};

	return str_fmt(a, "%.*s（周%s）24:00", STR_ARG(date_prose(a, last)), days[date_weekday(last)]);
}

struct str deadline_text(struct arena *a, int64_t ends_at)
{
	return deadline_of_day(a, date_of_instant(ends_at - 1));
}
