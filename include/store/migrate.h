/* The schema as numbered files that are applied once, in order, each in its own transaction.
 * Table schema_migration remembers which, with their SHA-256: a file once applied is never edited.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/sqlite.h"

/* NNN_name.sql with its text; NNN rises; each number is used once. */
struct schema_file {
	struct str name;
	struct str sql;
};
struct schema {
	struct schema_file *v;
	size_t n, cap;
};

/* The files that travel inside the program under sql/schema/sqlite/. */
MUST_CHECK enum rc schema_embedded(struct arena *a, struct schema *out, struct err *e);
/* Applies what is missing when `apply`; else RC_DATA when something is. RC_DATA also when the
 * database is newer than the program or was made from other files. */
MUST_CHECK enum rc migrate(
        struct db *writer, const struct schema *schema, bool apply, struct err *e);

/* store_open with another catalogue and schema: the store's own tests. */
MUST_CHECK enum rc store_open_with(const struct store_options *options, struct catalogue catalogue,
        const struct schema *schema, struct store **out, struct err *e);

#endif
