/* The batch and its calendar: dates come from the procedure, the clock decides, nobody presses a button. */
#include "service/batch.h"

#include "base/vec.h"
#include "domain/edition.h"
#include "service/audit.h"

static enum rc load(const struct rules *rules, const struct q_batch_for_officer *r, struct batch *out,
	struct err *e)
{
	struct batch b = {.id = r->id,
		.year = r->year,
		.no = r->no,
		.title = r->title,
		.state = r->state,
		.procedure = rules_procedure(rules, r->edition, rules_pin(r->opens_on)),
		.filing_ends_at = r->filing_ends_at,
		.city_ends_at = r->city_ends_at,
		.province_agency_id = r->province_agency_id};

	if (!b.procedure || !date_parse(r->opens_on, &b.opens_on) ||
		!date_parse(r->city_deadline, &b.city_deadline))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "batch %lld", (long long)r->id);
	*out = b;
	return RC_OK;
}

enum rc batch_for_officer(struct db *db, const struct rules *rules, const struct actor *who, int64_t id,
	struct batch *out, struct err *e)
{
	struct q_batch_for_officer r;

	TRY(q_batch_for_officer(
		db, &(struct q_batch_for_officer_in){.id = id, .agency_id = who->agency_id}, &r, e));
	return load(rules, &r, out, e);
}

struct str batch_name(struct arena *a, const struct batch *b)
{
	return str_cat(a, b->title, b->procedure->tier_full_name);
}

const char *batch_state_word(struct str state)
{
	static const char *const words[][2] = {{"planned", "未开放"}, {"open", "申报与审核中"},
		{"closed", "已截止"}, {"published", "已公告"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(state, words[i][0]))
			return words[i][1];
	return "?";
}

enum rc batch_city_only(const struct actor *who, struct err *e)
{
	return actor_is(who, ROLE_CITY) ? RC_OK : err_set(e, RC_FORBIDDEN, MSG_BATCH_CITY_ONLY);
}

enum rc batch_city_or_province(const struct actor *who, struct err *e)
{
	return actor_is(who, ROLE_PROVINCE) ? RC_OK : batch_city_only(who, e);
}

enum rc batch_province_only(const struct actor *who, struct err *e)
{
	return actor_is(who, ROLE_PROVINCE) ? RC_OK
					    : err_set(e, RC_FORBIDDEN, MSG_BATCH_PROVINCE_ONLY);
}

/* --- counts and lists ---------------------------------------------------------------------------- */

void batch_counts_add(struct batch_counts *c, struct str state, int64_t n)
{
	enum state s;

	if (!state_parse(state, &s))
		return;
	c->n[s] += n;
	if (s != STATE_DRAFT && s != STATE_SIGN && s != STATE_LAPSED && s != STATE_WITHDRAWN)
		c->submitted += n;
}

enum rc batch_counts_load(struct db *db, const struct actor *who, int64_t batch_id,
	struct batch_counts *out, struct err *e)
{
	struct q_batch_counts_list rows;

	TRY(q_batch_counts(db,
		&(struct q_batch_counts_in){.agency_id = who->agency_id, .batch_id = batch_id}, &rows,
		e));
	*out = (struct batch_counts){0};
	for (size_t i = 0; i < rows.n; i++)
		batch_counts_add(out, rows.v[i].state, rows.v[i].n);
	return RC_OK;
}

enum rc batch_files_load(struct db *db, const struct actor *who, int64_t batch_id, enum state s,
	struct q_batch_files_list *rows, struct list_entries *out, struct err *e)
{
	struct arena *a = db_arena(db);

	TRY(q_batch_files(db,
		&(struct q_batch_files_in){.agency_id = who->agency_id, .batch_id = batch_id,
			.state = str_c(state_code(s))},
		rows, e));
	*out = (struct list_entries){0};
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_batch_files *r = &rows->v[i];
		struct str route = r->city_route.n ? r->city_route : r->route;
		VEC_PUSH(a, out,
			((struct list_entry){.application_id = r->application_id,
				.name = r->name,
				.uscc = r->uscc,
				.area = r->area,
				.direct = str_eqc(route, "direct"),
				.score = r->city_score.has ? r->city_score.v : r->score}));
	}
	return RC_OK;
}

/* --- the calendar -------------------------------------------------------------------------------- */

/* Days that a new version of the procedure sets hold for what has not begun. */
static enum rc redate(struct tx *tx, const struct procedure *p, int64_t id,
	const struct batch_plan *plan, struct err *e)
{
	return q_batch_redate(tx->db,
		&(struct q_batch_redate_in){.id = id,
			.title = procedure_batch_title(tx->a, p, plan->year, plan->no),
			.opens_on = date_str(tx->a, plan->opens_on),
			.filing_ends_at = instant_day_end(plan->filing_last),
			.city_deadline = date_str(tx->a, plan->city_deadline),
			.city_ends_at = instant_day_end(plan->city_deadline)},
		NULL, e);
}

