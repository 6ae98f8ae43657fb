/* The course of two batches: the one before, published; today's, with every city at another point. The
 * instants lie between the batch's opening and now; a batch that opened only days ago has simply not come
 * as far.
 */
#include "service/demo_story.h"

#include "base/vec.h"
#include "service/demo_after.h"
#include "service/demo_lists.h"
#include "service/demo_office.h"
#include "service/publicity.h"
#include "store/q.h"

/* Of the year before: enough for each city to have some. */
#define PAST 56
#define TOGETHER 16 /* enterprises of one transaction: each commit writes the pages anew */
#define PAST_FIRST 800000 /* numbers of invented enterprises, beyond those of the batches */

/* How far a city has come with its batch. */
enum progress { REVIEWING, DECIDED, PUBLISHING, PUBLISHED, RECOMMENDED, APPROVED, ANNOUNCED };

/* What becomes of one file while its city gets that far. */
enum fate {
	FATE_ALONG, /* comes as far as its city */
	FATE_DRAFT,
	FATE_SIGN,
	FATE_COUNTY,
	FATE_RETURNED,
	FATE_CITY,
	FATE_SITE,
	FATE_REFUSED,
	FATE_WITHDRAWN,
	FATE__MAX
};

static const int fate_share[FATE__MAX] = {
	[FATE_ALONG] = 52,
	[FATE_DRAFT] = 10,
	[FATE_SIGN] = 2,
	[FATE_COUNTY] = 12,
	[FATE_RETURNED] = 6,
	[FATE_CITY] = 11,
	[FATE_SITE] = 2,
	[FATE_REFUSED] = 3,
	[FATE_WITHDRAWN] = 2,
};

struct course {
	struct demo *d;
	int64_t batch_id;
	int64_t opens, now; /* filing takes place between these */
	int64_t filing_until; /* last instant of filing in this story */
	bool old;	      /* the batch before: everything is done */
	const struct demo_place *place;
	int64_t n; /* number of the enterprise */
	enum fate fate;
	enum demo_quality quality;
	struct str filler_login, legal_login;
};

static enum fate draw_fate(struct demo_random *r)
{
	int64_t at = demo_between(r, 1, 100);

	for (size_t i = 0; i < FATE__MAX; i++) {
		at -= fate_share[i];
		if (at <= 0)
			return (enum fate)i;
	}
	return FATE_ALONG;
}

static enum demo_quality draw_quality(struct demo_random *r, enum fate fate)
{
	if (fate == FATE_DRAFT && demo_chance(r, 60))
		return DEMO_POOR;
	if (demo_chance(r, 12))
		return DEMO_EDGE;
	return demo_chance(r, 18) ? DEMO_DIRECT : DEMO_GOOD;
}

/* A working hour of a day in the first part of the window. */
static int64_t instant_in(struct course *k, int64_t from, int64_t to)
{
	struct demo_random *r = &k->d->random;
	int64_t at = demo_between(r, from, MAX_OF(from, to));
	int64_t day = instant_day_start(date_of_instant(at));
	int64_t hour = day + demo_between(r, 8 * 60 + 30, 17 * 60 + 30) * 60000;

	return hour < from || hour > to ? at : hour;
}

static enum rc office_part(struct course *k, const struct demo_enterprise *en, struct str file,
	int64_t at, struct err *e)
{
	struct demo *d = k->d;
	struct demo_body *city = demo_body_of(d, en->place->city_agency_id);
	struct demo_body *county = demo_body_of(d, en->place->county_agency_id);
	int64_t step = MIN_OF((int64_t)26 * 3600 * 1000, MAX_OF((k->now - at) / 6, (int64_t)60000));

	if (k->fate == FATE_WITHDRAWN)
		return demo_withdraw(d, en, file, at + step, e);
	if (k->fate == FATE_COUNTY)
		return RC_OK;
	if (county)
		TRY(k->fate == FATE_RETURNED ? demo_return(d, county, file, at + step, e)
					     : demo_check_and_pass(d, county, file, at + step, e));
	else if (k->fate == FATE_RETURNED)
		return demo_return(d, city, file, at + step, e);
	if (k->fate == FATE_RETURNED || k->fate == FATE_CITY)
		return RC_OK;
	if (k->fate == FATE_REFUSED)
		return demo_refuse(d, city, file, at + 2 * step, e);
	if (k->fate == FATE_SITE)
		return demo_plan_visit(d, city, file, at + 2 * step, e);
	return demo_check_and_pass(d, city, file, at + 2 * step, e);
}

