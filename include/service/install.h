/* Fills an empty database with what the program carries: divisions, industries, competent bodies,
 * calendar, standards, procedures, targets, secrets. Run again it adds what is new and changes nothing.
 */
#ifndef SERVICE_INSTALL_H
#define SERVICE_INSTALL_H

#include "store/db.h"

/* One transaction. RC_DATA names the reference file and line that is wrong. */
MUST_CHECK enum rc install_reference(struct store *store, struct arena *a, int64_t now, struct err *e);

#endif
