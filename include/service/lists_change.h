/* What every change of a list brings about; for the use cases of service/lists alone. */
#ifndef SERVICE_LISTS_CHANGE_H
#define SERVICE_LISTS_CHANGE_H

#include "service/lists.h"

/* Files that nobody is reviewing now and whose facts follow from this list are scored again; their
 * version rises, so that nobody signs what has changed under the pen. */
MUST_CHECK enum rc lists_changed(struct tx *tx, enum count_list list, struct err *e);

#endif
