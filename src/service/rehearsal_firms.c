/* What the enterprises of the rehearsal do: list what they have, file, sign, update. Figures follow from the
 * enterprise and the year, so that what is said in one file is said in every other.
 */
#include "service/rehearsal_parts.h"

#include "base/vec.h"
#include "domain/renewal.h"
#include "service/cluster.h"
#include "service/demo_figures.h"
#include "service/demo_lists.h"
#include "service/demo_panel.h"
#include "service/entry.h"
#include "service/filing.h"
#include "service/lists.h"
#include "service/update.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define LAST_DAYS 24 /* before the end of filing nobody begins: bodies need the time */

/* --- figures ------------------------------------------------------------------------------------- */

struct reh_firm *reh_firm_of(struct rehearsal *r, int64_t enterprise_id)
{
	/* They are the only ones, founded in order. */
	return enterprise_id >= 1 && (size_t)enterprise_id <= r->firms_n ? &r->firms[enterprise_id - 1] : NULL;
}

/* --- filing -------------------------------------------------------------------------------------- */

struct filing {
	struct reh_firm *f;
	int64_t batch;
	bool abandon;
	int year;
	struct str edition, opens_on;
};

/* What is listed for an accounting year, once. */
static enum rc year_lists(struct rehearsal *r, struct filing *x, struct err *e)
{
	if (!demo_figures_counts_years(r->d.procedure) || x->f->year >= x->year - 1)
		return RC_OK;
	TRY(demo_figures_year(&r->d, &x->f->en, &x->f->figures, x->year, r->now, e));
	x->f->year = x->year - 1;
	return RC_OK;
}

/* The direction that a programme asks for, with the honour that it stands on. */
static enum rc direct(struct rehearsal *r, struct filing *x, struct demo_answers *answers, struct err *e)
{
	const struct json *direction = demo_direction(r->d.procedure, (size_t)(x->f - r->firms));

	if (!direction)
		return RC_OK;
	answers->fact[FACT_DIRECTION][0] = json_str(direction, "id", STR(""));
	return demo_honour(&r->d, &x->f->en, direction, r->today, r->now, e);
}

static enum rc file(struct rehearsal *r, void *arg, struct err *e)
{
	struct filing *x = arg;
	struct demo *d = &r->d;
	struct demo_answers answers;
	struct str id;

	d->procedure = rules_procedure(d->sv->rules, x->edition, rules_pin(x->opens_on));
	demo_figures_answer(d->a, &x->f->figures, x->year, &answers);
	TRY(demo_start(d, &x->f->en, x->batch, r->now, &id, e));
	if (!x->f->listed) {
		TRY(demo_lists(d, &x->f->en, &answers, r->now, e));
		TRY(demo_figures_honours(d, &x->f->en, "演练", r->now, e));
	}
	TRY(direct(r, x, &answers, e));
	x->f->listed = x->f->listed || json_get(d->procedure->json, "derived") != NULL;
	TRY(year_lists(r, x, e));
	TRY(demo_fill_in(d, &x->f->en, id, &answers, x->abandon ? 1 : SIZE_MAX, r->now, e));
	if (x->abandon)
		return RC_OK;
	TRY(demo_report(d, &x->f->en, id, r->now, e));
	TRY(demo_prove(d, &x->f->en, id, r->now + HOUR_MS, e));
	TRY(demo_to_sign(d, &x->f->en, id, r->now + 2 * HOUR_MS, e));
	return demo_submit(d, &x->f->en, id, r->now + 3 * HOUR_MS, e);
}

/* Bans, a lost 复核, a term that has not come: to be told so is no failure of the rehearsal. */
static bool kept_out(const struct err *e)
{
	static const enum msgid words[] = {MSG_ENTRY_REFUSED, MSG_RECHECK_LOST, MSG_TITLE_IN_FORCE};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (e->msg == words[i])
			return true;
	return false;
}

/* Nobody is refused for a ban that was lifted, or has ended: what entry says against what is in the table. */
static enum rc rightly(struct rehearsal *r, void *arg, struct err *e)
{
	const struct filing *x = arg;
	const struct procedure *p = rules_procedure(r->d.sv->rules, x->edition, rules_pin(x->opens_on));
	struct entry_results all;
	struct q_rehearsal_banned row;

