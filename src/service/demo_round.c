/* Stage after stage as the procedure names them, so that no programme is known here. Who acts: the officers that sign in
 * for a body, and invented ones where nobody does.
 */
#include "service/demo_round.h"

#include "service/batch.h"
#include "service/bodies.h"
#include "service/demo_draw.h"
#include "service/demo_figures.h"
#include "service/demo_lists.h"
#include "service/demo_office.h"
#include "service/demo_story.h"
#include "service/publicity.h"
#include "service/review.h"
#include "service/site.h"
#include "store/q.h"

#define ROUND_FIRST 600000 /* numbers of invented enterprises, by round */
#define HOUR_MS ((int64_t)3600 * 1000)
#define PLAYED_FILING 24 /* days of a round in the past that was called by hand, */
#define PLAYED_DAYS 55	 /* and until its cities' deadline */
#define OPEN_SINCE 18	 /* days that today's round has been open, */
#define OPEN_FILING 27	 /* takes filings yet, */
#define OPEN_DAYS 70	 /* and gives the cities */
#define SHOWN_DAYS 21	 /* the longest publicity is over after these */

/* --- people ----------------------------------------------------------------------------------------- */

static enum rc officer(struct demo_round *k, const struct q_agency_by_id *body, int which, int64_t *id,
	struct str *name, struct err *e)
{
	const struct demo_words *w = &k->d.words;
	struct q_demo_account_put made;

	*name = str_cat(k->d.keep, w->surname.v[(body->id * 5 + which * 11) % (int64_t)w->surname.n],
		w->given.v[(body->id * 7 + which * 3) % (int64_t)w->given.n]);
	TRY(q_demo_account_put(k->d.db,
		&(struct q_demo_account_put_in){
			.login = str_fmt(k->d.a, "demo-o%lld-%d", (long long)body->id, which + 1),
			.role = body->level, .name = *name, .password = STR(""),
			.agency_id = some_i64(body->id), .now = k->d.now},
		&made, e));
	*id = made.id;
	return RC_OK;
}

static enum rc staff(struct demo_round *k, int64_t agency_id, unsigned role, struct demo_body *out, struct err *e)
{
	struct q_accounts_of_agency_list people;
	struct q_agency_by_id body;

	TRY(q_agency_by_id(k->d.db, &(struct q_agency_by_id_in){.id = agency_id}, &body, e));
	TRY(q_accounts_of_agency(
		k->d.db, &(struct q_accounts_of_agency_in){.agency_id = agency_id}, &people, e));
	*out = (struct demo_body){.agency_id = agency_id, .name = str_dup(k->d.keep, body.name)};
	for (int i = 0; i < 2; i++) {
		struct actor *x = &out->officer[i];
		*x = (struct actor){.roles = role, .agency_id = agency_id, .agency_name = out->name,
			.agency_level = str_dup(k->d.keep, body.level), .ip = STR("127.0.0.1")};
		if ((size_t)i < people.n) {
			x->account_id = people.v[i].id;
			x->name = str_dup(k->d.keep, people.v[i].name);
			continue;
		}
		TRY(officer(k, &body, i, &x->account_id, &x->name, e));
	}
	return RC_OK;
}

/* The bodies of the round's own line at a place, with their people. */
static enum rc bodies_at(struct demo_round *k, struct str division, struct bodies *at, struct err *e)
{
	struct demo *d = &k->d;

	TRY(bodies_of(d->db, d->procedure->line, division, at, e));
	if (!demo_body_of(d, at->city))
		TRY(staff(k, at->city, ROLE_CITY, &d->bodies[d->bodies_n++], e));
	if (at->county && !demo_body_of(d, at->county))
		TRY(staff(k, at->county, ROLE_COUNTY, &d->bodies[d->bodies_n++], e));
	return RC_OK;
}

/* Places of the first city, and every third enterprise in another one. */
static enum rc place_of(struct demo_round *k, const struct q_demo_areas_list *areas, size_t i,
	const struct demo_place **out, struct err *e)
{
	struct demo *d = &k->d;
	const struct q_demo_areas *x = &areas->v[i % 3 == 2 ? areas->n * (i % 4 + 1) / 6 : i % 5 % areas->n];
	struct q_division_by_code county, city;
	struct bodies own;

	TRY(q_division_by_code(d->db, &(struct q_division_by_code_in){.code = x->division_code}, &county, e));
	TRY(q_division_by_code(d->db, &(struct q_division_by_code_in){.code = county.parent_code}, &city, e));
	TRY(bodies_of(d->db, STR(BODIES_LINE_OF_ENTERPRISES), x->division_code, &own, e));
	struct demo_place *place = ARENA_NEW(d->keep, struct demo_place);
	*place = (struct demo_place){.division_code = str_dup(d->keep, x->division_code),
		.county = str_dup(d->keep, county.name),
		.city = demo_city_word(d->keep, city.name),
		.county_agency_id = own.county, .city_agency_id = own.city};
	*out = place;
	return RC_OK;
}

