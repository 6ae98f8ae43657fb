/* Two inspectors for each enterprise: balanced, the same for everybody who computes it, and never one who must not. */
#include "../check.h"

#include "domain/inspect.h"

static struct inspect_board *board(struct arena *a, size_t people, size_t posts, unsigned seed)
{
	struct inspect_board *b = ARENA_NEW(a, struct inspect_board);

	for (size_t i = 0; i < HASH_LEN; i++)
		b->code.b[i] = (uint8_t)(seed * 13 + i);
	b->numbers = STR("03 11 17 22 28 31 + 09");
	b->avoid = STR("");
	for (size_t i = 0; i < people; i++)
		VEC_PUSH(a, &b->people,
			((struct inspect_person){.key = str_fmt(a, "%04zu", i + 1), .name = str_fmt(a, "人%zu", i),
				.unit = STR("某局"), .stratum = STR(""), .place = str_fmt(a, "4101%02zu", i % 5)}));
	for (size_t i = 0; i < posts; i++)
		VEC_PUSH(a, &b->posts,
			((struct inspect_post){.stratum = i % 2 ? STR("甲市") : STR("乙市"),
				.code = str_fmt(a, "91410102MA%08zu", i), .place = str_fmt(a, "4101%02zu", i % 5),
				.open = i % 3 != 2}));
	return b;
}

static void spread(const struct inspect_board *b, int64_t *low, int64_t *high)
{
	*low = *high = b->people.v[0].load;
	for (size_t i = 0; i < b->people.n; i++) {
		*low = MIN_OF(*low, b->people.v[i].load);
		*high = MAX_OF(*high, b->people.v[i].load);
	}
}

static struct str all(struct arena *a, const struct inspect_board *b)
{
	struct str out = STR("");

	for (size_t i = 0; i < b->posts.n; i++)
		out = STR_JOIN(a, out, inspect_keys(a, b, &b->posts.v[i]), STR(";"));
	return out;
}

static void test_balanced(void **state)
{
	struct arena *a = *state;

	for (unsigned seed = 0; seed < 12; seed++) {
		struct inspect_board *b = board(a, 7, 60, seed);
		int64_t low, high;
		inspect_ready(a, b);
		inspect_assign(a, b);
		spread(b, &low, &high);
		assert_true(high - low <= 1);
		for (size_t i = 0; i < b->posts.n; i++) {
			const struct inspect_post *p = &b->posts.v[i];
			assert_int_equal(p->on[0] != 0, p->open);
			assert_int_equal(p->on[1] != 0, p->open);
			assert_true(!p->open || p->on[0] != p->on[1]);
		}
	}
}

static void test_reproducible(void **state)
{
	struct arena *a = *state;
	struct inspect_board *x = board(a, 9, 40, 3), *y = board(a, 9, 40, 3), *z = board(a, 9, 40, 4);

	inspect_ready(a, x);
	inspect_ready(a, y);
	inspect_ready(a, z);
	inspect_assign(a, x);
	inspect_assign(a, y);
	inspect_assign(a, z);
	assert_true(str_eq(all(a, x), all(a, y)));
	assert_false(str_eq(all(a, x), all(a, z)));
	assert_true(hash_eq(inspect_hash(a, x), inspect_hash(a, y)));
	x->avoid = STR("county");
	assert_false(hash_eq(inspect_hash(a, x), inspect_hash(a, y)));
}

static void test_nobody_of_the_own_place(void **state)
{
	struct arena *a = *state;
	static const char *const rules[] = {"county", "city"};

	for (size_t r = 0; r < ARRAY_LEN(rules); r++) {
		struct inspect_board *b = board(a, 10, 50, 5);
		int64_t low, high;
		b->avoid = str_c(rules[r]);
		b->people.v[0].place = STR("");	      /* says nothing: is kept from nothing */
		b->people.v[1].place = STR("410302"); /* another city */
		inspect_ready(a, b);
		inspect_assign(a, b);
		for (size_t i = 0; i < b->posts.n; i++)
			for (size_t k = 0; k < INSPECT_PEOPLE; k++) {
				size_t at = b->posts.v[i].on[k];
				assert_true(!at || !str_eq(b->people.v[at - 1].place, b->posts.v[i].place));
				assert_true(!at || r == 0 || at <= 2);
			}
		spread(b, &low, &high);
		assert_true(r == 1 || high - low <= 1);
	}
}

