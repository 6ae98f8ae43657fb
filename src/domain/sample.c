/* The lot: nothing in it depends on who draws, only on what was published. */
#include "domain/sample.h"

#include "base/buf.h"

static int by_place(const void *x, const void *y)
{
	const struct sample_item *a = x, *b = y;
	int c = str_cmp(a->stratum, b->stratum);

	return c ? c : str_cmp(a->code, b->code);
}

void sample_sort(struct sample_frame *f)
{
	if (f->n)
		qsort(f->v, f->n, sizeof(*f->v), by_place);
}

struct str sample_frame_text(struct arena *a, const struct sample_frame *f)
{
	struct buf b;

	buf_init(&b, a, (f->n + 1) * 4096);
	for (size_t i = 0; i < f->n; i++) {
		buf_str(&b, f->v[i].stratum);
		buf_ch(&b, '\t');
		buf_str(&b, f->v[i].code);
		buf_ch(&b, '\t');
		buf_str(&b, f->v[i].compulsory);
		buf_ch(&b, '\n');
	}
	return buf_view(&b);
}

struct hash sample_frame_hash(struct arena *a, const struct sample_frame *f)
{
	return hash_sha256(sample_frame_text(a, f));
}

static struct str bytes_of(const struct hash *h)
{
	return (struct str){(const char *)h->b, HASH_LEN};
}

static struct hash again(struct hash h, unsigned times)
{
	while (times--)
		h = hash_sha256(bytes_of(&h));
	return h;
}

struct hash sample_code(struct hash secret, unsigned round)
{
	return again(secret, SAMPLE_ROUNDS - 1 - round);
}

struct hash sample_commitment(struct hash secret)
{
	return again(secret, SAMPLE_ROUNDS);
}

struct hash sample_ticket(struct arena *a, struct hash code, struct str numbers, struct str enterprise)
{
	struct hash key = hash_hkdf_extract(bytes_of(&code), numbers), ticket;

	memcpy(ticket.b, hash_hkdf_expand(a, key, enterprise, HASH_LEN).p, HASH_LEN);
	return ticket;
}

int64_t sample_quota(int64_t n, int64_t percent)
{
	return (n * percent + 99) / 100;
}

struct ticket {
	struct hash t;
	struct sample_item *item;
};

static int by_ticket(const void *x, const void *y)
{
	const struct ticket *a = x, *b = y;
	int c = memcmp(a->t.b, b->t.b, HASH_LEN);

	return c ? c : str_cmp(a->item->code, b->item->code);
}

/* Tickets of the part of the frame that is one stratum and not taken, smallest first. */
static struct ticket *tickets_of(struct arena *a, struct sample_item *v, size_t n, struct hash code,
	struct str numbers, size_t *out)
{
	struct ticket *t = ARENA_NEW_N(a, struct ticket, n + 1);

	*out = 0;
	for (size_t i = 0; i < n; i++)
		if (!v[i].taken && v[i].compulsory.n == 0)
			t[(*out)++] = (struct ticket){
				sample_ticket(a, code, numbers, v[i].code), &v[i]};
	if (*out)
		qsort(t, *out, sizeof(*t), by_ticket);
	return t;
}

/* The end of the stratum that begins at `from`. */
static size_t stratum_end(const struct sample_frame *f, size_t from)
{
	size_t to = from;

	while (to < f->n && str_eq(f->v[to].stratum, f->v[from].stratum))
		to++;
	return to;
}

void sample_draw(struct arena *a, struct sample_frame *f, int64_t percent, struct hash code,
	struct str numbers)
{
	for (size_t from = 0, to; from < f->n; from = to) {
		size_t n;
		to = stratum_end(f, from);
		int64_t quota = sample_quota((int64_t)(to - from), percent);
		struct ticket *t = tickets_of(a, f->v + from, to - from, code, numbers, &n);
		for (size_t i = 0; i < n && (int64_t)i < quota; i++)
			t[i].item->taken = true;
	}
	for (size_t i = 0; i < f->n; i++)
		f->v[i].taken = f->v[i].taken || f->v[i].compulsory.n > 0;
}

struct sample_item *sample_substitute(struct arena *a, struct sample_frame *f, struct str stratum,
	unsigned round, struct hash code, struct str numbers)
{
	for (size_t from = 0, to; from < f->n; from = to) {
		size_t n;
		to = stratum_end(f, from);
		if (!str_eq(f->v[from].stratum, stratum))
			continue;
		struct ticket *t = tickets_of(a, f->v + from, to - from, code, numbers, &n);
		if (n == 0)
			return NULL;
		t[0].item->taken = true;
		t[0].item->round = round;
		return t[0].item;
	}
	return NULL;
}
