/* What can be listed: the kinds of intellectual property and honours, and what is asked about each.
 * Data: sql/reference/lists.json.
 *
 * { "source", "lists": [{ "id": "ip|honours", "title", "noun", "lead", "fields": {MEMBER: label},
 *   "needs": [MEMBER], "grounds": [text of 高价值情形 1 …],
 *   "kinds": [{ "id", "name", "group", "fields"?, "also"?: {MEMBER: label}, "needs"? }] }] }
 * A kind's fields and needs replace those of its list; "also" adds to them. A title is always asked.
 */
#ifndef DOMAIN_LIST_KIND_H
#define DOMAIN_LIST_KIND_H

#include "domain/count.h"

/* member, type of what is typed. `obtained` brings transferred_on with it. */
#define LIST_FIELD_LIST(X)                                                                         \
	X(NUMBER, number)                                                                          \
	X(GRANTED_ON, granted_on)                                                                  \
	X(VALID_UNTIL, valid_until)                                                                \
	X(RECHECKED_ON, rechecked_on)                                                              \
	X(RANK, rank)                                                                              \
	X(LEVEL, level)                                                                            \
	X(OBTAINED, obtained)                                                                      \
	X(RELATED, related)                                                                        \
	X(APPLIED, applied)                                                                        \
	X(GROUND, ground)

enum list_field {
#define X(ID, member) LIST_FIELD_##ID,
	LIST_FIELD_LIST(X)
#undef X
	LIST_FIELD__MAX
};

struct list_kind {
	struct str id, name, group;
	struct str label[LIST_FIELD__MAX]; /* missing: not asked */
	bool needed[LIST_FIELD__MAX];
};
struct list_def {
	enum count_list list; /* COUNT_IP or COUNT_HONOURS */
	struct str title, noun, lead;
	struct strs grounds;
	const struct list_kind *kinds;
	size_t kinds_n;
};
struct list_defs {
	struct list_def list[COUNT_HONOURS + 1]; /* by enum count_list */
};

/* RC_DATA (MSG_LISTS_BAD) names what is wrong: a list missing, an unknown member, a kind twice, a
 * member that is needed and not asked. */
MUST_CHECK enum rc list_defs_load(
	struct arena *a, struct str json, const struct list_defs **out, struct err *e);
const struct list_kind *list_kind_find(const struct list_def *d, struct str id); /* NULL: none */
const char *list_field_name(enum list_field f);
struct str list_level_word(struct str level); /* 国家级 省级 市级 …; "" for none */

#endif
