/* The Cookie header: name=value pairs as RFC 6265 4.2 has them, on the slice that arrived. */
#ifndef WEB_COOKIE_H
#define WEB_COOKIE_H

#include "base/str.h"

/* Takes the next pair off *rest. Pairs without '=' or with a bad name are skipped. */
bool cookie_next(struct str *rest, struct str *name, struct str *value);
/* The first value of that name; missing: p == NULL. A name that comes twice is missing too, because
 * nobody can say which one is ours. */
struct str cookie_get(struct str header, struct str name);

#endif
