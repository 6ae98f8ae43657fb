/* What every unit test begins with: cmocka (before our headers) and an arena per test. */
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fileio.h"

/* Setup and teardown for cmocka_unit_test_setup_teardown: *state is a struct arena. */
static inline int arena_setup(void **state)
{
	static struct arena a;

	arena_init(&a, 0);
	*state = &a;
	return 0;
}
static inline int arena_teardown(void **state)
{
	arena_free(*state);
	return 0;
}
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, arena_setup, arena_teardown)

#define assert_str(s, lit)                                                                         \
	do {                                                                                       \
		struct str got_ = (s);                                                             \
		struct str want_ = str_c(lit);                                                     \
		if (!str_eq(got_, want_))                                                          \
			fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(got_), STR_ARG(want_));    \
	} while (0)
#define assert_rc(expr, want) assert_int_equal((expr), (want))

/* A file of the repository; the tests run in its root. */
static inline struct str test_file(struct arena *a, const char *path)
{
	struct str text = str_none();
	struct err e = {0};

	if (file_read(a, path, (size_t)64 << 20, &text, &e) != RC_OK)
		fail_msg("%s: %s", path, e.detail);
	return text;
}

#endif
