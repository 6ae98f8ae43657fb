/* What the demonstration shows besides its own province and line: officers elsewhere, an enterprise that has not
 * begun, and the rounds that a province calls by hand. Who and where is data: sql/reference/demo/guests.csv.
 */
#include "service/demo_guests.h"

#include "base/embedded.h"
#include "base/reftable.h"
#include "service/bodies.h"
#include "service/cluster.h"
#include "service/demo_import.h"
#include "service/demo_panel.h"
#include "service/demo_sequel.h"

#define FIRST_GUEST 900000 /* numbers of invented enterprises, beyond those of the province */
#define CLUSTER_MEMBERS 24

enum { G_KIND, G_LOGIN, G_WHERE, G_NOTE };

static struct str person(struct demo *d)
{
	const struct demo_words *w = &d->words;

	return str_cat(d->keep,
		w->surname.v[demo_between(&d->random, 0, (int64_t)w->surname.n - 1)],
		w->given.v[demo_between(&d->random, 0, (int64_t)w->given.n - 1)]);
}

/* Somebody whom the body does not have yet: acts of two people name both. */
static struct str colleague(struct demo *d, const struct q_accounts_of_agency_list *there)
{
	struct str name = person(d);

	for (size_t i = 0; i < there->n; i++)
		if (str_eq(there->v[i].name, name)) {
			name = person(d);
			i = (size_t)-1;
		}
	return name;
}

static enum rc officer(struct demo *d, struct str login, struct str code, struct err *e)
{
	struct q_accounts_of_agency_list there;
	struct q_demo_account_put made;
	struct q_agency_by_code body;

	TRY(q_agency_by_code(d->db, &(struct q_agency_by_code_in){.code = code}, &body, e));
	TRY(q_accounts_of_agency(d->db, &(struct q_accounts_of_agency_in){.agency_id = body.id}, &there, e));
	return q_demo_account_put(d->db,
		&(struct q_demo_account_put_in){.login = login, .role = body.level,
			.name = colleague(d, &there), .password = d->password,
			.agency_id = some_i64(body.id), .now = d->now},
		&made, e);
}

static enum rc enterprise(struct demo *d, const struct reftable *t, size_t i, struct err *e)
{
	struct str division = reftable_cell(t, i, G_WHERE);
	struct demo_enterprise made;
	struct q_division_by_code county, city;
	struct bodies at;

	TRY(q_division_by_code(d->db, &(struct q_division_by_code_in){.code = division}, &county, e));
	TRY(q_division_by_code(
		d->db, &(struct q_division_by_code_in){.code = county.parent_code}, &city, e));
	TRY(bodies_of(d->db, STR(BODIES_LINE_OF_ENTERPRISES), division, &at, e));
	struct demo_place *place = ARENA_NEW(d->keep, struct demo_place);
	*place = (struct demo_place){.division_code = str_dup(d->keep, division),
		.county = str_dup(d->keep, county.name), .city = str_dup(d->keep, city.name),
		.county_agency_id = at.county, .city_agency_id = at.city};
	const struct demo_founding f = {.words = &d->words, .place = place,
		.n = FIRST_GUEST + (int64_t)i, .province_agency_id = at.province, .now = d->now,
		.filler_login = reftable_cell(t, i, G_LOGIN),
		.legal_login = reftable_cell(t, i, G_NOTE), .password = d->password};
	return demo_found(d->db, &d->random, &f, &made, e);
}

/* A round that is open today, called by the body that the edition names; `note`: how many have filed. */
static enum rc round_open(struct demo *d, const struct reftable *t, size_t i, struct err *e)
{
	int64_t firms = 0;

	if (reftable_cell(t, i, G_NOTE).n && !str_to_i64(reftable_cell(t, i, G_NOTE), &firms))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "guests.csv: no number");
	return demo_round_open(d, reftable_cell(t, i, G_WHERE), (size_t)firms, e);
}

