/* From a method and a decoded path to a line of the route table. Built once, read by all threads. */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

#include "web/ctx.h"

struct router;

/* Checks the table: patterns well-formed, at most HTTP_MAX_PARAMS names, no two of the same method and
 * shape, every line with roles, a function and a title. RC_DATA names the offending line. */
MUST_CHECK enum rc router_open(struct arena *a, const struct route *routes, size_t n,
	struct router **out, struct err *e);

struct router_match {
	const struct route *route; /* NULL: none for this method */
	struct str params[HTTP_MAX_PARAMS];
	unsigned allow; /* 1u << method of every line whose pattern fits; 0: no such path */
};
/* A literal segment wins over {x}, the leftmost difference decides. HEAD is looked up as GET. */
void router_find(const struct router *r, enum http_method m, struct str path,
	struct router_match *out);

#endif
