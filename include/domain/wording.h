/* Sentences that are data: a list of {"text", "if", "unless"} with names in braces becomes a paragraph.
 * "if" and "unless" name a value that holds or does not (a count above zero, a list that is not empty).
 * A name that is not known stays in its braces, so that a slip of the pen is seen by whoever reads the draft.
 */
#ifndef DOMAIN_WORDING_H
#define DOMAIN_WORDING_H

#include "base/json.h"
#include "base/vec.h"

struct wording_value {
	struct str name, text;
	bool holds;
};
struct wording_values {
	struct wording_value *v;
	size_t n, cap;
};

/* A later value of the same name takes the place of the earlier. */
void wording_text(struct arena *a, struct wording_values *v, const char *name, struct str text);
void wording_count(struct arena *a, struct wording_values *v, const char *name, int64_t n);
/* One text. */
struct str wording_put(struct arena *a, struct str text, const struct wording_values *v);
/* The sentences that apply, one after the other. */
struct str wording_fill(struct arena *a, const struct json *sentences, const struct wording_values *v);
/* Of a list of {"text", KEY…}, the text of the first whose members named in `keys` are missing or equal to `of`:
 * what is particular stands before what is general. NULL: none. */
const struct json *wording_choose(
	const struct json *list, const char *const *keys, const struct str *of, size_t n);

#endif
