/* What is hashed, byte for byte, so that anybody with forty lines of script can verify the log. */
#include "domain/chain.h"

#include "base/buf.h"

enum { LINK_PREFIX = 1, ALG_SHA256 = 1, ALG_SM3 = 2, INT_LEN = 8, FIELDS = 13 };

static void put_u32(struct buf *b, uint32_t v)
{
	unsigned char raw[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
	        (unsigned char)(v >> 8), (unsigned char)v};

	buf_put(b, raw, sizeof(raw));
}

static void put_text(struct buf *b, char *tag, struct str s)
{
	buf_ch(b, ++*tag);
	put_u32(b, (uint32_t)s.n);
	buf_str(b, s);
}

static void put_int(struct buf *b, char *tag, int64_t v)
{
	char raw[INT_LEN];

	for (int i = 0; i < INT_LEN; i++)
		raw[i] = (char)((uint64_t)v >> (56 - 8 * i) & 255);
	put_text(b, tag, (struct str){raw, sizeof(raw)});
}

/* What must not be read by everybody who may check the event. */
static void put_sealed(struct buf *b, char *tag, struct arena *a, struct str salt, struct str s)
{
	struct str text = str_cat(a, (struct str){(const char[]){(char)(*tag + 1)}, 1}, s);
	struct hash seal = hash_hmac_sha256(salt, text);

	put_text(b, tag, (struct str){(const char *)seal.b, HASH_LEN});
}

static void put_event(struct buf *b, struct arena *a, const struct chain_event *ev)
{
	char tag = 0;

	put_int(b, &tag, ev->seq);
	put_int(b, &tag, ev->at);
	put_int(b, &tag, ev->account_id);
	put_sealed(b, &tag, a, ev->salt, ev->actor);
	put_int(b, &tag, ev->agency_id);
	put_text(b, &tag, ev->body);
	put_sealed(b, &tag, a, ev->salt, ev->ip);
	put_text(b, &tag, ev->action);
	put_text(b, &tag, ev->object_kind);
	put_int(b, &tag, ev->object_id);
	put_text(b, &tag, ev->reason);
	put_sealed(b, &tag, a, ev->salt, ev->payload);
	put_int(b, &tag, ev->shown ? 1 : 0);
}

static size_t event_size(const struct chain_event *ev)
{
	return FIELDS * (5 + HASH_LEN) + ev->body.n + ev->action.n + ev->object_kind.n + ev->reason.n;
}

struct str chain_bytes(struct arena *a, const struct chain_event *ev)
{
	struct buf b;

	buf_init(&b, a, event_size(ev));
	buf_reserve(&b, event_size(ev));
	put_event(&b, a, ev);
	return buf_view(&b);
}

struct chain_link chain_genesis(void)
{
	return (struct chain_link){0};
}

struct chain_link chain_link_of(struct arena *a, const struct chain_link *prev, struct str bytes)
{
	enum { HEAD = 2 + HASH_LEN };
	struct chain_link next;
	struct buf b;

	buf_init(&b, a, HEAD + bytes.n);
	buf_reserve(&b, HEAD + bytes.n);
	buf_ch(&b, LINK_PREFIX);
	buf_ch(&b, ALG_SHA256);
	buf_put(&b, prev->sha256.b, HASH_LEN);
	buf_str(&b, bytes);
	next.sha256 = hash_sha256(buf_view(&b));
	b.p[1] = ALG_SM3;
	memcpy(b.p + 2, prev->sm3.b, HASH_LEN);
	next.sm3 = hash_sm3(buf_view(&b));
	return next;
}

struct chain_link chain_next(
        struct arena *a, const struct chain_link *prev, const struct chain_event *ev)
{
	return chain_link_of(a, prev, chain_bytes(a, ev));
}

/* --- the way back ---------------------------------------------------------------------------- */

struct reading {
	struct str rest;
	unsigned char tag; /* of the last field */
	bool bad;
};

static struct str get_text(struct reading *r)
{
	const unsigned char *p = (const unsigned char *)r->rest.p;
	size_t n;

