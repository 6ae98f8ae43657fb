/* The list of a day is made once; everything else about it is read when somebody looks. */
#include "service/cohort.h"

#include "domain/edition.h"
#include "service/audit.h"
#include "service/rules.h"

#define PRESS_EVERY_MS MS_PER_DAY

/* --- listing -------------------------------------------------------------------------------------- */

static struct str exempt_text(struct arena *a, const struct renewal *r)
{
	struct str text = STR("");

	for (const struct json *j = r->exempt ? r->exempt->first : NULL; j; j = j->next)
		text = str_fmt(a, "%.*s|%.*s|", STR_ARG(text), STR_ARG(j->text));
	return text;
}

/* What the holder has to do, in one paragraph: the same words for every way of telling it. */
static struct str task_text(struct arena *a, const struct procedure *p, const struct renewal *r, struct str ends_on)
{
	struct date last;

	if (!date_parse(ends_on, &last))
		return r->text;
	return str_fmt(a, "%.*s有效期至%.*s。请在此之前%s：%.*s依据：%.*s", STR_ARG(p->tier_name),
		STR_ARG(date_prose(a, last)), renewal_way_word(r->way), STR_ARG(r->text), STR_ARG(r->clause));
}

static enum rc list_one(struct tx *tx, const struct procedure *p, const struct renewal *r, int64_t province,
	struct str ends_on, struct cohort_day *uc, struct err *e)
{
	struct q_cohort_put made;
	struct date last;
	int64_t n;

	if (!date_parse(ends_on, &last))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "valid_to '%.*s'", STR_ARG(ends_on));
	TRY(q_cohort_put(tx->db,
		&(struct q_cohort_put_in){.programme = p->programme, .edition = p->id,
			.province_id = province, .ends_on = ends_on, .now = tx->now},
		&made, e));
	TRY(q_cohort_items_put(tx->db,
		&(struct q_cohort_items_put_in){.cohort_id = made.id, .tier = p->programme,
			.province_id = province, .line = p->line, .ends_on = ends_on, .year = last.y,
			.exempt = exempt_text(tx->a, r), .exempt_source = r->clause},
		&n, e));
	TRY(q_cohort_titles_mark(
		tx->db, &(struct q_cohort_titles_mark_in){.cohort_id = made.id}, NULL, e));
	TRY(q_cohort_tell(tx->db,
		&(struct q_cohort_tell_in){.cohort_id = made.id, .now = tx->now,
			.subject = str_fmt(tx->a, "%.*s将于 %.*s 到期，请%s", STR_ARG(p->tier_name),
				STR_ARG(ends_on), renewal_way_word(r->way)),
			.body = task_text(tx->a, p, r, ends_on)},
		NULL, e));
	TRY(q_cohort_told(
		tx->db, &(struct q_cohort_told_in){.cohort_id = made.id, .now = tx->now}, NULL, e));
	uc->titles += n;
	return audit_append(tx,
		&(struct audit_event){.action = "cohort_listed", .object_kind = "cohort", .object_id = made.id,
			.reason = str_fmt(tx->a, "%.*s，%.*s 到期，%lld 家", STR_ARG(p->tier_name),
				STR_ARG(ends_on), (long long)n)},
		e);
}

static bool governs(const struct rules_list *all, const struct procedure *p, struct date day)
{
	struct edition_query q = {.programme = p->programme, .body = p->body, .kind = FILING_RECHECK, .day = day};
	struct edition_answer now;

	return edition_for(all->procedures, all->procedures_n, &q, &now) && now.procedure == p;
}

static enum rc list_of(struct tx *tx, const struct procedure *p, struct date today, struct cohort_day *uc,
	struct err *e)
{
	struct q_cohort_days_list days;
	struct q_agency_by_code body;
	struct renewal r;

	renewal_of(p, &r);
	if (!r.stated)
		return RC_OK;
	enum rc rc = q_agency_by_code(tx->db, &(struct q_agency_by_code_in){.code = p->body}, &body, e);
	if (rc == RC_NOT_FOUND) /* not served here */
		return RC_OK;
	TRY(rc);
	TRY(q_cohort_days(tx->db,
		&(struct q_cohort_days_in){.tier = p->programme, .province_id = body.id, .line = p->line,
			.today = date_str(tx->a, today),
			.until = date_str(tx->a, date_add(today, r.lead_days))},
		&days, e));
	for (size_t i = 0; i < days.n; i++)
		TRY(list_one(tx, p, &r, body.id, days.v[i].ends_on, uc, e));
	return RC_OK;
}

enum rc cohort_day(struct tx *tx, struct cohort_day *uc, struct err *e)
{
	struct date today = date_of_instant(tx_as_of(tx));
	const struct rules_list *all = rules_list(tx->sv->rules, today);

	uc->titles = 0;
	for (size_t i = 0; i < all->procedures_n; i++)
		if (governs(all, all->procedures[i], today))
			TRY(list_of(tx, all->procedures[i], today, uc, e));
	return RC_OK;
}

