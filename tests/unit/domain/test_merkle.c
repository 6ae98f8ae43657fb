/* The tree of a day against RFC 9162's recursive definition, computed in Python, and every path in it. */
#include "../check.h"

#include "domain/merkle.h"

/* Leaf data i, for both algorithms: SHA-256 of i in decimal. */
static struct chain_link *links_of(struct arena *a, size_t n)
{
	struct chain_link *v = ARENA_NEW_N(a, struct chain_link, n + 1);

	for (size_t i = 0; i < n; i++)
		v[i].sha256 = v[i].sm3 = hash_sha256(str_i64(a, (int64_t)i));
	return v;
}

static void test_roots(void **state)
{
	static const struct {
		size_t n;
		const char *root;
	} want[] = {
		{0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855:"
		    "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"},
		{1, "13a77175e35eb1d9da91ee14df0d7772cea71289800206e2b45c882ecb06efbf:"
		    "673168f94d1336e53157deec89ce23f1019abb23557611856339d58dae45b7d0"},
		{2, "bbb441530bdded54e6e2bfcdc829819ff39b30768eb9f023071dffc16b410f10:"
		    "332dbaf8b5aefc79b3db15033a63f9acefd484c2cc62233aa8f9b31c6cf2b8ce"},
		{3, "8be871f13785b4c81a1700459c76ac2b3ae2caebb7876c376e223c6adff98c47:"
		    "460c8d9e93334ee3e1bde6367f02c592c89b04ea8507c41c38d4fb1aad079402"},
		{5, "4e23fb40d8876f1299cca9b3c28432a01b11d1a20126606914612892ff2e09a7:"
		    "6821a5682da1c81382f0e969b01b037731155a3b491958ee2aef7942b1de8edb"},
		{7, "5653c4ab2514ccd6ea4f0159702d2aba901f2562aa75abcff5a19e344bee038f:"
		    "22eace3e72a2fcbc4fe483d0048f58c0c2da24e8199b791c3bb92c77dc16375f"},
		{8, "da17ac5d45a1b0c50260c7e411bf342ba2a41c9c824bb3b6404e5330a585a057:"
		    "841c4b50628ca00e5cc37ba2cb3a2daf7291bc961197835b59649eb4e22679f9"},
		{1000, "3b93b70ed68de7847cfafb398f3df0cf232fe05dfb117f8a8cf9dc31990ddb3b:"
		       "a3ad67c250f2fe166bc5aea4d054927fc8f323fd924ed7b7e9de0116bd5c499d"},
	};

	for (size_t k = 0; k < ARRAY_LEN(want); k++) {
		struct merkle m = merkle_build(*state, links_of(*state, want[k].n), want[k].n);
		struct chain_link root = merkle_root(&m);
		assert_str(chain_link_text(*state, &root), want[k].root);
	}
}

static bool climbs_to(const struct chain_link *link, size_t index, size_t n, const struct chain_link *path,
	size_t steps, const struct chain_link *root)
{
	struct chain_link got;

	return merkle_climb(link, index, n, path, steps, &got) && chain_link_eq(&got, root);
}

/* Each link reaches the root by its own path, and by nothing else. */
static void test_paths(void **state)
{
	struct arena *a = *state;

	for (size_t n = 1; n <= 33; n++) {
		struct chain_link *v = links_of(a, n), path[MERKLE_MAX_PATH + 1] = {0};
		struct merkle m = merkle_build(a, v, n);
		struct chain_link root = merkle_root(&m);
		for (size_t i = 0; i < n; i++) {
			size_t steps = merkle_path(&m, i, path);
			assert_true(climbs_to(&v[i], i, n, path, steps, &root));
			assert_false(climbs_to(&v[i], i, n, path, steps + 1, &root));
			assert_false(steps && climbs_to(&v[i], i, n, path, steps - 1, &root));
			assert_false(n > 1 && climbs_to(&v[i], (i + 1) % n, n, path, steps, &root));
			assert_false(n > 1 && climbs_to(&v[(i + 1) % n], i, n, path, steps, &root));
			assert_false(climbs_to(&v[i], n, n, path, steps, &root));
			for (size_t k = 0; k < steps; k++) {
				path[k].sm3.b[31] ^= 1;
				assert_false(climbs_to(&v[i], i, n, path, steps, &root));
				path[k].sm3.b[31] ^= 1;
			}
		}
	}
}

/* A node cannot be passed off as the link of an event. */
static void test_node_is_no_leaf(void **state)
{
	struct chain_link *v = links_of(*state, 4), path[MERKLE_MAX_PATH];
	struct merkle m = merkle_build(*state, v, 4);
	struct chain_link root = merkle_root(&m);

	assert_int_equal(merkle_path(&m, 0, path), 2);
	assert_false(climbs_to(&m.node[4], 0, 2, &path[1], 1, &root));
	assert_true(climbs_to(&v[0], 0, 4, path, 2, &root));
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_roots), TEST(test_paths), TEST(test_node_is_no_leaf)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