static enum rc found(struct demo_round *k, size_t i, struct str logins, struct err *e)
{
	struct demo *d = &k->d;
	struct demo_founding f = {.words = &d->words, .n = ROUND_FIRST + k->batch_id * 100 + (int64_t)i,
		.password = d->password, .now = instant_day_start(k->plan.opens_on) - 40 * MS_PER_DAY};
	struct q_demo_areas_list areas;
	struct bodies own;
	struct str rest = i == 0 ? logins : STR("");

	TRY(q_demo_areas(d->db,
		&(struct q_demo_areas_in){.line = d->procedure->line, .province_agency_id = d->province.agency_id},
		&areas, e));
	TRY(place_of(k, &areas, i, &f.place, e));
	TRY(bodies_of(d->db, STR(BODIES_LINE_OF_ENTERPRISES), f.place->division_code, &own, e));
	f.province_agency_id = own.province;
	f.filler_login = f.legal_login = STR("");
	if (rest.n && str_cut(&rest, ' ', &f.filler_login))
		f.legal_login = rest;
	return demo_found(d->db, &d->random, &f, &k->firm[i], e);
}

/* --- a file ----------------------------------------------------------------------------------------- */

/* How far one gets while the round is open. */
enum point { POINT_LIST, POINT_DRAFT, POINT_SIGN, POINT_SENT, POINT_RETURNED, POINT_PASSED };

static enum rc write(struct demo_round *k, size_t i, enum point p, int64_t at, struct err *e)
{
	struct demo *d = &k->d;
	const struct demo_enterprise *en = &k->firm[i];
	const struct demo_figures *f = &k->figures[i];
	int year = (int)k->plan.year;
	struct demo_answers answers;

	k->figures[i] = (struct demo_figures){demo_between(&d->random, 450000, 720000), demo_between(&d->random, 46, 180)};
	demo_figures_answer(d->a, f, year, &answers);
	TRY(demo_start(d, en, k->batch_id, at, &k->file[i], e));
	TRY(demo_lists(d, en, &answers, at, e));
	TRY(demo_figures_honours(d, en, "演示", at, e));
	TRY(demo_figures_year(d, en, f, year, at, e));
	TRY(demo_fill_in(d, en, k->file[i], &answers, p == POINT_DRAFT ? 2 : SIZE_MAX, at, e));
	if (p == POINT_DRAFT)
		return RC_OK;
	TRY(demo_prove(d, en, k->file[i], at + HOUR_MS, e));
	TRY(demo_to_sign(d, en, k->file[i], at + 2 * HOUR_MS, e));
	return p == POINT_SIGN ? RC_OK : demo_submit(d, en, k->file[i], at + 3 * HOUR_MS, e);
}

static enum rc look(struct demo_round *k, size_t i, const struct bodies *at, int64_t now, struct err *e)
{
	struct demo *d = &k->d;
	struct demo_body *city = demo_body_of(d, at->city);
	struct application_file f;
	struct site_needs needs;

	TRY(application_for_officer(d->db, d->sv->rules, &city->officer[0], k->file[i], &f, e));
	TRY(site_needs_of(d->db, d->sv->rules, &f, now, &needs, e));
	if (needs.required && !needs.done)
		TRY(demo_visit(d, city, k->file[i], now, e));
	return demo_check_and_pass(d, city, k->file[i], now + 5 * HOUR_MS, e);
}

/* One figure and one paper, whatever the standard asks first. */
static enum rc returned(struct demo_round *k, struct demo_body *b, struct str file, int64_t at, struct err *e)
{
	const struct standard *s = k->d.standard;
	struct tx tx = demo_tx(&k->d, &b->officer[0], at);
	struct review_return_item items[] = {
		{STR_INIT("fact"), fact_at(s->sections.v[0].facts.v[0].fact)->id, STR_INIT("mismatch"),
			STR_INIT("（演示）与附件中的数字不一致，请核对后更正")},
		{STR_INIT("slot"), s->evidence.n ? s->evidence.v[0].id : STR(""), STR_INIT("seal"),
			STR_INIT("（演示）缺少盖章页，请补充完整版本")},
	};
	struct review_return uc = {.application = file, .items = items, .n = s->evidence.n ? 2 : 1,
		.message = STR("请更正后重新报送")};

