/* Between the demonstration's files: a round of any programme of any province, played from its opening. */
#ifndef SERVICE_DEMO_ROUND_H
#define SERVICE_DEMO_ROUND_H

#include "service/demo_figures.h"

#define DEMO_ROUND_FIRMS 9

/* What was played, with its people: for what comes after the list. */
struct demo_round {
	struct demo *of; /* the demonstration */
	struct demo d;	 /* the same by the round's edition, its province and the bodies that took part */
	int64_t batch_id;
	struct batch_plan plan;
	struct demo_enterprise firm[DEMO_ROUND_FIRMS];
	struct demo_figures figures[DEMO_ROUND_FIRMS]; /* what each says of itself, wherever it is asked */
	struct str file[DEMO_ROUND_FIRMS]; /* public ids */
	size_t n;
	int64_t at; /* the instant that the play has come to */
};

/* The round that took filings from `day` on, to its list. `logins`: of the first enterprise, who fills in and who signs,
 * with a blank between; may be empty. Nothing (`n` 0) where no edition of the name has a round on that day, or its body is
 * not here. Inside the writer's transaction, like the other. */
MUST_CHECK enum rc demo_round_past(struct demo *d, struct str edition, struct date day, struct str logins,
	struct demo_round *out, struct err *e);
/* A round that the province has called some weeks ago and that takes filings today: `firms` of them, each at another point. */
MUST_CHECK enum rc demo_round_open(struct demo *d, struct str edition, size_t firms, struct err *e);

#endif
