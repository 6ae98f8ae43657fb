/* A place has a county body or not, and a city-level body always: the areas say which, the parents the
 * rest. Here once, because registration, profile and new files must never disagree.
 */
#include "service/bodies.h"

#include "store/q.h"

static enum rc parent_of(struct db *db, int64_t id, int64_t *out, struct err *e)
{
	struct q_agency_by_id row;

	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = id}, &row, e));
	*out = row.parent_id.has ? row.parent_id.v : 0;
	return RC_OK;
}

enum rc bodies_of(struct db *db, struct str line, struct str division_code, struct bodies *out,
	struct err *e)
{
	struct q_agency_competent_list rows;
	struct bodies b = {0};

	TRY(q_agency_competent(db,
		&(struct q_agency_competent_in){.line = line, .division_code = division_code}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		if (str_eqc(rows.v[i].level, "county"))
			b.county = rows.v[i].agency_id;
		else if (str_eqc(rows.v[i].level, "city"))
			b.city = rows.v[i].agency_id;
		else
			b.province = rows.v[i].agency_id;
	}
	if (b.city == 0 && b.county != 0)
		TRY(parent_of(db, b.county, &b.city, e));
	if (b.province == 0 && b.city != 0)
		TRY(parent_of(db, b.city, &b.province, e));
	if (b.city == 0 || b.province == 0)
		return err_field(e, RC_INVALID, MSG_NO_BODY, "division_code");
	*out = b;
	return RC_OK;
}
