/* Reference data for commands that work without a database: read from the files that travel in the
 * program. The same parsers take what an administrator imports. */
#ifndef CLI_REFERENCE_H
#define CLI_REFERENCE_H

#include "domain/industry.h"
#include "domain/size.h"
#include "domain/workday.h"

/* RC_DATA: the file is missing in the build or broken. */
MUST_CHECK enum rc reference_calendar(struct arena *a, struct calendar *out, struct err *e);
MUST_CHECK enum rc reference_industries(struct arena *a, struct industries *out, struct err *e);
MUST_CHECK enum rc reference_size(struct arena *a, struct size_standard *out, struct err *e);

#endif