/* A round that is over, and what its enterprises and bodies did after the list. */
static enum rc round_past(struct demo *d, const struct reftable *t, size_t i, struct err *e)
{
	struct demo_round k;
	struct date day;

	if (!date_parse(reftable_cell(t, i, G_NOTE), &day))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "guests.csv: no day");
	TRY(demo_round_past(d, reftable_cell(t, i, G_WHERE), day, reftable_cell(t, i, G_LOGIN), &k, e));
	return demo_sequel(&k, e);
}

/* The statistics of a county's cluster: of last year, with enterprises of the demonstration. */
static enum rc cluster(struct demo *d, struct str division, struct str name, struct err *e)
{
	struct q_demo_firms_of_county_list firms;
	struct actor who = {.roles = ROLE_PROVINCE, .name = STR("演示"), .ip = STR("127.0.0.1")};
	struct tx tx = demo_tx(d, &who, d->now);
	struct import_clusters uc = {.year = date_of_instant(d->now).y - 1, .source = STR("演示数据"),
		.v = ARENA_NEW_N(d->keep, struct cluster_row, CLUSTER_MEMBERS)};

	TRY(q_demo_firms_of_county(d->db,
		&(struct q_demo_firms_of_county_in){
			.line = d->procedure->line, .division_code = division, .limit = CLUSTER_MEMBERS},
		&firms, e));
	for (; uc.n < firms.n; uc.n++) {
		struct cluster_row *x = &uc.v[uc.n];
		for (size_t k = 0; k < CLUSTER_COLUMN__MAX; k++)
			x->cell[k] = STR("");
		x->told.row = (int64_t)uc.n + 1;
		x->cell[CLUSTER_NAME] = firms.v[uc.n].name;
		x->cell[CLUSTER_USCC] = firms.v[uc.n].uscc;
		x->cell[CLUSTER_CLUSTER] = name;
		x->cell[CLUSTER_COUNTY] = division;
	}
	return import_clusters(&tx, &uc, e);
}

static enum rc panel(struct demo *d, const struct reftable *t, size_t i, struct err *e)
{
	struct date day;

	if (!date_parse(reftable_cell(t, i, G_NOTE), &day))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "guests.csv: no day");
	return demo_panel(d, reftable_cell(t, i, G_WHERE), day, reftable_cell(t, i, G_LOGIN), e);
}

enum rc demo_guests(struct demo *d, struct err *e)
{
	static const char *const columns[] = {"kind", "login", "where", "note"};
	struct reftable t;
	struct str csv;

	if (!embedded_find(STR("sql/reference/demo/guests.csv"), &csv))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no guests.csv");
	TRY(reftable_parse(d->keep, csv, columns, ARRAY_LEN(columns), &t, e));
	for (size_t i = 0; i < t.n; i++) {
		struct str kind = reftable_cell(&t, i, G_KIND);
		if (str_eqc(kind, "officer"))
			TRY(officer(d, reftable_cell(&t, i, G_LOGIN), reftable_cell(&t, i, G_WHERE), e));
		else if (str_eqc(kind, "enterprise"))
			TRY(enterprise(d, &t, i, e));
		else if (str_eqc(kind, "cluster"))
			TRY(cluster(d, reftable_cell(&t, i, G_WHERE), reftable_cell(&t, i, G_NOTE), e));
		else if (str_eqc(kind, "panel"))
			TRY(panel(d, &t, i, e));
		else if (str_eqc(kind, "titles"))
			TRY(demo_import_titles(d, reftable_cell(&t, i, G_WHERE), reftable_cell(&t, i, G_NOTE),
				reftable_cell(&t, i, G_LOGIN), e));
		else if (str_eqc(kind, "certificates"))
			TRY(demo_import_certificates(d, reftable_cell(&t, i, G_WHERE), e));
		else if (str_eqc(kind, "past"))
			TRY(round_past(d, &t, i, e));
		else
			TRY(round_open(d, &t, i, e));
	}
	return RC_OK;
}
