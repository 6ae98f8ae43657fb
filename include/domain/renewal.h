/* 到期: what the holder of a title has to do before it ends, and how far it has come ("renewal" of the procedure).
 * Documents: 豫工信企业函〔2023〕131号 第十三条, 63号 第三章, 2号 第十六条. No document prints how long before the end
 * the titles that end are listed: `lead_days` is for the province to set.
 */
#ifndef DOMAIN_RENEWAL_H
#define DOMAIN_RENEWAL_H

#include "domain/procedure.h"

/* Half a year; also where a procedure says nothing. */
#define RENEWAL_LEAD_DAYS 183

enum renewal_way { RENEWAL_SELF_EVALUATION, RENEWAL_RECHECK, RENEWAL_WAY__MAX };

struct renewal {
	bool stated;	   /* the procedure has the member: titles that end are listed and told */
	int64_t lead_days; /* before the last day; from then on it can be filed, too */
	enum renewal_way way;
	struct str text, clause;
	const struct json *exempt; /* titles of these batches need not; NULL: none named */
	struct date old_before;	   /* titles that began before end on their last day whatever is on its way; {0}: none */
	struct str old_clause;
};
void renewal_of(const struct procedure *p, struct renewal *out);
MUST_CHECK enum rc renewal_check(const struct procedure *p, struct err *e);
const char *renewal_way_word(enum renewal_way w); /* 重新自评 复核 */

enum renewal_state {
	RENEWAL_NOT_BEGUN,
	RENEWAL_DRAFTING,
	RENEWAL_RETURNED,
	RENEWAL_RUNNING,
	RENEWAL_PASSED,
	RENEWAL_REFUSED,
	RENEWAL_EXEMPT,
	RENEWAL_BARRED, /* 取消复核资格, 不得申报 */
	RENEWAL_ENDED,	/* 已失效 with its cause */
	RENEWAL_STATE__MAX
};
struct renewal_seen {
	struct str title_state; /* valid renewing expired cancelled revoked */
	bool recheck_lost, banned, exempt;
	bool filed;	 /* there is a file of this renewal, the newest: */
	bool live;
	enum state state;
};
enum renewal_state renewal_state_of(const struct renewal_seen *s);
const char *renewal_state_code(enum renewal_state s);
const char *renewal_state_word(enum renewal_state s);
const char *renewal_state_tag(enum renewal_state s);
MUST_CHECK bool renewal_state_parse(struct str code, enum renewal_state *out);
/* Still to be done by the enterprise itself. */
bool renewal_waits(enum renewal_state s);

#endif
