/* A list names an enterprise before it is known here: its titles, what it owes and what is open against it become its own
 * when it comes, by registering or with a list of enterprises (document 000: 部分未在平台注册的…尽快完成注册，及时填报数据).
 * By its credit code; nothing that is decided is touched.
 */
#ifndef SERVICE_ADOPT_H
#define SERVICE_ADOPT_H

#include "service/tx.h"

/* In the transaction that made the enterprise or gave it its first account; `division`: its county-level place. */
MUST_CHECK enum rc adopt_enterprise(struct tx *tx, int64_t enterprise_id, struct str uscc, struct str division, struct err *e);

#endif
