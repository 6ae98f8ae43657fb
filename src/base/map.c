/* Text → pointer for tables of a request or of the reference data. */
#include "base/map.h"

void map_init(struct map *m, struct arena *a)
{
	*m = (struct map){.a = a};
}

uint64_t map_hash(struct str key)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 1099511628211u;
	return h ^ (h >> 32);
}

static struct map_slot *slot_of(const struct map *m, struct str key)
{
	size_t i = map_hash(key) & (m->cap - 1);

	while (m->slots[i].value && !str_eq(m->slots[i].key, key))
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

static void map_rehash(struct map *m, size_t cap)
{
	struct map old = *m;

	m->slots = ARENA_NEW_N(m->a, struct map_slot, cap);
	m->cap = cap;
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].value)
			*slot_of(m, old.slots[i].key) = old.slots[i];
}

void *map_put(struct map *m, struct str key, void *value)
{
	if ((m->n + 1) * 4 > m->cap * 3)
		map_rehash(m, m->cap ? m->cap * 2 : 16);
	struct map_slot *s = slot_of(m, key);
	void *before = s->value;
	if (!before)
		m->n++;
	*s = (struct map_slot){key, value};
	return before;
}

void *map_get(const struct map *m, struct str key)
{
	return m->cap ? slot_of(m, key)->value : NULL;
}