static enum rc make_one(struct tx *tx, const struct procedure *p, int64_t body,
	const struct batch_plan *plan, int64_t *count, struct err *e)
{
	struct q_batch_find old;
	struct q_batch_put made;
	bool found;

	TRY(q_batch_find(tx->db,
		&(struct q_batch_find_in){.edition = p->id, .year = plan->year, .no = plan->no}, &old,
		&found, e));
	if (found && str_eqc(old.state, "planned"))
		return redate(tx, p, old.id, plan, e);
	if (found)
		return RC_OK;
	TRY(q_batch_put(tx->db,
		&(struct q_batch_put_in){.edition = p->id, .year = plan->year, .no = plan->no,
			.title = procedure_batch_title(tx->a, p, plan->year, plan->no),
			.opens_on = date_str(tx->a, plan->opens_on),
			.filing_ends_at = instant_day_end(plan->filing_last),
			.city_deadline = date_str(tx->a, plan->city_deadline),
			.city_ends_at = instant_day_end(plan->city_deadline),
			.state = STR("planned"), .province_agency_id = body,
			.created_at = tx->now},
		&made, e));
	++*count;
	return RC_OK;
}

/* An edition that a later one has followed opens nothing more, whatever its own last day says. */
static bool leads(const struct rules *rules, const struct procedure *p, struct date day)
{
	const struct rules_list *all = rules_list(rules, day);
	const struct edition_query q = {.programme = p->programme, .body = p->body, .day = day};
	struct edition_answer now;

	return !edition_for(all->procedures, all->procedures_n, &q, &now) ||
	       str_cmp(now.procedure->legal_from, p->legal_from) <= 0;
}

/* The version that will hold when the batch opens may have other days. */
static enum rc replan(const struct rules *rules, const struct procedure **p, int64_t year, int64_t no,
	struct batch_plan *plan, struct err *e)
{
	const struct procedure *then = rules_procedure(rules, (*p)->id, plan->opens_on);

	if (!then || then == *p || !procedure_has_batch(then, year, no))
		return RC_OK;
	*p = then;
	return procedure_batch(then, year, no, plan, e);
}

/* Every batch whose days touch the present year, none before the procedure was in force. */
static enum rc make_missing(
	struct tx *tx, const struct procedure *p, int64_t *count, struct err *e)
{
	struct date today = date_of_instant(tx->now), first = {today.y, 1, 1},
		    last = {today.y, 12, 31};
	struct q_agency_by_code body;
	struct batch_plan plan;

	enum rc rc = q_agency_by_code(
		tx->db, &(struct q_agency_by_code_in){.code = p->body}, &body, e);
	if (rc == RC_NOT_FOUND)
		return RC_OK; /* a procedure of a province that this installation does not serve */
	TRY(rc);
	for (int64_t year = today.y; year <= today.y + 1; year++) {
		for (int64_t no = p->first_no; no <= p->last_no; no++) {
			if (!procedure_has_batch(p, year, no))
				continue;
			const struct procedure *then = p;
			TRY(procedure_batch(p, year, no, &plan, e));
			if (date_cmp(plan.opens_on, today) > 0)
				TRY(replan(tx->sv->rules, &then, year, no, &plan, e));
			if (date_cmp(plan.city_deadline, first) >= 0 &&
				date_cmp(plan.opens_on, last) <= 0 &&
				leads(tx->sv->rules, then, plan.opens_on))
				TRY(make_one(tx, then, body.id, &plan, count, e));
		}
	}
	return RC_OK;
}

static enum rc note(
	struct tx *tx, int64_t batch_id, const char *action, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "batch", .object_id = batch_id,
			.reason = reason},
		e);
}

enum rc batch_callable(struct db *db, const struct rules *rules, const struct actor *who,
	struct date day, const struct procedure ***out, size_t *n, struct err *e)
{
	const struct rules_list *all = rules_list(rules, day);
	const struct procedure **v = ARENA_NEW_N(db_arena(db), const struct procedure *,
		all->procedures_n + 1);
	struct q_agency_by_id body;

	*n = 0;
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = who->agency_id}, &body, e));
	for (size_t i = 0; i < all->procedures_n; i++) {
		const struct procedure *p = all->procedures[i];
		if (p->calendar == CALENDAR_ON_CALL && str_eq(p->body, body.code) &&
			procedure_in_force(p, day) && leads(rules, p, day))
			v[(*n)++] = p;
	}
	*out = v;
	return RC_OK;
}

static enum rc check_dates(struct tx *tx, const struct batch_call *uc, struct err *e)
{
	struct date today = date_of_instant(tx->now);

	if (date_cmp(uc->opens_on, today) < 0)
		return err_field(e, RC_INVALID, MSG_BATCH_CALL_PAST, "opens_on");
	if (date_cmp(uc->filing_last, uc->opens_on) < 0)
		return err_field(e, RC_INVALID, MSG_BATCH_CALL_ORDER, "filing_last");
	if (date_cmp(uc->city_deadline, uc->filing_last) < 0 ||
		date_cmp(uc->city_deadline, date_add(uc->opens_on, 366)) > 0)
		return err_field(e, RC_INVALID, MSG_BATCH_CALL_ORDER, "city_deadline");
	return RC_OK;
}