	TRY(entry_of(r->d.db, r->d.sv->rules, p, x->f->en.id, NULL, r->today, &all, e));
	TRY(q_rehearsal_banned(r->d.db,
		&(struct q_rehearsal_banned_in){.uscc = x->f->en.uscc, .day = date_str(r->d.a, r->today)}, &row, e));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].rule->kind == ENTRY_BAN && all.v[i].holds == TRI_FALSE && row.n == 0)
			VEC_PUSH(r->keep, &r->wrong,
				str_fmt(r->keep, "不在不得申报期内却被拒绝：%.*s（%.*s）", STR_ARG(x->f->en.name),
					STR_ARG(x->f->en.uscc)));
	return RC_OK;
}

static enum rc file_act(struct rehearsal *r, const struct reh_act *act, struct err *e)
{
	struct filing x = {.f = &r->firms[act->firm], .batch = act->of, .abandon = act->what == REH_ABANDON};
	struct q_batch_by_id row;
	struct err why = {0};
	struct db *db;

	arena_reset(r->scratch);
	TRY(store_read(r->d.sv->store, r->scratch, &db, e));
	enum rc rc = q_batch_by_id(db, &(struct q_batch_by_id_in){.id = act->of}, &row, e);
	store_read_end(db);
	TRY(rc);
	x.year = (int)row.year;
	x.edition = str_dup(r->keep, row.edition);
	x.opens_on = str_dup(r->keep, row.opens_on);
	bool listed = x.f->listed;
	int64_t year = x.f->year;
	rc = reh_do(r, file, &x, &why);
	if (rc == RC_OK)
		return RC_OK;
	x.f->listed = listed; /* nothing of it happened */
	x.f->year = year;
	if (!kept_out(&why)) {
		*e = why;
		return rc;
	}
	r->refused++;
	return why.msg == MSG_ENTRY_REFUSED ? reh_do(r, rightly, &x, e) : RC_OK;
}

/* --- the yearly update --------------------------------------------------------------------------- */

static enum rc update(struct rehearsal *r, void *arg, struct err *e)
{
	const struct reh_act *act = arg;
	struct reh_firm *f = &r->firms[act->firm];
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	struct update_submit uc = {.year = (int)act->of};
	struct update_reason *reasons = ARENA_NEW_N(r->d.a, struct update_reason, FACTS_YEARLY);

	demo_figures_update(r->d.a, &f->figures, uc.year, &uc.answers, &uc.n);
	for (size_t i = 0; i < FACTS_YEARLY; i++)
		reasons[i] = (struct update_reason){.fact = i, .text = STR("新产品投产，口径与上年一致")};
	uc.reasons = reasons;
	uc.reasons_n = FACTS_YEARLY;
	return update_submit(&tx, &uc, e);
}

static enum rc update_act(struct rehearsal *r, const struct reh_act *act, struct err *e)
{
	struct reh_act copy = *act;
	struct err why = {0};
	enum rc rc = reh_do(r, update, &copy, &why);

	/* The title was taken back, or has ended, since the window opened. */
	if (rc == RC_OK || why.msg == MSG_UPDATE_CLOSED || why.msg == MSG_UPDATE_NONE)
		return RC_OK;
	*e = why;
	return rc;
}

enum rc reh_act(struct rehearsal *r, const struct reh_act *act, struct err *e)
{
	switch (act->what) {
	case REH_FOUND:
	case REH_REGISTER:
	case REH_VERIFY:
		return reh_enter(r, act, e);
	case REH_SURVEY:
		return reh_survey(r, act, e);
	case REH_UPDATE:
		return update_act(r, act, e);
	case REH_FILE:
	case REH_ABANDON:
		break;
	}
	return file_act(r, act, e);
}

/* --- who files when ------------------------------------------------------------------------------ */

/* Per cent: a tier that stands on another is sought by many of the few that may; most of who holds one comes back. */
static int64_t share_of(const struct procedure *p, bool holds, bool needs)
{
	if (holds)
		return p->validity == VALID_TO_YEAR_END ? 60 : 85;
	if (needs)
		return 25;
	return p->calendar == CALENDAR_PERIODIC ? 1 : 3;
}

/* A programme of the clusters is for their members, and most of them want it. */
static int64_t share_in(const struct procedure *p, bool holds, bool needs, size_t firm)
{
	if (!procedure_asks(p, ENTRY_CLUSTER))
		return share_of(p, holds, needs);
	return firm % REH_CLUSTER_EVERY ? 0 : 60;
}

