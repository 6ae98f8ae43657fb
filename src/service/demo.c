/* The script of the demonstration: who exists, and how far each city has come today. */
#include "service/demo.h"

#include "base/buf.h"
#include "base/embedded.h"
#include "base/password.h"
#include "base/reftable.h"
#include "base/vec.h"
#include "service/demo_coach.h"
#include "service/demo_guests.h"
#include "service/demo_import.h"
#include "service/demo_office.h"
#include "service/demo_oversight.h"
#include "service/demo_story.h"
#include "service/demo_voice.h"
#include "store/blob.h"
#include "store/q.h"

#define DEFAULT_ENTERPRISES 600
/* Six hundred enterprises stand for a province: its printed targets are scaled alike. */
#define TARGET_SHARE 20
#define BIRTH_DAYS 500 /* ago: the batch of the year before and its enterprises come after it */
#define SEED 0x9e3779b97f4a7c15u

int64_t demo_birth(int64_t now)
{
	return now - BIRTH_DAYS * MS_PER_DAY;
}

/* The first of the demonstration's editions that has a batch open today; NULL: none has. */
static enum rc procedure_of_today(const struct services *sv, struct arena *a, int64_t now,
	const struct procedure **out, struct batch_plan *plan, struct err *e)
{
	static const char *const columns[] = {"edition"};
	struct reftable t;
	struct str csv;

	*out = NULL;
	if (!embedded_find(STR("sql/reference/demo/editions.csv"), &csv))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no editions.csv");
	TRY(reftable_parse(a, csv, columns, ARRAY_LEN(columns), &t, e));
	for (size_t i = 0; i < t.n && !*out; i++) {
		const struct procedure *p = rules_procedure(
			sv->rules, reftable_cell(&t, i, 0), date_of_instant(now));
		if (p && procedure_batch_on(p, date_of_instant(now), plan))
			*out = p;
	}
	return RC_OK;
}

static enum rc sample(struct demo *d, const char *path, struct hash *h, int64_t *size, struct err *e)
{
	struct str bytes;

	if (!embedded_find(str_c(path), &bytes))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no %s", path);
	*size = (int64_t)bytes.n;
	return blob_put(d->sv->blob_dir, bytes, h, e);
}

static enum rc samples(struct demo *d, struct err *e)
{
	TRY(sample(d, "sql/reference/demo/licence.pdf", &d->licence, &d->licence_size, e));
	TRY(sample(d, "sql/reference/demo/audit.pdf", &d->audit, &d->audit_size, e));
	return sample(d, "sql/reference/demo/proof.pdf", &d->proof, &d->proof_size, e);
}

static enum rc officer(struct demo *d, struct demo_body *b, int which, const char *role, unsigned bit,
	struct str login, struct err *e)
{
	struct q_demo_account_put made;
	struct str name;

	do
		name = str_cat(d->keep,
			d->words.surname.v[demo_between(&d->random, 0, (int64_t)d->words.surname.n - 1)],
			d->words.given.v[demo_between(&d->random, 0, (int64_t)d->words.given.n - 1)]);
	while (which == 1 && str_eq(name, b->officer[0].name));
	TRY(q_demo_account_put(d->db,
		&(struct q_demo_account_put_in){.login = login, .role = str_c(role), .name = name,
			.password = str_starts(login, STR("demo-o")) ? STR("") : d->password,
			.agency_id = some_i64(b->agency_id), .now = d->now},
		&made, e));
	b->officer[which] = (struct actor){.roles = bit, .account_id = made.id, .name = name,
		.agency_id = b->agency_id, .agency_name = b->name, .agency_level = str_c(role),
		.ip = STR("127.0.0.1")};
	return RC_OK;
}

/* Two officers for a body; those of the first county, city and of the province have known logins. */
static enum rc staff(struct demo *d, struct demo_body *b, int64_t agency_id, struct str name,
	const char *role, unsigned bit, bool named, struct err *e)
{
	*b = (struct demo_body){.agency_id = agency_id, .name = str_dup(d->keep, name)};
	for (int i = 0; i < 2; i++) {
		bool county = bit == ROLE_COUNTY;
		struct str login =
			str_fmt(d->keep, "demo-o%lld-%d", (long long)agency_id, i + 1);
		if (named && !(county && i == 1))
			login = county ? STR("demo-county")
				       : str_fmt(d->keep, "demo-%s-%c", role, 'a' + i);
		TRY(officer(d, b, i, role, bit, login, e));
	}
	return RC_OK;
}

static enum rc places(struct demo *d, struct err *e)
{
	struct q_demo_areas_list rows;

	TRY(q_demo_areas(d->db,
		&(struct q_demo_areas_in){
			.line = d->procedure->line, .province_agency_id = d->province.agency_id},
		&rows, e));
	d->places = ARENA_NEW_N(d->keep, struct demo_place, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		d->places[d->places_n++] = (struct demo_place){
			.division_code = str_dup(d->keep, rows.v[i].division_code),
			.county = str_dup(d->keep, rows.v[i].county_name),
			.city = demo_city_word(d->keep, rows.v[i].city_short),
			.county_agency_id = rows.v[i].county_agency_id.has ? rows.v[i].county_agency_id.v
									  : 0,
			.city_agency_id = rows.v[i].city_agency_id};
	return RC_OK;
}

static enum rc bodies(struct demo *d, struct err *e)
{
	struct q_agency_children_list cities, counties;
	struct q_agency_by_code top;
	size_t cap = 0;

