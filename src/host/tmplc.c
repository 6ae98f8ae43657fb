/* The template compiler: templates/…/x.html in, C out (docs/templates.md). It exists so that an
 * unescaped value, a form without its token or a misspelt member fails the build and not a user,
 *and so that a page costs little more than copying it. tmplc ROOT OUT.h OUT.c FILE.html …
 */
#include <errno.h>
#include <stdarg.h>

#include "base/map.h"
#include "base/utf8.h"
#include "tmplc.h"

#define FILE_MAX ((size_t)1 << 20)
#define OUT_MAX ((size_t)32 << 20)
#define LAYOUT_MAX_DEPTH 2

enum block_kind { BLOCK_IF, BLOCK_EACH };
struct block {
	enum block_kind kind;
	int line, number;
	struct str item;
	struct html_pos before, ends; /* before the block; joined ends of its branches */
	bool has_ends, has_else;
	size_t first_id;
};

/* What a template says about itself, known before any body is compiled. */
struct template
{
	struct str path, name, text, symbol; /* templates/a/b.html, a/b, …, a_b */
	struct str header, view;
	struct str layout, layout_expr;
	int layout_line;
	size_t body; /* where the first lines end */
	int body_line;
	bool is_layout; /* has {{content}} */
	VEC(struct template *) partials;
	int visit; /* for cycles: 0 unseen, 1 on the way, 2 done */
};

struct tmplc {
	struct arena *a;
	struct map by_name, by_symbol;
	VEC(struct template *) list;
	int errors;

	/* the one being compiled */
	struct template *cur;
	struct html h;
	struct buf lit, *out;
	struct block blocks[BLOCK_MAX_DEPTH];
	int depth, indent, next_number;
	int written_line;
	bool stop, seen_content;
};

PRINTF_LIKE(4, 5)
static void report(struct tmplc *c, const struct template *t, int line, const char *fmt, ...)
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

#define REFUSE(c, ...) report((c), (c)->cur, (c)->h.line, __VA_ARGS__)

/* --- writing C --- */
static void put_indent(struct tmplc *c)
{
	for (int i = 0; i < c->indent; i++)
		buf_ch(c->out, '\t');
}

static void put_line_mark(struct tmplc *c, int line)
{
	if (c->written_line == line)
		return;
	buf_printf(c->out, "#line %d \"%.*s\"\n", line, STR_ARG(c->cur->path));
	c->written_line = line;
}

/* One statement; the compiler counts lines on from the #line, so the next needs its own. */
PRINTF_LIKE(3, 4) static void put_code(struct tmplc *c, int line, const char *fmt, ...)
{
	char text[8192];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(text)) {
		REFUSE(c, "this tag is too long");
		return;
	}
	put_line_mark(c, line);
	put_indent(c);
	buf_put(c->out, text, (size_t)n);
	buf_ch(c->out, '\n');
	c->written_line++;
}

static void put_c_string(struct buf *out, struct str s)
{
	buf_ch(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char ch = (unsigned char)s.p[i];
		if (ch == '\n')
			buf_lit(out, "\\n");
		else if (ch == '"' || ch == '\\' || ch == '?') /* ? because of trigraphs */
			buf_printf(out, "\\%c", ch);
		else if (ch < 0x20 || ch == 0x7f)
			buf_printf(out, "\\%03o", ch);
		else
			buf_ch(out, (char)ch);
	}
	buf_ch(out, '"');
}

static void flush_literal(struct tmplc *c)
{
	if (c->lit.n == 0)
		return;
	put_line_mark(c, c->h.line);
	put_indent(c);
	buf_lit(c->out, "tmpl_put(out, ");
	put_c_string(c->out, buf_view(&c->lit));
	buf_printf(c->out, ", %zu);\n", c->lit.n);
	c->written_line++;
	c->lit.n = 0;
}

/* --- tags --- */
/* Blanks and a word of the tag's text. */
static struct str take_word(struct str *rest)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t' && rest->p[n] != '\n')
		n++;
	struct str word = str_sub(*rest, 0, n);
	*rest = str_trim(str_sub(*rest, n, rest->n));
	return word;
}

