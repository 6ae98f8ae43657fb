/* The only file that asks the system for the time and for randomness. */
#include "base/env.h"

#include <errno.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/hash.h"

int64_t env_now(const struct env *env)
{
	struct timespec ts;

	if (env->fixed)
		return env->now;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t monotonic_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

enum rc random_bytes(void *out, size_t n, struct err *e)
{
	unsigned char *p = out;

	while (n > 0) {
		ssize_t got = getrandom(p, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "getrandom: errno %d", errno);
		p += got;
		n -= (size_t)got;
	}
	return RC_OK;
}

enum rc random_token(struct arena *a, size_t n, struct str *out, struct err *e)
{
	unsigned char *raw = arena_alloc(a, n);

	TRY(random_bytes(raw, n, e));
	*out = base64url(a, (struct str){(const char *)raw, n});
	return RC_OK;
}
