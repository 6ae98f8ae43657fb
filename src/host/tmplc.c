/* The template compiler: templates/…/x.html in, C out (docs/templates.md). It exists so that an
 * unescaped value, a form without its token or a misspelt member fails the build and not a user,
 * and so that a page costs little more than copying it.
 *
 *	tmplc ROOT OUT.h OUT.c FILE.html …
 */
#include <errno.h>
#include <stdarg.h>

#include "base/map.h"
#include "base/utf8.h"
#include "tmplc.h"

#define FILE_MAX ((size_t)1 << 20)
#define OUT_MAX ((size_t)32 << 20)
#define LAYOUT_MAX_DEPTH 2

void report(struct tmplc *c, const struct template *t, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%.*s:%d: ", STR_ARG(t->path), line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	c->errors++;
	c->stop = true;
}

/* --- the first lines --- */
static bool quoted(struct str *rest, struct str *out)
{
	*rest = str_trim(*rest);
	if (rest->n < 2 || rest->p[0] != '"')
		return false;
	size_t n = str_index(str_sub(*rest, 1, rest->n), '"');
	if (n + 1 >= rest->n)
		return false;
	*out = str_sub(*rest, 1, n);
	*rest = str_trim(str_sub(*rest, n + 2, rest->n));
	return n > 0;
}

static bool read_first_tag(struct tmplc *c, struct template *t, struct str inside, int line)
{
	struct str rest = inside;
	struct str word = take_word(&rest);

	if (str_eqc(word, "view")) {
		if (t->view.n > 0)
			report(c, t, line, "{{view}} a second time");
		if (!quoted(&rest, &t->header) || !expr_is_name(rest))
			report(c, t, line, "write {{view \"page/view_x.h\" view_x}}");
		t->view = rest;
		return true;
	}
	if (str_eqc(word, "layout")) {
		if (t->layout.n > 0 || t->view.n == 0)
			report(c, t, line, "{{layout}} stands once, after {{view}}");
		if (!quoted(&rest, &t->layout) || rest.n == 0)
			report(c, t, line, "write {{layout \"layout/base\" v->page}}");
		t->layout_expr = rest;
		t->layout_line = line;
		return true;
	}
	return word.n > 0 && word.p[0] == '!';
}

static void read_first_lines(struct tmplc *c, struct template *t)
{
	size_t i = 0;
	int line = 1;

	c->stop = false;
	while (i < t->text.n && !c->stop) {
		struct str here = str_sub(t->text, i, t->text.n);
		if (here.p[0] == '\n' || here.p[0] == ' ' || here.p[0] == '\t') {
			line += here.p[0] == '\n';
			i++;
			continue;
		}
		size_t end = str_find(here, STR("}}"));
		if (!str_starts(here, STR("{{")) || end == here.n)
			break;
		struct str inside = str_trim(str_sub(here, 2, end - 2));
		if (!read_first_tag(c, t, inside, line))
			break;
		line += lines_in(inside);
		i += end + 2;
	}
	t->body = i;
	t->body_line = line;
	t->is_layout = str_has(t->text, STR("{{content}}"));
	if (t->view.n == 0 && !c->stop)
		report(c, t, 1, "the first line must be {{view \"page/view_x.h\" view_x}}");
}

/* Layouts exist, have a place for content, and nest at most once. */
static void check_layout(struct tmplc *c, struct template *t)
{
	struct template *l = t;

	for (int depth = 0; l->layout.n > 0; depth++) {
		struct template *next = map_get(&c->by_name, l->layout);
		if (!next || !next->is_layout) {
			report(c, t, t->layout_line, "there is no layout `%.*s`",
			        STR_ARG(l->layout));
			return;
		}
		if (depth >= LAYOUT_MAX_DEPTH) {
			report(c, t, t->layout_line, "layouts are nested more than once");
			return;
		}
		l = next;
	}
}

/* A part that contains itself would never end. */
static void check_cycle(struct tmplc *c, struct template *t, int depth)
{
	if (t->visit == 2)
		return;
	if (t->visit == 1 || depth > 32) {
		report(c, t, 1,
		        "this part contains itself, directly or by others (or is too deep)");
		return;
	}
	t->visit = 1;
	for (size_t i = 0; i < t->partials.n; i++)
		check_cycle(c, t->partials.v[i], depth + 1);
	t->visit = 2;
}

/* --- files --- */
static bool read_all(struct arena *a, const char *path, struct str *out)
{
	FILE *f = fopen(path, "rb");
	char *p;

	if (!f)
		return false;
	p = arena_alloc(a, FILE_MAX + 1);
	size_t n = fread(p, 1, FILE_MAX, f);
	bool ok = !ferror(f) && n < FILE_MAX;
	fclose(f);
	p[n] = '\0';
	*out = (struct str){p, n};
	*out = str_dup(a, *out);
	return ok;
}

