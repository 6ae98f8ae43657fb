/* Standards, procedures, counting rules and the working-day calendar in memory, as the database holds them. A file is
 * judged by the standard and procedure of its batch for ever; both are immutable (table rulebook).
 */
#ifndef SERVICE_RULES_H
#define SERVICE_RULES_H

#include "domain/list_kind.h"
#include "domain/procedure.h"
#include "domain/standard.h"
#include "store/db.h"

struct rules;

struct rules_list {
	const struct standard **standards;
	size_t standards_n;
	const struct procedure **procedures;
	size_t procedures_n;
	const struct counting **countings;
	size_t countings_n;
};

MUST_CHECK enum rc rules_open(struct db *db, struct rules **out, struct err *e);
void rules_close(struct rules *r);

const struct rules_list *rules_list(const struct rules *r);
const struct standard *rules_standard(const struct rules *r, struct str id);	/* NULL: none */
const struct procedure *rules_procedure(const struct rules *r, struct str id);	/* NULL: none */

const struct counting *rules_counting(const struct rules *r, struct str id);	/* NULL: none */
/* Kinds of items that an enterprise lists. */
const struct list_def *rules_list_def(const struct rules *r, enum count_list list); /* ip, honours */

/* The calendar of now. Valid until the program ends, also after a newer one has come. */
const struct calendar *rules_calendar(const struct rules *r);
/* After an import: reads the calendar again and exchanges it. */
MUST_CHECK enum rc rules_calendar_reload(struct rules *r, struct db *db, struct err *e);

#endif
