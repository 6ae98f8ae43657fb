/* Pieces of header values: parameters, quality lists, content types. On slices; nothing is trusted. */
#ifndef WEB_HEADER_H
#define WEB_HEADER_H

#include "base/arena.h"
#include "base/str.h"

bool header_token_char(char c); /* tchar of RFC 9110 5.6.2 */
bool header_is_token(struct str s);

/* "Multipart/Form-Data; boundary=x": the part before ';', trimmed. */
struct str header_media_type(struct str value);
/* Next `; name=value` of *rest, which begins after the media type: name as written, value without
 * quotes and with backslash escapes undone only when `unescape`. Returns 1, 0 at the end, -1 when
 * malformed. */
int header_param(struct arena *a, struct str *rest, bool unescape, struct str *name,
	struct str *value);
/* The one parameter of that name (any case). 1 found, 0 not there, -1 malformed or twice. */
int header_param_get(struct arena *a, struct str value, const char *name, struct str *out);

/* True when an Accept-Encoding value allows `coding` (q=0 refuses; '*' counts). Bounded: 32 parts. */
bool header_accepts(struct str value, const char *coding);
/* True when a list of entity tags (If-None-Match, weak comparison) holds `etag` or is '*'. */
bool header_etag_match(struct str value, struct str etag);

#endif
