/* 退回补正: what a returned file is to correct, and therefore what may be changed while it is returned.
 * A return names facts ("revenue", "revenue.2022", "revenue.y1"), evidence slots, profile fields and sections of the report;
 * everything else stays as it was submitted (L5).
 */
#ifndef SERVICE_CORRECTION_H
#define SERVICE_CORRECTION_H

#include "service/application.h"

struct correction {
	int64_t id;
	struct str kind, ref, reason_code, note; /* kind: fact slot profile report */
	int fact;				 /* of kind fact: its number, else -1 */
	int year;				 /* 0: every year of the fact */
};
struct corrections {
	struct correction *v;
	size_t n, cap;
};

/* Empty unless the file is returned (or waits for its second signature). */
MUST_CHECK enum rc corrections_load(
	struct db *db, const struct application_file *f, struct corrections *out, struct err *e);
/* The items alone; the state decides first (application_open). A return without items opens everything. */
bool correction_opens_fact(const struct corrections *c, size_t fact, int year);
bool correction_opens_slot(const struct corrections *c, struct str slot);
bool correction_opens_profile(const struct corrections *c);
bool correction_opens_report(const struct corrections *c, struct str section);

/* RC_STATE (MSG_APPLICATION_LOCKED) unless the enterprise may change the file now. */
MUST_CHECK enum rc application_open(const struct application_file *f, struct err *e);

#endif
