/* application/x-www-form-urlencoded, for bodies and queries. Zero-copy where nothing is encoded. */
#ifndef WEB_URLENC_H
#define WEB_URLENC_H

#include "web/form.h"

/* RC_INVALID: a '%' without two hex digits, or a name that is no clean UTF-8. RC_TOO_LARGE: more than
 * FORM_MAX_FIELDS pairs. Values: CRLF becomes LF; not UTF-8 or with NUL → bad_text, value empty. */
MUST_CHECK enum rc urlenc_parse(struct arena *a, struct str text, struct form *out, struct err *e);

/* Shared with multipart: sets v->value from raw text by the rules above. */
void form_value_text(struct arena *a, struct form_value *v, struct str raw);

#endif
