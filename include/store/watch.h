/* Which tables have been written: for who asks the same of the tables again and again, and need not where nothing of
 * them was written since. The engine itself names the tables of a statement, those that its triggers and foreign keys
 * write too.
 */
#ifndef STORE_WATCH_H
#define STORE_WATCH_H

#include "store/db.h"

#define STORE_WATCH_MAX 32

/* From now on; `tables` ends with NULL, has at most STORE_WATCH_MAX names and lives as long as the store. */
MUST_CHECK enum rc store_watch(struct store *s, const char *const *tables, struct err *e);
/* Bit i: a statement that writes tables[i] has begun since the last call, whatever became of it. */
uint32_t store_written(struct store *s);

#endif