/* --- reading -------------------------------------------------------------------------------------- */

/* |a||b|: every edition of a programme. */
static struct str editions_text(struct arena *a, const struct rules_list *all, struct str programme)
{
	struct str text = STR("");

	for (size_t i = 0; i < all->procedures_n; i++)
		if (str_eq(all->procedures[i]->programme, programme))
			text = str_fmt(a, "%.*s|%.*s|", STR_ARG(text), STR_ARG(all->procedures[i]->id));
	return text;
}

/* A file that was begun before the end came in sight belongs to an earlier one. */
static int64_t since_of(struct str ends_on, const struct renewal *r)
{
	struct date last;

	return date_parse(ends_on, &last) ? instant_day_start(date_add(last, -r->lead_days - 1)) : 0;
}

struct seen {
	struct renewal_seen s;
	struct str ended_on, ended_cause, lost_cause, exempt, ban, ban_to;
};

static struct str why_of(struct arena *a, const struct seen *x, enum renewal_state state)
{
	switch (state) {
	case RENEWAL_RUNNING:
	case RENEWAL_RETURNED:
	case RENEWAL_DRAFTING:
		return str_c(state_word(x->s.state));
	case RENEWAL_EXEMPT:
		return x->exempt;
	case RENEWAL_BARRED:
		if (x->s.recheck_lost)
			return x->lost_cause;
		return x->ban_to.n ? str_fmt(a, "%.*s，至 %.*s", STR_ARG(x->ban), STR_ARG(x->ban_to)) : x->ban;
	case RENEWAL_ENDED:
		return str_fmt(a, "%.*s，%.*s", STR_ARG(x->ended_on), STR_ARG(x->ended_cause));
	case RENEWAL_NOT_BEGUN:
	case RENEWAL_PASSED:
	case RENEWAL_REFUSED:
	case RENEWAL_STATE__MAX:
		break;
	}
	return STR("");
}

static void row_fill(struct arena *a, const struct q_cohort_items *v, struct cohort_row *row)
{
	struct seen x = {.s = {.title_state = v->title_state, .recheck_lost = v->recheck_lost_on.n > 0,
				 .banned = v->ban.n > 0, .exempt = v->exempt.n > 0, .live = v->file_live},
		.ended_on = v->ended_on, .ended_cause = v->ended_cause, .lost_cause = v->recheck_lost_cause,
		.exempt = v->exempt, .ban = v->ban, .ban_to = v->ban_to};

	x.s.filed = state_parse(v->file_state, &x.s.state);
	row->v = v;
	row->state = renewal_state_of(&x.s);
	row->why = why_of(a, &x, row->state);
}

static bool governing(const struct rules *rules, struct str programme, struct str body, struct date day,
	struct edition_answer *out)
{
	const struct rules_list *all = rules_list(rules, day);
	struct edition_query q = {.programme = programme, .body = body, .kind = FILING_RECHECK, .day = day};

	return edition_for(all->procedures, all->procedures_n, &q, out);
}

enum rc cohort_load(struct db *db, const struct rules *rules, const struct actor *who,
	const struct q_cohorts_for_officer *c, int64_t now, struct cohort *out, struct err *e)
{
	struct date today = date_of_instant(now);
	struct arena *a = db_arena(db);
	const struct procedure *listed = rules_procedure(rules, c->edition, today);
	struct edition_answer answer = {.standard = STR(""), .clause = STR("")};

	*out = (struct cohort){.c = c, .procedure = listed};
	if (!listed)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "edition of cohort %lld", (long long)c->id);
	if (governing(rules, c->programme, listed->body, today, &answer))
		out->procedure = answer.procedure;
	out->standard = answer.standard;
	out->standard_why = answer.clause;
	renewal_of(out->procedure, &out->renewal);
	TRY(q_cohort_items(db,
		&(struct q_cohort_items_in){.cohort_id = c->id, .agency_id = who->agency_id,
			.programme = c->programme,
			.editions = editions_text(a, rules_list(rules, today), c->programme),
			.since = since_of(c->ends_on, &out->renewal), .today = date_str(a, today)},
		&out->items, e));
	out->rows = ARENA_NEW_N(a, struct cohort_row, out->items.n + 1);
	for (size_t i = 0; i < out->items.n; i++) {
		row_fill(a, &out->items.v[i], &out->rows[i]);
		out->n[out->rows[i].state]++;
	}
	return RC_OK;
}

static enum rc own_fill(struct db *db, const struct rules *rules, int64_t enterprise_id, int64_t now,
	struct cohort_own *x, struct err *e)
{
	struct date today = date_of_instant(now);
	struct arena *a = db_arena(db);
	const struct q_cohorts_of_enterprise *v = x->v;
	struct edition_answer answer;
	struct q_cohort_file_of file = {.state = STR("")};
	bool found;

