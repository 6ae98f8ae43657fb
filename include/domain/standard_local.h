/* Indicators that a document leaves to the province (63号附件2: 省级…自主设定1-3个指标). In the text they stand inside
 * the indicator that the document prints:
 *
 *   {"id": "local", …, "max": 15, "points": "local_points", "local_max": 3, "local": [
 *     {"id", "name", "max", "rule", "formula", "unit"?, "value"?, "bands" | "points",   as any indicator
 *      "shows": what the evidence should show, "facts": [what the form asks for it],
 *      "ask"?: {"fact", "name", "hint"}                what a fact of the province's own means here}]}
 *
 * Empty: the printed indicator stands, and its points are a fact that nobody knows yet. Otherwise the list's
 * indicators take its place, each with an evidence slot; together they give at most its points, and what they
 * leave (`unused` of the group) cannot be earned.
 */
#ifndef DOMAIN_STANDARD_LOCAL_H
#define DOMAIN_STANDARD_LOCAL_H

#include "base/err.h"
#include "base/json.h"

/* Changes `root` in place. RC_DATA (MSG_STANDARD_BAD): too many, too many points, no such form. Afterwards the
 * root has "asks": the `ask` objects of the lists. */
MUST_CHECK enum rc standard_local(struct arena *a, struct json *root, struct err *e);

#endif
