/* Industries of the national economy, GB/T 4754-2017: 门类 (a letter), 大类 (2 digits), 中类 (3),
 * 小类 (4). Built from the reference table sql/reference/industries.csv or from rows of it.
 */
#ifndef DOMAIN_INDUSTRY_H
#define DOMAIN_INDUSTRY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"

struct industry {
	struct str code; /* "C", "33", "331", "3311" */
	struct str name;
	int level;                     /* 1-4 */
	const struct industry *parent; /* NULL for a section */
};

struct industries {
	struct industry *v; /* in the order of the table: a parent before its children */
	size_t n;
	struct map by_code;
};

/* CSV with columns code, level, name, parent_code. RC_DATA: unknown parent, level that is not the
 * parent's plus one, duplicate code. Texts point into `csv`. */
MUST_CHECK enum rc industries_parse(
        struct arena *a, struct str csv, struct industries *out, struct err *e);
/* By code of any level; a section letter may stand before the digits ("C3311"), lower case is
 * taken. NULL when there is none, or when the letter is another section's. */
const struct industry *industries_find(const struct industries *all, struct str code);
/* True when `i` is `ancestor` or stands below it. */
bool industry_within(const struct industry *i, struct str ancestor);
const struct industry *industry_section(const struct industry *i);

#endif
