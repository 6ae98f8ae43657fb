/* What a well-formed standard must also be; called by standard_load, which lists the rules. */
#ifndef DOMAIN_STANDARD_LINT_H
#define DOMAIN_STANDARD_LINT_H

#include "domain/standard.h"

MUST_CHECK enum rc standard_lint(const struct standard *s, struct err *e);

#endif
