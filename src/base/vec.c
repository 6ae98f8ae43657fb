/* Growing arrays: doubling on the arena, the old copy stays behind until the arena goes. */
#include "base/vec.h"

void *vec_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return v;
	size_t next = *cap ? *cap * 2 : 8;
	/* Not zeroed: whoever adds an element writes it, and elements of pages are large. */
	void *grown = arena_alloc(a, arena_size(next, size));
	if (n > 0)
		memcpy(grown, v, n * size);
	*cap = next;
	return grown;
}
