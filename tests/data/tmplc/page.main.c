/* Renders the compiled good/page.html to standard output. */
#include "page/tmpl.h"

int main(void)
{
	static struct view_item items[] = {
		{STR_INIT("甲<"), STR_INIT("/a?b&c"), 7, true},
		{STR_INIT("乙"), STR_INIT("javascript:1"), 8, false},
	};
	struct view_t v = {
		.page = {STR_INIT("T & t"), STR_INIT("tok\"en")},
		.items = {items, 2},
		.text = STR_INIT("a<b>&\"c\"\nd"),
		.js = STR_INIT("javascript:alert(1)"),
		.c = "c<",
		.at = 1675731600000,
		.money = 1234500000,
		.small = 65535,
		.day = {2023, 2, 7},
		.yes = true,
		.kind = 8,
	};
	struct arena a;
	struct buf out;

	arena_init(&a, 0);
	buf_init(&out, &a, 1 << 20);
	tmpl_page(&out, &v);
	fwrite(out.p, 1, out.n, stdout);
	arena_free(&a);
	return 0;
}
