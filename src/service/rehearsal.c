/* The days of a rehearsal: at night the jobs, in the morning whoever has something to do, in the evening the questions. */
#include "service/rehearsal_parts.h"

#include "base/embedded.h"
#include "base/vec.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/jobs.h"
#include "service/replay.h"
#include "store/blob.h"
#include "store/watch.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define NIGHT_MS (3 * HOUR_MS)
#define MORNING_MS (9 * HOUR_MS)
#define NOON_MS (13 * HOUR_MS)
#define LATE_MS (17 * HOUR_MS)

struct doing {
	struct rehearsal *r;
	reh_fn *fn;
	void *arg;
};

static enum rc thunk(struct db *db, void *arg, struct err *e)
{
	struct doing *x = arg;

	x->r->d.db = db;
	x->r->d.a = db_arena(db);
	return x->fn(x->r, x->arg, e);
}

enum rc reh_do(struct rehearsal *r, reh_fn *fn, void *arg, struct err *e)
{
	struct doing x = {r, fn, arg};
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = store_write(r->d.sv->store, &a, thunk, &x, e);
	arena_free(&a);
	return rc;
}

enum rc reh_plan(struct rehearsal *r, struct date on, struct reh_act act)
{
	int64_t day = date_days(on) - date_days(r->o->from);

	if (day >= 0 && (size_t)day < r->days_n) /* what comes after the last day is not rehearsed */
		VEC_PUSH(r->keep, &r->days[day], act);
	return RC_OK;
}

struct str reh_document(struct rehearsal *r)
{
	return str_fmt(r->d.a, "演练函〔%d〕%lld号", r->today.y, (long long)++r->documents);
}

bool reh_workday(const struct rehearsal *r)
{
	return date_weekday(r->today) <= 5;
}

/* --- people --------------------------------------------------------------------------------------- */

static enum rc officer(struct rehearsal *r, struct demo_body *b, const struct q_rehearsal_bodies *row, int n, struct err *e)
{
	static const struct {
		const char *level;
		unsigned role;
	} roles[] = {{"county", ROLE_COUNTY}, {"city", ROLE_CITY}, {"province", ROLE_PROVINCE}};
	struct demo *d = &r->d;
	struct q_demo_account_put made;
	struct str name = str_cat(r->keep,
		d->words.surname.v[demo_between(&d->random, 0, (int64_t)d->words.surname.n - 1)],
		d->words.given.v[demo_between(&d->random, 0, (int64_t)d->words.given.n - 1)]);

	TRY(q_demo_account_put(d->db,
		&(struct q_demo_account_put_in){.role = row->level, .name = name, .password = STR(""),
			.login = str_fmt(d->a, "rehearsal-%lld-%d", (long long)row->id, n),
			.agency_id = some_i64(row->id), .now = r->now},
		&made, e));
	b->officer[n] = (struct actor){.account_id = made.id, .name = name, .agency_id = row->id, .agency_name = b->name,
		.agency_level = str_dup(r->keep, row->level), .ip = STR("127.0.0.1")};
	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (str_eqc(row->level, roles[i].level))
			b->officer[n].roles = roles[i].role;
	return RC_OK;
}

static enum rc bodies(struct rehearsal *r, struct err *e)
{
	struct demo *d = &r->d;
	struct q_rehearsal_bodies_list rows;

	TRY(q_rehearsal_bodies(d->db, &(struct q_rehearsal_bodies_in){.division = r->o->division}, &rows, e));
	d->bodies = ARENA_NEW_N(r->keep, struct demo_body, rows.n + 1);
	r->provinces = ARENA_NEW_N(r->keep, struct demo_body *, rows.n + 1);
	r->codes = ARENA_NEW_N(r->keep, struct str, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct demo_body *b = &d->bodies[d->bodies_n++];
		*b = (struct demo_body){.agency_id = rows.v[i].id, .name = str_dup(r->keep, rows.v[i].name)};
		TRY(officer(r, b, &rows.v[i], 0, e));
		TRY(officer(r, b, &rows.v[i], 1, e));
		if (!actor_is(&b->officer[0], ROLE_PROVINCE))
			continue;
		r->codes[r->provinces_n] = str_dup(r->keep, rows.v[i].code);
		r->provinces[r->provinces_n++] = b;
	}
	return r->provinces_n ? RC_OK : err_set(e, RC_INVALID, MSG_REHEARSAL_PROVINCE);
}

