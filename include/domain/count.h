/* Counting rules (计数口径): how the items that an enterprise lists - intellectual property, honours,
 * R&D projects, staff of each quarter - become facts. They are data, one JSON file per legal text
 * under sql/reference/counting; which of them apply to a file is said by its procedure ("derived").
 *
 * { "id", "title", "list": "ip|honours|projects|quarters", "basis": {"name","number","article"},
 *   "confidence", "notes": [text],
 *   "facts": [{ "fact", "text",
 *     "value": "count" | "exists" | "best_rank" | "best_level"      of ip and honours
 *            | "sum"                                                of projects, per year
 *            | "mean" with "of": "staff" | "tech",                  of quarters, per year
 *     "kinds": [kinds of items],  "tests": [test] }] }
 *
 * A test: {"test": WORD, "years"|"most"|"least"|"in"?, "kinds"?: it concerns only these}, or
 * {"any": [tests], "else": why not}. All tests hold for an item that counts. `as_of` is the day of
 * filing.
 *	related, applied, own        as the enterprise states; own: not transferred in
 *	in_force                     granted on or before as_of; its last day is not before as_of
 *	transferred_for years        transferred in: the same day `years` later has come
 *	kept_over years              granted more than `years` ago: that same day has passed (超过)
 *	within years                 obtained in the `years` up to as_of, the first day included
 *	rank most                    rank given, and at most `most` (0: any)
 *	level least                  a level of 研发机构级别, at least this one
 *	ground in [1,3]              高价值情形 by number
 *	numbered, until_given        the certificate's number, its last day is given
 */
#ifndef DOMAIN_COUNT_H
#define DOMAIN_COUNT_H

#include "base/hash.h"
#include "base/time.h"
#include "domain/fact.h"
#include "domain/standard.h"

enum count_list {
	COUNT_IP,
	COUNT_HONOURS,
	COUNT_PROJECTS,
	COUNT_QUARTERS,
	COUNT_LIST__MAX
};

/* --- what is listed ---------------------------------------------------------------------------- */

struct count_item { /* intellectual property or an honour */
	struct str kind;
	bool numbered;	      /* its number is given */
	int64_t rank;	      /* of the owner, winner, drafter; 0: not given */
	struct str level;     /* a word of institution_level; "" when it has none */
	bool transferred;     /* obtained by transfer */
	bool related, applied;
	int64_t ground;	      /* 高价值情形 1-4; 0: none */
	struct date transferred_on, granted_on, valid_until; /* none: not given */
};
struct count_project {
	int year;
	int64_t expense; /* decimal, 万元 */
};
struct count_quarter { /* persons at its first and last day; -1: not given */
	int year, quarter; /* 1-4 */
	int64_t staff_begin, staff_end, tech_begin, tech_end;
};
struct count_input {
	const struct count_item *items; /* of the rule's list; NULL for projects and quarters */
	size_t items_n;
	bool nothing; /* the enterprise has declared that it has none: 0 and no, not unknown */
	const struct count_project *projects;
	size_t projects_n;
	const struct count_quarter *quarters;
	size_t quarters_n;
};

/* --- the rules --------------------------------------------------------------------------------- */

enum count_value {
	COUNT_COUNT,
	COUNT_EXISTS,
	COUNT_BEST_RANK,
	COUNT_BEST_LEVEL,
	COUNT_SUM,
	COUNT_MEAN,
	COUNT_VALUE__MAX
};

struct count_test;
struct count_tests {
	const struct count_test *v;
	size_t n;
};

struct count_rule {
	size_t fact;
	struct str text;
	enum count_value value;
	bool tech; /* of a mean: tech staff, else all staff */
	struct strs kinds;
	struct count_tests tests;
};

struct counting {
	struct str id, title;
	enum count_list list;
	enum confidence confidence;
	struct standard_basis basis;
	struct strs notes;
	const struct count_rule *rules;
	size_t rules_n;
	struct hash hash; /* of the canonical JSON */
};

/* RC_DATA (MSG_COUNTING_BAD) names the member that is wrong: unknown fact, test or value, a value
 * that the fact's type or the list cannot bear, a test without its number, a fact twice. */
MUST_CHECK enum rc counting_load(
	struct arena *a, struct str json, const struct counting **out, struct err *e);

/* --- a fact and where it comes from ------------------------------------------------------------ */

struct counted_line {
	size_t item; /* of the input */
	bool counts;
	struct str why; /* 计入, or the reason with its dates and from when it will count */
};
struct counted {
	const struct count_rule *rule;
	int year; /* 0 for a state fact */
	struct fact_value value;
	struct str sentence; /* 3 项登记，1 项计入 */
	VEC(struct counted_line) lines; /* items of the rule's kinds, in their order */
};

/* `year` only for projects and quarters. An empty list that nobody has declared empty gives
 * FACT_UNKNOWN; so do quarters that are not all given. Never fails. */
void counting_run(struct arena *a, const struct count_rule *rule, const struct count_input *in,
	struct date as_of, int year, struct counted *out);

struct str count_list_name(enum count_list l); /* ip honours projects quarters */
bool count_list_parse(struct str s, enum count_list *out);

#endif
