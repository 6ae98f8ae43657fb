/* The lot is fair, exact and bound to what was published. */
#include "../check.h"

#include "base/json.h"
#include "domain/sample.h"

static void fill(struct arena *a, struct sample_frame *f, size_t n, size_t strata)
{
	*f = (struct sample_frame){0};
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(a, f,
		        ((struct sample_item){.stratum = str_fmt(a, "city%zu", i % strata),
		                .code = str_fmt(a, "91410102MA%08zu", i),
		                .compulsory = STR("")}));
	sample_sort(f);
}

static struct hash secret_of(unsigned n)
{
	struct hash h = {{0}};

	for (size_t i = 0; i < HASH_LEN; i++)
		h.b[i] = (uint8_t)(n * 31 + i);
	return h;
}

static size_t taken(const struct sample_frame *f, const char *stratum)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->v[i].taken && (!stratum || str_eqc(f->v[i].stratum, stratum));
	return n;
}

static void test_quota(void **state)
{
	static const int64_t cases[][3] = {{0, 10, 0}, {1, 1, 1}, {10, 10, 1}, {11, 10, 2},
	        {100, 5, 5}, {101, 5, 6}, {7, 100, 7}, {3, 33, 1}, {4, 33, 2}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(sample_quota(cases[i][0], cases[i][1]), cases[i][2]);
	(void)state;
}

static void test_codes_hang_together(void **state)
{
	struct hash secret = secret_of(1), before = sample_commitment(secret);

	for (unsigned k = 0; k < SAMPLE_ROUNDS; k++) {
		struct hash code = sample_code(secret, k);
		assert_true(
		        hash_eq(hash_sha256((struct str){(const char *)code.b, HASH_LEN}), before));
		before = code;
	}
	assert_true(hash_eq(before, secret));
	(void)state;
}

static void test_strata_and_compulsion(void **state)
{
	struct arena *a = *state;
	struct sample_frame f;

	fill(a, &f, 25, 2);
	f.v[3].compulsory = STR("首次参评");
	sample_draw(a, &f, 20, sample_code(secret_of(2), 0), STR("1 2 3"));
	assert_true(f.v[3].taken);
	assert_int_equal(taken(&f, "city0"), 3 + 1);
	assert_int_equal(taken(&f, "city1"), 3);
	struct sample_item *x = sample_substitute(
	        a, &f, STR("city1"), 1, sample_code(secret_of(2), 1), STR("1 2 3"));
	assert_non_null(x);
	assert_int_equal(x->round, 1);
	assert_int_equal(taken(&f, "city1"), 4);
	assert_null(sample_substitute(
	        a, &f, STR("nowhere"), 2, sample_code(secret_of(2), 2), STR("1 2 3")));
}

static void test_one_more_changes_the_hash(void **state)
{
	struct arena *a = *state;
	struct sample_frame f, g;

	fill(a, &f, 25, 2);
	fill(a, &g, 26, 2);
	assert_false(hash_eq(sample_frame_hash(a, &f), sample_frame_hash(a, &g)));
	g.n = 25;
	fill(a, &g, 25, 2);
	assert_true(hash_eq(sample_frame_hash(a, &f), sample_frame_hash(a, &g)));
	g.v[0].compulsory = STR("x");
	assert_false(hash_eq(sample_frame_hash(a, &f), sample_frame_hash(a, &g)));
}

/* 10,000 draws of 3 in 10: chi-square with 9 degrees of freedom stays below 27.9 (p = 0.001). */
static void test_fair(void **state)
{
	struct arena *a = *state;
	int64_t hits[10] = {0}, chi = 0;
	struct arena round;

	(void)a;
	arena_init(&round, 0);
	for (int i = 0; i < 10000; i++) {
		struct sample_frame f;
		fill(&round, &f, 10, 1);
		sample_draw(&round, &f, 30, sample_code(secret_of(3), 0), str_fmt(&round, "%d", i));
		for (size_t k = 0; k < 10; k++)
			hits[k] += f.v[k].taken;
		arena_reset(&round);
	}
	arena_free(&round);
	for (size_t k = 0; k < 10; k++)
		chi += (hits[k] - 3000) * (hits[k] - 3000);
	/* Each draw takes three, so the variance is 0.7 of the free one: chi² = sum / (3000 × 0.7).
	 */
	assert_true(chi * 10 < 279 * 2100);
}

/* Every stratum gives exactly its rounded-up share, whatever its size, and is never left out. */
static void test_proportions(void **state)
{
	static const int64_t shares[] = {1, 5, 10, 33, 50, 99, 100};
	struct arena round;

	(void)state;
	arena_init(&round, 0);
	for (size_t n = 1; n < 60; n++) {
		for (size_t s = 0; s < ARRAY_LEN(shares); s++) {
			struct sample_frame f;
			fill(&round, &f, n, 3);
			sample_draw(&round, &f, shares[s], sample_code(secret_of(4), 0), STR("7"));
			for (size_t k = 0; k < 3; k++) {
				int64_t size = (int64_t)((n + 2 - k) / 3);
				struct str city = str_fmt(&round, "city%zu", k);
				assert_int_equal(taken(&f, city.p), sample_quota(size, shares[s]));
				assert_true(size == 0 || taken(&f, city.p) >= 1);
			}
			arena_reset(&round);
		}
	}
	arena_free(&round);
}

/* Computed with Python's hmac and hashlib: the secret of 32 bytes 0 to 31, numbers "01 02 03". */
static void test_known_draw(void **state)
{
	struct arena *a = *state;
	struct hash secret;

	for (size_t i = 0; i < HASH_LEN; i++)
		secret.b[i] = (uint8_t)i;
	assert_str(hash_hex(a, sample_commitment(secret)),
	        "1c215c754f780ff661dd09ea79024d83cb66ff9246b8aa1835f2ed146589f8e9");
	assert_str(hash_hex(a, sample_code(secret, 0)),
	        "2655d5d747dd46b58afc28b77684ea0fc1c7b719905edd5739109f414399e5de");
	assert_str(hash_hex(a, sample_ticket(a, sample_code(secret, 0), STR("01 02 03"),
	                               STR("91410102MA00000001"))),
	        "82ece6fe48afd8cf993b06af36b938647b5347c4fc4c3076c3976cb1f7e38286");
}

/* What is stated twice must not hide what is missing. */
static void test_verifier_counts(void **state)
{
	static const char form[] =
	        "{\"format\":\"tidu-draw-1\",\"share_percent\":100,\"frame_hash\":\"%.*s\","
	        "\"commitment\":\"%.*s\",\"numbers\":\"1\",\"codes\":[\"%.*s\"%s],"
	        "\"frame\":[[\"x\",\"A\",\"\"],[\"x\",\"B\",\"\"]],\"drawn\":[%s],\"substitutes\":["
	        "]}";
	static const struct {
		const char *more, *drawn;
		size_t differences;
	} cases[] = {{"", "\"A\",\"B\"", 0}, {"", "\"B\",\"A\"", 0}, {"", "\"A\",\"A\"", 2},
	        {"", "\"A\"", 1}, {"", "", 2}, {"", "\"A\",\"B\",\"C\"", 1},
	        {"+", "\"A\",\"B\"", 1}};
	struct arena *a = *state;
	struct hash secret = secret_of(5);
	struct str code = hash_hex(a, sample_code(secret, 0)),
	           next = hash_hex(a, sample_code(secret, 1));
	struct str frame = hash_hex(a, hash_sha256(STR("x\tA\t\nx\tB\t\n")));
	struct str commitment = hash_hex(a, sample_commitment(secret));

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct strs differences;
		struct err e = {0};
		bool drawn = false;
		struct str more =
		        cases[i].more[0] ? str_fmt(a, ",\"%.*s\"", STR_ARG(next)) : STR("");
		struct str file = str_fmt(a, form, STR_ARG(frame), STR_ARG(commitment),
		        STR_ARG(code), more.p, cases[i].drawn);
		assert_rc(sample_verify(a, file, &differences, &drawn, &e), RC_OK);
		assert_true(drawn);
		if (differences.n != cases[i].differences)
			fail_msg("%zu: %zu", i, differences.n);
	}
}

static void test_bad_files(void **state)
{
	static const char *const files[] = {"", "{}", "[1]", "{\"format\":\"tidu-draw-1\"}",
	        "{\"format\":\"tidu-draw-1\",\"share_percent\":10,\"frame\":[[\"a\"]],\"codes\":[]"
	        "}",
	        "{\"format\":\"tidu-draw-1\",\"share_percent\":101,\"frame\":[],\"codes\":[]}",
	        "{\"format\":\"tidu-draw-1\",\"share_percent\":10,\"frame\":[],\"codes\":[\"zz\"]"
	        "}"};
	struct strs differences;
	bool drawn;

	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct err e = {0};
		assert_true(
		        sample_verify(*state, str_c(files[i]), &differences, &drawn, &e) != RC_OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_quota),
	        TEST(test_codes_hang_together),
	        TEST(test_strata_and_compulsion),
	        TEST(test_one_more_changes_the_hash),
	        TEST(test_fair),
	        TEST(test_proportions),
	        TEST(test_known_draw),
	        TEST(test_verifier_counts),
	        TEST(test_bad_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