enum rc batch_call(struct tx *tx, struct batch_call *uc, struct err *e)
{
	const struct procedure **may = NULL, *p = NULL;
	struct batch_plan plan = {uc->opens_on.y, 1, uc->opens_on, uc->filing_last, uc->city_deadline};
	struct batch_calendar moved = {0};
	struct q_batch_last_no last;
	struct q_batch_find row;
	int64_t made = 0;
	size_t n = 0;
	bool found;

	TRY(batch_province_only(tx->who, e));
	TRY(batch_callable(tx->db, tx->sv->rules, tx->who, uc->opens_on, &may, &n, e));
	for (size_t i = 0; i < n; i++)
		if (str_eq(may[i]->id, uc->edition))
			p = may[i];
	if (!p)
		return err_field(e, RC_INVALID, MSG_BATCH_CALL_EDITION, "edition");
	TRY(check_dates(tx, uc, e));
	TRY(q_batch_last_no(tx->db,
		&(struct q_batch_last_no_in){.edition = p->id, .year = plan.year}, &last, e));
	plan.no = last.no + 1;
	TRY(make_one(tx, p, tx->who->agency_id, &plan, &made, e));
	TRY(q_batch_find(tx->db,
		&(struct q_batch_find_in){.edition = p->id, .year = plan.year, .no = plan.no}, &row,
		&found, e));
	uc->id = row.id;
	uc->title = procedure_batch_title(tx->a, p, plan.year, plan.no);
	TRY(note(tx, row.id, "batch_called", uc->title, e));
	return batch_calendar(tx, &moved, e); /* one that begins today is open at once */
}

static enum rc move_one(struct tx *tx, const struct q_batches_to_move *b, struct batch_calendar *uc,
	struct err *e)
{
	bool over = tx_as_of(tx) >= b->city_ends_at;
	const char *to = over ? "closed" : "open";

	TRY(q_batch_set_state(tx->db,
		&(struct q_batch_set_state_in){
			.id = b->id, .from_state = b->state, .state = str_c(to)},
		NULL, e));
	if (over)
		uc->closed++;
	else
		uc->opened++;
	return note(tx, b->id, over ? "batch_closed" : "batch_opened", b->title, e);
}

enum rc batch_make(struct tx *tx, struct batch_make *uc, struct err *e)
{
	const struct rules_list *rules = rules_list(tx->sv->rules, date_of_instant(tx->now));

	uc->made = 0;
	for (size_t i = 0; i < rules->procedures_n; i++)
		TRY(make_missing(tx, rules->procedures[i], &uc->made, e));
	return RC_OK;
}

enum rc batch_calendar(struct tx *tx, struct batch_calendar *uc, struct err *e)
{
	struct q_batches_to_move_list due;

	uc->opened = uc->closed = 0;
	TRY(q_batches_to_move(tx->db,
		&(struct q_batches_to_move_in){
			.now = tx_as_of(tx),
			.today = date_str(tx->a, date_of_instant(tx_as_of(tx)))},
		&due, e));
	for (size_t i = 0; i < due.n; i++)
		TRY(move_one(tx, &due.v[i], uc, e));
	return RC_OK;
}

/* --- what was not filed in time ------------------------------------------------------------------- */

static enum rc lapse_some(struct tx *tx, const struct q_batches_with_late_drafts *b,
	struct batch_lapse *uc, struct err *e)
{
	struct q_batch_late_drafts_list files;
	struct str reason = str_fmt(tx->a,
		"%.*s申报已于%.*s 24:00截止，未报送的材料保留备查，可在下一批次重新申报",
		STR_ARG(b->title),
		STR_ARG(date_prose(tx->a, date_of_instant(b->filing_ends_at - 1))));

	TRY(q_batch_late_drafts(tx->db,
		&(struct q_batch_late_drafts_in){.province_agency_id = b->province_agency_id,
			.batch_id = b->id, .limit = uc->limit - uc->done},
		&files, e));
	for (size_t i = 0; i < files.n; i++) {
		struct flow_move m = {.application_id = files.v[i].application_id,
			.act = ACT_LAPSE,
			.who = HOLDER_SYSTEM,
			.reason = reason};
		TRY(flow_move(tx, &m, e));
		uc->done++;
	}
	return RC_OK;
}

enum rc batch_lapse(struct tx *tx, struct batch_lapse *uc, struct err *e)
{
	struct q_batches_with_late_drafts_list batches;

	uc->done = 0;
	TRY(q_batches_with_late_drafts(
		tx->db, &(struct q_batches_with_late_drafts_in){.now = tx_as_of(tx)}, &batches, e));
	for (size_t i = 0; i < batches.n && uc->done < uc->limit; i++)
		TRY(lapse_some(tx, &batches.v[i], uc, e));
	return RC_OK;
}
