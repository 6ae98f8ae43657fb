/* Who judges what. Greedy by scarcity, then evened out along chains; no chance but the seed's. */
#include "base/buf.h"
#include "base/hash.h"
#include "domain/expertise.h"

#include <stdlib.h>

struct work {
	struct arena *a;
	const struct assign_in *in;
	struct assign_out *out;
	bool *on;	   /* [file * judges + judge] */
	size_t *candidates; /* of each file */
	int64_t share;	   /* the even load, rounded up */
};

struct keyed {
	size_t index, candidates;
	struct hash h;
};

static struct hash draw(struct work *w, struct str file, struct str judge)
{
	return hash_sha256(STR_JOIN(w->a, w->in->seed, STR("|"), file, STR("|"), judge));
}

static int scarce_first(const void *x, const void *y)
{
	const struct keyed *p = x, *q = y;

	if (p->candidates != q->candidates)
		return p->candidates < q->candidates ? -1 : 1;
	return memcmp(p->h.b, q->h.b, HASH_LEN);
}

static bool may(const struct work *w, size_t f, size_t j)
{
	size_t i = f * w->in->judges + j;

	return !w->in->blocked[i] && !w->on[i];
}

static struct keyed *in_order(struct work *w)
{
	struct keyed *order = ARENA_NEW_N(w->a, struct keyed, w->in->files + 1);

	for (size_t f = 0; f < w->in->files; f++) {
		for (size_t j = 0; j < w->in->judges; j++)
			w->candidates[f] += !w->in->blocked[f * w->in->judges + j];
		order[f] = (struct keyed){
			f, w->candidates[f], draw(w, w->in->file_key[f], STR(""))};
	}
	qsort(order, w->in->files, sizeof(*order), scarce_first);
	return order;
}

/* Below the even share before others, field before none, small load before large, hash. */
static bool better(struct work *w, size_t f, size_t j, size_t than, const struct hash *hj,
	const struct hash *ht)
{
	const int64_t *load = w->out->load;
	bool room_j = load[j] < w->share, room_t = load[than] < w->share;
	bool fit_j = w->in->fits[f * w->in->judges + j], fit_t = w->in->fits[f * w->in->judges + than];

	if (room_j != room_t)
		return room_j;
	if (fit_j != fit_t)
		return fit_j;
	if (load[j] != load[than])
		return load[j] < load[than];
	return memcmp(hj->b, ht->b, HASH_LEN) < 0;
}

static bool give(struct work *w, size_t f)
{
	size_t best = w->in->judges;
	struct hash best_hash = {{0}};

	for (size_t j = 0; j < w->in->judges; j++) {
		if (!may(w, f, j))
			continue;
		struct hash h = draw(w, w->in->file_key[f], w->in->judge_key[j]);
		if (best < w->in->judges && !better(w, f, j, best, &h, &best_hash))
			continue;
		best = j;
		best_hash = h;
	}
	if (best == w->in->judges)
		return false;
	w->on[f * w->in->judges + best] = true;
	w->out->load[best]++;
	return true;
}

/* --- evening out ------------------------------------------------------------------------------------ */

struct chain {
	size_t *from, *file; /* how each judge was reached */
	bool *seen;
	size_t *queue;
};

/* A file that `a` has and `b` could take; `files` when there is none. Fitting ones for b first. */
static size_t hand_over(const struct work *w, size_t a, size_t b)
{
	size_t n = w->in->judges, found = w->in->files;

	for (size_t f = 0; f < w->in->files; f++) {
		if (!w->on[f * n + a] || !may(w, f, b))
			continue;
		if (w->in->fits[f * n + b] || !w->in->fits[f * n + a])
			return f;
		if (found == w->in->files)
			found = f;
	}
	return found;
}

/* Breadth first from `start` to a judge with at least two files fewer; moves the work along the way. */
static bool relieve(struct work *w, size_t start, struct chain *c)
{
	size_t n = w->in->judges, head = 0, tail = 0, f;

	memset(c->seen, 0, n * sizeof(bool));
	c->seen[start] = true;
	c->queue[tail++] = start;
	while (head < tail) {
		size_t a = c->queue[head++];
		for (size_t b = 0; b < n; b++) {
			if (c->seen[b] || (f = hand_over(w, a, b)) == w->in->files)
				continue;
			c->seen[b] = true;
			c->from[b] = a;
			c->file[b] = f;
			c->queue[tail++] = b;
			if (w->out->load[b] + 2 > w->out->load[start])
				continue;
			w->out->load[start]--;
			w->out->load[b]++;
			for (size_t k = b; k != start; k = c->from[k]) {
				w->on[c->file[k] * n + c->from[k]] = false;
				w->on[c->file[k] * n + k] = true;
			}
			return true;
		}
	}
	return false;
}

static void even_out(struct work *w)
{
	size_t n = w->in->judges;
	struct chain c = {ARENA_NEW_N(w->a, size_t, n + 1), ARENA_NEW_N(w->a, size_t, n + 1),
		ARENA_NEW_N(w->a, bool, n + 1), ARENA_NEW_N(w->a, size_t, n + 1)};
	bool moved = true;

	while (moved) {
		moved = false;
		for (size_t j = 0; j < n; j++)
			while (relieve(w, j, &c))
				moved = true;
	}
}

void expertise_assign(struct arena *a, const struct assign_in *in, struct assign_out *out)
{
	struct work w = {.a = a, .in = in, .out = out,
		.on = ARENA_NEW_N(a, bool, in->files * in->judges + 1),
		.candidates = ARENA_NEW_N(a, size_t, in->files + 1)};
	int64_t all = 0;

	*out = (struct assign_out){.load = ARENA_NEW_N(a, int64_t, in->judges + 1),
		.missing = ARENA_NEW_N(a, int64_t, in->files + 1)};
	for (size_t j = 0; j < in->judges; j++) {
		out->load[j] = in->load ? in->load[j] : 0;
		all += out->load[j];
	}
	for (size_t f = 0; f < in->files; f++)
		all += in->need[f];
	w.share = in->judges ? (all + (int64_t)in->judges - 1) / (int64_t)in->judges : 0;
	struct keyed *order = in_order(&w);
	for (size_t i = 0; i < in->files; i++) {
		size_t f = order[i].index;
		int64_t left = in->need[f];
		while (left > 0 && give(&w, f))
			left--;
		out->missing[f] = left;
		out->short_of += left;
	}
	even_out(&w);
	for (size_t f = 0; f < in->files; f++)
		for (size_t j = 0; j < in->judges; j++)
			if (w.on[f * in->judges + j])
				VEC_PUSH(a, &out->picks,
					((struct assign_pick){
						f, j, in->fits[f * in->judges + j], w.candidates[f]}));
}

struct str assign_why(struct arena *a, const struct assign_in *in, const struct assign_out *out,
	const struct assign_pick *p)
{
	int64_t low = out->load[p->judge], high = low;

	for (size_t j = 0; j < in->judges; j++) {
		low = MIN_OF(low, out->load[j]);
		high = MAX_OF(high, out->load[j]);
	}
	return str_fmt(a, "可评专家 %zu 人；领域%s；该专家共 %lld 件（全组 %lld-%lld 件）", p->candidates,
		p->fits ? "相符" : "无相符者或已满", (long long)out->load[p->judge], (long long)low,
		(long long)high);
}
