/* multipart/form-data (RFC 7578, RFC 2046 5.1.1) over a complete body. File parts are slices of the
 * body, nothing is copied. Strict: CRLF only, exact boundaries, one Content-Disposition with one
 * name, and an end marker; what browsers never send is refused, not guessed.
 */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "web/form.h"

#define MULTIPART_MAX_PART_HEADERS 16
#define MULTIPART_MAX_PART_HEADER_BYTES 4096
#define MULTIPART_MAX_PREAMBLE 4096

/* `content_type` is the request's header. RC_INVALID: malformed; RC_TOO_LARGE: over FORM_MAX_FIELDS. */
MUST_CHECK enum rc multipart_parse(struct arena *a, struct str content_type, struct str body,
	struct form *out, struct err *e);

#endif
