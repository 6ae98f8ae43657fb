/* Text → pointer, open addressing on an arena. Keys are not copied: they must live as long. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct map_slot {
	struct str key;
	void *value;
};

struct map {
	struct map_slot *slots;
	size_t n, cap;
	struct arena *a;
};

void map_init(struct map *m, struct arena *a);
/* Returns the value that stood under the key before, or NULL. `value` must not be NULL. */
void *map_put(struct map *m, struct str key, void *value);
void *map_get(const struct map *m, struct str key);
uint64_t map_hash(struct str key); /* FNV-1a; not for hostile key sets larger than a request */

#endif