static struct str path_of(struct tmplc *c, struct str text)
{
	struct buf out;

	buf_init(&out, c->a, 4096);
	const char *problem = expr_path(&out, text);
	if (problem)
		REFUSE(c, "%s: `%.*s`", problem, STR_ARG(text));
	return buf_view(&out);
}

static struct str condition_of(struct tmplc *c, struct str text)
{
	struct buf out;

	buf_init(&out, c->a, 6000);
	const char *problem = expr_condition(&out, text);
	if (problem)
		REFUSE(c, "%s: `%.*s`", problem, STR_ARG(text));
	else if (out.overflow)
		REFUSE(c, "the condition is too long");
	return buf_view(&out);
}

static bool at_break(struct tmplc *c, const char *p, bool output)
{
	html_break(&c->h, p, output);
	if (c->h.problem) {
		REFUSE(c, "%s", c->h.problem);
		return false;
	}
	flush_literal(c);
	return !c->stop;
}

static bool name_is_taken(const struct tmplc *c, struct str name)
{
	if (str_eqc(name, "v") || str_eqc(name, "out"))
		return true;
	for (int i = 0; i < c->depth; i++) {
		struct str item = c->blocks[i].item;
		if (str_eq(item, name) || (name.n == item.n + 2 && str_starts(name, item) &&
		                                  str_ends(name, STR("_i"))))
			return true;
		if (item.n == name.n + 2 && str_starts(item, name) && str_ends(item, STR("_i")))
			return true;
	}
	return false;
}

static struct block *push_block(struct tmplc *c, enum block_kind kind)
{
	if (c->depth == BLOCK_MAX_DEPTH) {
		REFUSE(c, "blocks are nested too deeply");
		return NULL;
	}
	struct block *b = &c->blocks[c->depth++];
	memset(b, 0, sizeof(*b));
	b->kind = kind;
	b->line = c->h.line;
	b->number = c->next_number++;
	b->before = c->h.at;
	b->first_id = c->h.ids.n;
	return b;
}

static void begin_if(struct tmplc *c, const char *p, struct str rest)
{
	struct str cond = condition_of(c, rest);

	if (c->stop || !at_break(c, p, false) || !push_block(c, BLOCK_IF))
		return;
	put_code(c, c->h.line, "if (!!%.*s) {", STR_ARG(cond));
	c->indent++;
}

static void begin_each(struct tmplc *c, const char *p, struct str rest)
{
	struct str item = take_word(&rest), in = take_word(&rest);
	struct str list = str_none();

	if (!expr_is_name(item) || !str_eqc(in, "in")) {
		REFUSE(c, "write {{#each item in v->items}}");
		return;
	}
	if (name_is_taken(c, item))
		REFUSE(c, "`%.*s` is already a name here", STR_ARG(item));
	if (c->h.at.state == HTML_TAG || c->h.at.state == HTML_NAME || c->h.at.state == HTML_ATTR)
		REFUSE(c, "{{#each}} cannot repeat attributes");
	if (!c->stop)
		list = path_of(c, rest);
	if (c->stop || !at_break(c, p, false))
		return;
	struct block *b = push_block(c, BLOCK_EACH);
	if (!b)
		return;
	b->item = item;
	b->has_ends = true;
	b->ends = b->before;
	c->h.loops++;
	c->h.at.newline = false;
	int n = b->number, line = c->h.line;
	put_code(c, line, "{");
	c->indent++;
	put_code(c, line, "const __typeof__((%.*s).v[0]) *const tmpl%d_v = (%.*s).v;",
	        STR_ARG(list), n, STR_ARG(list));
	put_code(c, line, "const size_t tmpl%d_n = (size_t)(%.*s).n;", n, STR_ARG(list));
	put_code(c, line, "for (size_t %.*s_i = 0; %.*s_i < tmpl%d_n; %.*s_i++) {", STR_ARG(item),
	        STR_ARG(item), n, STR_ARG(item));
	c->indent++;
	put_code(c, line, "__typeof__(&tmpl%d_v[0]) %.*s = &tmpl%d_v[%.*s_i];", n, STR_ARG(item), n,
	        STR_ARG(item));
	put_code(c, line, "(void)%.*s;", STR_ARG(item));
}

