/* A living demonstration: one province, today's batch, invented enterprises in every state. What they do
 * is done by the same use cases as on the pages, at scripted instants of the past, so that log, queues,
 * receipts and lists are what real ones are. Which province and programme: the first edition
 * of sql/reference/demo/editions.csv that has a batch open.
 */
#ifndef SERVICE_DEMO_H
#define SERVICE_DEMO_H

#include "service/services.h"

#define DEMO_PASSWORD "tidu-demo-only"

struct demo_login {
	const char *login, *role, *who; /* who: 中文, for README, page and terminal */
};
extern const struct demo_login demo_logins[];
extern const size_t demo_logins_n;

struct demo_options {
	int64_t now;
	int64_t enterprises; /* how many; 0: 600 */
};
struct demo_result {
	struct str batch_title, province;
	int64_t enterprises, applications, titles;
};

/* When its database begins, before everything that is played: the log has days that are over, and their published heads. */
int64_t demo_birth(int64_t now);

/* On a freshly initialised database without accounts (RC_STATE MSG_DEMO_NOT_EMPTY otherwise).
 * RC_STATE MSG_DEMO_PRODUCTION in production mode. RC_STATE MSG_DEMO_NO_BATCH: no batch is open. */
MUST_CHECK enum rc demo_fill(const struct services *sv, struct arena *a, const struct demo_options *o,
	struct demo_result *out, struct err *e);

#endif
