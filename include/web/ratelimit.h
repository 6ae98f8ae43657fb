/* Token buckets for the doors that invite trying (sign in, register, object). A table of fixed size by
 * hash of the key: two keys that meet in one slot share its older tokens, never get more. Thread-safe.
 */
#ifndef WEB_RATELIMIT_H
#define WEB_RATELIMIT_H

#include "base/arena.h"
#include "base/str.h"

#define RATELIMIT_SLOTS 16384

struct ratelimit;

struct ratelimit *ratelimit_new(struct arena *a, uint64_t seed); /* seed: random, against chosen keys */
/* One token of the bucket `key` ("login 203.0.113.9"): refilled with per_minute, holds `burst`.
 * False: none left. `now` in ms of a clock that moves (monotonic_us() / 1000: under --now the other
 * one stands still); one that goes back refills nothing. */
bool ratelimit_take(struct ratelimit *r, struct str key, int64_t now, int per_minute, int burst);

#endif
