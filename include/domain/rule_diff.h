/* What differs between two rulebooks of one kind, in words: part, item, member, before, after. Computed
 * over the JSON as it was published, so nothing that is not shown elsewhere is left out.
 */
#ifndef DOMAIN_RULE_DIFF_H
#define DOMAIN_RULE_DIFF_H

#include "base/json.h"

enum rule_change_kind { RULE_ADDED, RULE_REMOVED, RULE_CHANGED };

struct rule_change {
	enum rule_change_kind kind;
	struct str part; /* 指标, 流程环节 …: top member of the file */
	struct str item; /* 研发费用占比 › A; empty: the part itself */
	struct str what; /* 分值; empty: the whole item */
	struct str before, after;
};
struct rule_changes {
	struct rule_change *v;
	size_t n, cap;
};
/* In the order of `b`, then what only `a` has. Ids are not compared. */
void rule_diff(struct arena *a, const struct json *before, const struct json *after,
        struct rule_changes *out);
/* The word for a member: "bands" 分档; the name itself when it has none. */
struct str rule_member_word(struct arena *a, struct str key);
/* The word for a value that is a code: "calendar" 日历日; the value itself when it is none. */
struct str rule_value_word(struct str value);

#endif