	TRY(q_agency_by_code(d->db, &(struct q_agency_by_code_in){.code = d->procedure->body}, &top, e));
	TRY(staff(d, &d->province, top.id, top.name, "province", ROLE_PROVINCE, true, e));
	TRY(q_agency_children(d->db, &(struct q_agency_children_in){.parent_id = top.id}, &cities, e));
	TRY(places(d, e));
	cap = cities.n + d->places_n;
	d->bodies = ARENA_NEW_N(d->keep, struct demo_body, cap + 1);
	for (size_t i = 0; i < cities.n; i++) {
		TRY(staff(d, &d->bodies[d->bodies_n++], cities.v[i].id, cities.v[i].name, "city",
			ROLE_CITY, i == 0, e));
		TRY(q_agency_children(d->db,
			&(struct q_agency_children_in){.parent_id = cities.v[i].id}, &counties, e));
		for (size_t k = 0; k < counties.n && d->bodies_n < cap; k++)
			TRY(staff(d, &d->bodies[d->bodies_n++], counties.v[k].id, counties.v[k].name,
				"county", ROLE_COUNTY, i == 0 && k == 0, e));
	}
	return RC_OK;
}

/* The targets that were printed for one edition of the programme, as those of today's. */
static enum rc targets_of(struct demo *d, const struct procedure *printed, int64_t year, struct err *e)
{
	struct q_demo_targets_list rows;
	struct date first;

	if (!str_eq(printed->programme, d->procedure->programme) ||
		!str_eq(printed->body, d->procedure->body) ||
		!date_parse(printed->legal_from, &first) || first.y == year)
		return RC_OK;
	TRY(q_demo_targets(d->db,
		&(struct q_demo_targets_in){.edition = printed->id, .year = first.y}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(q_target_put(d->db,
			&(struct q_target_put_in){.edition = d->procedure->id, .year = year,
				.agency_id = rows.v[i].agency_id,
				.n = MAX_OF(rows.v[i].n / TARGET_SHARE, (int64_t)1),
				.source = str_fmt(d->a, "演示：%d年印发目标的%s", first.y,
					"二十分之一")},
			NULL, e));
	return RC_OK;
}

static enum rc targets(struct demo *d, int64_t year, struct err *e)
{
	const struct rules_list *l = rules_list(d->sv->rules, date_of_instant(d->now));

	for (size_t i = 0; i < l->procedures_n; i++)
		TRY(targets_of(d, l->procedures[i], year, e));
	return RC_OK;
}

struct setup {
	struct demo *d;
	const struct batch_plan *plan;
};

static enum rc set_up(struct db *db, void *arg, struct err *e)
{
	struct setup *s = arg;
	struct demo *d = s->d;
	struct q_demo_first_account any;
	struct q_demo_account_put made;
	bool found;

	d->db = db;
	d->a = db_arena(db);
	TRY(q_demo_first_account(db, &any, &found, e));
	if (found)
		return err_set(e, RC_STATE, MSG_DEMO_NOT_EMPTY);
	TRY(bodies(d, e));
	TRY(targets(d, s->plan->year, e));
	TRY(q_demo_account_put(db,
		&(struct q_demo_account_put_in){.login = STR("demo-auditor"), .role = STR("auditor"),
			.name = STR("冯正清"), .agency_id = some_i64(d->province.agency_id),
			.password = d->password, .now = d->now},
		&made, e));
	return q_demo_account_put(db,
		&(struct q_demo_account_put_in){.login = STR("demo-admin"), .role = STR("admin"),
			.name = STR("系统管理员"), .password = d->password, .now = d->now},
		&made, e);
}

static enum rc guests(struct db *db, void *arg, struct err *e)
{
	const struct setup *s = arg;
	struct demo *d = s->d;

	d->db = db;
	d->a = db_arena(db);
	TRY(demo_coach(d, s->plan->year, e));
	TRY(demo_guests(d, e));
	TRY(demo_voice(d, e));
	TRY(demo_registrations(d, e));
	TRY(demo_oversight(d, e));
	return demo_tick(d, d->now, e); /* what the rounds of the past have left to the clock */
}

enum rc demo_fill(const struct services *sv, struct arena *a, const struct demo_options *o,
	struct demo_result *out, struct err *e)
{
	struct demo d = {.sv = sv, .keep = a, .random = {SEED}, .now = o->now};
	struct batch_plan plan;

	if (sv->config->production)
		return err_set(e, RC_STATE, MSG_DEMO_PRODUCTION);
	TRY(procedure_of_today(sv, a, o->now, &d.procedure, &plan, e));
	if (!d.procedure)
		return err_set(e, RC_STATE, MSG_DEMO_NO_BATCH);
	d.standard = rules_standard(
		sv->rules, d.procedure->standard, d.procedure->body, plan.opens_on);
	if (!d.standard)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no standard of the procedure");
	TRY(demo_words_load(a, &d.words, e));
	TRY(password_hash(a, STR(DEMO_PASSWORD), &d.password, e));
	TRY(samples(&d, e));
	struct arena scratch;
	arena_init(&scratch, 0);
	struct setup setup = {&d, &plan};
	enum rc rc = store_write(sv->store, &scratch, set_up, &setup, e);
	arena_free(&scratch);
	TRY(rc);
	*out = (struct demo_result){.province = d.province.name,
		.batch_title = procedure_batch_title(a, d.procedure, plan.year, plan.no)};
	TRY(demo_story(&d, &plan, o->enterprises ? o->enterprises : DEFAULT_ENTERPRISES, out, e));
	arena_init(&scratch, 0);
	rc = store_write(sv->store, &scratch, guests, &setup, e);
	arena_free(&scratch);
	return rc;
}