	if (!governing(rules, v->programme, v->province_code, today, &answer))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no edition of %.*s", STR_ARG(v->programme));
	x->procedure = answer.procedure;
	x->standard = answer.standard;
	x->standard_why = answer.clause;
	renewal_of(x->procedure, &x->renewal);
	TRY(q_cohort_file_of(db,
		&(struct q_cohort_file_of_in){.enterprise_id = enterprise_id,
			.editions = editions_text(a, rules_list(rules, today), v->programme),
			.since = since_of(v->ends_on, &x->renewal)},
		&file, &found, e));
	struct seen s = {.s = {.title_state = v->title_state, .recheck_lost = v->recheck_lost_on.n > 0,
				 .banned = v->ban.n > 0, .exempt = v->exempt.n > 0},
		.lost_cause = v->recheck_lost_cause, .exempt = v->exempt, .ban = v->ban, .ban_to = v->ban_to};
	x->file = STR("");
	if (found) {
		s.s.filed = state_parse(file.state, &s.s.state);
		s.s.live = file.live;
		x->file = file.live ? file.public_id : STR("");
	}
	x->state = renewal_state_of(&s.s);
	x->why = why_of(a, &s, x->state);
	return RC_OK;
}

enum rc cohort_of_enterprise(struct db *db, const struct rules *rules, int64_t enterprise_id, int64_t now,
	struct cohort_owns *out, struct err *e)
{
	struct q_cohorts_of_enterprise_list *rows = ARENA_NEW(db_arena(db), struct q_cohorts_of_enterprise_list);

	*out = (struct cohort_owns){0};
	TRY(q_cohorts_of_enterprise(db,
		&(struct q_cohorts_of_enterprise_in){.enterprise_id = enterprise_id,
			.today = date_str(db_arena(db), date_of_instant(now))},
		rows, e));
	out->v = ARENA_NEW_N(db_arena(db), struct cohort_own, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		out->v[i].v = &rows->v[i];
		TRY(own_fill(db, rules, enterprise_id, now, &out->v[i], e));
		out->n++;
	}
	return RC_OK;
}

/* --- pressing ------------------------------------------------------------------------------------- */

static enum rc own_cohort(struct tx *tx, int64_t id, struct q_cohorts_for_officer *out, struct err *e)
{
	struct q_cohorts_for_officer_list rows;

	TRY(q_cohorts_for_officer(tx->db,
		&(struct q_cohorts_for_officer_in){.agency_id = tx->who->agency_id, .from = STR("")}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id == id) {
			*out = rows.v[i];
			return RC_OK;
		}
	return err_set(e, RC_NOT_FOUND, MSG_COHORT_GONE);
}

/* `told`: one more enterprise has somebody who was told. */
static enum rc tell(struct tx *tx, const struct cohort *x, const struct cohort_row *row, int64_t *told, struct err *e)
{
	struct q_accounts_of_enterprise_list people;

	TRY(q_accounts_of_enterprise(tx->db,
		&(struct q_accounts_of_enterprise_in){.enterprise_id = row->v->enterprise_id.v}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("title"),
				.subject = str_fmt(tx->a, "%.*s 催办：%.*s将于 %.*s 到期",
					STR_ARG(tx->who->agency_name), STR_ARG(x->procedure->tier_name),
					STR_ARG(row->v->valid_to)),
				.body = task_text(tx->a, x->procedure, &x->renewal, row->v->valid_to),
				.link = STR("/e/expiring")},
			NULL, e));
	*told += people.n > 0;
	return RC_OK;
}

enum rc cohort_press(struct tx *tx, struct cohort_press *uc, struct err *e)
{
	struct q_cohorts_for_officer c;
	struct q_cohort_reminder_last last;
	struct cohort x;

	uc->n = 0;
	TRY(own_cohort(tx, uc->cohort_id, &c, e));
	TRY(q_cohort_reminder_last(tx->db,
		&(struct q_cohort_reminder_last_in){.cohort_id = c.id, .agency_id = tx->who->agency_id}, &last,
		e));
	if (last.at && tx->now - last.at < PRESS_EVERY_MS) {
		err_set(e, RC_LIMITED, MSG_UPDATE_REMINDED);
		return err_arg(e, 0, instant_human(tx->a, last.at));
	}
	TRY(cohort_load(tx->db, tx->sv->rules, tx->who, &c, tx->now, &x, e));
	for (size_t i = 0; i < x.items.n; i++) {
		if (!renewal_waits(x.rows[i].state) || !x.items.v[i].enterprise_id.has)
			continue;
		TRY(tell(tx, &x, &x.rows[i], &uc->n, e));
	}
	if (uc->n == 0)
		return err_set(e, RC_STATE, MSG_UPDATE_NOBODY);
	TRY(q_cohort_reminder_put(tx->db,
		&(struct q_cohort_reminder_put_in){.cohort_id = c.id, .agency_id = tx->who->agency_id,
			.now = tx->now, .account_id = tx->who->account_id, .n = uc->n},
		NULL, e));
	return audit_append(tx,
		&(struct audit_event){.action = "cohort_pressed", .object_kind = "cohort", .object_id = c.id,
			.reason = str_fmt(tx->a, "%lld 家", (long long)uc->n)},
		e);
}
