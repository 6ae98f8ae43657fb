/* The route table is the authorisation matrix of the site; this file makes it fast to ask and
 * refuses a table in which an answer could depend on the order of its lines.
 */
#include "web/router.h"

#include "base/map.h"
#include "base/vec.h"

#define MAX_SEGMENTS 12

struct shape {
	const struct route *route;
	struct str segment[MAX_SEGMENTS]; /* "{x}" as written */
	size_t n;
};

/* Shapes that share their beginning, the more literal ones first. */
struct bucket {
	VEC(const struct shape *);
};

/* A pattern lies in exactly one of these; a path looks into all three, in this order. */
struct router {
	struct map by_two;      /* "a/b": two literal segments → struct bucket */
	struct map by_one;      /* "a": one literal segment, then {x} or nothing → struct bucket */
	struct bucket anything; /* patterns that begin with {x} */
};

static bool is_param(struct str segment)
{
	return segment.n > 0 && segment.p[0] == '{';
}

/* "/a/b" → "a" "b"; "/" → one empty segment. False: too many. */
static bool split(struct str path, struct str *segment, size_t max, size_t *n)
{
	struct str rest = str_sub(path, 1, path.n), part;

	*n = 0;
	while (str_cut(&rest, '/', &part)) {
		if (*n == max)
			return false;
		segment[(*n)++] = part;
	}
	return true;
}

/* Literal before parameter, leftmost segment first; 0 when both would take the same paths. */
static int shape_cmp(const struct shape *x, const struct shape *y)
{
	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	for (size_t i = 0; i < x->n; i++) {
		bool px = is_param(x->segment[i]), py = is_param(y->segment[i]);
		int c = px || py ? px - py : str_cmp(x->segment[i], y->segment[i]);
		if (c)
			return c;
	}
	return 0;
}

static int shape_order(const void *x, const void *y)
{
	return shape_cmp(*(const struct shape *const *)x, *(const struct shape *const *)y);
}

static enum rc table_wrong(const struct route *r, const char *why, struct err *e)
{
	return err_detail(e, RC_DATA, MSG_INTERNAL, "route %s %s: %s", http_method_name(r->method),
	        r->pattern ? r->pattern : "?", why);
}

static bool segment_valid(struct str s, size_t segments)
{
	if (is_param(s))
		return s.n > 2 && s.p[s.n - 1] == '}';
	return (s.n > 0 || segments == 1) && !str_has(s, STR("{")) && !str_has(s, STR("}"));
}

static enum rc shape_make(
        struct arena *a, const struct route *r, const struct shape **out, struct err *e)
{
	struct shape *s = ARENA_NEW(a, struct shape);
	size_t params = 0;

	if (!r->pattern || r->pattern[0] != '/')
		return table_wrong(r, "pattern does not begin with '/'", e);
	if (r->method != HTTP_GET && r->method != HTTP_POST)
		return table_wrong(r, "method is neither GET nor POST", e);
	if (!r->fn || !r->title || r->title[0] == '\0' || r->roles == 0)
		return table_wrong(r, "without function, title or roles", e);
	s->route = r;
	if (!split(str_c(r->pattern), s->segment, MAX_SEGMENTS, &s->n))
		return table_wrong(r, "too many segments", e);
	for (size_t i = 0; i < s->n; i++) {
		if (!segment_valid(s->segment[i], s->n))
			return table_wrong(r, "malformed segment", e);
		params += is_param(s->segment[i]);
	}
	if (params > HTTP_MAX_PARAMS)
		return table_wrong(r, "too many parameters", e);
	*out = s;
	return RC_OK;
}

/* The first two segments of a path, which lie beside one another in it. */
static struct str first_two(const struct str *segment)
{
	return (struct str){segment[0].p, segment[0].n + 1 + segment[1].n};
}

static struct bucket *bucket_of(struct arena *a, struct router *r, const struct shape *s)
{
	if (is_param(s->segment[0]))
		return &r->anything;
	bool two = s->n > 1 && !is_param(s->segment[1]);
	struct map *map = two ? &r->by_two : &r->by_one;
	struct str key = two ? first_two(s->segment) : s->segment[0];
	struct bucket *b = map_get(map, key);
	if (!b) {
		b = ARENA_NEW(a, struct bucket);
		map_put(map, key, b);
	}
	return b;
}

static enum rc bucket_seal(struct bucket *b, struct err *e)
{
	if (b->n > 1)
		qsort(b->v, b->n, sizeof(*b->v), shape_order);
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = i + 1; k < b->n && shape_cmp(b->v[i], b->v[k]) == 0; k++)
			if (b->v[i]->route->method == b->v[k]->route->method)
				return table_wrong(b->v[k]->route, "overlaps another line", e);
	return RC_OK;
}

static enum rc buckets_seal(struct map *map, struct err *e)
{
	for (size_t i = 0; i < map->cap; i++)
		if (map->slots[i].value)
			TRY(bucket_seal(map->slots[i].value, e));
	return RC_OK;
}

enum rc router_open(
        struct arena *a, const struct route *routes, size_t n, struct router **out, struct err *e)
{
	struct router *r = ARENA_NEW(a, struct router);

	map_init(&r->by_two, a);
	map_init(&r->by_one, a);
	for (size_t i = 0; i < n; i++) {
		const struct shape *s = NULL;
		TRY(shape_make(a, &routes[i], &s, e));
		struct bucket *b = bucket_of(a, r, s);
		VEC_PUSH(a, b, s);
	}
	TRY(buckets_seal(&r->by_two, e));
	TRY(buckets_seal(&r->by_one, e));
	TRY(bucket_seal(&r->anything, e));
	*out = r;
	return RC_OK;
}

static bool shape_fits(const struct shape *s, const struct str *segment, size_t n)
{
	if (s->n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_param(s->segment[i]) ? segment[i].n == 0
		                            : !str_eq(s->segment[i], segment[i]))
			return false;
	return true;
}

static void take(const struct shape *s, const struct str *segment, struct router_match *m)
{
	size_t params = 0;

	m->route = s->route;
	for (size_t i = 0; i < s->n; i++)
		if (is_param(s->segment[i]))
			m->params[params++] = segment[i];
}

static void search(const struct bucket *b, enum http_method method, const struct str *segment,
        size_t n, struct router_match *m)
{
	for (size_t i = 0; b && i < b->n; i++) {
		if (!shape_fits(b->v[i], segment, n))
			continue;
		m->allow |= 1u << b->v[i]->route->method;
		if (!m->route && b->v[i]->route->method == method)
			take(b->v[i], segment, m);
	}
}

void router_find(
        const struct router *r, enum http_method method, struct str path, struct router_match *out)
{
	struct str segment[MAX_SEGMENTS];
	size_t n;

	*out = (struct router_match){0};
	if (path.n == 0 || path.p[0] != '/' || !split(path, segment, MAX_SEGMENTS, &n))
		return;
	if (method == HTTP_HEAD)
		method = HTTP_GET;
	if (n > 1)
		search(map_get(&r->by_two, first_two(segment)), method, segment, n, out);
	search(map_get(&r->by_one, segment[0]), method, segment, n, out);
	search(&r->anything, method, segment, n, out);
}
