/* Digests and signatures (libcrypto lives here and nowhere else). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"
#include "base/str.h"

#define HASH_LEN 32
#define HASH_HEX_LEN 64

struct hash {
	uint8_t b[HASH_LEN];
};

struct hash hash_sha256(struct str s);
struct hash hash_sm3(struct str s);
struct hash hash_hmac_sha256(struct str key, struct str s);
/* HKDF of RFC 5869 with SHA-256. An empty salt is that of the RFC; n <= HKDF_MAX. */
#define HKDF_MAX ((size_t)255 * HASH_LEN)
struct hash hash_hkdf_extract(struct str salt, struct str ikm);
struct str hash_hkdf_expand(struct arena *a, struct hash key, struct str info, size_t n);
struct str hash_hex(struct arena *a, struct hash h); /* 64 lower-case digits */
MUST_CHECK bool hash_from_hex(struct str hex, struct hash *out);
bool hash_eq(struct hash a, struct hash b);

/* Streaming, for uploads. */
struct hash_stream;
struct hash_stream *hash_stream_new(struct arena *a); /* freed with the arena */
void hash_stream_add(struct hash_stream *s, struct str bytes);
struct hash hash_stream_end(struct hash_stream *s);

/* Ed25519 (RFC 8032). `seed` is the private key; a seed of another length is a mistake of the caller. */
#define SIGN_SEED_LEN 32
#define SIGN_LEN 64
struct signature {
	uint8_t b[SIGN_LEN];
};
struct signature sign_ed25519(struct str seed, struct str message);
MUST_CHECK bool sign_verify(struct str public_key, struct str message, struct str signature);
struct str sign_public_key(struct arena *a, struct str seed); /* 32 bytes */

struct str base64url(struct arena *a, struct str bytes); /* no padding */
MUST_CHECK bool base64url_decode(struct arena *a, struct str text, struct str *out);

#endif
