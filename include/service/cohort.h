/* 到期名单 (B11): titles that end are listed half a year before, or as the procedure says (domain/renewal), for the
 * bodies of their place; the enterprise is told at the same time what it has to do. What became of each is read from
 * its title, its file and what stands against it, never kept twice. A title that holds goes with a move to the list of
 * the new bodies (service/relocation.h).
 */
#ifndef SERVICE_COHORT_H
#define SERVICE_COHORT_H

#include "domain/renewal.h"
#include "service/tx.h"
#include "store/q.h"

/* Lists what is due, once a day; a title that comes late joins the list of its day. By the system. */
USE_CASE(cohort_day)
struct cohort_day {
	int64_t titles; /* out: newly listed */
};

struct cohort_row {
	const struct q_cohort_items *v;
	enum renewal_state state;
	struct str why; /* stage of the file, cause; "" */
};
struct cohort {
	const struct q_cohorts_for_officer *c;
	const struct procedure *procedure; /* of today */
	struct renewal renewal;
	struct str standard; /* by which what is filed today is judged, */
	struct str standard_why; /* and why by that one; "" */
	struct q_cohort_items_list items;
	struct cohort_row *rows; /* one an item */
	int64_t n[RENEWAL_STATE__MAX];
};
/* One list within the officer's area. `c` is a row of cohorts_for_officer. */
MUST_CHECK enum rc cohort_load(struct db *db, const struct rules *rules, const struct actor *who,
	const struct q_cohorts_for_officer *c, int64_t now, struct cohort *out, struct err *e);

/* A title of the enterprise that stands on a list. */
struct cohort_own {
	const struct q_cohorts_of_enterprise *v;
	const struct procedure *procedure;
	struct renewal renewal;
	enum renewal_state state;
	struct str why, file; /* file: its public id; "" */
	struct str standard, standard_why;
};
struct cohort_owns {
	struct cohort_own *v;
	size_t n;
};
MUST_CHECK enum rc cohort_of_enterprise(struct db *db, const struct rules *rules, int64_t enterprise_id,
	int64_t now, struct cohort_owns *out, struct err *e);

/* 催办: everybody at the enterprises of the area that still have to act. RC_LIMITED: within 24 hours of the last. */
USE_CASE(cohort_press)
struct cohort_press {
	int64_t cohort_id;
	int64_t n; /* out: enterprises */
};

#endif
