/* Receives a request's body: small ones in the arena, large ones in an unlinked temporary file that is
 * mapped when complete. The limit is the route's; a body that passes it is a 413 however it came.
 */
#ifndef TRANSPORT_BODY_H
#define TRANSPORT_BODY_H

#include "base/arena.h"
#include "base/err.h"

#define BODY_IN_MEMORY ((int64_t)256 << 10)

struct body {
	struct arena *a;
	const char *tmp_dir; /* exists; on the disk where evidence goes */
	int64_t limit, n;
	char *p; /* while in memory */
	size_t cap;
	int fd;	  /* -1 while in memory */
	void *map; /* when finished and on disk */
};

/* `expected` is the Content-Length, or -1. Cleans up by the arena's deferred calls:
 * `b` lives at least as long as what is in the arena (best: in it). */
void body_init(struct body *b, struct arena *a, const char *tmp_dir, int64_t limit,
	int64_t expected);
/* RC_TOO_LARGE over the limit, RC_IO when the disk is full. */
MUST_CHECK enum rc body_add(struct body *b, struct str bytes, struct err *e);
MUST_CHECK enum rc body_finish(struct body *b, struct str *out, struct err *e);

#endif
