/* How enterprises come into the rehearsal: some are there with everything (as if they had been for years), the others
 * register as on the page, hand in their licence, and are verified by their county's or city's body - or refused first.
 */
#include "service/rehearsal_parts.h"

#include "base/vec.h"
#include "service/enterprise.h"
#include "service/identity.h"
#include "service/profile.h"

#define FIRST_YEAR_SHARE 70 /* per cent that come in the beginning … */
#define REGISTER_SHARE 30   /* … of the others so many register themselves */
#define REFUSED 15	    /* per cent whose licence is not legible at first */

enum rc reh_found_all(struct rehearsal *r, struct err *e)
{
	struct demo_random *random = &r->d.random;

	(void)e;
	for (int64_t i = 0; i < r->o->enterprises; i++) {
		bool early = demo_chance(random, FIRST_YEAR_SHARE);
		int64_t last = early ? 0 : (int64_t)r->days_n * 8 / 10;
		struct date on = date_add(r->o->from, (int)demo_between(random, 0, last));
		bool self = demo_chance(random, REGISTER_SHARE);
		TRY(reh_plan(r, on, (struct reh_act){.what = self && !early ? REH_REGISTER : REH_FOUND}));
	}
	return RC_OK;
}

static struct demo_founding founding_of(struct rehearsal *r)
{
	struct demo *d = &r->d;

	return (struct demo_founding){.words = &d->words,
		.place = &d->places[(size_t)demo_between(&d->random, 0, (int64_t)d->places_n - 1)],
		.n = (int64_t)r->firms_n + 1, .now = r->now, .province_agency_id = r->provinces[0]->agency_id};
}

/* Numbers of enterprises are those of our table: they are the only ones, and come in order. */
static enum rc keep(struct rehearsal *r, struct reh_firm *f, struct err *e)
{
	struct str *const texts[] = {&f->en.public_id, &f->en.name, &f->en.uscc, &f->en.legal_rep, &f->en.contact};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = str_dup(r->keep, *texts[i]);
	f->figures = (struct demo_figures){.base = demo_between(&r->d.random, 550000, 720000), .staff = 80};
	if (f->en.id != (int64_t)r->firms_n + 1)
		return err_set(e, RC_STATE, MSG_DEMO_NOT_EMPTY);
	r->firms_n++;
	return RC_OK;
}

static enum rc found(struct rehearsal *r, void *arg, struct err *e)
{
	struct reh_firm *f = &r->firms[r->firms_n];
	const struct demo_founding founding = founding_of(r);

	(void)arg;
	TRY(demo_found(r->d.db, &r->d.random, &founding, &f->en, e));
	return keep(r, f, e);
}

/* --- by itself ----------------------------------------------------------------------------------- */

static enum rc join(struct rehearsal *r, struct reh_firm *f, const struct demo_founding *at, struct demo_invented *v,
	struct err *e)
{
	struct actor visitor = {.roles = ROLE_PUBLIC, .ip = STR("127.0.0.1")};
	struct tx tx = demo_tx(&r->d, &visitor, r->now);
	struct q_enterprise_by_uscc row;
	bool there;

	demo_invent(r->d.a, &r->d.random, at, v);
	f->en = v->en;
	struct enterprise_register uc = {.login = str_fmt(r->d.a, "rehearsal-e%lld", (long long)at->n),
		.kind = str_c(enterprise_kinds[0]), .uscc = f->en.uscc, .name = f->en.name,
		.legal_rep = f->en.legal_rep, .contact = f->en.contact,
		.contact_phone = str_fmt(r->d.a, "0000-%07lld", (long long)at->n),
		.division_code = at->place->division_code, .password = STR("!"), .agent = STR("rehearsal")};
	TRY(enterprise_register(&tx, &uc, e));
	f->en.id = uc.enterprise_id;
	f->en.filler_id = uc.account_id;
	TRY(q_enterprise_by_uscc(
		r->d.db, &(struct q_enterprise_by_uscc_in){.uscc = f->en.uscc}, &row, &there, e));
	f->en.public_id = row.public_id;
	return RC_OK;
}

