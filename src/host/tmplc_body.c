/* The body of a template: literal text goes through the HTML state machine, tags become C. Blocks
 * keep a copy of where the reader stood, so that every branch is read from the same place.
 */
#include <stdarg.h>

#include "tmplc.h"

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
struct str take_word(struct str *rest)
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
int lines_in(struct str s)
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
		c->h.line = c->blocks[c->depth - 1].line;
		REFUSE(c, "this block is not closed");
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

void compile(struct tmplc *c, struct template *t)
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
