/* Memory by lifetime, not by object: see the header. Blocks double in size up to 1 MiB. */
#include "base/arena.h"

#include <stdalign.h>

#define BLOCK_MIN ((size_t)16 << 10)
#define BLOCK_MAX ((size_t)1 << 20)
#define ALIGN alignof(max_align_t)

struct arena_block {
	struct arena_block *prev;
	size_t size, used;
	alignas(max_align_t) unsigned char data[];
};

struct arena_cleanup {
	struct arena_cleanup *prev;
	void (*fn)(void *);
	void *arg;
};

static NORETURN void arena_give_up(const char *why, size_t n)
{
	fprintf(stderr, "arena: %s (%zu bytes wanted)\n", why, n);
	abort();
}

void arena_init(struct arena *a, size_t limit)
{
	/* Far from SIZE_MAX, so that no size of a block can wrap around. */
	*a = (struct arena){.limit = limit ? MIN_OF(limit, SIZE_MAX / 4) : ARENA_DEFAULT_LIMIT};
}

static void block_push(struct arena *a, size_t need)
{
	size_t size = a->head ? MIN_OF(a->head->size * 2, BLOCK_MAX) : BLOCK_MIN;

	size = MAX_OF(size, need);
	struct arena_block *b = malloc(sizeof(*b) + size);
	if (!b)
		arena_give_up("out of memory", need);
	*b = (struct arena_block){.prev = a->head, .size = size};
	a->head = b;
}

void *arena_alloc(struct arena *a, size_t n)
{
	if (n > a->limit || a->used > a->limit - n)
		arena_give_up("limit passed", n);
	size_t rounded = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (rounded == 0)
		rounded = ALIGN;
	if (!a->head || a->head->size - a->head->used < rounded)
		block_push(a, rounded);
	void *p = a->head->data + a->head->used;
	a->head->used += rounded;
	a->used += rounded;
	return p;
}

void *arena_zalloc(struct arena *a, size_t n)
{
	return memset(arena_alloc(a, n), 0, n);
}

size_t arena_size(size_t n, size_t size)
{
	size_t total;

	if (mul_overflows(n, size, &total))
		arena_give_up("array size overflows", SIZE_MAX);
	return total;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	return arena_zalloc(a, arena_size(n, size));
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct arena_cleanup *c = arena_alloc(a, sizeof(*c));

	*c = (struct arena_cleanup){.prev = a->cleanups, .fn = fn, .arg = arg};
	a->cleanups = c;
}

static void run_cleanups(struct arena *a, const struct arena_cleanup *until)
{
	while (a->cleanups && a->cleanups != until) {
		struct arena_cleanup *c = a->cleanups;
		a->cleanups = c->prev;
		c->fn(c->arg);
	}
}

void arena_reset(struct arena *a)
{
	run_cleanups(a, NULL);
	/* The newest block is the largest: keep that one, so a busy arena settles on one block. */
	struct arena_block *keep = a->head;
	if (keep) {
		struct arena_block *b = keep->prev;
		while (b) {
			struct arena_block *prev = b->prev;
			free(b);
			b = prev;
		}
		if (keep->size > BLOCK_MAX) {
			free(keep);
			keep = NULL;
		} else {
			keep->prev = NULL;
			keep->used = 0;
		}
	}
	a->head = keep;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->head);
	a->head = NULL;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->head, a->cleanups, a->head ? a->head->used : 0, a->used};
}

void arena_release(struct arena *a, struct arena_mark m)
{
	run_cleanups(a, m.cleanups);
	while (a->head && a->head != m.block) {
		struct arena_block *prev = a->head->prev;
		free(a->head);
		a->head = prev;
	}
	if (a->head)
		a->head->used = m.block_used;
	a->used = m.used;
}