/* A branch is over: its end must fit the ends of the others. */
static void end_branch(struct tmplc *c, struct block *b)
{
	const char *problem = NULL;

	if (b->has_ends) {
		problem = html_join(&b->ends, &c->h.at);
	} else {
		b->ends = c->h.at;
		b->has_ends = true;
	}
	if (problem)
		REFUSE(c, "%s (block of line %d)", problem, b->line);
}

static void hide_ids(struct tmplc *c, const struct block *b, bool hidden)
{
	for (size_t i = b->first_id; i < c->h.ids.n; i++)
		c->h.ids.v[i].hidden = hidden;
}

static struct block *inner_block(struct tmplc *c, const char *p, const char *what)
{
	if (c->depth == 0) {
		REFUSE(c, "%s without a block", what);
		return NULL;
	}
	if (!at_break(c, p, false))
		return NULL;
	return &c->blocks[c->depth - 1];
}

static void do_elif(struct tmplc *c, const char *p, struct str rest)
{
	struct str cond = condition_of(c, rest);
	struct block *b = c->stop ? NULL : inner_block(c, p, "{{#elif}}");

	if (!b)
		return;
	if (b->kind != BLOCK_IF || b->has_else) {
		REFUSE(c, "{{#elif}} belongs into {{#if}}, before {{#else}}");
		return;
	}
	end_branch(c, b);
	hide_ids(c, b, true);
	c->h.at = b->before;
	c->indent--;
	put_code(c, c->h.line, "} else if (!!%.*s) {", STR_ARG(cond));
	c->indent++;
}

static void do_else(struct tmplc *c, const char *p)
{
	struct block *b = inner_block(c, p, "{{#else}}");

	if (!b)
		return;
	if (b->has_else) {
		REFUSE(c, "{{#else}} a second time (block of line %d)", b->line);
		return;
	}
	end_branch(c, b);
	hide_ids(c, b, true);
	b->has_else = true;
	c->h.at = b->before;
	c->indent--;
	if (b->kind == BLOCK_IF) {
		put_code(c, c->h.line, "} else {");
	} else {
		put_code(c, c->h.line, "}");
		put_code(c, c->h.line, "if (tmpl%d_n == 0) {", b->number);
		b->item = str_none();
		c->h.loops--;
	}
	c->indent++;
}

static void end_block(struct tmplc *c, const char *p, enum block_kind kind)
{
	struct block *b = inner_block(c, p, kind == BLOCK_IF ? "{{/if}}" : "{{/each}}");

	if (!b)
		return;
	if (b->kind != kind) {
		REFUSE(c, "this closes the wrong block: the one of line %d is open", b->line);
		return;
	}
	end_branch(c, b);
	if (kind == BLOCK_IF && !b->has_else) {
		c->h.at = b->before;
		end_branch(c, b);
	}
	hide_ids(c, b, false);
	c->h.at = b->ends;
	c->indent--;
	put_code(c, c->h.line, "}");
	if (kind == BLOCK_EACH) {
		c->indent--;
		put_code(c, c->h.line, "}");
		if (!b->has_else)
			c->h.loops--;
	}
	c->depth--;
}

/* --- output --- */
enum filter_place { IN_TEXT = 1, IN_VALUE = 2, IN_URL = 4 };
static const struct {
	const char *name, *call; /* with the path for %.*s */
	unsigned places;
} filters[] = {
        {"datetime", "html_datetime(out, %.*s);", IN_TEXT | IN_VALUE},
        {"day", "html_day(out, %.*s);", IN_TEXT | IN_VALUE | IN_URL},
        {"prose", "html_prose(out, %.*s);", IN_TEXT | IN_VALUE},
        {"wan", "html_wan(out, %.*s);", IN_TEXT | IN_VALUE},
        {"thousands", "html_thousands(out, %.*s);", IN_TEXT | IN_VALUE},
        {"query", "html_query(out, TMPL_STR(%.*s));", IN_TEXT | IN_VALUE | IN_URL},
        {"short", "html_attr(out, html_short(TMPL_STR(%.*s)));", IN_TEXT | IN_VALUE},
        {"lines", "html_lines(out, TMPL_STR(%.*s));", IN_TEXT},
};

