/* Lists of the authorities write a place as a code, as a name, or not at all: found here once, or not at all, never guessed. */
#include "service/import.h"

#include "store/q.h"

static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == 6;
}

enum rc import_place(struct db *db, const struct import_place *in, struct str *out, struct err *e)
{
	struct q_import_enterprise_find own;
	struct q_cluster_place_list found;
	struct q_division_by_code d;
	bool has = false;

	*out = STR("");
	if (is_code(in->county)) {
		enum rc rc = q_division_by_code(db, &(struct q_division_by_code_in){.code = in->county}, &d, e);
		if (rc == RC_NOT_FOUND)
			return RC_OK;
		TRY(rc);
		*out = str_eqc(d.level, "county") ? d.code : STR("");
		return RC_OK;
	}
	if (in->county.n) {
		TRY(q_cluster_place(db,
			&(struct q_cluster_place_in){.name = in->county, .city = in->city, .province = in->province},
			&found, e));
		*out = found.n == 1 ? found.v[0].code : STR("");
		return RC_OK;
	}
	TRY(q_import_enterprise_find(
		db, &(struct q_import_enterprise_find_in){.uscc = in->uscc}, &own, &has, e));
	*out = has ? own.division_code : STR("");
	return RC_OK;
}
