/* Known answers, streaming, hexadecimal and base64url, tokens and passwords. */
#include "../check.h"

#include "base/env.h"
#include "base/hash.h"
#include "base/password.h"

static void test_known_answers(void **state)
{
	struct arena *a = *state;

	assert_str(hash_hex(a, hash_sha256(STR("abc"))),
	        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_str(hash_hex(a, hash_sha256(str_none())),
	        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	/* GB/T 32905-2016, example 1 */
	assert_str(hash_hex(a, hash_sm3(STR("abc"))),
	        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
	/* RFC 4231, case 2 */
	assert_str(hash_hex(a, hash_hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?"))),
	        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	(void)hash_hmac_sha256(str_none(), str_none());
}

/* RFC 5869, appendix A.1 to A.3. */
static void test_hkdf(void **state)
{
	static const struct {
		size_t ikm, salt, info, n; /* lengths; the bytes count up, or all are 0x0b */
		bool counting;
		const char *key, *out;
	} cases[] = {
		{22, 13, 10, 42, false,
			"077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
			"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
		{80, 80, 80, 82, true,
			"06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
			"b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
			"59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
			"cc30c58179ec3e87c14c01d5c1f3434f1d87"},
		{22, 0, 0, 42, false,
			"19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
			"8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
	};
	char ikm[80], salt[80], info[80];
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (size_t k = 0; k < 80; k++) {
			ikm[k] = cases[i].counting ? (char)k : 0x0b;
			salt[k] = (char)(cases[i].counting ? 0x60 + k : k);
			info[k] = (char)((cases[i].counting ? 0xb0 : 0xf0) + k);
		}
		struct hash key = hash_hkdf_extract((struct str){salt, cases[i].salt}, (struct str){ikm, cases[i].ikm});
		assert_str(hash_hex(a, key), cases[i].key);
		struct str out = hash_hkdf_expand(a, key, (struct str){info, cases[i].info}, cases[i].n);
		assert_int_equal(out.n, cases[i].n);
		assert_int_equal(strlen(cases[i].out), 2 * out.n);
		for (size_t k = 0; k < out.n; k++) {
			struct str two = str_fmt(a, "%02x", (unsigned)(uint8_t)out.p[k]);
			assert_true(str_eq(two, (struct str){cases[i].out + 2 * k, 2}));
		}
	}
}

static void test_stream(void **state)
{
	struct hash_stream *s = hash_stream_new(*state);
	char text[1000];

	memset(text, 'x', sizeof(text));
	hash_stream_add(s, str_none());
	for (size_t i = 0; i < sizeof(text); i += 37)
		hash_stream_add(s, str_sub((struct str){text, sizeof(text)}, i, 37));
	assert_true(hash_eq(hash_stream_end(s), hash_sha256((struct str){text, sizeof(text)})));
}

static void test_hex(void **state)
{
	struct hash h = hash_sha256(STR("x")), back;
	struct str hex = hash_hex(*state, h);

	assert_true(hash_from_hex(hex, &back) && hash_eq(h, back));
	assert_false(hash_from_hex(str_sub(hex, 0, 63), &back));
	assert_false(hash_from_hex(str_upper(*state, hex), &back));
	assert_false(hash_from_hex(str_cat(*state, str_sub(hex, 0, 63), STR("g")), &back));
	h.b[31] ^= 1;
	assert_false(hash_eq(h, back));
}

static void test_base64url(void **state)
{
	static const char *const pairs[][2] = {{"", ""}, {"f", "Zg"}, {"fo", "Zm8"},
	        {"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"\xfb\xff\xfe", "-__-"}};
	static const char *const bad[] = {
	        "A", "Zg==", "Zh", "Zm9", "Z g", "Zm9v+", "Zm9v/", "Zm9vY"};
	struct arena *a = *state;
	struct str out;

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		assert_str(base64url(a, str_c(pairs[i][0])), pairs[i][1]);
		assert_true(base64url_decode(a, str_c(pairs[i][1]), &out));
		assert_str(out, pairs[i][0]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (base64url_decode(a, str_c(bad[i]), &out))
			fail_msg("taken: %s", bad[i]);
	assert_false(base64url_decode(a, STR("AA\0A"), &out));
}

static void test_random(void **state)
{
	struct str x, y;
	struct err e;

	assert_rc(random_token(*state, 32, &x, &e), RC_OK);
	assert_rc(random_token(*state, 32, &y, &e), RC_OK);
	assert_int_equal(x.n, 43);
	assert_false(str_eq(x, y));
	struct env still = {.fixed = true, .now = 5}, running = {0};
	assert_int_equal(env_now(&still), 5);
	assert_true(env_now(&running) > 1676854800000);
}

static void test_password(void **state)
{
	struct str encoded, again;
	struct err e;

	assert_rc(password_hash(*state, STR("正确的口令"), &encoded, &e), RC_OK);
	assert_true(str_starts(encoded, STR("$argon2id$v=19$m=65536,t=3,p=1$")));
	assert_true(password_verify(encoded, STR("正确的口令")));
	assert_false(password_verify(encoded, STR("正确的口令 ")));
	assert_false(password_verify(encoded, str_none()));
	assert_rc(password_hash(*state, STR("正确的口令"), &again, &e), RC_OK);
	assert_false(str_eq(encoded, again)); /* salted */
	assert_false(password_verify(STR(""), STR("")));
	assert_false(password_verify(STR("$argon2id$nonsense"), STR("x")));
}

static struct str bytes_of(struct arena *a, const char *hex)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = strlen(hex) / 2;
	char *p = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++) {
		const char *hi = strchr(digits, hex[2 * i]), *lo = strchr(digits, hex[2 * i + 1]);
		assert_true(hi && lo);
		p[i] = (char)((hi - digits) << 4 | (lo - digits));
	}
	return (struct str){p, n};
}

/* RFC 8032, section 7.1, tests 1 and 3. */
static void test_ed25519(void **state)
{
	static const struct {
		const char *seed, *public_key, *message, *signature;
	} cases[] = {
		{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
			"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
			"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
		{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
			"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
			"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
	};
	struct arena *a = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str seed = bytes_of(a, cases[i].seed), key = bytes_of(a, cases[i].public_key);
		struct str message = bytes_of(a, cases[i].message);
		struct str want = bytes_of(a, cases[i].signature);
		struct signature s = sign_ed25519(seed, message);
		assert_memory_equal(s.b, want.p, SIGN_LEN);
		assert_true(str_eq(sign_public_key(a, seed), key));
		assert_true(sign_verify(key, message, want));
		assert_false(sign_verify(key, STR("other"), want));
		s.b[10] ^= 1;
		assert_false(sign_verify(key, message, (struct str){(const char *)s.b, SIGN_LEN}));
		assert_false(sign_verify(str_sub(key, 0, 31), message, want));
		assert_false(sign_verify(key, message, str_sub(want, 0, 63)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_known_answers),
		TEST(test_hkdf), TEST(test_stream),
	        TEST(test_hex), TEST(test_base64url), TEST(test_random), TEST(test_password), TEST(test_ed25519)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