static void put_filtered(struct tmplc *c, struct str path, struct str filter)
{
	unsigned place = c->h.at.state == HTML_TEXT ? IN_TEXT : IN_VALUE;

	if (html_in_url(&c->h))
		place = IN_URL;
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		const char *call = filters[i].call;
		const char *hole = strstr(call, "%.*s");
		if (!str_eqc(filter, filters[i].name))
			continue;
		if (!(filters[i].places & place))
			REFUSE(c, "the filter %s is not for this place", filters[i].name);
		if (place == IN_URL && c->h.at.url == URL_START)
			REFUSE(c, "an address cannot begin with a filtered value");
		put_code(c, c->h.line, "%.*s%.*s%s", (int)(hole - call), call, STR_ARG(path),
		        hole + 4);
		return;
	}
	REFUSE(c, "no filter is called `%.*s`", STR_ARG(filter));
}

static const char *printer(const struct html *h)
{
	if (!html_in_url(h))
		return h->at.state == HTML_VALUE ? "TMPL_ATTR" : "TMPL_TEXT";
	if (h->at.url != URL_START)
		return "TMPL_URL_PART";
	return html_url_is_local(h) ? "TMPL_URL_LOCAL" : "TMPL_URL";
}

static void do_print(struct tmplc *c, const char *p, struct str text)
{
	size_t bar = str_index(text, '|');
	bool filtered = bar < text.n;
	struct str filter = str_trim(str_sub(text, bar + 1, text.n));
	struct str path;

	if (filtered && bar + 1 < text.n && text.p[bar + 1] == '|') {
		REFUSE(c, "a condition cannot be printed");
		return;
	}
	path = path_of(c, str_sub(text, 0, bar));
	if (c->stop || !at_break(c, p, true))
		return;
	if (filtered)
		put_filtered(c, path, filter);
	else
		put_code(c, c->h.line, "%s(out, %.*s);", printer(&c->h), STR_ARG(path));
	html_output(&c->h);
}

static void do_partial(struct tmplc *c, const char *p, struct str rest)
{
	struct str name = take_word(&rest);
	struct template *t = map_get(&c->by_name, name);

	if (!t) {
		REFUSE(c, "there is no template `%.*s`", STR_ARG(name));
		return;
	}
	if (t->is_layout || t->layout.n > 0) {
		REFUSE(c, "%.*s is a whole page or a layout, not a part", STR_ARG(name));
		return;
	}
	if (!html_quiet_place(&c->h)) {
		REFUSE(c, "a part can only stand in text, between elements");
		return;
	}
	struct str path = path_of(c, rest);
	if (c->stop || !at_break(c, p, true))
		return;
	VEC_PUSH(c->a, &c->cur->partials, t);
	put_code(c, c->h.line, "tmpl_%.*s(out, &(%.*s));", STR_ARG(t->symbol), STR_ARG(path));
	if (str_eqc(name, "partial/csrf"))
		html_csrf(&c->h);
	c->h.at.newline = false;
}

static void put_function(struct tmplc *c, const char *suffix)
{
	struct template *t = c->cur;

	buf_printf(c->out,
	        "\nvoid tmpl_%.*s%s(struct buf *out, const struct %.*s *v)\n{\n\t(void)v;\n",
	        STR_ARG(t->symbol), suffix, STR_ARG(t->view));
	c->indent = 1;
	c->written_line = -1;
}

