/* The links of one day of the log under one root: the tree of RFC 9162, section 2.1, for both algorithms of
 * domain/chain. Whoever holds one link and the path beside it computes the root that was published for the day,
 * and needs no other event for it.
 *
 * For each algorithm a, over the links h(a, first) … h(a, last) of the day in their order:
 *	leaf	H_a( 0x00 ‖ h(a, n) )
 *	node	H_a( 0x01 ‖ left ‖ right ); a last one without a neighbour rises as it is
 *	no event at all: H_a of the empty text
 * Leaves and nodes begin differently, so that no node can be passed off as an event.
 */
#ifndef DOMAIN_MERKLE_H
#define DOMAIN_MERKLE_H

#include "domain/chain.h"

#define MERKLE_MAX_PATH 40 /* steps; a day has fewer than 2^40 events */

struct merkle {
	struct chain_link *node; /* level by level, leaves first, the root last */
	size_t n;		 /* leaves */
	size_t nodes;
};

/* `links` in order of seq. Lives in `a`. */
struct merkle merkle_build(struct arena *a, const struct chain_link *links, size_t n);
struct chain_link merkle_root(const struct merkle *m);
/* The neighbours on the way from leaf `index` (0 … n-1) up to the root, lowest first; returns their number. */
size_t merkle_path(const struct merkle *m, size_t index, struct chain_link out[MERKLE_MAX_PATH]);
/* The root that link `index` of `n` has with this path; false: a path of this length cannot belong there. */
MUST_CHECK bool merkle_climb(const struct chain_link *link, size_t index, size_t n, const struct chain_link *path,
	size_t steps, struct chain_link *root);

#endif