static enum rc hand_in(struct rehearsal *r, struct reh_firm *f, struct err *e)
{
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	struct evidence_stored paper = {
		STR("营业执照（演练）.pdf"), STR("application/pdf"), r->d.licence, r->d.licence_size};

	TRY(identity_attach(&tx, &(struct identity_attach){.slot = STR("licence"), .v = &paper, .n = 1}, e));
	return identity_hand_in(&tx,
		&(struct identity_hand_in){.uscc = f->en.uscc, .name = f->en.name, .legal_rep = f->en.legal_rep}, e);
}

/* What a file needs from its enterprise: who signs, and where it is. */
static enum rc settle(struct rehearsal *r, struct reh_firm *f, const struct demo_invented *v, struct err *e)
{
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	struct account_create legal = {.v = {.login = str_fmt(r->d.a, "rehearsal-l%lld", (long long)f->en.id),
		.role = STR("legal_rep"), .name = f->en.legal_rep, .phone = STR("13800000000"), .email = STR(""),
		.password = STR("!"), .enterprise_id = f->en.id}};
	struct profile p;

	TRY(account_create(&tx, &legal, e));
	f->en.legal_id = legal.id;
	TRY(profile_load(r->d.db, &who, &p, e));
	struct profile_save uc = {.v = p.v, .version = p.version};
	uc.v.address = v->address;
	uc.v.postcode = STR("000000");
	uc.v.established_on = v->established_on;
	uc.v.capital = v->capital;
	uc.v.industry_code = f->en.trade->industry;
	uc.v.ownership = str_c(profile_ownerships[3]);
	uc.v.main_product = f->en.trade->product;
	return profile_save(&tx, &uc, e);
}

static enum rc enter(struct rehearsal *r, void *arg, struct err *e)
{
	struct reh_firm *f = &r->firms[r->firms_n];
	const struct demo_founding at = founding_of(r);
	struct demo_invented v;

	(void)arg;
	TRY(join(r, f, &at, &v, e));
	TRY(hand_in(r, f, e));
	TRY(settle(r, f, &v, e));
	return keep(r, f, e);
}

/* On the next working day. */
static enum rc plan_look(struct rehearsal *r, size_t firm, int64_t time)
{
	struct date on = date_add(r->today, 1);

	while (date_weekday(on) > 5)
		on = date_add(on, 1);
	return reh_plan(r, on, (struct reh_act){.what = REH_VERIFY, .firm = firm, .of = time});
}

static enum rc verify(struct rehearsal *r, void *arg, struct err *e)
{
	const struct reh_act *act = arg;
	struct reh_firm *f = &r->firms[act->firm];
	const struct demo_place *at = f->en.place;
	struct demo_body *b = demo_body_of(&r->d, at->county_agency_id ? at->county_agency_id : at->city_agency_id);
	struct identity_decide uc = {.public_id = f->en.public_id, .verified = true, .reason = STR(""), .override = STR("")};

	if (!b)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "body of a new enterprise");
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	if (act->of == 0 && demo_chance(&r->d.random, REFUSED)) {
		uc.verified = false;
		uc.reason = STR("（演练）营业执照副本不清晰，请重新上传");
	}
	TRY(identity_decide(&tx, &uc, e));
	f->verified = uc.verified;
	return uc.verified ? RC_OK : hand_in(r, f, e);
}

enum rc reh_enter(struct rehearsal *r, const struct reh_act *act, struct err *e)
{
	struct reh_act copy = *act;

	if (act->what == REH_FOUND)
		return reh_do(r, found, NULL, e);
	if (act->what == REH_VERIFY) {
		TRY(reh_do(r, verify, &copy, e));
		return r->firms[act->firm].verified ? RC_OK : plan_look(r, act->firm, 1);
	}
	TRY(reh_do(r, enter, NULL, e));
	return plan_look(r, r->firms_n - 1, 0);
}
