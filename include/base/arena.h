/* Memory that lives exactly as long as one request, command or test.
 *
 * Nothing is freed one by one. arena_alloc never returns NULL: every input is bounded before it
 * gets here, so passing the arena's limit (or the machine's memory) is a bug or an attack, and the
 * process stops with one line on stderr (docs/decisions/0003-arena-limit.md).
 * Not thread-safe: an arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/compat.h"

struct arena_block;
struct arena_cleanup;

struct arena {
	struct arena_block *head;
	struct arena_cleanup *cleanups;
	size_t used;  /* bytes handed out since the last reset */
	size_t limit; /* bytes that may be handed out */
};

#define ARENA_DEFAULT_LIMIT ((size_t)256 << 20)

void arena_init(struct arena *a, size_t limit);
/* Runs the deferred cleanups in reverse order, keeps one block for the next use. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

RETURNS_NONNULL void *arena_alloc(struct arena *a, size_t n); /* aligned for any type; not zeroed */
RETURNS_NONNULL void *arena_zalloc(struct arena *a, size_t n); /* zeroed */
RETURNS_NONNULL void *arena_array(
        struct arena *a, size_t n, size_t size); /* zeroed, checked n*size */
size_t arena_size(size_t n, size_t size); /* n*size; ends the process when that overflows */
#define ARENA_NEW(a, type) ((type *)arena_zalloc((a), sizeof(type)))
#define ARENA_NEW_N(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))

/* Called at reset or free, newest first: closes what the arena's owner opened. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);

/* A point to return to: memory handed out after the mark is given back, after the cleanups that
 * were deferred since have run, newest first. */
struct arena_mark {
	struct arena_block *block;
	struct arena_cleanup *cleanups;
	size_t block_used, used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark m);

#endif
