/* Rows as a file would have them: a name, a code, a place; every second enterprise is registered here too. */
#include "service/demo_import.h"

#include "base/vec.h"
#include "service/bodies.h"
#include "service/coach.h"
#include "service/cohort.h"
#include "service/demo_coach.h"
#include "service/enterprise.h"
#include "service/identity.h"
#include "service/import.h"
#include "store/q.h"

#define IMPORT_FIRST 500000 /* numbers of invented enterprises, by list */
#define ROWS 11
#define HOUR_MS ((int64_t)3600 * 1000)

struct listed {
	struct demo *d;
	const struct procedure *p;
	struct q_agency_by_code body;
	struct str province;
	struct q_demo_areas_list areas;
	int64_t first; /* number of its first enterprise */
};

/* False: another day's demonstration, or the body is not here. */
static enum rc list_of(struct demo *d, struct str edition, struct listed *x, bool *here, struct err *e)
{
	struct q_division_by_code province;

	*here = false;
	*x = (struct listed){.d = d, .p = rules_procedure(d->sv->rules, edition, date_of_instant(d->now))};
	if (!x->p)
		return RC_OK;
	enum rc rc = q_agency_by_code(d->db, &(struct q_agency_by_code_in){.code = x->p->body}, &x->body, e);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	TRY(q_demo_areas(d->db,
		&(struct q_demo_areas_in){.line = x->p->line, .province_agency_id = x->body.id}, &x->areas, e));
	if (!x->areas.n)
		return RC_OK;
	struct str top = str_cat(d->a, str_sub(x->areas.v[0].division_code, 0, 2), STR("0000"));
	TRY(q_division_by_code(d->db, &(struct q_division_by_code_in){.code = top}, &province, e));
	x->province = province.name;
	*here = true;
	return RC_OK;
}

/* Somebody whom only a list knows, or who is registered: every second one. */
static enum rc firm(struct listed *x, size_t i, const struct q_demo_areas *at, struct demo_enterprise *out, struct err *e)
{
	struct demo *d = x->d;
	struct bodies own;

	TRY(bodies_of(d->db, STR(BODIES_LINE_OF_ENTERPRISES), at->division_code, &own, e));
	struct demo_place *place = ARENA_NEW(d->keep, struct demo_place);
	*place = (struct demo_place){.division_code = str_dup(d->keep, at->division_code),
		.county = str_dup(d->keep, at->county_name), .city = demo_city_word(d->keep, at->city_short),
		.county_agency_id = own.county, .city_agency_id = own.city};
	const struct demo_founding f = {.words = &d->words, .place = place, .n = x->first + (int64_t)i,
		.province_agency_id = own.province, .now = d->now - (int64_t)(90 + i * 13) * MS_PER_DAY,
		.filler_login = STR(""), .legal_login = STR("")};
	if (i % 2 == 0)
		return demo_found(d->db, &d->random, &f, out, e);
	demo_stranger(d->a, &d->random, &f, out);
	return RC_OK;
}

static const struct q_demo_areas *area(const struct listed *x, size_t i)
{
	return &x->areas.v[i % 4 == 3 ? x->areas.n * (i % 5 + 1) / 7 : i % 6 % x->areas.n];
}

/* --- titles -------------------------------------------------------------------------------------------- */

static enum rc listed_too(struct listed *x, struct str login, struct import_title *row, bool *found, struct err *e)
{
	struct q_demo_enterprise_of en;

	TRY(q_demo_enterprise_of(x->d->db, &(struct q_demo_enterprise_of_in){.login = login}, &en, found, e));
	if (*found)
		*row = (struct import_title){
			.name = en.name, .uscc = en.uscc, .city = en.city, .county = en.county, .reason_bad = STR("")};
	return RC_OK;
}

enum rc demo_import_titles(struct demo *d, struct str edition, struct str days, struct str login, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct str rest = days, from = STR("");
	struct cohort_day cohort = {0};
	struct import_title rows[ROWS + 1];
	struct date first;
	struct listed x;
	bool here, found = false;

	TRY(list_of(d, edition, &x, &here, e));
	if (!str_cut(&rest, ' ', &from) || !date_parse(from, &first))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "guests.csv: titles without days");
	if (!here || date_cmp(first, date_of_instant(d->now)) > 0)
		return RC_OK;
	x.first = IMPORT_FIRST + date_days(first);
	struct tx tx = demo_tx(d, &system, d->now - 30 * MS_PER_DAY);
	struct import_titles uc = {.tier = x.p->programme, .tier_name = x.p->tier_name,
		.batch_title = str_fmt(d->a, "%d年度（平台启用前）", first.y), .province = x.province,
		.source = STR("演示数据：平台启用前公布的名单，内容系虚构"), .valid_from = from, .valid_to = rest, .v = rows};
	for (size_t i = 0; i < ROWS; i++) {
		const struct q_demo_areas *at = area(&x, i);
		struct demo_enterprise en;
		TRY(firm(&x, i, at, &en, e));
		rows[uc.n++] = (struct import_title){.told.row = (int64_t)i + 1, .name = en.name, .uscc = en.uscc,
			.city = at->city_short, .county = at->county_name, .reason_bad = STR("")};
	}
	if (login.n)
		TRY(listed_too(&x, login, &rows[uc.n], &found, e));
	uc.n += found;
	TRY(import_titles(&tx, &uc, e));
	tx.now = d->now - 29 * MS_PER_DAY;
	return cohort_day(&tx, &cohort, e);
}

