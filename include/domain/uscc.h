/* Unified social credit code (统一社会信用代码), GB 32100-2015.
 *
 * 18 characters: 1 登记管理部门, 2 机构类别, 3-8 登记管理机关行政区划 (digits), 9-17 主体标识码
 * (the organisation code of GB 11714: 8 characters and its own check character), 18 check
 * character. Alphabet of 31: digits and capital letters without I, O, S, V, Z.
 * The region digits are never held against a code: one real code in nine has digits that are
 * not, or no longer, in GB/T 2260. The organisation code's own check is information only.
 * Codes exist that were issued in the early pilot with a wrong check character: callers let an
 * officer override USCC_CHECK on record, never the other problems.
 */
#ifndef DOMAIN_USCC_H
#define DOMAIN_USCC_H

#include "base/arena.h"
#include "base/str.h"

#define USCC_LEN 18

enum uscc_problem {
	USCC_OK,
	USCC_EMPTY,
	USCC_LENGTH,    /* not 18 characters */
	USCC_CHARACTER, /* a character that no code has, or a letter among the region digits */
	USCC_CHECK,     /* the 18th character does not follow from the 17 before */
	USCC__MAX
};

struct uscc_result {
	enum uscc_problem problem;
	size_t length;       /* characters (code points) given */
	size_t position;     /* 1-18, of the first wrong character; 18 for USCC_CHECK; else 0 */
	struct str wrong;    /* that character, as written; points into the text given */
	char expected;       /* check character that would be right; 0 unless OK or CHECK */
	bool org_ok;         /* positions 9-17 satisfy GB 11714; false unless OK or CHECK */
	char org_expected;   /* its check character (position 17); 0 unless OK or CHECK */
	bool lost_precision; /* digits only, ending in 000, check wrong: a spreadsheet's rounding */
};

/* What people type and paste: outer blanks (also U+3000, U+00A0) go, full-width becomes half-width,
 * lower case becomes upper. Nothing inside is dropped: a hyphen stays and is refused by name. */
struct str uscc_normalise(struct arena *a, struct str typed);
/* Only the outer blanks. */
struct str uscc_trim(struct str typed);

/* Of a text as it stands; `code` is copied nowhere. */
struct uscc_result uscc_check(struct str code);
/* Of a normalised text. */
static inline bool uscc_valid(struct str code)
{
	return uscc_check(code).problem == USCC_OK;
}
/* Why, in Chinese and in one line: position, character, what it should be. "" for USCC_OK. */
struct str uscc_explain(struct arena *a, const struct uscc_result *r);

/* The check character for 17 characters; 0 when one of them is not in the alphabet. */
char uscc_check_char(struct str first17);
/* The check character of GB 11714 for 8 characters 0-9 A-Z; 0 when one is something else. */
char uscc_org_check_char(struct str first8);

#endif
