/* Bodies in memory and on disk, their limits, and environments as requests. */
#include "../check.h"

#include "transport/body.h"
#include "transport/cgienv.h"

static void fill(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(i * 7 + i / 255);
}

/* `n` bytes in pieces of `step`: what comes out is what went in, wherever it was kept. */
static void round_trip(struct arena *a, size_t n, size_t step, int64_t expected, bool disk)
{
	char *bytes = arena_alloc(a, n + 1);
	struct body *b = ARENA_NEW(a, struct body);
	struct str out;
	struct err e;

	fill(bytes, n);
	body_init(b, a, "/tmp", (int64_t)n, expected);
	for (size_t i = 0; i < n; i += step)
		assert_rc(body_add(b, (struct str){bytes + i, MIN_OF(step, n - i)}, &e), RC_OK);
	assert_int_equal(b->fd >= 0, disk);
	assert_rc(body_finish(b, &out, &e), RC_OK);
	assert_true(str_eq(out, (struct str){bytes, n}));
	assert_rc(body_add(b, STR("x"), &e), RC_TOO_LARGE);
}

static void test_sizes(void **state)
{
	round_trip(*state, 0, 1, -1, false);
	round_trip(*state, 1, 1, 1, false);
	round_trip(*state, 5000, 7, -1, false);
	round_trip(*state, BODY_IN_MEMORY, 4096, BODY_IN_MEMORY, false);
	round_trip(*state, BODY_IN_MEMORY + 1, 4096, BODY_IN_MEMORY + 1, true);
	round_trip(*state, BODY_IN_MEMORY + 1, 1000, -1, true);
	round_trip(*state, 3 << 20, 3 << 20, -1, true);
	/* a length that lies */
	round_trip(*state, 5000, 100, 3, false);
	round_trip(*state, 400000, 1000, 3, true);
	arena_reset(*state);
}

static void test_no_disk(void **state)
{
	struct arena *a = *state;
	struct body *b = ARENA_NEW(a, struct body);
	char *bytes = arena_zalloc(a, BODY_IN_MEMORY + 1);
	struct err e;

	body_init(b, a, "/nonexistent", 1 << 20, -1);
	assert_rc(body_add(b, (struct str){bytes, BODY_IN_MEMORY}, &e), RC_OK);
	assert_rc(body_add(b, STR("x"), &e), RC_IO);
}

#define ENV(...) ((char *[]){__VA_ARGS__, NULL})

static void test_environment(void **state)
{
	struct arena *a = *state;
	struct http_req req = {0};
	char **env = ENV("REQUEST_METHOD=POST", "REQUEST_URI=/a%20b?x=1", "HTTP_HOST=h:8",
	        "HTTP_X_REAL_THING=v=w", "HTTP_PROXY=evil", "HTTP_TRANSFER_ENCODING=chunked",
	        "HTTP_CONTENT_LENGTH=9", "CONTENT_LENGTH=12", "CONTENT_TYPE=text/x", "HTTPS=on",
	        "REMOTE_ADDR=203.0.113.9", "HTTP_", "odd");

	assert_int_equal(cgienv_request(env, &req, a), 0);
	assert_int_equal(req.method, HTTP_POST);
	assert_str(req.path, "/a b");
	assert_str(req.query, "x=1");
	assert_str(req.host, "h:8");
	assert_int_equal(req.content_length, 12);
	assert_str(http_header_get(&req, "x-real-thing"), "v=w");
	assert_null(http_header_get(&req, "proxy").p);
	assert_null(http_header_get(&req, "transfer-encoding").p);
	assert_str(req.remote_ip, "203.0.113.9");
	assert_true(req.https);
}

static void test_environment_without_uri(void **state)
{
	struct arena *a = *state;
	struct http_req req = {0};

	assert_int_equal(cgienv_request(ENV("REQUEST_METHOD=GET", "SCRIPT_NAME=/x",
	                                        "CONTENT_LENGTH=", "PATH_INFO=/企",
	                                        "QUERY_STRING=q", "HTTP_HOST=h"),
	                         &req, a),
	        0);
	assert_str(req.path, "/x/企");
	assert_str(req.query, "q");
	assert_int_equal(req.content_length, -1);
	req = (struct http_req){0};
	assert_int_equal(cgienv_request(ENV("REQUEST_METHOD=GET", "HTTP_HOST=h"), &req, a), 400);
	req = (struct http_req){0};
	assert_int_equal(cgienv_request(ENV("REQUEST_METHOD=GET", "REQUEST_URI=/", "HTTP_HOST=h h"),
	                         &req, a),
	        400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_sizes),
	        TEST(test_no_disk),
	        TEST(test_environment),
	        TEST(test_environment_without_uri),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
