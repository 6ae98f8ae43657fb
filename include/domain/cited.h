/* Clauses as people read them. A procedure cites its documents by a short name (2号第十七条, 细则第九条), which says nothing
 * where it stands alone; which document a short name means is the procedure's own data: `short` of an item of `basis`, or of
 * `cited` (documents that clauses are taken from besides).
 */
#ifndef DOMAIN_CITED_H
#define DOMAIN_CITED_H

#include "base/json.h"

/* The text with 《title》 in place of each short name that a place follows (第…, 附件…); `root`: the procedure. */
struct str cited_text(struct arena *a, const struct json *root, struct str text);

/* Every clause, note and answer of the guide of a procedure, in place. After its hash: that is of the text as kept. */
void cited_spell(struct arena *a, struct json *root);

#endif
