/* A body that is made while it is sent: a list of any length in the memory of one portion of it.
 *
 * A page gives a function that appends the next portion. The first portion is made before the answer begins, so what
 * is wrong with the question is still a page that says so; what fails later cuts the connection, and no program takes
 * the rest for the whole. When the visitor goes away the function is not called again.
 *
 * ctx_db in the function opens one read transaction for all portions: what goes out is one state of the database. It
 * must not live as long as a slow line, or the log could not be checkpointed: after STREAM_HOLD_MS the rest is made
 * at the speed of the disk into an unnamed temporary file, which is sent afterwards. At most half of the readers are
 * lent to streams. A function that calls ctx_db_end itself reads in short transactions instead.
 */
#ifndef WEB_STREAM_H
#define WEB_STREAM_H

#include "web/ctx.h"

#define STREAM_HOLD_MS 2000
#define STREAM_PORTION_MAX ((size_t)48 << 20)

/* Appends to `out`, sets *more when there is something to come. `c` is that of the request, but c->a is given back
 * before the next call: what lives on is in `state`, in the arena of the request. */
typedef enum rc stream_fn(struct ctx *c, void *state, struct buf *out, bool *more, struct err *e);

/* A download; `dir` is for the temporary file. For HEAD nothing is made. RC_BUSY: too many at once. */
MUST_CHECK enum rc respond_stream(struct ctx *c, struct str mime, struct str filename, const char *dir,
	stream_fn *fn, void *state, struct err *e);

/* --- transports --- */
struct stream; /* http_res.stream; ends with the arena of the request */
/* The next bytes, at most n: their number; 0 at the end; -1 broken off: hang up. On one thread. */
MUST_CHECK int64_t stream_read(struct stream *s, char *p, size_t n);
/* All of it at once, for a door that could not tell its peer of a failure: a file (NUL-terminated path). */
MUST_CHECK enum rc stream_to_file(struct stream *s, struct str *path, struct err *e);

#endif
