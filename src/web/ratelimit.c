/* Against guessing passwords and flooding the objection form; the account's own lock is the
 * service's. */
#include "web/ratelimit.h"

#include <pthread.h>

#include "base/map.h"

#define TOKEN 60000

struct slot {
	uint64_t key;
	int64_t at;     /* ms, of the last refill */
	int64_t tokens; /* in parts of 60,000: one a millisecond for a limit of one a minute */
};

struct ratelimit {
	pthread_mutex_t lock;
	uint64_t seed;
	struct slot slot[RATELIMIT_SLOTS];
};

static void destroy(void *p)
{
	struct ratelimit *r = p;

	pthread_mutex_destroy(&r->lock);
}

struct ratelimit *ratelimit_new(struct arena *a, uint64_t seed)
{
	struct ratelimit *r = ARENA_NEW(a, struct ratelimit);

	pthread_mutex_init(&r->lock, NULL);
	r->seed = seed;
	arena_defer(a, destroy, r);
	return r;
}

static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdu;
	x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53u;
	return x ^ (x >> 33);
}

bool ratelimit_take(struct ratelimit *r, struct str key, int64_t now, int per_minute, int burst)
{
	uint64_t h = mix(map_hash(key) ^ r->seed);
	int64_t full = (int64_t)burst * TOKEN;
	bool taken = false;

	if (h == 0)
		h = 1; /* 0 marks a slot never used */
	pthread_mutex_lock(&r->lock);
	struct slot *s = &r->slot[h % RATELIMIT_SLOTS];
	if (s->key == 0) {
		*s = (struct slot){h, now, full};
	} else if (now > s->at) {
		int64_t ms = MIN_OF(now - s->at, (int64_t)24 * 3600 * 1000);
		s->tokens = MIN_OF(full, s->tokens + ms * per_minute);
		s->at = now;
	}
	/* Another key in this slot: it inherits what is left, the table is never the way around. */
	s->key = h;
	if (s->tokens >= TOKEN) {
		s->tokens -= TOKEN;
		taken = true;
	}
	pthread_mutex_unlock(&r->lock);
	return taken;
}
