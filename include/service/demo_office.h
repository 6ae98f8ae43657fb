/* Between the demonstration's files: what the bodies do, through the use cases of their pages. */
#ifndef SERVICE_DEMO_OFFICE_H
#define SERVICE_DEMO_OFFICE_H

#include "service/demo_acts.h"

/* One file, by the first officer of its county or city. */
MUST_CHECK enum rc demo_check_and_pass(struct demo *d, struct demo_body *b, struct str file, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_return(struct demo *d, struct demo_body *b, struct str file, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_refuse(struct demo *d, struct demo_body *b, struct str file, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_plan_visit(struct demo *d, struct demo_body *b, struct str file, int64_t at,
	struct err *e);

/* Planned and done by the two officers, two hours after `at`; nothing different is found. */
MUST_CHECK enum rc demo_visit(struct demo *d, struct demo_body *b, struct str file, int64_t at, struct err *e);

/* A city's batch: the meeting on everything passed, publicity by two people, its end, the
 * recommendation by two people. */
MUST_CHECK enum rc demo_meeting(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_publicity(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_object(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_recommend(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e);

/* The province: approves what a city has recommended, publishes the batch. */
MUST_CHECK enum rc demo_approve(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_publish(struct demo *d, int64_t batch_id, struct str doc_no, int64_t at,
	struct err *e);

/* The jobs as they would have run at `at`: ends of publicity, of filing. */
MUST_CHECK enum rc demo_tick(struct demo *d, int64_t at, struct err *e);

#endif
