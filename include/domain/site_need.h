/* Must this file be visited before it goes on? Each case that the document names is an expression over the
 * file's facts, or one of the words first_time, sanction_3y (a number revoked or grave dishonesty within three
 * years), which the register answers. What is not known for sure counts as a reason to look.
 */
#ifndef DOMAIN_SITE_NEED_H
#define DOMAIN_SITE_NEED_H

#include "base/vec.h"
#include "domain/expr.h"
#include "domain/procedure.h"

struct site_case {
	const struct facts *facts;
	bool first_time, sanctioned;
};
struct site_reasons {
	const struct trigger **v;
	size_t n, cap;
};
/* The cases of a stage (site_visit or sample) that hold. RC_DATA: an expression cannot be read. */
MUST_CHECK enum rc site_reasons_of(struct arena *a, const struct stage *s, const struct site_case *c,
	struct site_reasons *out, struct err *e);
/* Does every case of the stage read? For tests and for loading. */
MUST_CHECK enum rc site_triggers_check(struct arena *a, const struct stage *s, struct err *e);
/* How many of n must be visited for a share of so many per cent: rounded up. */
int64_t site_share(int64_t n, int64_t percent);

#endif
