/* Strict JSON, over cJSON (nobody else includes it; traps: docs/decisions/0002-json-in-base.md).
 * Refused before parsing: invalid UTF-8, NUL and \u0000, depth over the limit, bytes after the
 * value, duplicate member names. Numbers keep their text, so no digit is ever lost to a double.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	enum json_type type;
	struct str key;	 /* member name inside an object, else missing */
	struct str text; /* JSON_STRING: the text; JSON_NUMBER: the number as written */
	struct json *first, *next; /* children of an array or object, in order */
	size_t n;		   /* number of children */
};

#define JSON_MAX_DEPTH 32

MUST_CHECK enum rc json_parse(struct arena *a, struct str text, struct json **out, struct err *e);
/* NULL when j is NULL, no object, or has no such member. */
const struct json *json_get(const struct json *j, const char *key);
/* Text of a string member, or `otherwise`. */
struct str json_str(const struct json *j, const char *key, struct str otherwise);
/* Integer member within ±2^53; `otherwise` when missing or not an integer. */
int64_t json_i64(const struct json *j, const char *key, int64_t otherwise);
bool json_bool(const struct json *j, const char *key, bool otherwise);

/* Writing: commas are the caller's. Strings are quoted and escaped; `<` as \u003c. */
void json_put_str(struct buf *b, struct str s);
void json_put_key(struct buf *b, const char *key); /* "key": */
/* Canonical form: members sorted by name, no blanks; numbers as written. For hashing. */
void json_put_canonical(struct buf *b, const struct json *j, struct arena *a);

#endif