static struct str needs_of(struct arena *a, const struct procedure *p)
{
	struct str all = STR("");

	for (size_t i = 0; i < p->eligibility_n; i++)
		if (p->eligibility[i].kind == ENTRY_TITLE)
			all = str_cat(a, str_cat(a, all, STR(" ")), p->eligibility[i].tier);
	return str_trim(all);
}

static enum rc invite_round(struct rehearsal *r, struct db *db, const struct q_rehearsal_batches *b, struct err *e)
{
	const struct procedure *p = rules_procedure(r->d.sv->rules, b->edition, rules_pin(b->opens_on));
	struct date last = date_of_instant(b->filing_ends_at - 1), first = date_add(r->today, 1);
	struct str needs = needs_of(r->scratch, p);
	struct q_rehearsal_firms_list rows;
	struct demo_random *random = &r->d.random;
	struct renewal own;

	renewal_of(p, &own);
	if (date_days(last) - date_days(first) > 60)
		last = date_add(last, -LAST_DAYS);
	TRY(q_rehearsal_firms(db,
		&(struct q_rehearsal_firms_in){.tier = p->programme, .needs = needs, .edition = p->id,
			.later = date_str(r->scratch, date_add(r->today, (int)own.lead_days))},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		int64_t days = date_days(last) - date_days(first);
		struct date on = date_add(first, (int)demo_between(random, 0, MAX_OF(days, (int64_t)0)));
		bool abandon = demo_chance(random, 6);
		if (!demo_chance(random, share_in(p, rows.v[i].holds, needs.n > 0, (size_t)rows.v[i].id - 1)))
			continue;
		TRY(reh_plan(r, on,
			(struct reh_act){.what = abandon ? REH_ABANDON : REH_FILE,
				.firm = (size_t)rows.v[i].id - 1, .of = b->id}));
	}
	return RC_OK;
}

static enum rc invite_updates(struct rehearsal *r, struct db *db, const struct q_rehearsal_rounds *u, struct err *e)
{
	struct q_rehearsal_duties_list rows;
	struct date opens, closes;

	if (!date_parse(u->opens_on, &opens) || !date_parse(u->closes_on, &closes))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "update_round %lld", (long long)u->id);
	TRY(q_rehearsal_duties(db, &(struct q_rehearsal_duties_in){.round_id = u->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct reh_firm *f = reh_firm_of(r, rows.v[i].enterprise_id);
		int64_t days = date_days(closes) - date_days(r->today);
		struct date on = date_add(r->today, (int)demo_between(&r->d.random, 0, MAX_OF(days, (int64_t)0)));
		if (!f || f->updated == u->year)
			continue;
		f->updated = u->year;
		if (demo_chance(&r->d.random, 88))
			TRY(reh_plan(r, on,
				(struct reh_act){.what = REH_UPDATE, .firm = (size_t)(f - r->firms), .of = u->year}));
	}
	return RC_OK;
}

static enum rc invite(struct rehearsal *r, struct db *db, struct err *e)
{
	struct q_rehearsal_batches_list batches;
	struct q_rehearsal_rounds_list rounds;

	TRY(q_rehearsal_batches(db, &batches, e));
	for (size_t i = 0; i < batches.n; i++) {
		struct date opens = rules_pin(batches.v[i].opens_on);
		bool own = false;
		for (size_t p = 0; p < r->provinces_n; p++)
			own = own || r->provinces[p]->agency_id == batches.v[i].province_agency_id;
		if (own && date_cmp(opens, r->today) == 0)
			TRY(invite_round(r, db, &batches.v[i], e));
	}
	TRY(q_rehearsal_rounds(db, &(struct q_rehearsal_rounds_in){.after = r->round_seen}, &rounds, e));
	for (size_t i = 0; i < rounds.n; i++) {
		TRY(invite_updates(r, db, &rounds.v[i], e));
		r->round_seen = rounds.v[i].id;
	}
	return RC_OK;
}

enum rc reh_invite(struct rehearsal *r, struct err *e)
{
	struct db *db;

	arena_reset(r->scratch);
	TRY(store_read(r->d.sv->store, r->scratch, &db, e));
	enum rc rc = invite(r, db, e);
	store_read_end(db);
	return rc;
}