static void test_kept_for_one_stratum_and_barred(void **state)
{
	struct arena *a = *state;
	struct inspect_board *b = board(a, 4, 12, 6);

	b->people.v[0].stratum = STR("甲市");
	VEC_PUSH(a, &b->bars,
		((struct inspect_bar){b->people.v[1].key, b->posts.v[0].code, STR("回避")}));
	VEC_PUSH(a, &b->bars,
		((struct inspect_bar){b->people.v[2].key, b->posts.v[0].code, STR("回避")}));
	inspect_ready(a, b);
	inspect_assign(a, b);
	for (size_t i = 0; i < b->posts.n; i++)
		for (size_t k = 0; k < INSPECT_PEOPLE; k++)
			assert_true(b->posts.v[i].on[k] != 1 || str_eqc(b->posts.v[i].stratum, "甲市"));
	/* Post 0 lies in 乙市: only the fourth is left, the other place is empty. */
	assert_true(str_eqc(inspect_keys(a, b, &b->posts.v[0]), "0004"));
}

static struct inspect_turn turn(const char *kind, struct str code, struct str key)
{
	return (struct inspect_turn){str_c(kind), code, key, STR(""), STR("原因")};
}

static void test_recusal_takes_the_next(void **state)
{
	struct arena *a = *state;
	struct inspect_board *b = board(a, 3, 6, 7);
	struct inspect_post *p = &b->posts.v[0];

	inspect_ready(a, b);
	inspect_assign(a, b);
	struct str first = b->people.v[p->on[0] - 1].key, second = b->people.v[p->on[1] - 1].key;
	struct inspect_turn t = turn("recuse", p->code, first);
	assert_true(inspect_apply(a, b, &t));
	assert_true(t.next.n && !str_eq(t.next, first) && !str_eq(t.next, second));
	struct str third = t.next;
	t = turn("recuse", p->code, first);
	assert_false(inspect_apply(a, b, &t)); /* no longer on it */
	t = turn("recuse", p->code, third);
	assert_true(inspect_apply(a, b, &t));
	assert_int_equal(t.next.n, 0); /* nobody is left; the first does not come back */
	assert_true(str_eq(inspect_keys(a, b, p), second));
	t = turn("recuse", b->posts.v[2].code, first);
	assert_false(inspect_apply(a, b, &t)); /* not drawn */
	t = turn("recuse", p->code, STR("9999"));
	assert_false(inspect_apply(a, b, &t));
}

static void test_who_left_takes_no_more(void **state)
{
	struct arena *a = *state;
	struct inspect_board *b = board(a, 5, 30, 8);
	struct str gone = b->people.v[2].key;

	inspect_ready(a, b);
	inspect_assign(a, b);
	struct inspect_turn t = turn("replace", b->posts.v[0].code, gone);
	assert_false(inspect_apply(a, b, &t)); /* has not left */
	t = turn("leave", STR(""), gone);
	assert_true(inspect_apply(a, b, &t));
	t = turn("leave", STR(""), gone);
	assert_false(inspect_apply(a, b, &t));
	for (size_t i = 0; i < b->posts.n; i++) {
		struct inspect_post *p = &b->posts.v[i];
		if (p->on[0] != 3 && p->on[1] != 3)
			continue;
		t = turn("replace", p->code, gone);
		assert_true(inspect_apply(a, b, &t));
		assert_true(t.next.n && !str_eq(t.next, gone));
	}
	assert_int_equal(b->people.v[2].load, 0);
	/* A substitute takes people by the same order, those of the one that is gone are free again. */
	struct inspect_post *old = &b->posts.v[0], *p = &b->posts.v[2];
	t = turn("substitute", p->code, old->code);
	assert_true(inspect_apply(a, b, &t));
	assert_true(p->on[0] && p->on[1] && p->on[0] != 3 && p->on[1] != 3);
	assert_true(!old->open && !old->on[0] && !old->on[1]);
	assert_false(inspect_apply(a, b, &t));
	int64_t all_load = 0;
	for (size_t i = 0; i < b->people.n; i++)
		all_load += b->people.v[i].load;
	assert_int_equal(all_load, 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_balanced), TEST(test_reproducible),
		TEST(test_nobody_of_the_own_place),
		TEST(test_kept_for_one_stratum_and_barred),
		TEST(test_recusal_takes_the_next), TEST(test_who_left_takes_no_more)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
