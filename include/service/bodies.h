/* Which competent bodies answer for a place: county, city and province, by line and division. */
#ifndef SERVICE_BODIES_H
#define SERVICE_BODIES_H

#include "store/db.h"

/* The line whose bodies verify enterprises and keep their profile (a procedure names its own). */
#define BODIES_LINE_OF_ENTERPRISES "miit"

struct bodies {
	int64_t county; /* 0: none, the city-level body does both */
	int64_t city, province;
};

/* RC_INVALID (MSG_NO_BODY, field "division_code"): nobody answers for that place. */
MUST_CHECK enum rc bodies_of(struct db *db, struct str line, struct str division_code,
	struct bodies *out, struct err *e);

#endif
