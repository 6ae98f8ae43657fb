/* Cookie and other little header languages on anything: clean values or none, and an end. */
#include "web/cookie.h"
#include "web/header.h"
#include "web/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = {(const char *)data, size}, rest = s, name, value;
	struct http_req req = {.content_length = -1};
	struct arena a;
	size_t seen = 0;

	arena_init(&a, 0);
	while (cookie_next(&rest, &name, &value)) {
		must(header_is_token(name) && ++seen <= size);
		must(value.n == 0 ||
		        (!memchr(value.p, ';', value.n) && !memchr(value.p, '\0', value.n)));
		struct str got = cookie_get(s, name);
		must(!got.p || str_eq(got, value) || seen > 1);
	}
	(void)header_accepts(s, "gzip");
	(void)header_etag_match(s, STR("\"a\""));
	rest = str_sub(s, str_index(s, ';'), s.n);
	for (seen = 0; header_param(&a, &rest, true, &name, &value) == 1; seen++)
		must(header_is_token(name) && seen <= size);
	(void)!header_param_get(&a, s, "boundary", &value);
	if (http_req_header(&req, &a, STR("host"), s) == 0)
		must(http_req_finish(&req, &a, STR("/")) == 0 || req.host.n == 0);
	arena_free(&a);
	return 0;
}
