/* May it apply? The conditions of a procedure that are looked up, each with the fact that was found and what to
 * do when it does not hold. What is only declared by the enterprise stays unknown here: it confirms it when it
 * files. Pure: everything it reads is in struct entry_case.
 */
#ifndef DOMAIN_ENTRY_H
#define DOMAIN_ENTRY_H

#include "domain/expr.h"
#include "domain/procedure.h"
#include "domain/size.h"

struct entry_title {
	struct str tier, name;	     /* programme; 创新型中小企业 */
	struct date from, to;	     /* to {0}: no end is printed */
	bool in_force;		     /* neither cancelled nor revoked */
	bool renewing;		     /* 复核 is under way: the list keeps its force past `to` (63号: 原名单继续有效) */
};
struct entry_ban {
	struct str programmes;	     /* by blanks; empty = all */
	struct str cause, clause;
	struct date from, to;	     /* to {0}: until it is lifted */
};
struct entry_listed {
	struct str kind;	     /* abnormal dishonest */
	struct date since;
};

struct entry_pool {
	struct str programme;
	struct date since;
};

struct entry_case {
	struct date day;
	struct str division;	     /* county-level code of the enterprise; empty: not known yet */
	struct str body_division;    /* of the procedure's body: its first two digits are the province */
	const struct entry_title *titles;
	size_t titles_n;
	const struct entry_ban *bans; /* not lifted */
	size_t bans_n;
	const struct entry_listed *listed; /* not removed */
	size_t listed_n;
	const struct entry_pool *pools;
	size_t pools_n;
	const struct str *clusters;
	size_t clusters_n;
	enum tri size_known;	     /* TRI_TRUE: `size` is; otherwise `size_text` says what is missing */
	enum size_class size;
	struct str size_text;
};

struct entry_result {
	const struct eligibility *rule;
	enum tri holds;
	struct str fact; /* what was found */
};
/* One result per condition of the procedure, in its order. */
void entry_check(struct arena *a, const struct procedure *p, const struct entry_case *c,
	struct entry_result *out);
/* The first that is false, or NULL. */
const struct entry_result *entry_refusal(const struct entry_result *r, size_t n);
/* The tier below as a criterion (63号第二章; L47): the first condition that asks for a title, or NULL. */
const struct entry_result *entry_below(const struct entry_result *r, size_t n);
/* 前提：已是…（clause）——what was found: the title with its last day, or what to do. */
struct str entry_below_text(struct arena *a, const struct entry_result *r);
/* 符合 不符合 待确认 */
const char *entry_word(const struct entry_result *r);

#endif