static enum rc live(struct db *db, struct course *k, struct err *e)
{
	struct demo *d = k->d;
	struct demo_enterprise en;
	struct demo_answers answers;
	struct str file;
	int64_t at = instant_in(k, k->opens, k->filing_until);

	d->db = db;
	d->a = db_arena(db);
	TRY(demo_found(db, &d->random,
		&(struct demo_founding){.words = &d->words, .place = k->place, .n = k->n,
			.province_agency_id = d->province.agency_id,
			.now = k->opens - 30 * MS_PER_DAY, .filler_login = k->filler_login,
			.legal_login = k->legal_login, .password = d->password},
		&en, e));
	demo_answer(d->a, &d->random, &en, k->quality, &answers);
	TRY(demo_lists(d, &en, &answers, at - MS_PER_DAY, e));
	TRY(demo_start(d, &en, k->batch_id, at, &file, e));
	size_t sections = k->fate == FATE_DRAFT ? (size_t)demo_between(&d->random, 1, 4) : SIZE_MAX;
	TRY(demo_fill_in(d, &en, file, &answers, sections, at, e));
	if (k->fate == FATE_DRAFT)
		return RC_OK;
	TRY(demo_prove(d, &en, file, at, e));
	TRY(demo_to_sign(d, &en, file, at + 1800000, e));
	if (k->fate == FATE_SIGN)
		return RC_OK;
	TRY(demo_submit(d, &en, file, MIN_OF(at + 3600000, k->now), e));
	return office_part(k, &en, file, MIN_OF(at + 3600000, k->now), e);
}

/* --- what a city does with its batch ------------------------------------------------------------ */

struct city_course {
	struct demo *d;
	struct demo_body *city;
	int64_t batch_id;
	enum progress progress;
	int64_t meeting, opened, recommended, approved; /* instants */
	bool objection;
};

static enum rc city_steps(struct db *db, void *arg, struct err *e)
{
	struct city_course *k = arg;
	struct demo *d = k->d;

	d->db = db;
	d->a = db_arena(db);
	if (k->progress >= DECIDED)
		TRY(demo_meeting(d, k->city, k->batch_id, k->meeting, e));
	if (k->progress >= PUBLISHING)
		TRY(demo_publicity(d, k->city, k->batch_id, k->opened, e));
	if (k->progress >= PUBLISHING && k->objection)
		TRY(demo_object(d, k->city, k->batch_id, k->opened + MS_PER_DAY, e));
	return RC_OK;
}

static enum rc city_ends(struct db *db, void *arg, struct err *e)
{
	struct city_course *k = arg;

	k->d->db = db;
	k->d->a = db_arena(db);
	if (k->progress >= RECOMMENDED)
		TRY(demo_recommend(k->d, k->city, k->batch_id, k->recommended, e));
	if (k->progress >= APPROVED)
		TRY(demo_approve(k->d, k->city, k->batch_id, k->approved, e));
	return RC_OK;
}

static enum rc step(struct demo *d, store_write_fn *fn, void *arg, struct err *e)
{
	struct arena scratch;

	arena_init(&scratch, 0);
	enum rc rc = store_write(d->sv->store, &scratch, fn, arg, e);
	arena_free(&scratch);
	return rc;
}

struct tick {
	struct demo *d;
	int64_t at;
};

static enum rc tick(struct db *db, void *arg, struct err *e)
{
	struct tick *t = arg;

	t->d->db = db;
	t->d->a = db_arena(db);
	return demo_tick(t->d, t->at, e);
}

static bool is_city(const struct demo_body *b)
{
	return actor_is(&b->officer[0], ROLE_CITY);
}

/* --- batches ------------------------------------------------------------------------------------- */

struct opening {
	struct demo *d;
	struct batch_plan plan;
	int64_t id; /* out */
};

enum rc demo_open_batch(struct demo *d, const struct batch_plan *plan, int64_t *id, struct err *e)
{
	struct q_batch_put made;
	struct q_batch_find there;
	int64_t ends = instant_day_end(plan->city_deadline);
	bool found;

	/* The jobs of the batch before may have made it already. */
	TRY(q_batch_find(d->db,
		&(struct q_batch_find_in){
			.edition = d->procedure->id, .year = plan->year, .no = plan->no},
		&there, &found, e));
	if (found) {
		*id = there.id;
		return q_batch_set_state(d->db,
			&(struct q_batch_set_state_in){
				.id = there.id, .from_state = STR("planned"), .state = STR("open")},
			NULL, e);
	}
	TRY(q_batch_put(d->db,
		&(struct q_batch_put_in){.edition = d->procedure->id, .year = plan->year,
			.no = plan->no,
			.title = procedure_batch_title(d->a, d->procedure, plan->year, plan->no),
			.opens_on = date_str(d->a, plan->opens_on), .filing_ends_at = ends,
			.city_deadline = date_str(d->a, plan->city_deadline), .city_ends_at = ends,
			.state = STR("open"), .province_agency_id = d->province.agency_id,
			.created_at = instant_day_start(plan->opens_on)},
		&made, e));
	*id = made.id;
	return RC_OK;
}

