/* Growing arrays on an arena: any struct with members `v`, `n`, `cap`.
 *	struct strs list = {0};
 *	VEC_PUSH(arena, &list, STR("x"));
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *v;                                                                           \
		size_t n, cap;                                                                     \
	}

/* Makes room for one more element of `size` bytes, not zeroed; returns the (possibly moved) array. */
void *vec_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size);

#define VEC_PUSH(a, vec, item)                                                                     \
	((vec)->v = vec_grow((a), (vec)->v, (vec)->n, &(vec)->cap, sizeof(*(vec)->v)),             \
		(void)((vec)->v[(vec)->n++] = (item)))
/* Appends a zeroed element and returns its address. */
#define VEC_ADD(a, vec)                                                                            \
	((vec)->v = vec_grow((a), (vec)->v, (vec)->n, &(vec)->cap, sizeof(*(vec)->v)),             \
		(void)memset(&(vec)->v[(vec)->n], 0, sizeof(*(vec)->v)), &(vec)->v[(vec)->n++])

#endif
