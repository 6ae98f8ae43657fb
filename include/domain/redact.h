/* What a person who must not know whose file it is may read: names, codes, telephone numbers and addresses
 * of the net give way to ×××. Blanks inside a name, full-width characters and small letters hide nothing:
 * the comparison ignores them. Better too much than too little.
 */
#ifndef DOMAIN_REDACT_H
#define DOMAIN_REDACT_H

#include "base/arena.h"
#include "base/str.h"

#define REDACTED "×××"

/* What has to go: at least two characters each, others are left out. */
void redact_term(struct arena *a, struct strs *terms, struct str term);
/* A name of an enterprise in full, without its legal form (有限公司 …), without the places before it and
 * without the trade behind it: 石家庄星辰机械有限公司 → 石家庄星辰机械, 星辰机械, 星辰. */
void redact_enterprise(struct arena *a, struct strs *terms, struct str name, const struct strs *places);

/* `text` with every term, and everything that looks like a credit code, identity number, telephone number,
 * mail or net address, replaced. Invalid UTF-8 is replaced whole. */
struct str redact(struct arena *a, const struct strs *terms, struct str text);

/* Without legal form and places; the name itself when less than two characters would be left. */
struct str name_core(struct str name, const struct strs *places);
/* Whether two names are of the same house: equal, or the core of one stands in the other (three characters
 * at least, compared as above). */
bool names_related(struct arena *a, struct str x, struct str y, const struct strs *places);

#endif
