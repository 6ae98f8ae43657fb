/* The assignment is greedy on purpose: whoever wants to know why it was these two can follow it by hand. */
#include "domain/inspect.h"

#include "base/buf.h"
#include "domain/sample.h"

#include <stdlib.h>

/* --- what is frozen --------------------------------------------------------------------------------- */

static void line(struct buf *b, const struct str *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_ch(b, '\t');
		buf_str(b, cells[i]);
	}
	buf_ch(b, '\n');
}

struct hash inspect_hash(struct arena *a, const struct inspect_board *b)
{
	const struct str rule[] = {STR("avoid"), b->avoid};
	struct buf out;

	buf_init(&out, a, (b->people.n + b->bars.n + b->posts.n + 1) * 4096);
	line(&out, rule, ARRAY_LEN(rule));
	for (size_t i = 0; i < b->people.n; i++) {
		const struct inspect_person *p = &b->people.v[i];
		const struct str cells[] = {p->key, p->name, p->unit, p->stratum, p->place};
		line(&out, cells, ARRAY_LEN(cells));
	}
	for (size_t i = 0; i < b->bars.n; i++) {
		const struct str cells[] = {b->bars.v[i].key, b->bars.v[i].code, b->bars.v[i].reason};
		line(&out, cells, ARRAY_LEN(cells));
	}
	for (size_t i = 0; i < b->posts.n && b->avoid.n; i++) {
		const struct str cells[] = {b->posts.v[i].code, b->posts.v[i].place};
		line(&out, cells, ARRAY_LEN(cells));
	}
	return hash_sha256(buf_view(&out));
}

static struct str pair(struct arena *a, struct str code, struct str key)
{
	return STR_JOIN(a, code, STR("|"), key);
}

void inspect_ready(struct arena *a, struct inspect_board *b)
{
	map_init(&b->barred, a);
	map_init(&b->by_key, a);
	map_init(&b->by_code, a);
	for (size_t i = 0; i < b->people.n; i++)
		map_put(&b->by_key, b->people.v[i].key, &b->people.v[i]);
	for (size_t i = 0; i < b->bars.n; i++)
		map_put(&b->barred, pair(a, b->bars.v[i].code, b->bars.v[i].key), &b->bars.v[i]);
	for (size_t i = 0; i < b->posts.n; i++)
		map_put(&b->by_code, b->posts.v[i].code, &b->posts.v[i]);
}

/* --- who may, and who comes first -------------------------------------------------------------------- */

static bool own_place(const struct inspect_board *b, struct str x, struct str y)
{
	size_t n = str_eqc(b->avoid, "county") ? 6 : str_eqc(b->avoid, "city") ? 4 : 0;

	return n && x.n >= n && y.n >= n && str_eq(str_sub(x, 0, n), str_sub(y, 0, n));
}

static bool may(struct arena *a, const struct inspect_board *b, const struct inspect_post *p, size_t i)
{
	const struct inspect_person *x = &b->people.v[i];

	for (size_t k = 0; k < INSPECT_PEOPLE; k++)
		if (p->on[k] == i + 1)
			return false;
	return !x->gone && (x->stratum.n == 0 || str_eq(x->stratum, p->stratum)) &&
	       !own_place(b, x->place, p->place) && !map_get(&b->barred, pair(a, p->code, x->key));
}

static struct hash ticket(struct arena *a, const struct inspect_board *b, struct str text)
{
	return sample_ticket(a, b->code, b->numbers, text);
}

/* The next for a post: least load, then ticket; people.n when nobody may. */
static size_t next_of(struct arena *a, const struct inspect_board *b, const struct inspect_post *p)
{
	size_t best = b->people.n;
	struct hash lowest = {{0}};

	for (size_t i = 0; i < b->people.n; i++) {
		if (!may(a, b, p, i) || (best < b->people.n && b->people.v[i].load > b->people.v[best].load))
			continue;
		struct hash t = ticket(a, b, pair(a, p->code, b->people.v[i].key));
		if (best < b->people.n && b->people.v[i].load == b->people.v[best].load &&
			memcmp(t.b, lowest.b, HASH_LEN) > 0)
			continue;
		best = i;
		lowest = t;
	}
	return best;
}