/* --- certificates --------------------------------------------------------------------------------------- */

enum rc demo_import_certificates(struct demo *d, struct str edition, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct tx tx = demo_tx(d, &system, d->now - 25 * MS_PER_DAY);
	struct import_certificate rows[ROWS];
	struct date today = date_of_instant(d->now);
	struct listed x;
	bool here;

	TRY(list_of(d, edition, &x, &here, e));
	if (!here || !coach_certificate(x.p).n)
		return RC_OK;
	x.first = IMPORT_FIRST + 50000;
	for (size_t i = 0; i < ROWS; i++) {
		const struct q_demo_areas *at = area(&x, i);
		struct date granted = date_add(today, -(int)(90 + i * 83));
		struct demo_enterprise en;
		TRY(firm(&x, i, at, &en, e));
		rows[i] = (struct import_certificate){.told.row = (int64_t)i + 1, .name = en.name, .uscc = en.uscc,
			.number = str_fmt(d->a, "演示GR%d%05zu", granted.y, 1200 + i * 37), .county = at->division_code,
			.city = STR(""), .granted = date_str(d->a, granted),
			.valid_until = date_str(d->a, date_add(date_add_years(granted, 3), -1)), .source = STR("")};
	}
	struct import_certificates uc = {.kind = coach_certificate(x.p),
		.source = STR("演示数据：认定机构公布的名单，内容系虚构"), .v = rows, .n = ROWS};
	TRY(import_certificates(&tx, &uc, e));
	return demo_coach_certified(d, x.p, x.areas.v[0].city_agency_id, e);
}

/* --- who has just registered ------------------------------------------------------------------------------ */

static enum rc registered(struct demo *d, size_t i, int64_t at, struct str *enterprise, struct err *e)
{
	struct actor visitor = {.roles = ROLE_PUBLIC, .ip = STR("127.0.0.1")};
	struct tx tx = demo_tx(d, &visitor, at);
	struct demo_enterprise en;
	const struct demo_founding f = {.words = &d->words, .place = &d->places[0], .n = IMPORT_FIRST + 90000 + (int64_t)i};
	struct evidence_stored licence = {
		STR("营业执照（演示样张）.pdf"), STR("application/pdf"), d->licence, d->licence_size};
	struct q_enterprise_by_uscc row;
	bool found;

	demo_stranger(d->a, &d->random, &f, &en);
	struct enterprise_register uc = {.login = str_fmt(d->a, "demo-new%zu", i + 1), .kind = str_c(enterprise_kinds[0]),
		.uscc = en.uscc, .name = en.name, .legal_rep = en.legal_rep, .contact = en.contact,
		.contact_phone = STR("13800000000"), .division_code = d->places[0].division_code, .renamed_why = STR(""),
		.password = d->password, .agent = STR("演示")};
	TRY(enterprise_register(&tx, &uc, e));
	struct actor who = {.roles = ROLE_FILLER, .account_id = uc.account_id, .name = en.contact,
		.enterprise_id = uc.enterprise_id, .enterprise_name = en.name, .ip = STR("127.0.0.1")};
	struct tx own = demo_tx(d, &who, at + HOUR_MS / 2);
	struct identity_attach attach = {.slot = STR("licence"), .v = &licence, .n = 1};
	struct identity_hand_in hand = {.uscc = en.uscc, .name = en.name, .legal_rep = en.legal_rep};
	TRY(identity_attach(&own, &attach, e));
	TRY(identity_hand_in(&own, &hand, e));
	TRY(q_enterprise_by_uscc(d->db, &(struct q_enterprise_by_uscc_in){.uscc = en.uscc}, &row, &found, e));
	*enterprise = row.public_id;
	return RC_OK;
}

enum rc demo_registrations(struct demo *d, struct err *e)
{
	struct demo_body *county = d->places_n ? demo_body_of(d, d->places[0].county_agency_id) : NULL;
	struct str id;

	if (!county)
		return RC_OK; /* a province whose first place has no county body */
	for (size_t i = 0; i < 3; i++)
		TRY(registered(d, i, d->now - (int64_t)(3 - i) * MS_PER_DAY - (int64_t)(i * 47 + 20) * 60000, &id, e));
	struct tx tx = demo_tx(d, &county->officer[0], d->now - HOUR_MS / 4);
	struct identity_decide uc = {
		.public_id = id, .reason = STR("（演示）营业执照扫描件没有加盖单位公章，请补盖后重新提交")};
	return identity_decide(&tx, &uc, e);
}