/* An unchanged file keeps its time, so that what depends on it is not built again. */
static bool write_changed(struct arena *a, const char *path, struct str text)
{
	struct arena_mark mark = arena_mark(a);
	FILE *f = fopen(path, "rb");
	bool same = false;

	if (f) {
		char *old = arena_alloc(a, text.n + 1);
		same = fread(old, 1, text.n + 1, f) == text.n &&
		       (text.n == 0 || memcmp(old, text.p, text.n) == 0);
		fclose(f);
	}
	arena_release(a, mark);
	if (same)
		return true;
	f = fopen(path, "wb");
	if (!f)
		return false;
	bool ok = fwrite(text.p, 1, text.n, f) == text.n;
	return fclose(f) == 0 && ok;
}

static struct str symbol_of(struct arena *a, struct str name)
{
	struct str s = str_dup(a, name);
	char *p = str_cstr(a, s);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '/' || p[i] == '-' || p[i] == '.')
			p[i] = '_';
	return (struct str){p, s.n};
}

static bool load(struct tmplc *c, struct str root, const char *path)
{
	struct template *t = ARENA_NEW(c->a, struct template);
	struct template *other;

	t->path = str_c(path);
	if (!str_starts(t->path, root) || !str_ends(t->path, STR(".html")) ||
	        t->path.n < root.n + 7 || t->path.p[root.n] != '/') {
		fprintf(stderr, "%s: not a template under %.*s\n", path, STR_ARG(root));
		return false;
	}
	t->name = str_sub(t->path, root.n + 1, t->path.n - root.n - 6);
	t->symbol = symbol_of(c->a, t->name);
	if (!expr_is_name(t->symbol))
		report(c, t, 1, "the name of the file does not make a name in C");
	if (!read_all(c->a, path, &t->text)) {
		fprintf(stderr, "%s: %s\n", path, errno ? strerror(errno) : "too large");
		return false;
	}
	if (!utf8_valid(t->text) || str_index(t->text, '\0') < t->text.n ||
	        str_index(t->text, '\r') < t->text.n)
		report(c, t, 1, "templates are UTF-8 with LF line ends");
	other = map_put(&c->by_symbol, t->symbol, t);
	if (other)
		report(c, t, 1, "makes the same name in C as %.*s", STR_ARG(other->path));
	map_put(&c->by_name, t->name, t);
	VEC_PUSH(c->a, &c->list, t);
	read_first_lines(c, t);
	return true;
}

static void put_header(struct buf *out, struct tmplc *c)
{
	struct map seen;

	map_init(&seen, c->a);
	buf_c(out, "/* Made by tmplc from templates/: do not edit. */\n#ifndef GEN_PAGE_TMPL_H\n"
	           "#define GEN_PAGE_TMPL_H\n\n#include \"base/buf.h\"\n");
	for (size_t i = 0; i < c->list.n; i++)
		if (!map_put(&seen, c->list.v[i]->header, c->list.v[i]))
			buf_printf(out, "#include \"%.*s\"\n", STR_ARG(c->list.v[i]->header));
	buf_ch(out, '\n');
	for (size_t i = 0; i < c->list.n; i++) {
		const struct template *t = c->list.v[i];
		for (int k = 0; k < (t->is_layout ? 2 : 1); k++)
			buf_printf(out,
			        "void tmpl_%.*s%s(struct buf *out, const struct %.*s *v);\n",
			        STR_ARG(t->symbol),
			        !t->is_layout ? ""
			        : k == 0      ? "__head"
			                      : "__foot",
			        STR_ARG(t->view));
	}
	buf_c(out, "\n#endif\n");
}

static void compile_all(struct tmplc *c)
{
	for (size_t i = 0; i < c->list.n; i++)
		check_layout(c, c->list.v[i]);
	if (c->errors > 0)
		return;
	for (size_t i = 0; i < c->list.n; i++)
		compile(c, c->list.v[i]);
	for (size_t i = 0; i < c->list.n && c->errors == 0; i++)
		check_cycle(c, c->list.v[i], 0);
}

int main(int argc, char **argv)
{
	struct arena a;
	struct buf h, source;

	if (argc < 4) {
		fprintf(stderr, "usage: tmplc ROOT OUT.h OUT.c FILE.html ...\n");
		return 2;
	}
	arena_init(&a, (size_t)2 << 30);
	struct tmplc *c = ARENA_NEW(&a, struct tmplc);
	c->a = &a;
	map_init(&c->by_name, &a);
	map_init(&c->by_symbol, &a);
	buf_init(&c->lit, &a, OUT_MAX);
	buf_init(&h, &a, OUT_MAX);
	buf_init(&source, &a, OUT_MAX);
	for (int i = 4; i < argc; i++)
		if (!load(c, str_c(argv[1]), argv[i]))
			return 1;
	buf_c(&source, "/* Made by tmplc from templates/: do not edit. */\n"
	               "#include \"page/tmpl.h\"\n\n#include \"web/tmpl.h\"\n");
	c->out = &source;
	compile_all(c);
	put_header(&h, c);
	if (c->errors > 0)
		return 1;
	if (!write_changed(&a, argv[2], buf_view(&h)) ||
	        !write_changed(&a, argv[3], buf_view(&source))) {
		fprintf(stderr, "tmplc: cannot write %s, %s: %s\n", argv[2], argv[3],
		        strerror(errno));
		return 1;
	}
	arena_free(&a);
	return 0;
}
