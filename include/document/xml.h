/* XML of untrusted packages, as events, resumable between rows. DOCTYPE is refused, so there are no
 * entities to expand and nothing external to fetch; depth is bounded; a single tag or comment of
 * more than a megabyte is refused. Names come without their namespace prefix.
 */
#ifndef DOCUMENT_XML_H
#define DOCUMENT_XML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "document/archive.h"

#define XML_MAX_DEPTH 64

struct xml_reader;

struct xml_events {
	/* Any may be NULL. A handler that fails sets *e and returns the code: reading stops there.
	 */
	enum rc (*start)(void *arg, struct str name, const char **attrs, struct err *e);
	enum rc (*end)(void *arg, struct str name, struct err *e);
	enum rc (*text)(void *arg, struct str text, struct err *e);
};

MUST_CHECK enum rc xml_open(struct arena *a, struct archive *z, const struct archive_entry *entry,
        const struct xml_events *events, void *arg, struct xml_reader **out, struct err *e);
/* Reads until a handler calls xml_reader_pause (*done = false) or the end (*done = true). */
MUST_CHECK enum rc xml_reader_run(struct xml_reader *x, bool *done, struct err *e);
void xml_reader_pause(struct xml_reader *x);
void xml_reader_close(struct xml_reader *x); /* else with the arena */
/* The whole part at once. */
MUST_CHECK enum rc xml_read(struct arena *a, struct archive *z, const struct archive_entry *entry,
        const struct xml_events *events, void *arg, struct err *e);
/* Value of an attribute by local name ("id" finds r:id); missing when there is none. Prefers the
 * name without a prefix. */
struct str xml_attr(const char **attrs, const char *name);
struct str xml_attr_prefixed(const char **attrs, const char *name); /* only with a prefix */

/* The other way: text as it may stand between tags and in double quotes. Which characters XML cannot say is the
 * caller's care (doc_clean). */
void xml_put(struct buf *out, struct str s);

#endif