	return review_return(&tx, &uc, e);
}

static enum rc file_one(struct demo_round *k, size_t i, enum point p, struct err *e)
{
	struct demo *d = &k->d;
	int64_t at = instant_day_start(k->plan.opens_on) + (int64_t)(1 + i % 5) * MS_PER_DAY + 9 * HOUR_MS +
		     demo_between(&d->random, 0, 180) * 60000;
	bool checks = procedure_stage(d->procedure, STAGE_CHECK, HOLDER_COUNTY) != NULL;
	struct bodies own;

	TRY(write(k, i, p, at, e));
	TRY(bodies_at(k, k->firm[i].place->division_code, &own, e));
	if (p == POINT_DRAFT || p == POINT_SIGN || p == POINT_SENT)
		return RC_OK;
	struct demo_body *county = demo_body_of(d, own.county), *first = checks && county ? county : demo_body_of(d, own.city);
	if (p == POINT_RETURNED)
		return returned(k, first, k->file[i], at + MS_PER_DAY, e);
	if (first == county)
		TRY(demo_check_and_pass(d, county, k->file[i], at + MS_PER_DAY, e));
	return look(k, i, &own, at + 2 * MS_PER_DAY, e);
}

/* --- the bodies' lists ------------------------------------------------------------------------------- */

typedef enum rc city_act(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at, struct err *e);

static enum rc each_city(struct demo_round *k, city_act *act, struct err *e)
{
	for (size_t i = 0; i < k->d.bodies_n; i++)
		if (actor_is(&k->d.bodies[i].officer[0], ROLE_CITY))
			TRY(act(&k->d, &k->d.bodies[i], k->batch_id, k->at, e));
	return RC_OK;
}

static enum rc shown(struct demo_round *k, enum holder who, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct demo_body *b = &k->d.province;
	struct publicity_close close = {.limit = 50};

	if (who == HOLDER_CITY) {
		TRY(each_city(k, demo_publicity, e));
	} else {
		struct tx first = demo_tx(&k->d, &b->officer[0], k->at),
			  second = demo_tx(&k->d, &b->officer[1], k->at + HOUR_MS);
		struct publicity_propose propose = {
			.batch_id = k->batch_id, .contact = STR("0000-0000000（演示）"), .days = 7};
		struct publicity_confirm confirm = {.version = 1};
		TRY(publicity_propose(&first, &propose, e));
		confirm.public_id = propose.public_id;
		TRY(publicity_confirm(&second, &confirm, e));
	}
	k->at += SHOWN_DAYS * MS_PER_DAY;
	struct tx tx = demo_tx(&k->d, &system, k->at);
	return publicity_close(&tx, &close, e);
}

static enum rc stage(struct demo_round *k, const struct stage *s, struct err *e)
{
	bool province = s->level == HOLDER_PROVINCE;
	struct str doc_no = str_fmt(k->d.a, "演示函〔%lld〕%lld号", (long long)k->plan.year, (long long)k->batch_id + 40);

	switch ((int)s->kind) {
	case STAGE_DECISION:
		return each_city(k, demo_meeting, e);
	case STAGE_RECOMMEND:
		return each_city(k, demo_recommend, e);
	case STAGE_REVIEW:
	case STAGE_RECORD:
		return province ? each_city(k, demo_approve, e) : RC_OK;
	case STAGE_SAMPLE:
		return demo_draw_batch(&k->d, k->batch_id, &k->at, e);
	case STAGE_PUBLICITY:
		return shown(k, s->level, e);
	case STAGE_PUBLISH:
		k->at = MAX_OF(k->at, instant_day_end(k->plan.city_deadline) + 3 * MS_PER_DAY + 10 * HOUR_MS);
		return demo_publish(&k->d, k->batch_id, doc_no, k->at, e);
	default:
		return RC_OK;
	}
}

/* --- rounds ------------------------------------------------------------------------------------------- */

