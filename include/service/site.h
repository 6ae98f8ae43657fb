/* 实地核查 by two people: planned, done with findings bound to the items of the checklist, photographs and a
 * result. What is found different becomes the level's verdict on that item, so that it counts in the review.
 * While the procedure demands a visit that is missing, the file does not go on.
 */
#ifndef SERVICE_SITE_H
#define SERVICE_SITE_H

#include "domain/site_need.h"
#include "service/review.h"

struct site_needs {
	enum site_need rule;	     /* of the city's stage; SITE_OPTIONAL when it has none */
	int64_t share_percent;
	struct site_reasons reasons; /* SITE_TRIGGERS: the cases that hold */
	bool required;		     /* this very file must be visited */
	bool done;		     /* it has been, by its city */
	struct str result;	     /* of the last one done: ok bad partly */
};
MUST_CHECK enum rc site_needs_of(struct db *db, const struct rules *rules,
	const struct application_file *f, int64_t now, struct site_needs *out, struct err *e);
/* The cases of a stage (site_visit or sample) that hold for a file. */
MUST_CHECK enum rc site_reasons_for(struct db *db, const struct rules *rules,
	const struct application_file *f, const struct stage *s, int64_t now,
	struct site_reasons *out, struct err *e);
/* Drawn by the province, to be visited by the city of `who` (sample stage, visited_by). */
bool site_drawn_for(const struct application_file *f, const struct actor *who);
/* Sentences for review_obstacles' list: what visit is missing, or what its result forbids. */
void site_obstacles(struct arena *a, const struct site_needs *n, struct strs *out);
/* Everything that stands between a file and passing at this level: the checklist's and the visit's. */
MUST_CHECK enum rc pass_obstacles(struct db *db, const struct rules *rules, const struct review *r,
	const struct actor *who, int64_t now, struct strs *out, struct err *e);
/* Of the batch's files that wait for the city's publicity: RC_STATE (MSG_SITE_SHARE) when fewer have been
 * visited than the procedure's share of them. */
MUST_CHECK enum rc site_share_done(struct db *db, const struct actor *who, int64_t batch_id,
	const struct procedure *p, int64_t n, struct err *e);

/* Where inspectors were drawn (service/roster) it is they who go: RC_INVALID (MSG_SITE_DRAWN) for others.
 * Moves the file to 待实地核查 while it is in review; later it stays where it is. */
USE_CASE(site_plan)
struct site_plan {
	struct str application;
	int64_t version;
	struct date on;
	struct str inspector1, inspector2;
};
struct site_finding {
	struct str item;    /* of the checklist */
	struct str finding; /* same different unseen */
	struct str note;    /* needed for different */
};
USE_CASE(site_done)
struct site_done {
	struct str application;
	int64_t version;
	struct date on;
	struct str inspector1, inspector2, enterprise_side, findings, result; /* ok bad partly */
	const struct site_finding *items;
	size_t items_n;
	const struct evidence_stored *photos;
	size_t photos_n;
};

#endif
