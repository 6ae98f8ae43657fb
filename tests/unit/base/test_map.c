/* Text → pointer. */
#include "../check.h"

#include "base/map.h"

static void test_map(void **state)
{
	struct arena *a = *state;
	struct map m;
	int values[3000];

	map_init(&m, a);
	assert_null(map_get(&m, STR("x")));
	for (int i = 0; i < 3000; i++) {
		values[i] = i;
		assert_null(map_put(&m, str_fmt(a, "key %d", i), &values[i]));
	}
	assert_int_equal(m.n, 3000);
	for (int i = 0; i < 3000; i++)
		assert_ptr_equal(map_get(&m, str_fmt(a, "key %d", i)), &values[i]);
	assert_null(map_get(&m, STR("key 3000")));
	assert_null(map_get(&m, STR("key")));
	/* Replacing gives back what stood there and adds nothing. */
	assert_ptr_equal(map_put(&m, STR("key 5"), &values[6]), &values[5]);
	assert_ptr_equal(map_get(&m, STR("key 5")), &values[6]);
	assert_int_equal(m.n, 3000);
	/* The missing and the empty text are one key; NUL is a byte like others. */
	assert_null(map_put(&m, str_none(), &values[0]));
	assert_ptr_equal(map_get(&m, STR("")), &values[0]);
	assert_null(map_put(&m, STR("a\0b"), &values[1]));
	assert_null(map_get(&m, STR("a")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_map)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