static enum rc open_batch(struct db *db, void *arg, struct err *e)
{
	struct opening *o = arg;

	o->d->db = db;
	o->d->a = db_arena(db);
	return demo_open_batch(o->d, &o->plan, &o->id, e);
}

/* When a city must have opened its publicity so that it is over two days before the recommendation. */
static enum rc opened_of(struct demo *d, int64_t recommended, int64_t *out, struct err *e)
{
	const struct stage *s = procedure_stage(d->procedure, STAGE_PUBLICITY, HOLDER_CITY);
	struct date before = date_add(date_of_instant(recommended), -2);
	struct window w;

	*out = recommended - MS_PER_DAY;
	for (int days = 1; s && s->has_term && days < 60; days++) {
		*out = recommended - days * MS_PER_DAY;
		TRY(publicity_plan(d->sv, &s->term, *out, &w, e));
		if (date_cmp(w.last, before) <= 0)
			break;
	}
	return RC_OK;
}

/* The instants of a batch's cities, counted back from its end or from now. */
struct pace {
	int64_t end, filing, meeting, opened, recommended;
};
static enum rc pace_of(struct demo *d, int64_t end, struct pace *out, struct err *e)
{
	int64_t day = instant_day_start(date_of_instant(end - 3 * MS_PER_DAY));

	*out = (struct pace){.end = end, .recommended = day + (int64_t)10 * 3600 * 1000};
	TRY(opened_of(d, out->recommended, &out->opened, e));
	out->meeting = out->opened - 2 * MS_PER_DAY;
	out->filing = out->meeting - 6 * MS_PER_DAY;
	return RC_OK;
}

static void instants_of(struct city_course *c, const struct pace *p)
{
	c->meeting = p->meeting;
	c->opened = c->progress == PUBLISHING ? p->end - 2 * MS_PER_DAY : p->opened;
	c->recommended = p->recommended;
	c->approved = p->end - MS_PER_DAY;
}

static enum rc cities(struct demo *d, int64_t batch_id, const struct pace *pace, bool old, bool early,
	struct err *e)
{
	static const enum progress today[] = {PUBLISHED, REVIEWING, RECOMMENDED, PUBLISHING, APPROVED,
		DECIDED, PUBLISHING, RECOMMENDED, REVIEWING, PUBLISHED, RECOMMENDED, PUBLISHING,
		DECIDED, APPROVED};
	struct city_course c = {.d = d, .batch_id = batch_id};
	size_t n = 0;

	for (int pass = 0; pass < 2; pass++) {
		n = 0;
		for (size_t i = 0; i < d->bodies_n; i++) {
			if (!is_city(&d->bodies[i]))
				continue;
			c.city = &d->bodies[i];
			c.progress = old     ? APPROVED
				     : early ? REVIEWING
					     : today[n % ARRAY_LEN(today)];
			c.objection = !old && n % 3 == 0;
			n++;
			instants_of(&c, pace);
			TRY(step(d, pass == 0 ? city_steps : city_ends, &c, e));
		}
		if (pass == 0)
			TRY(step(d, tick, &(struct tick){d, pace->recommended - 3600000}, e));
	}
	return RC_OK;
}

struct publishing {
	struct demo *d;
	int64_t batch_id, at;
	struct str doc_no;
};

static enum rc publish(struct db *db, void *arg, struct err *e)
{
	struct publishing *p = arg;

	p->d->db = db;
	p->d->a = db_arena(db);
	return demo_publish(p->d, p->batch_id, p->doc_no, p->at, e);
}

struct filling {
	struct course k;
	struct pace pace;
	bool early;
	int64_t i, until, first_n; /* of this transaction; number of the batch's first enterprise */
};