static enum rc begin(struct demo *d, struct str edition, struct date day, struct demo_round *k, struct err *e)
{
	const struct procedure *p = rules_procedure(d->sv->rules, edition, day);
	struct q_agency_by_code top;

	*k = (struct demo_round){.of = d, .d = *d};
	if (!p || !procedure_in_force(p, day))
		return RC_OK;
	enum rc rc = q_agency_by_code(d->db, &(struct q_agency_by_code_in){.code = p->body}, &top, e);
	if (rc == RC_NOT_FOUND) /* not served here */
		return RC_OK;
	TRY(rc);
	k->d.procedure = p;
	k->d.standard = rules_standard(d->sv->rules, p->standard, p->body, day);
	if (!k->d.standard)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no standard of %.*s", STR_ARG(edition));
	/* Its own numbers, so that no two rounds have the same people and the province's stay what they are. */
	k->d.random.s += (uint64_t)date_days(day) << 20;
	for (size_t i = 0; i < edition.n; i++)
		k->d.random.s = k->d.random.s * 31 + (unsigned char)edition.p[i];
	k->d.random.s |= 1;
	k->d.bodies = ARENA_NEW_N(d->keep, struct demo_body, 2 * DEMO_ROUND_FIRMS + 1);
	k->d.bodies_n = 0;
	TRY(staff(k, top.id, ROLE_PROVINCE, &k->d.province, e));
	k->n = DEMO_ROUND_FIRMS;
	return RC_OK;
}

/* As the province calls it, or as its calendar says. */
static enum rc opened(struct demo_round *k, struct date day, int filing, int days, struct err *e)
{
	struct demo *d = &k->d;
	struct tx tx = demo_tx(d, &d->province.officer[0], instant_day_start(day) + 8 * HOUR_MS);

	if (d->procedure->calendar == CALENDAR_ON_CALL) {
		struct batch_call call = {.edition = d->procedure->id, .opens_on = day,
			.filing_last = date_add(day, filing), .city_deadline = date_add(day, days)};
		TRY(batch_call(&tx, &call, e));
		k->batch_id = call.id;
		k->plan = (struct batch_plan){.year = day.y, .opens_on = day, .filing_last = call.filing_last,
			.city_deadline = call.city_deadline};
		return RC_OK;
	}
	if (!procedure_batch_on(d->procedure, day, &k->plan)) {
		k->n = 0;
		return RC_OK;
	}
	return demo_open_batch(d, &k->plan, &k->batch_id, e);
}

enum rc demo_round_past(struct demo *d, struct str edition, struct date day, struct str logins, struct demo_round *k,
	struct err *e)
{
	TRY(begin(d, edition, day, k, e));
	if (date_cmp(date_add(day, PLAYED_FILING + PLAYED_DAYS + 2 * SHOWN_DAYS), date_of_instant(d->now)) > 0)
		k->n = 0; /* another day's demonstration */
	if (k->n)
		TRY(opened(k, day, PLAYED_FILING, PLAYED_DAYS, e));
	for (size_t i = 0; i < k->n; i++) {
		TRY(found(k, i, logins, e));
		TRY(file_one(k, i, POINT_LIST, e));
	}
	k->at = instant_day_start(k->plan.opens_on) + 12 * MS_PER_DAY + 10 * HOUR_MS;
	for (size_t i = 0; k->n && i < k->d.procedure->stages_n; i++) {
		TRY(stage(k, &k->d.procedure->stages[i], e));
		k->at += MS_PER_DAY;
	}
	return RC_OK;
}

enum rc demo_round_open(struct demo *d, struct str edition, size_t firms, struct err *e)
{
	static const enum point points[] = {
		POINT_SENT, POINT_DRAFT, POINT_PASSED, POINT_RETURNED, POINT_SENT, POINT_SIGN};
	struct date since = date_add(date_of_instant(d->now), -OPEN_SINCE);
	struct demo_round k;

	TRY(begin(d, edition, since, &k, e));
	if (!k.n || k.d.procedure->calendar != CALENDAR_ON_CALL)
		return RC_OK; /* another day's demonstration */
	TRY(opened(&k, since, OPEN_SINCE + OPEN_FILING, OPEN_SINCE + OPEN_DAYS, e));
	for (size_t i = 0; i < MIN_OF(firms, (size_t)DEMO_ROUND_FIRMS); i++) {
		TRY(found(&k, i, STR(""), e));
		TRY(file_one(&k, i, points[i % ARRAY_LEN(points)], e));
	}
	return RC_OK;
}
