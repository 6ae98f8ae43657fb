/* Between the demonstration's files: the steps of a case, at days counted back from the demonstration's today. */
#ifndef SERVICE_DEMO_CASE_H
#define SERVICE_DEMO_CASE_H

#include "service/cases.h"
#include "service/demo_acts.h"

struct demo_case {
	struct demo *d;
	struct demo_body *city; /* of the enterprise */
	struct evidence_stored proof;
};
struct demo_case demo_case_of(struct demo *d, struct demo_body *city);

/* A holder of a title as a person: who signs, or who fills in. */
struct q_demo_holders;
struct actor demo_case_holder(const struct q_demo_holders *h, bool legal);
struct tx demo_case_tx(struct demo_case *x, const struct actor *who, int64_t days_ago);
/* 取消、撤销 proposed by a body, with the facts and a paper; *id of the case. */
MUST_CHECK enum rc demo_case_open(struct demo_case *x, const struct q_demo_holders *h, const char *ground, struct demo_body *b,
	int64_t days_ago, struct str *id, struct err *e);
/* 告知, 受理并告知. */
MUST_CHECK enum rc demo_case_tell(struct demo_case *x, const struct actor *who, struct str id, enum case_act act,
	const char *text, int64_t days_ago, struct err *e);
MUST_CHECK enum rc demo_case_support(
	struct demo_case *x, struct demo_body *b, struct str id, int64_t days_ago, struct err *e);
/* Drafted on that day, confirmed by the second person a day later. */
MUST_CHECK enum rc demo_case_decide(
	struct demo_case *x, struct demo_body *b, struct case_draft *uc, int64_t days_ago, struct err *e);

#endif
