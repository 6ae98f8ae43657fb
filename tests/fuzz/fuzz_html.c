/* The escapers on anything: nothing that comes out may end a quoted value or begin a tag, an
 * address is "#" or begins as it must, and nothing is lost from ordinary text.
 */
#include "web/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

static bool has(struct str s, char c)
{
	return str_index(s, c) < s.n;
}

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20 || c == 0x7f || strchr("<>&\"'", c))
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = {(const char *)data, size};
	struct arena a;
	struct buf attr, text, url, query, lines;
	int64_t number = 0;

	arena_init(&a, 0);
	buf_init(&attr, &a, (size_t)64 << 20);
	text = url = query = lines = attr;
	html_attr(&attr, s);
	must(!has(buf_view(&attr), '"') && !has(buf_view(&attr), '<') &&
	        !has(buf_view(&attr), '\''));
	html_text(&text, s);
	must(!has(buf_view(&text), '<') && !has(buf_view(&text), '>'));
	if (is_plain(s))
		must(str_eq(buf_view(&text), s) && str_eq(buf_view(&attr), s));
	html_url(&url, s);
	must(url.n > 0 && !has(buf_view(&url), '"') && !str_starts(buf_view(&url), STR("//")));
	must(strchr("#/?htm", url.p[0]) != NULL);
	html_query(&query, s);
	must(!has(buf_view(&query), '&') && !has(buf_view(&query), '/') && query.n >= size);
	html_lines(&lines, s);
	must(!has(buf_view(&lines), '\n') && !has(buf_view(&lines), '"') == !has(s, '"'));
	memcpy(&number, data, size < sizeof(number) ? size : sizeof(number));
	html_wan(&text, number);
	html_thousands(&text, number);
	must(!text.overflow);
	arena_free(&a);
	return 0;
}
