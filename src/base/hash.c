/* Digests and signatures over libcrypto, in our types. Failure inside libcrypto means no memory: the process stops. */
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/hash.h"

static NORETURN void crypto_failed(const char *what)
{
	fprintf(stderr, "hash: libcrypto failed: %s\n", what);
	abort();
}

static struct hash digest(const EVP_MD *md, struct str s)
{
	struct hash h;
	unsigned int n = 0;

	if (EVP_Digest(s.p ? s.p : "", s.n, h.b, &n, md, NULL) != 1 || n != HASH_LEN)
		crypto_failed("digest");
	return h;
}

struct hash hash_sha256(struct str s)
{
	return digest(EVP_sha256(), s);
}

struct hash hash_sm3(struct str s)
{
	return digest(EVP_sm3(), s);
}

struct hash hash_hmac_sha256(struct str key, struct str s)
{
	struct hash h;
	unsigned int n = 0;

	if (!HMAC(EVP_sha256(), key.p ? key.p : "", (int)key.n,
		    (const unsigned char *)(s.p ? s.p : ""), s.n, h.b, &n) ||
		n != HASH_LEN)
		crypto_failed("hmac");
	return h;
}

struct hash hash_hkdf_extract(struct str salt, struct str ikm)
{
	return hash_hmac_sha256(salt, ikm);
}

/* T(i) = HMAC(key, T(i - 1) || info || i) */
struct str hash_hkdf_expand(struct arena *a, struct hash key, struct str info, size_t n)
{
	size_t blocks = (n + HASH_LEN - 1) / HASH_LEN;
	char *out = arena_alloc(a, blocks * HASH_LEN + 1);
	char *in = arena_alloc(a, HASH_LEN + info.n + 1);

	if (n > HKDF_MAX)
		crypto_failed("hkdf length");
	for (size_t i = 0; i < blocks; i++) {
		size_t before = i ? HASH_LEN : 0;
		if (before)
			memcpy(in, out + (i - 1) * HASH_LEN, HASH_LEN);
		if (info.n)
			memcpy(in + before, info.p, info.n);
		in[before + info.n] = (char)(uint8_t)(i + 1);
		struct hash t = hash_hmac_sha256((struct str){(const char *)key.b, HASH_LEN},
			(struct str){in, before + info.n + 1});
		memcpy(out + i * HASH_LEN, t.b, HASH_LEN);
	}
	return (struct str){out, n};
}

struct str hash_hex(struct arena *a, struct hash h)
{
	static const char digit[] = "0123456789abcdef";
	char *p = arena_alloc(a, HASH_HEX_LEN + 1);

	for (size_t i = 0; i < HASH_LEN; i++) {
		p[2 * i] = digit[h.b[i] >> 4];
		p[2 * i + 1] = digit[h.b[i] & 15];
	}
	p[HASH_HEX_LEN] = '\0';
	return (struct str){p, HASH_HEX_LEN};
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool hash_from_hex(struct str hex, struct hash *out)
{
	struct hash h;

	if (hex.n != HASH_HEX_LEN)
		return false;
	for (size_t i = 0; i < HASH_LEN; i++) {
		int hi = nibble(hex.p[2 * i]), lo = nibble(hex.p[2 * i + 1]);
		if (hi < 0 || lo < 0)
			return false;
		h.b[i] = (uint8_t)(hi << 4 | lo);
	}
	*out = h;
	return true;
}

bool hash_eq(struct hash a, struct hash b)
{
	return memcmp(a.b, b.b, HASH_LEN) == 0;
}

struct hash_stream {
	EVP_MD_CTX *ctx;
};

static void hash_stream_close(void *arg)
{
	EVP_MD_CTX_free(((struct hash_stream *)arg)->ctx);
}

struct hash_stream *hash_stream_new(struct arena *a)
{
	struct hash_stream *s = ARENA_NEW(a, struct hash_stream);

	s->ctx = EVP_MD_CTX_new();
	if (!s->ctx || EVP_DigestInit_ex(s->ctx, EVP_sha256(), NULL) != 1)
		crypto_failed("stream");
	arena_defer(a, hash_stream_close, s);
	return s;
}

void hash_stream_add(struct hash_stream *s, struct str bytes)
{
	if (bytes.n && EVP_DigestUpdate(s->ctx, bytes.p, bytes.n) != 1)
		crypto_failed("update");
}

struct hash hash_stream_end(struct hash_stream *s)
{
	struct hash h;
	unsigned int n = 0;

	if (EVP_DigestFinal_ex(s->ctx, h.b, &n) != 1 || n != HASH_LEN)
		crypto_failed("final");
	return h;
}

/* --- Ed25519 -------------------------------------------------------------------------------------- */

static EVP_PKEY *private_key(struct str seed)
{
	EVP_PKEY *k = seed.n == SIGN_SEED_LEN
			      ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
					(const unsigned char *)seed.p, seed.n)
			      : NULL;

	if (!k)
		crypto_failed("ed25519 key");
	return k;
}

struct signature sign_ed25519(struct str seed, struct str message)
{
	EVP_PKEY *key = private_key(seed);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	struct signature out;
	size_t n = SIGN_LEN;

	if (!c || EVP_DigestSignInit(c, NULL, NULL, NULL, key) != 1 ||
		EVP_DigestSign(c, out.b, &n, (const unsigned char *)message.p, message.n) != 1 ||
		n != SIGN_LEN)
		crypto_failed("ed25519 sign");
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(key);
	return out;
}

bool sign_verify(struct str public_key, struct str message, struct str signature)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
		(const unsigned char *)public_key.p, public_key.n);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool good = key && c && signature.n == SIGN_LEN &&
		    EVP_DigestVerifyInit(c, NULL, NULL, NULL, key) == 1 &&
		    EVP_DigestVerify(c, (const unsigned char *)signature.p, signature.n,
			    (const unsigned char *)message.p, message.n) == 1;

	EVP_MD_CTX_free(c);
	EVP_PKEY_free(key);
	return good;
}

struct str sign_public_key(struct arena *a, struct str seed)
{
	EVP_PKEY *key = private_key(seed);
	size_t n = 32;
	char *p = arena_alloc(a, n);

	if (EVP_PKEY_get_raw_public_key(key, (unsigned char *)p, &n) != 1 || n != 32)
		crypto_failed("ed25519 public key");
	EVP_PKEY_free(key);
	return (struct str){p, n};
}

static const char b64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct str base64url(struct arena *a, struct str s)
{
	const unsigned char *in = (const unsigned char *)s.p;
	char *out = arena_alloc(a, s.n * 4 / 3 + 4);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i += 3) {
		size_t left = MIN_OF(s.n - i, (size_t)3);
		uint32_t v = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) |
			     (left > 2 ? in[i + 2] : 0);
		for (size_t k = 0; k <= left; k++)
			out[n++] = b64[(v >> (18 - 6 * k)) & 63];
	}
	return (struct str){out, n};
}

bool base64url_decode(struct arena *a, struct str t, struct str *out)
{
	char *p = arena_alloc(a, t.n + 1);
	size_t n = 0;
	uint32_t v = 0;
	int bits = 0;

	for (size_t i = 0; i < t.n; i++) {
		const char *at = t.p[i] ? strchr(b64, t.p[i]) : NULL;
		if (!at)
			return false;
		v = v << 6 | (uint32_t)(at - b64);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			p[n++] = (char)(v >> bits & 255);
		}
	}
	if (t.n % 4 == 1 || (v & ((1u << bits) - 1)) != 0)
		return false;
	*out = (struct str){p, n};
	return true;
}
