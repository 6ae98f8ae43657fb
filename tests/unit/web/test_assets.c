/* Static files: what is sent, for how long it may be kept, and when nothing needs to be sent. */
#include <zlib.h>

#include "../check.h"

#include "base/embedded.h"
#include "base/hash.h"
#include "web/assets.h"

static struct http_res ask(struct arena *a, const struct assets *as, const char *target,
        const char *name, const char *value, bool *found)
{
	struct http_req req = {.method = HTTP_GET, .content_length = -1};
	struct http_res res = {0};

	assert_int_equal(http_req_header(&req, a, STR("Host"), STR("h")), 0);
	if (name)
		assert_int_equal(http_req_header(&req, a, str_c(name), str_c(value)), 0);
	assert_int_equal(http_req_finish(&req, a, str_c(target)), 0);
	*found = assets_respond(as, &req, &res, a);
	return res;
}

static struct str gunzip(struct arena *a, struct str s, size_t room)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)s.p, .avail_in = (uInt)s.n};
	unsigned char *p = arena_alloc(a, room + 1);

	assert_int_equal(inflateInit2(&z, 31), Z_OK);
	z.next_out = p;
	z.avail_out = (uInt)room + 1;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	inflateEnd(&z);
	return (struct str){(char *)p, z.total_out};
}

static void test_every_file(void **state)
{
	struct arena *a = *state;
	struct assets *as;
	struct str path, bytes;
	size_t seen = 0;
	bool found;

	as = assets_open(a);
	for (size_t i = 0; i < embedded_count(); i++) {
		embedded_at(i, &path, &bytes);
		if (!str_starts(path, STR("static/")))
			continue;
		seen++;
		char *target = str_cstr(a, str_cat(a, STR("/"), path));
		struct http_res res = ask(a, as, target, NULL, NULL, &found);
		assert_true(found && res.status == 200);
		assert_ptr_equal(res.bytes.p, bytes.p); /* never copied */
		assert_null(http_res_header(&res, "Content-Encoding").p);
		struct str etag = http_res_header(&res, "ETag");
		assert_true(str_starts(hash_hex(a, hash_sha256(bytes)), str_sub(etag, 1, 16)));
		/* compressed: the same content under another tag */
		res = ask(a, as, target, "Accept-Encoding", "gzip", &found);
		if (http_res_header(&res, "Content-Encoding").p) {
			assert_true(str_eq(gunzip(a, res.bytes, bytes.n), bytes));
			assert_true(res.bytes.n < bytes.n);
			assert_false(str_eq(http_res_header(&res, "ETag"), etag));
			assert_str(http_res_header(&res, "Vary"), "Accept-Encoding");
		}
		res = ask(a, as, target, "If-None-Match", str_cstr(a, etag), &found);
		assert_int_equal(res.status, 304);
		assert_int_equal(http_res_payload(&res).n, 0);
	}
	assert_true(seen > 0);
}

static void test_how_long(void **state)
{
	struct arena *a = *state;
	struct assets *as;
	bool found;

	as = assets_open(a);
	struct str url = asset_url(as, STR("css/tidu.css"));
	assert_true(str_starts(url, STR("/static/css/tidu.css?v=")));
	assert_int_equal(url.n, strlen("/static/css/tidu.css?v=") + 8);
	struct http_res res = ask(a, as, str_cstr(a, url), NULL, NULL, &found);
	assert_str(http_res_header(&res, "Cache-Control"), "public, max-age=31536000, immutable");
	assert_str(http_res_header(&res, "Content-Type"), "text/css; charset=utf-8");
	/* an old page names an older version: it gets what there is, and not for ever */
	res = ask(a, as, "/static/css/tidu.css?v=00000000", NULL, NULL, &found);
	assert_str(http_res_header(&res, "Cache-Control"), "public, max-age=300");
	res = ask(a, as, str_fmt(a, "%.*sx", STR_ARG(url)).p, NULL, NULL, &found);
	assert_str(http_res_header(&res, "Cache-Control"), "public, max-age=300");
	assert_str(asset_url(as, STR("css/none.css")), "/static/");
	(void)ask(a, as, "/static/css/none.css", NULL, NULL, &found);
	assert_false(found);
	(void)ask(a, as, "/static/", NULL, NULL, &found);
	assert_false(found);
	(void)ask(a, as, "/static/css/tidu.css/", NULL, NULL, &found);
	assert_false(found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_every_file),
	        TEST(test_how_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
