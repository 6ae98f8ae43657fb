/* What a body publishes each day is one hash; this is how a single event is shown to lie under it. */
#include "domain/merkle.h"

enum { LEAF_PREFIX = 0, NODE_PREFIX = 1 };

static struct chain_link leaf_of(const struct chain_link *link)
{
	char raw[1 + HASH_LEN] = {LEAF_PREFIX};
	struct chain_link out;

	memcpy(raw + 1, link->sha256.b, HASH_LEN);
	out.sha256 = hash_sha256((struct str){raw, sizeof(raw)});
	memcpy(raw + 1, link->sm3.b, HASH_LEN);
	out.sm3 = hash_sm3((struct str){raw, sizeof(raw)});
	return out;
}

static struct chain_link node_of(const struct chain_link *left, const struct chain_link *right)
{
	char raw[1 + 2 * HASH_LEN] = {NODE_PREFIX};
	struct chain_link out;

	memcpy(raw + 1, left->sha256.b, HASH_LEN);
	memcpy(raw + 1 + HASH_LEN, right->sha256.b, HASH_LEN);
	out.sha256 = hash_sha256((struct str){raw, sizeof(raw)});
	memcpy(raw + 1, left->sm3.b, HASH_LEN);
	memcpy(raw + 1 + HASH_LEN, right->sm3.b, HASH_LEN);
	out.sm3 = hash_sm3((struct str){raw, sizeof(raw)});
	return out;
}

static size_t nodes_of(size_t n)
{
	size_t all = n;

	for (; n > 1; all += n)
		n = (n + 1) / 2;
	return all;
}

struct merkle merkle_build(struct arena *a, const struct chain_link *links, size_t n)
{
	struct merkle m = {.n = n, .nodes = nodes_of(n)};

	m.node = ARENA_NEW_N(a, struct chain_link, m.nodes + 1);
	for (size_t i = 0; i < n; i++)
		m.node[i] = leaf_of(&links[i]);
	for (size_t from = 0, wide = n; wide > 1; from += wide, wide = (wide + 1) / 2)
		for (size_t i = 0; i < wide; i += 2)
			m.node[from + wide + i / 2] = i + 1 < wide ? node_of(&m.node[from + i], &m.node[from + i + 1])
								   : m.node[from + i];
	return m;
}

struct chain_link merkle_root(const struct merkle *m)
{
	if (m->n == 0)
		return (struct chain_link){hash_sha256(STR("")), hash_sm3(STR(""))};
	return m->node[m->nodes - 1];
}

size_t merkle_path(const struct merkle *m, size_t index, struct chain_link out[MERKLE_MAX_PATH])
{
	size_t steps = 0;

	for (size_t from = 0, wide = m->n; wide > 1; from += wide, wide = (wide + 1) / 2, index /= 2)
		if ((index ^ 1) < wide && steps < MERKLE_MAX_PATH)
			out[steps++] = m->node[from + (index ^ 1)];
	return steps;
}

bool merkle_climb(const struct chain_link *link, size_t index, size_t n, const struct chain_link *path, size_t steps,
	struct chain_link *root)
{
	size_t used = 0;

	if (index >= n)
		return false;
	struct chain_link at = leaf_of(link);
	for (size_t wide = n; wide > 1; wide = (wide + 1) / 2, index /= 2) {
		if ((index ^ 1) >= wide)
			continue;
		if (used == steps)
			return false;
		at = index & 1 ? node_of(&path[used], &at) : node_of(&at, &path[used]);
		used++;
	}
	if (used != steps)
		return false;
	*root = at;
	return true;
}
