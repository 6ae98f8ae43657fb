/* What in a standard or procedure is not the printed word: found in its JSON, and written anew once somebody
 * has looked it up. The text that results is a text like any other and is loaded and checked as such.
 */
#ifndef DOMAIN_RULE_MARK_H
#define DOMAIN_RULE_MARK_H

#include "base/json.h"

enum rule_mark_kind {
	RULE_UNVERIFIED, /* unverified: from memory or unequal copies */
	RULE_NOT_FOUND,	 /* null or empty where documents print something */
	RULE_DERIVED,	 /* derived: seen in data that cites the text */
	RULE_OPEN,	 /* configurable: the document leaves it to the body */
	RULE_MARK__MAX
};
const char *rule_mark_word(enum rule_mark_kind k); /* 未核实 未查到 推算 待本省设定 */

enum rule_field_kind {
	RULE_TEXT,
	RULE_NUMBER,
	RULE_DATE,
	RULE_CODE, /* one of rule_field.codes, or empty; in words: rule_value_word() */
	RULE_LIST /* indicators of the province (domain/standard_local.h): the value is their JSON */
};
struct rule_field {
	struct str id;	 /* path inside the item: text, bands/2/points; empty: the item is the value; ../unit: beside it */
	struct str word; /* 分值 */
	struct str value;
	enum rule_field_kind kind;
	int64_t most; /* RULE_LIST: how many */
	const char *const *codes; /* RULE_CODE: up to a NULL */
	bool needed;		  /* RULE_CODE: one of them, never empty */
};
#define RULE_FIELDS_MAX 24

struct rule_mark {
	enum rule_mark_kind kind;
	struct str path; /* conditions/chain, basis/2, legal_from */
	struct str part, item, clause, value; /* words for people */
	struct rule_field *fields; /* none: a list, which can only be confirmed as it is */
	size_t fields_n;
};
struct rule_marks {
	struct rule_mark *v;
	size_t n, cap;
};
/* Unverified ones first, each kind in the order of the text. */
void rule_marks(struct arena *a, const struct json *root, struct rule_marks *out);
const struct rule_mark *rule_mark_at(const struct rule_marks *list, struct str path);

/* The text (canonical JSON) with the values of the mark's fields, in their order, and the mark gone: in its
 * place stands "confirmed". RC_INVALID names the field ("f0", "f1" …) whose value is no number or date. */
MUST_CHECK enum rc rule_mark_settle(struct arena *a, struct str text, struct str path,
	const struct str *values, struct str *out, struct err *e);

#endif
