/* Standards, procedures, counting rules and the working-day calendar in memory, as the database holds them.
 * A text has versions (table rulebook): version 1 holds since ever, a later one from its day of force, and only
 * for the province that took it, or for all. What holds on a day never changes afterwards, because a version
 * comes into force after the day of its confirmation at the earliest: so a batch is pinned by the day on which
 * it opens, and two threads that ask for the same day get the same text, whichever list they see.
 */
#ifndef SERVICE_RULES_H
#define SERVICE_RULES_H

#include "domain/list_kind.h"
#include "domain/procedure.h"
#include "domain/size.h"
#include "domain/standard.h"
#include "store/db.h"

struct rules;

/* One of each id: as it holds for everybody, a procedure as its own body has it. */
struct rules_list {
	const struct standard **standards;
	size_t standards_n;
	const struct procedure **procedures;
	size_t procedures_n;
	const struct counting **countings;
	size_t countings_n;
};

struct rules_version {
	struct str id, body; /* body: code of the province that took it; empty: for all */
	int64_t version;
	struct date in_force; /* {0}: since ever */
	struct str hash;
	const struct standard *standard; /* one of the three */
	const struct procedure *procedure;
	const struct counting *counting;
};

MUST_CHECK enum rc rules_open(struct db *db, struct rules **out, struct err *e);
void rules_close(struct rules *r);

/* Everything below is valid until the program ends, also after a newer version has come. */
const struct rules_list *rules_list(const struct rules *r, struct date day);
/* The version that holds on a day; of a standard, the one of the body if that has its own. NULL: none. */
const struct standard *rules_standard(
	const struct rules *r, struct str id, struct str body, struct date day);
const struct procedure *rules_procedure(const struct rules *r, struct str id, struct date day);
const struct counting *rules_counting(const struct rules *r, struct str id, struct date day);
/* The same for a batch: the day on which it opens, as stored (YYYY-MM-DD). */
struct date rules_pin(struct str opens_on);

/* The very text that was used. NULL: none has this hash. */
const struct standard *rules_standard_hashed(const struct rules *r, struct str hash_hex);

/* Versions of a standard or procedure in order; 0: there is no such id. */
size_t rules_versions(const struct rules *r, struct str id, const struct rules_version **out);
/* The one that holds for a body on a day, standards and procedures alike. NULL: none. */
const struct rules_version *rules_version_on(
	const struct rules *r, struct str id, struct str body, struct date day);
/* After a confirmation: reads what is new and exchanges the list. */
MUST_CHECK enum rc rules_reload(struct rules *r, struct db *db, struct err *e);

/* Kinds of items that an enterprise lists. */
const struct list_def *rules_list_def(const struct rules *r, enum count_list list); /* ip, honours */

/* 划型标准 and the table of industries that it speaks of. */
struct rules_sizes {
	struct industries industries;
	struct size_standard standard;
};
const struct rules_sizes *rules_sizes(const struct rules *r);

/* The calendar of now. */
const struct calendar *rules_calendar(const struct rules *r);
/* After an import: reads the calendar again and exchanges it. */
MUST_CHECK enum rc rules_calendar_reload(struct rules *r, struct db *db, struct err *e);

#endif