static void put_layout_call(struct tmplc *c, const char *suffix)
{
	struct template *t = c->cur;

	if (t->layout.n == 0)
		return;
	struct template *l = map_get(&c->by_name, t->layout);
	struct str path = path_of(c, t->layout_expr);
	put_code(c, t->layout_line, "tmpl_%.*s%s(out, &(%.*s));", STR_ARG(l->symbol), suffix,
	        STR_ARG(path));
}

static void do_content(struct tmplc *c, const char *p)
{
	if (c->seen_content)
		REFUSE(c, "{{content}} a second time");
	else if (c->depth > 0)
		REFUSE(c, "{{content}} cannot stand inside a block");
	else if (c->h.at.state != HTML_TEXT)
		REFUSE(c, "{{content}} can only stand in text");
	if (c->stop || !at_break(c, p, true))
		return;
	c->seen_content = true;
	c->h.at.newline = false;
	buf_lit(c->out, "}\n");
	put_function(c, "__foot");
}

static void do_tag(struct tmplc *c, const char *p, struct str text)
{
	struct str rest = str_trim(text), all = rest;
	struct str word;

	if (rest.n > 0 && rest.p[0] == '!')
		return;
	if (rest.n > 0 && rest.p[0] == '>') {
		do_partial(c, p, str_sub(rest, 1, rest.n));
		return;
	}
	word = take_word(&rest);
	if (str_eqc(word, "#if"))
		begin_if(c, p, rest);
	else if (str_eqc(word, "#elif"))
		do_elif(c, p, rest);
	else if (str_eqc(word, "#each"))
		begin_each(c, p, rest);
	else if (str_eqc(all, "#else"))
		do_else(c, p);
	else if (str_eqc(all, "/if"))
		end_block(c, p, BLOCK_IF);
	else if (str_eqc(all, "/each"))
		end_block(c, p, BLOCK_EACH);
	else if (str_eqc(all, "content"))
		do_content(c, p);
	else if (str_eqc(word, "view") || str_eqc(word, "layout"))
		REFUSE(c, "{{%.*s}} belongs into the first lines", STR_ARG(word));
	else
		do_print(c, p, all);
}

/* --- one template --- */
static int lines_in(struct str s)
{
	int n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static void compile_body(struct tmplc *c)
{
	struct template *t = c->cur;
	size_t i = t->body;

	while (i < t->text.n && !c->stop) {
		struct str here = str_sub(t->text, i, t->text.n);
		if (here.p[0] != '{' || here.n < 2 || here.p[1] != '{') {
			html_feed(&c->h, here.p);
			if (c->h.problem)
				REFUSE(c, "%s", c->h.problem);
			c->h.line += here.p[0] == '\n';
			i++;
			continue;
		}
		size_t end = str_find(here, STR("}}"));
		if (end == here.n) {
			REFUSE(c, "{{ without }}");
			break;
		}
		struct str inside = str_sub(here, 2, end - 2);
		if (str_has(inside, STR("{{")))
			REFUSE(c, "{{ inside {{");
		else
			do_tag(c, here.p, inside);
		c->h.line += lines_in(inside);
		i += end + 2;
		if (c->h.at.state == HTML_VALUE || c->h.at.state == HTML_TAG)
			c->h.mark = here.p + end + 2;
	}
}

static void finish_body(struct tmplc *c)
{
	if (c->stop)
		return;
	if (c->depth > 0) {
		REFUSE(c, "the block of line %d is not closed", c->blocks[c->depth - 1].line);
		return;
	}
	html_end(&c->h);
	if (c->h.problem) {
		REFUSE(c, "%s", c->h.problem);
		return;
	}
	flush_literal(c);
	put_layout_call(c, "__foot");
	buf_lit(c->out, "}\n");
}

static void compile(struct tmplc *c, struct template *t)
{
	c->cur = t;
	c->depth = c->next_number = 0;
	c->stop = c->seen_content = false;
	c->lit.n = 0;
	html_init(&c->h, c->a, &c->lit);
	c->h.line = t->body_line;
	put_function(c, t->is_layout ? "__head" : "");
	put_layout_call(c, "__head");
	compile_body(c);
	finish_body(c);
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