/* Where enterprises live, with the bodies that answer for them in the line of enterprises. */
static enum rc places(struct rehearsal *r, struct err *e)
{
	struct demo *d = &r->d;
	struct q_demo_areas_list rows;

	TRY(q_demo_areas(d->db,
		&(struct q_demo_areas_in){
			.line = STR(BODIES_LINE_OF_ENTERPRISES), .province_agency_id = r->provinces[0]->agency_id},
		&rows, e));
	d->places = ARENA_NEW_N(r->keep, struct demo_place, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		d->places[d->places_n++] = (struct demo_place){
			.division_code = str_dup(r->keep, rows.v[i].division_code),
			.county = str_dup(r->keep, rows.v[i].county_name),
			.city = str_dup(r->keep, rows.v[i].city_short),
			.county_agency_id = rows.v[i].county_agency_id.has ? rows.v[i].county_agency_id.v : 0,
			.city_agency_id = rows.v[i].city_agency_id};
	return d->places_n ? RC_OK : err_set(e, RC_INVALID, MSG_REHEARSAL_PROVINCE);
}

/* The line of enterprises comes first: its province is theirs. */
static void own_line_first(struct rehearsal *r)
{
	for (size_t i = 1; i < r->provinces_n; i++) {
		if (!str_starts(r->codes[i], STR(BODIES_LINE_OF_ENTERPRISES)))
			continue;
		struct demo_body *b = r->provinces[0];
		struct str code = r->codes[0];
		r->provinces[0] = r->provinces[i];
		r->codes[0] = r->codes[i];
		r->provinces[i] = b;
		r->codes[i] = code;
	}
}

static enum rc sample(struct rehearsal *r, const char *path, struct hash *h, int64_t *size, struct err *e)
{
	struct str bytes;

	if (!embedded_find(str_c(path), &bytes))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no %s", path);
	*size = (int64_t)bytes.n;
	return blob_put(r->d.sv->blob_dir, bytes, h, e);
}

static enum rc people(struct rehearsal *r, void *arg, struct err *e)
{
	struct q_demo_first_account any;
	bool found;

	(void)arg;
	TRY(q_demo_first_account(r->d.db, &any, &found, e));
	if (found)
		return err_set(e, RC_STATE, MSG_DEMO_NOT_EMPTY);
	TRY(bodies(r, e));
	own_line_first(r);
	return places(r, e);
}

static enum rc prepare(struct rehearsal *r, struct err *e)
{
	struct demo *d = &r->d;

	if (d->sv->config->production)
		return err_set(e, RC_STATE, MSG_DEMO_PRODUCTION);
	TRY(demo_words_load(r->keep, &d->words, e));
	TRY(sample(r, "sql/reference/demo/licence.pdf", &d->licence, &d->licence_size, e));
	TRY(sample(r, "sql/reference/demo/audit.pdf", &d->audit, &d->audit_size, e));
	TRY(sample(r, "sql/reference/demo/proof.pdf", &d->proof, &d->proof_size, e));
	r->firms = ARENA_NEW_N(r->keep, struct reh_firm, (size_t)r->o->enterprises + 1);
	r->days_n = (size_t)(date_days(r->o->to) - date_days(r->o->from) + 1);
	r->days = ARENA_NEW_N(r->keep, struct reh_day, r->days_n);
	TRY(store_watch(d->sv->store, invariant_tables, e));
	TRY(reh_do(r, people, NULL, e));
	return reh_found_all(r, e);
}

/* --- a day ---------------------------------------------------------------------------------------- */

/* A job that fails, a decision that gives something else, a chain that is broken: as bad as any other finding. */
static enum rc night(struct rehearsal *r, struct rehearsal_result *out, struct err *e)
{
	struct jobs_result done;
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = jobs_run(r->d.sv, instant_day_start(r->today) + NIGHT_MS, &a, &done, e);
	if (rc == RC_OK) {
		for (size_t i = 0; i < done.failures.n; i++)
			VEC_PUSH(r->keep, &out->violations, str_dup(r->keep, done.failures.v[i]));
		if (done.n[JOBS_DIFFERENCES])
			VEC_PUSH(r->keep, &out->violations,
				str_fmt(r->keep, "复算不一致 %lld 处", (long long)done.n[JOBS_DIFFERENCES]));
	}
	arena_free(&a);
	return rc;
}

/* What is decided in the afternoon finds what was filed in the morning: the log and the hours go the same way. */
static enum rc work(struct rehearsal *r, struct err *e)
{
	int64_t start = instant_day_start(r->today);

