/* Memory by lifetime: alignment, marks, cleanups, reuse, and the limit that stops the process. */
#include "../check.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/vec.h"

static void test_alloc(void **state)
{
	struct arena *a = *state;
	char *before = NULL;

	for (size_t n = 0; n < 5000; n += 7) {
		char *p = arena_alloc(a, n);
		assert_int_equal((uintptr_t)p % 16, 0);
		assert_ptr_not_equal(p, before);
		memset(p, 0xee, n);
		before = p;
	}
	const char *z = arena_zalloc(a, 3000);
	for (size_t i = 0; i < 3000; i++)
		assert_int_equal(z[i], 0);
	memset(arena_alloc(a, (size_t)3 << 20), 1, (size_t)3 << 20); /* larger than any block */
}

static void test_reset_reuses(void **state)
{
	struct arena *a = *state;

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 200; i++)
			memset(arena_alloc(a, 1000), round, 1000);
		arena_reset(a);
		assert_int_equal(a->used, 0);
		assert_non_null(a->head);
	}
	(void)arena_alloc(a, (size_t)8 << 20);
	arena_reset(a); /* a block of unusual size is given back */
	assert_null(a->head);
	arena_reset(a);
}

static struct strs called;
static struct arena *called_in;

static void note(void *arg)
{
	VEC_PUSH(called_in, &called, str_c(arg));
}

static void test_cleanups(void **state)
{
	struct arena other;
	char first[] = "first", second[] = "second", third[] = "third";

	called = (struct strs){0};
	called_in = *state;
	arena_init(&other, 0);
	arena_defer(&other, note, first);
	struct arena_mark m = arena_mark(&other);
	arena_defer(&other, note, second);
	arena_defer(&other, note, third);
	/* What was deferred after the mark runs when its memory goes; the rest waits. */
	arena_release(&other, m);
	assert_int_equal(called.n, 2);
	assert_str(called.v[0], "third");
	assert_str(called.v[1], "second");
	memset(arena_alloc(&other, 64), 0xff, 64);
	arena_free(&other);
	assert_int_equal(called.n, 3);
	assert_str(called.v[2], "first");
}

static void test_marks(void **state)
{
	struct arena *a = *state;
	struct arena_mark empty = arena_mark(a);
	char *kept = arena_alloc(a, 10);

	memcpy(kept, "kept", 5);
	for (int round = 0; round < 1000; round++) {
		struct arena_mark m = arena_mark(a);
		memset(arena_alloc(a, 100 << 10), 0xaa, 100 << 10);
		memset(arena_alloc(a, 100), 0xbb, 100);
		arena_release(a, m);
	}
	assert_string_equal(kept, "kept");
	assert_true(a->used < 100);
	arena_release(a, empty);
	assert_int_equal(a->used, 0);
}

/* Runs f in a child; true when it was stopped by SIGABRT. */
static bool aborts(void (*f)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit none = {0, 0};
		setrlimit(RLIMIT_CORE, &none);
		signal(SIGABRT, SIG_DFL);
		(void)!freopen("/dev/null", "w", stderr);
		f();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void pass_limit(void)
{
	struct arena a;

	arena_init(&a, 1000);
	for (int i = 0; i < 100; i++)
		(void)arena_alloc(&a, 100);
}

static void overflow_array(void)
{
	struct arena a;

	arena_init(&a, 0);
	(void)arena_array(&a, SIZE_MAX / 4, 8);
}

static void huge(void)
{
	struct arena a;

	arena_init(&a, SIZE_MAX);
	(void)arena_alloc(&a, SIZE_MAX - 20);
}

static void test_limit(void **state)
{
	(void)state;
	assert_true(aborts(pass_limit));
	assert_true(aborts(overflow_array));
	assert_true(aborts(huge));
}

static void test_vec(void **state)
{
	VEC(int) v = {0};

	for (int i = 0; i < 1000; i++)
		VEC_PUSH(*state, &v, i);
	assert_int_equal(v.n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.v[i], i);
	int *added = VEC_ADD(*state, &v);
	assert_int_equal(*added, 0);
	assert_ptr_equal(added, &v.v[1000]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_alloc), TEST(test_reset_reuses),
	        TEST(test_cleanups), TEST(test_marks), TEST(test_limit), TEST(test_vec)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
