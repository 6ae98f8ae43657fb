/* The rules on a request's head: duplicates, lengths, hosts, limits. */
#include "../check.h"

#include "web/http.h"

struct line {
	const char *name, *value;
};

static int head(struct arena *a, struct http_req *req, const struct line *lines, size_t n)
{
	int status = 0;

	*req = (struct http_req){.method = HTTP_POST, .content_length = -1};
	for (size_t i = 0; status == 0 && i < n; i++)
		status = http_req_header(req, a, str_c(lines[i].name), str_c(lines[i].value));
	return status ? status : http_req_finish(req, a, STR("/x?y"));
}
#define HEAD(a, req, ...)                                                                          \
	head(a, req, (const struct line[]){__VA_ARGS__},                                           \
	        sizeof((const struct line[]){__VA_ARGS__}) / sizeof(struct line))

static void test_good(void **state)
{
	struct http_req req;

	assert_int_equal(HEAD(*state, &req, {"HOST", "a.example:8080"}, {"Content-Length", "12"},
	                         {"X-A", "  v  "}),
	        0);
	assert_str(req.host, "a.example:8080");
	assert_str(req.path, "/x");
	assert_int_equal(req.content_length, 12);
	assert_str(http_header_get(&req, "x-a"), "v");
	assert_null(http_header_get(&req, "x-b").p);
}

static void test_duplicates(void **state)
{
	struct http_req req;

	assert_int_equal(HEAD(*state, &req, {"Host", "a"}, {"host", "a"}), 400);
	assert_int_equal(
	        HEAD(*state, &req, {"Host", "a"}, {"Cookie", "a=1"}, {"Cookie", "b=1"}), 400);
	assert_int_equal(
	        HEAD(*state, &req, {"Host", "a"}, {"Content-Length", "3"}, {"Content-Length", "3"}),
	        400);
	assert_int_equal(HEAD(*state, &req, {"Host", "a"}, {"Accept", "a"}, {"Accept", "b"}), 0);
}

static void test_lengths(void **state)
{
	static const char *const bad[] = {"", "-1", "+1", "3, 3", "0x10", "1.0", " ", "1 2",
	        "18446744073709551617", "9223372036854775808"};
	struct http_req req;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(
		        HEAD(*state, &req, {"Host", "a"}, {"Content-Length", bad[i]}), 400);
	assert_int_equal(HEAD(*state, &req, {"Host", "a"}, {"Content-Length", "007"}), 0);
	assert_int_equal(req.content_length, 7);
}

static void test_hosts(void **state)
{
	static const char *const good[] = {
	        "a", "127.0.0.1", "[::1]", "[::1]:80", "a-b.example:1", "a_b", "localhost:65535"};
	static const char *const bad[] = {"", "a:", "a:0", "a:65536", "a:x", "a b", "a/b", "a@b",
	        "[::1", "[x]", ":80", "a:80:80", "\xe4\xbc\x81"};
	struct http_req req;

	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		if (HEAD(*state, &req, {"Host", good[i]}) != 0)
			fail_msg("refused %s", good[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (HEAD(*state, &req, {"Host", bad[i]}) != 400)
			fail_msg("accepted %s", bad[i]);
	assert_int_equal(HEAD(*state, &req, {"X", "y"}), 400);
}

static void test_limits(void **state)
{
	struct arena *a = *state;
	struct http_req req = {.content_length = -1};
	char *big = arena_alloc(a, HTTP_MAX_HEADER_BYTES);

	memset(big, 'a', HTTP_MAX_HEADER_BYTES);
	assert_int_equal(
	        http_req_header(&req, a, STR("x"), (struct str){big, HTTP_MAX_HEADER_BYTES}), 431);
	assert_int_equal(
	        http_req_header(&req, a, STR("x"), (struct str){big, HTTP_MAX_HEADER_BYTES - 1}),
	        0);
	assert_int_equal(http_req_header(&req, a, STR("y"), STR("")), 431);
	req = (struct http_req){0};
	for (int i = 0; i < HTTP_MAX_HEADERS; i++)
		assert_int_equal(http_req_header(&req, a, STR("x"), STR("y")), 0);
	assert_int_equal(http_req_header(&req, a, STR("x"), STR("y")), 431);
}

static void test_controls(void **state)
{
	struct arena *a = *state;
	struct http_req req = {0};

	assert_int_equal(http_req_header(&req, a, STR(""), STR("v")), 400);
	assert_int_equal(http_req_header(&req, a, STR("a b"), STR("v")), 400);
	assert_int_equal(http_req_header(&req, a, STR("a:"), STR("v")), 400);
	assert_int_equal(http_req_header(&req, a, STR("a"), STR("v\rw")), 400);
	assert_int_equal(http_req_header(&req, a, STR("a"), STR("v\nw")), 400);
	assert_int_equal(http_req_header(&req, a, STR("a"), ((struct str){"v\0w", 3})), 400);
	assert_int_equal(http_req_header(&req, a, STR("a"), STR("v\tw\xc3\xa9")), 0);
}

static void test_response_headers(void **state)
{
	struct arena *a = *state;
	struct http_res res = {0};

	http_header_add(&res, a, STR("Set-Cookie"), STR("a=1"));
	http_header_add(&res, a, STR("Set-Cookie"), STR("b=2"));
	http_header_set(&res, a, STR("Allow"), STR("GET"));
	http_header_set(&res, a, STR("ALLOW"), STR("POST"));
	assert_int_equal(res.headers.n, 3);
	assert_str(http_res_header(&res, "allow"), "POST");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_good),
	        TEST(test_duplicates),
	        TEST(test_lengths),
	        TEST(test_hosts),
	        TEST(test_limits),
	        TEST(test_controls),
	        TEST(test_response_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
