/* Slow on purpose: argon2id with the parameters of docs/security.md. */
#include <argon2.h>

#include "base/password.h"

#include "base/env.h"

#define T_COST 3
#define M_COST_KIB (64 << 10)
#define LANES 1
#define SALT_LEN 16
#define KEY_LEN 32
#define ENCODED_MAX 128

enum rc password_hash(struct arena *a, struct str password, struct str *out, struct err *e)
{
	unsigned char salt[SALT_LEN];
	char *encoded = arena_alloc(a, ENCODED_MAX);

	TRY(random_bytes(salt, sizeof(salt), e));
	int r = argon2id_hash_encoded(T_COST, M_COST_KIB, LANES, password.p, password.n, salt,
		sizeof(salt), KEY_LEN, encoded, ENCODED_MAX);
	if (r != ARGON2_OK)
		return err_detail(e, RC_INTERNAL, MSG_NO_MEMORY, "argon2: %s", argon2_error_message(r));
	*out = str_c(encoded);
	return RC_OK;
}

bool password_verify(struct str encoded, struct str password)
{
	char text[ENCODED_MAX];

	if (encoded.n == 0 || encoded.n >= sizeof(text))
		return false;
	memcpy(text, encoded.p, encoded.n);
	text[encoded.n] = '\0';
	return argon2id_verify(text, password.p ? password.p : "", password.n) == ARGON2_OK;
}