/* Who files as the i-th: how well, how far, from where. */
static void cast(struct filling *f)
{
	struct course *k = &f->k;
	struct demo *d = k->d;
	bool featured = !k->old && f->i < 2, elder = f->first_n == PAST_FIRST && f->i == 0;

	/* Places in turn, so that every city and county has some; the featured ones in the first. */
	k->place = &d->places[featured || elder ? 0 : (size_t)(f->first_n + f->i * 7) % d->places_n];
	k->fate = k->old ? FATE_ALONG : draw_fate(&d->random);
	if (!k->old && k->place == d->places)
		k->fate = FATE_COUNTY; /* the county whose login everybody has finds work */
	if (featured)
		k->fate = f->i == 0 ? FATE_RETURNED : FATE_DRAFT;
	k->quality = featured ? DEMO_GOOD : draw_quality(&d->random, k->fate);
	k->filler_login = elder	      ? STR("demo-enterprise3")
			  : !featured ? str_none()
				      : (f->i ? STR("demo-enterprise2") : STR("demo-enterprise"));
	k->legal_login = elder	     ? STR("demo-legal3")
			 : !featured ? str_none()
				     : (f->i ? STR("demo-legal2") : STR("demo-legal"));
	k->n = f->first_n + f->i + 1;
	k->filing_until = f->early		     ? k->opens + (k->now - k->opens) / 2
			  : k->fate != FATE_ALONG ? k->now - 4 * MS_PER_DAY
						     : f->pace.filing;
}

static enum rc live_some(struct db *db, void *arg, struct err *e)
{
	struct filling *f = arg;

	for (; f->i < f->until; f->i++) {
		cast(f);
		TRY(live(db, &f->k, e));
	}
	return RC_OK;
}

static enum rc fill_batch(struct demo *d, struct opening *o, int64_t count, int64_t first_n, bool old,
	struct demo_result *out, struct err *e)
{
	int64_t opens = instant_day_start(o->plan.opens_on);
	int64_t end = old ? instant_day_end(o->plan.city_deadline) - 3600000 : d->now;
	struct filling f = {
		.k = {.d = d, .batch_id = o->id, .opens = opens, .old = old, .now = end}, .first_n = first_n};

	TRY(pace_of(d, end, &f.pace, e));
	f.early = end - opens < 30 * MS_PER_DAY || f.pace.filing - opens < 5 * MS_PER_DAY;
	while (f.i < count) {
		f.until = MIN_OF(f.i + TOGETHER, count);
		TRY(step(d, live_some, &f, e));
	}
	out->enterprises += count;
	out->applications += count;
	return cities(d, o->id, &f.pace, old, f.early, e);
}

/* One batch from its opening to the announcement. */
static enum rc published(struct demo *d, struct opening *o, int64_t count, int64_t first_n,
	struct demo_result *out, struct err *e)
{
	int64_t ends = instant_day_end(o->plan.city_deadline);
	struct publishing p = {d, 0, MIN_OF(ends + 15 * MS_PER_DAY, d->now),
		str_fmt(d->keep, "演示函〔%lld〕%lld号", (long long)o->plan.year, (long long)o->plan.no)};

	TRY(step(d, open_batch, o, e));
	TRY(fill_batch(d, o, count, first_n, true, out, e));
	TRY(step(d, tick, &(struct tick){d, ends}, e));
	p.batch_id = o->id;
	out->titles += count;
	return step(d, publish, &p, e);
}

/* A batch of the year before, so that titles are there that a year's duties fall on. */
static enum rc past(struct demo *d, struct date eve, struct demo_result *out, struct err *e)
{
	struct opening o = {.d = d};

	if (!procedure_batch_on(d->procedure, date_add_years(eve, -1), &o.plan) ||
		!procedure_in_force(d->procedure, o.plan.opens_on))
		return RC_OK;
	TRY(published(d, &o, PAST, PAST_FIRST, out, e));
	return demo_update(d, instant_day_end(o.plan.city_deadline), e);
}

static enum rc after(struct db *db, void *arg, struct err *e)
{
	struct demo *d = arg;

	d->db = db;
	d->a = db_arena(db);
	return demo_after(d, e);
}

enum rc demo_story(struct demo *d, const struct batch_plan *today, int64_t enterprises,
	struct demo_result *out, struct err *e)
{
	struct opening before = {.d = d}, now = {.d = d, .plan = *today};
	struct date eve = date_add(today->opens_on, -1);
	int64_t older = 0;

	TRY(past(d, eve, out, e));
	if (procedure_batch_on(d->procedure, eve, &before.plan)) {
		older = enterprises / 3;
		TRY(published(d, &before, older, 0, out, e));
	}
	TRY(step(d, open_batch, &now, e));
	TRY(fill_batch(d, &now, enterprises - older, older, false, out, e));
	TRY(step(d, tick, &(struct tick){d, d->now}, e));
	return step(d, after, d, e);
}