	r->now = start + MORNING_MS;
	TRY(reh_call(r, e));
	TRY(reh_clusters(r, e));
	TRY(reh_invite(r, e));
	for (size_t i = 0; i < r->days[r->day].n; i++)
		TRY(reh_act(r, &r->days[r->day].v[i], e));
	if (!reh_workday(r))
		return RC_OK;
	r->now = start + NOON_MS;
	TRY(reh_office(r, e));
	r->now = start + LATE_MS;
	TRY(reh_cases(r, e));
	TRY(reh_life(r, e));
	return reh_watch(r, e);
}

/* At the end everything again, from the first link and the first submission. */
static enum rc whole(struct rehearsal *r, struct rehearsal_result *out, struct err *e)
{
	const struct services *sv = r->d.sv;
	struct replay_summary s;
	int64_t events;
	struct db *db;

	TRY(replay_all(sv->store, sv->rules, &(struct replay_scope){.since = 0}, r->keep, &s, e));
	for (size_t i = 0; i < s.named.n; i++)
		VEC_PUSH(r->keep, &out->violations, replay_text(r->keep, &s.named.v[i]));
	TRY(store_read(sv->store, r->scratch, &db, e));
	db_allow_ms(db, HOUR_MS);
	enum rc rc = audit_verify(db, r->keep, &out->violations, &events, e);
	store_read_end(db);
	return rc;
}

static enum rc totals(struct rehearsal *r, struct rehearsal_result *out, struct err *e)
{
	struct db *db;

	TRY(store_read(r->d.sv->store, r->keep, &db, e));
	enum rc rc = q_rehearsal_totals(db, &out->totals, e);
	store_read_end(db);
	out->refused = r->refused;
	return rc;
}

/* What the evening before found goes first: everything after it may follow from it. */
static enum rc hear(struct rehearsal *r, struct reh_evening *v, struct rehearsal_result *out, struct err *e)
{
	struct strs found = {0};

	TRY(reh_evening_hear(v, r->keep, &found, e));
	if (found.n) {
		out->violations = found;
		out->last = v->day;
	}
	return RC_OK;
}

static enum rc day(struct rehearsal *r, struct reh_evening *v, struct rehearsal_result *out, struct err *e)
{
	struct err unheard;

	out->last = r->today;
	enum rc rc = night(r, out, e);
	if (rc == RC_OK)
		rc = work(r, e);
	for (size_t i = 0; i < r->wrong.n; i++)
		VEC_PUSH(r->keep, &out->violations, r->wrong.v[i]);
	enum rc heard = hear(r, v, out, rc == RC_OK ? e : &unheard);
	if (out->violations.n)
		return RC_OK;
	TRY(rc);
	TRY(heard);
	return reh_evening_ask(v, r, e);
}

static enum rc days(struct rehearsal *r, struct rehearsal_result *out, struct err *e)
{
	struct reh_evening evening = {0};
	enum rc rc = RC_OK;

	for (; rc == RC_OK && r->day < r->days_n && !out->violations.n; r->day++) {
		r->today = date_add(r->o->from, (int)r->day);
		rc = day(r, &evening, out, e);
	}
	TRY(rc);
	TRY(hear(r, &evening, out, e));
	if (!out->violations.n)
		TRY(whole(r, out, e));
	return totals(r, out, e);
}

enum rc rehearsal_run(const struct services *sv, struct arena *a, const struct rehearsal_options *o,
	struct rehearsal_result *out, struct err *e)
{
	struct arena scratch;
	struct rehearsal r = {.d = {.sv = sv, .keep = a, .random = {o->seed}}, .o = o, .keep = a, .scratch = &scratch,
		.today = o->from, .now = instant_day_start(o->from) + MORNING_MS};
	struct rehearsal_result result = {0};

	arena_init(&scratch, 0);
	enum rc rc = prepare(&r, e);
	if (rc == RC_OK)
		rc = days(&r, &result, e);
	arena_free(&scratch);
	if (rc != RC_OK && e && !e->detail[0])
		snprintf(e->detail, sizeof(e->detail), "%04d-%02d-%02d", r.today.y, r.today.m, r.today.d);
	*out = result;
	return rc;
}