	r->tag++;
	if (r->bad || r->rest.n < 5 || p[0] != r->tag) {
		r->bad = true;
		return str_none();
	}
	n = (size_t)p[1] << 24 | (size_t)p[2] << 16 | (size_t)p[3] << 8 | p[4];
	if (n > r->rest.n - 5) {
		r->bad = true;
		return str_none();
	}
	struct str value = str_sub(r->rest, 5, n);
	r->rest = str_sub(r->rest, 5 + n, r->rest.n);
	return value;
}

static int64_t get_int(struct reading *r)
{
	struct str s = get_text(r);
	uint64_t v = 0;

	r->bad = r->bad || s.n != INT_LEN;
	for (size_t i = 0; !r->bad && i < INT_LEN; i++)
		v = v << 8 | (unsigned char)s.p[i];
	return (int64_t)v;
}

static struct str get_seal(struct reading *r)
{
	struct str s = get_text(r);

	r->bad = r->bad || s.n != HASH_LEN;
	return s;
}

bool chain_parse(struct str bytes, struct chain_event *out)
{
	struct reading r = {.rest = bytes};
	struct chain_event ev = {.seq = get_int(&r)};

	ev.at = get_int(&r);
	ev.account_id = get_int(&r);
	ev.actor = get_seal(&r);
	ev.agency_id = get_int(&r);
	ev.body = get_text(&r);
	ev.ip = get_seal(&r);
	ev.action = get_text(&r);
	ev.object_kind = get_text(&r);
	ev.object_id = get_int(&r);
	ev.reason = get_text(&r);
	ev.payload = get_seal(&r);
	int64_t shown = get_int(&r);
	if (r.bad || r.rest.n || shown < 0 || shown > 1)
		return false;
	ev.shown = shown == 1;
	*out = ev;
	return true;
}

bool chain_link_eq(const struct chain_link *x, const struct chain_link *y)
{
	return hash_eq(x->sha256, y->sha256) && hash_eq(x->sm3, y->sm3);
}

struct str chain_link_text(struct arena *a, const struct chain_link *l)
{
	return str_fmt(
	        a, "%.*s:%.*s", STR_ARG(hash_hex(a, l->sha256)), STR_ARG(hash_hex(a, l->sm3)));
}

bool chain_link_parse(struct str text, struct chain_link *out)
{
	struct chain_link l;

	if (text.n != CHAIN_TEXT_LEN || text.p[HASH_HEX_LEN] != ':' ||
	        !hash_from_hex(str_sub(text, 0, HASH_HEX_LEN), &l.sha256) ||
	        !hash_from_hex(str_sub(text, HASH_HEX_LEN + 1, HASH_HEX_LEN), &l.sm3))
		return false;
	*out = l;
	return true;
}

void chain_verifier_init(struct chain_verifier *v)
{
	*v = (struct chain_verifier){.head = chain_genesis()};
}

enum chain_fault chain_verify(struct chain_verifier *v, struct arena *a,
        const struct chain_event *ev, struct str prev, struct str hash)
{
	struct chain_link stored, next;

	if (ev->seq != v->seq + 1)
		return CHAIN_GAP;
	if (!chain_link_parse(prev, &stored) || !chain_link_eq(&stored, &v->head))
		return CHAIN_PREV;
	struct arena_mark mark = arena_mark(a);
	next = chain_next(a, &v->head, ev);
	arena_release(a, mark);
	if (!chain_link_parse(hash, &stored) || !chain_link_eq(&stored, &next))
		return CHAIN_HASH;
	*v = (struct chain_verifier){.seq = ev->seq, .head = next};
	return CHAIN_OK;
}

const char *chain_fault_text(enum chain_fault f)
{
	switch (f) {
	case CHAIN_OK:
		return "完整";
	case CHAIN_GAP:
		return "序号不连续：有记录缺失、重复或被移动";
	case CHAIN_PREV:
		return "与上一条记录的哈希不相接";
	case CHAIN_HASH:
		return "内容与其哈希不符：记录被改动过";
	case CHAIN_FAULT__MAX:
		break;
	}
	return "?";
}
