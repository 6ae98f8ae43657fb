/* 取消申报资格: what a ban does to files that are on their way. Entry refuses new ones by itself (service/entry). */
#ifndef SERVICE_BAR_H
#define SERVICE_BAR_H

#include "service/tx.h"

/* Every file of the enterprise in these programmes (by blanks; empty = all) that lies with a body is out, and out of
 * the pool. A file on a list that is being shown stays until the showing is over: bar_file then. */
MUST_CHECK enum rc bar_files(struct tx *tx, struct str uscc, struct str programmes, struct str reason,
	struct err *e);
/* One file that has just come into a body's hands: out when a ban in force covers it. */
MUST_CHECK enum rc bar_file(struct tx *tx, int64_t application_id, struct err *e);

#endif