/* On the first empty place of the post; the key, or empty. */
static struct str give(struct arena *a, struct inspect_board *b, struct inspect_post *p)
{
	size_t k = 0, i = next_of(a, b, p);

	while (k < INSPECT_PEOPLE && p->on[k])
		k++;
	if (k == INSPECT_PEOPLE || i == b->people.n)
		return STR("");
	p->on[k] = i + 1;
	b->people.v[i].load++;
	return b->people.v[i].key;
}

static bool take_off(struct inspect_board *b, struct inspect_post *p, const struct inspect_person *x)
{
	size_t at = (size_t)(x - b->people.v) + 1;

	for (size_t k = 0; k < INSPECT_PEOPLE; k++)
		if (p->on[k] == at) {
			p->on[k] = 0;
			b->people.v[at - 1].load--;
			return true;
		}
	return false;
}

struct waiting {
	struct inspect_post *post;
	size_t candidates;
	struct hash t;
};

static int scarce_first(const void *x, const void *y)
{
	const struct waiting *p = x, *q = y;

	if (p->candidates != q->candidates)
		return p->candidates < q->candidates ? -1 : 1;
	int c = memcmp(p->t.b, q->t.b, HASH_LEN);
	return c ? c : str_cmp(p->post->code, q->post->code);
}

void inspect_assign(struct arena *a, struct inspect_board *b)
{
	struct waiting *order = ARENA_NEW_N(a, struct waiting, b->posts.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < b->posts.n; i++) {
		struct inspect_post *p = &b->posts.v[i];
		if (!p->open)
			continue;
		order[n] = (struct waiting){.post = p, .t = ticket(a, b, p->code)};
		for (size_t k = 0; k < b->people.n; k++)
			order[n].candidates += may(a, b, p, k);
		n++;
	}
	if (n)
		qsort(order, n, sizeof(*order), scarce_first);
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < INSPECT_PEOPLE; k++)
			(void)give(a, b, order[i].post);
}

struct str inspect_keys(struct arena *a, const struct inspect_board *b, const struct inspect_post *p)
{
	struct str out = STR("");

	for (size_t k = 0; k < INSPECT_PEOPLE; k++)
		if (p->on[k])
			out = STR_JOIN(a, out, out.n ? STR(" ") : STR(""), b->people.v[p->on[k] - 1].key);
	return out;
}

/* --- later acts ---------------------------------------------------------------------------------------- */

static bool substitute(struct arena *a, struct inspect_board *b, struct inspect_turn *t)
{
	struct inspect_post *p = map_get(&b->by_code, t->code), *old = map_get(&b->by_code, t->key);

	if (!p || !old || p->open || !old->open)
		return false;
	for (size_t k = 0; k < INSPECT_PEOPLE; k++)
		if (old->on[k])
			(void)take_off(b, old, &b->people.v[old->on[k] - 1]);
	old->open = false;
	p->open = true;
	for (int k = 0; k < INSPECT_PEOPLE; k++)
		(void)give(a, b, p);
	t->next = inspect_keys(a, b, p);
	return true;
}

bool inspect_apply(struct arena *a, struct inspect_board *b, struct inspect_turn *t)
{
	bool recuse = str_eqc(t->kind, "recuse");

	t->next = STR("");
	if (str_eqc(t->kind, "substitute"))
		return substitute(a, b, t);
	struct inspect_person *x = map_get(&b->by_key, t->key);
	if (!x)
		return false;
	if (str_eqc(t->kind, "leave")) {
		bool was = x->gone;
		x->gone = true;
		return !was;
	}
	struct inspect_post *p = map_get(&b->by_code, t->code);
	if (!p || !(recuse || (str_eqc(t->kind, "replace") && x->gone)) || !take_off(b, p, x))
		return false;
	if (recuse)
		map_put(&b->barred, pair(a, t->code, t->key), x);
	t->next = give(a, b, p);
	return true;
}
