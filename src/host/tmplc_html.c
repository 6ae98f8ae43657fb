/* The HTML state machine of the template compiler: it knows at every byte where output would stand,
 * so that escaping is chosen while building and never while serving. It also makes pages smaller:
 * comments go, runs of blanks shrink to one.
 */
#include "tmplc.h"

void html_init(struct html *h, struct arena *a, struct buf *lit)
{
	*h = (struct html){.a = a, .lit = lit, .line = 1};
	h->at.newline = true;
}

static bool blank_char(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == ':';
}

static void put(struct html *h, char c)
{
	buf_ch(h->lit, c);
	h->at.newline = c == '\n';
	h->at.fresh = false;
}

static void put_s(struct html *h, const char *s)
{
	buf_c(h->lit, s);
	h->at.newline = h->at.fresh = false;
}

static void flush_blanks(struct html *h)
{
	if (h->blank && h->blank_newline && h->at.state == HTML_TEXT) {
		if (!h->at.newline)
			put(h, '\n');
	} else if (h->blank) {
		put(h, ' ');
	}
	h->blank = h->blank_newline = false;
}

static struct str since_mark(const struct html *h, const char *p)
{
	return (struct str){h->mark, (size_t)(p - h->mark)};
}

/* Blanks are kept as they are written where they mean something. */
static bool keeps_blanks(const struct html *h)
{
	return h->at.state == HTML_RCDATA || html_inside(h, "pre");
}

static void take_blank(struct html *h, char c)
{
	h->blank = true;
	h->blank_newline |= c == '\n';
}

static void in_text(struct html *h, const char *p)
{
	if (blank_char(*p) && !keeps_blanks(h)) {
		take_blank(h, *p);
		return;
	}
	if (*p == '<') {
		h->at.state = HTML_OPEN;
		return;
	}
	flush_blanks(h);
	put(h, *p);
}

static void after_less_than(struct html *h, const char *p)
{
	h->at.state = HTML_TEXT;
	if (*p == '!') {
		h->at.state = HTML_MARKUP;
		h->mark = p + 1;
		return;
	}
	flush_blanks(h);
	put(h, '<');
	h->mark = p;
	if (*p == '/') {
		put(h, '/');
		h->mark = p + 1;
		h->at.state = HTML_END;
	} else if (name_char(*p) && *p > '9') {
		put(h, *p);
		h->at.state = HTML_NAME;
		h->at.tag = (struct html_tag){.line = h->line};
		h->at.need_blank = true;
	} else {
		html_fail(h, "write &lt; for a < that begins no tag");
	}
}

static void in_end(struct html *h, const char *p)
{
	if (name_char(*p)) {
		put(h, *p);
	} else if (*p == '>') {
		put(h, '>');
		h->at.state = HTML_TEXT;
		tag_close(h, since_mark(h, p));
	} else {
		html_fail(h, "an end tag holds nothing but its name");
	}
}

static void end_tag_of_start(struct html *h)
{
	h->blank = h->blank_newline = false;
	put(h, '>');
	tag_check(h);
}

static void begin_attr(struct html *h, const char *p)
{
	if (h->at.need_blank && !h->blank)
		html_fail(h, "a blank is missing before the attribute");
	if (!name_char(*p)) {
		html_fail(h, "an attribute cannot begin with '%c'", *p);
		return;
	}
	flush_blanks(h);
	h->at.need_blank = false;
	put(h, *p);
	h->mark = p;
	h->at.state = HTML_ATTR;
}

static void in_tag(struct html *h, const char *p)
{
	if (blank_char(*p)) {
		take_blank(h, *p);
		h->at.need_blank = false;
		h->blank_newline = false;
	} else if (*p == '>') {
		end_tag_of_start(h);
	} else if (*p == '/') {
		h->blank = false;
		put(h, '/');
		h->at.state = HTML_SLASH;
	} else {
		begin_attr(h, p);
	}
}

static void end_of_name(struct html *h, const char *p)
{
	h->at.tag.name = since_mark(h, p);
	h->at.state = HTML_TAG;
}

static void add_attr(struct html *h, struct str name)
{
	struct html_tag *t = &h->at.tag;

	for (int i = 0; i < t->n; i++)
		if (str_eq_nocase(t->attrs[i].name, name))
			html_fail(h, "the attribute %.*s is given twice", STR_ARG(name));
	if (t->n == HTML_MAX_ATTRS) {
		html_fail(h, "more than %d attributes in one tag", HTML_MAX_ATTRS);
		return;
	}
	t->attrs[t->n++] = (struct html_attr){.name = name};
}

static void end_of_attr(struct html *h, const char *p)
{
	add_attr(h, since_mark(h, p));
	h->at.state = HTML_TAG;
	h->at.need_blank = true;
}

static void in_attr(struct html *h, const char *p)
{
	if (name_char(*p)) {
		put(h, *p);
	} else if (*p == '=') {
		add_attr(h, since_mark(h, p));
		put(h, '=');
		h->at.state = HTML_EQUALS;
	} else {
		end_of_attr(h, p);
		in_tag(h, p);
	}
}

static struct html_attr *last_attr(struct html *h)
{
	return &h->at.tag.attrs[h->at.tag.n - 1];
}

static void begin_value(struct html *h, const char *p)
{
	if (*p != '"') {
		html_fail(h, "values of attributes stand in double quotes");
		return;
	}
	put(h, '"');
	h->mark = p + 1;
	h->at.url = URL_START;
	h->at.state = HTML_VALUE;
}

/* A literal part of an address ends before p: is it a safe beginning? */
static void check_url_part(struct html *h, const char *p)
{
	struct str part = since_mark(h, p);
	const char *problem;

	if (!html_in_url(h) || part.n == 0)
		return;
	if (h->at.url == URL_MIXED)
		html_fail(h, "begin the address before {{#if}} or inside every branch of it");
	problem = h->at.url == URL_START ? url_literal_check(part) : NULL;
	if (problem)
		html_fail(h, "%.*s: %s", STR_ARG(last_attr(h)->name), problem);
	h->at.url = URL_BEGUN;
}

static void in_value(struct html *h, const char *p)
{
	if (*p == '<') {
		html_fail(h, "< inside a value: a quote is missing before it, or write &lt;");
		return;
	}
	if (*p != '"') {
		put(h, *p);
		return;
	}
	if (!last_attr(h)->dynamic)
		last_attr(h)->value = since_mark(h, p);
	check_url_part(h, p);
	put(h, '"');
	h->at.state = HTML_TAG;
	h->at.need_blank = true;
}

static void in_markup(struct html *h, const char *p)
{
	struct str so_far = {h->mark, (size_t)(p + 1 - h->mark)};

	if (str_eq(so_far, STR("--"))) {
		h->at.state = HTML_COMMENT;
		h->mark = p + 1;
	} else if (so_far.n == 7 && str_eq_nocase(so_far, STR("doctype"))) {
		h->at.state = HTML_TEXT;
		flush_blanks(h);
		put_s(h, "<!DOCTYPE");
		h->at.state = HTML_DOCTYPE;
	} else if (so_far.n >= 7) {
		html_fail(h, "<! begins a comment or <!DOCTYPE html>");
	}
}

static void in_rcdata(struct html *h, const char *p)
{
	if (*p == '<' && p[1] == '/') {
		h->at.state = HTML_OPEN;
		return;
	}
	if (*p == '<')
		html_fail(h, "no element may stand inside <title> or <textarea>: write &lt;");
	put(h, *p);
}

static void in_script(struct html *h, const char *p)
{
	if (*p == '<' && p[1] == '/')
		h->at.state = HTML_OPEN;
	else if (!blank_char(*p))
		html_fail(h, "<script> with text inside: scripts stand in static/js");
}

void html_feed(struct html *h, const char *p)
{
	switch (h->at.state) {
	case HTML_TEXT:
		in_text(h, p);
		break;
	case HTML_OPEN:
		after_less_than(h, p);
		break;
	case HTML_NAME:
		if (name_char(*p)) {
			put(h, *p);
		} else {
			end_of_name(h, p);
			in_tag(h, p);
		}
		break;
	case HTML_END:
		in_end(h, p);
		break;
	case HTML_TAG:
		in_tag(h, p);
		break;
	case HTML_ATTR:
		in_attr(h, p);
		break;
	case HTML_EQUALS:
		begin_value(h, p);
		break;
	case HTML_VALUE:
		in_value(h, p);
		break;
	case HTML_SLASH:
		if (*p == '>')
			end_tag_of_start(h);
		else
			html_fail(h, "after / in a tag > must follow");
		break;
	case HTML_MARKUP:
		in_markup(h, p);
		break;
	case HTML_COMMENT:
		if (*p == '>' && p - h->mark >= 2 && p[-1] == '-' && p[-2] == '-')
			h->at.state = HTML_TEXT;
		break;
	case HTML_DOCTYPE:
		put(h, *p);
		if (*p == '>')
			h->at.state = HTML_TEXT;
		break;
	case HTML_SCRIPT:
		in_script(h, p);
		break;
	case HTML_RCDATA:
		in_rcdata(h, p);
		break;
	}
}

/* What output would mean in this state; NULL where it is allowed. */
static const char *place_problem(enum html_state state)
{
	switch (state) {
	case HTML_TEXT:
	case HTML_VALUE:
	case HTML_RCDATA:
		return NULL;
	case HTML_OPEN:
	case HTML_NAME:
	case HTML_END:
	case HTML_SLASH:
		return "output in the name of a tag";
	case HTML_TAG:
	case HTML_ATTR:
		return "output in the name of an attribute";
	case HTML_EQUALS:
		return "output in an attribute without double quotes";
	case HTML_MARKUP:
	case HTML_COMMENT:
	case HTML_DOCTYPE:
		return "{{…}} inside a comment or <!DOCTYPE>: use {{! … }}";
	case HTML_SCRIPT:
		return "{{…}} inside <script>";
	}
	return NULL;
}

void html_break(struct html *h, const char *p, bool output)
{
	const char *problem = place_problem(h->at.state);

	if (!output &&
	        (h->at.state == HTML_NAME || h->at.state == HTML_ATTR || h->at.state == HTML_TAG))
		problem = NULL;
	if (problem) {
		html_fail(h, "%s", problem);
		return;
	}
	if (h->at.state == HTML_NAME)
		end_of_name(h, p);
	else if (h->at.state == HTML_ATTR)
		end_of_attr(h, p);
	else if (h->at.state == HTML_VALUE) {
		check_url_part(h, p);
		last_attr(h)->dynamic = true;
	}
	flush_blanks(h);
	/* A browser drops a line end here: give it ours, so that the value keeps its own. */
	if (h->at.fresh)
		put(h, '\n');
}

void html_output(struct html *h)
{
	struct str name = h->at.state == HTML_VALUE ? last_attr(h)->name : str_none();

	if (name.n > 2 && str_eq_nocase(str_sub(name, 0, 2), STR("on")))
		html_fail(h, "output in %.*s", STR_ARG(name));
	if (html_in_url(h) && h->at.url == URL_MIXED)
		html_fail(h, "begin the address before {{#if}} or inside every branch of it");
	h->at.newline = false;
	h->at.url = URL_BEGUN;
}

bool html_in_url(const struct html *h)
{
	return h->at.state == HTML_VALUE && attr_is_url(h->at.tag.attrs[h->at.tag.n - 1].name);
}

bool html_url_is_local(const struct html *h)
{
	struct str name = h->at.tag.name;

	return tag_is(name, "script") || tag_is(name, "link") || tag_is(name, "img");
}

bool html_quiet_place(const struct html *h)
{
	return h->at.state == HTML_TEXT;
}

void html_csrf(struct html *h)
{
	for (int i = h->at.depth - 1; i >= 0; i--)
		if (tag_is(h->at.open[i].name, "form")) {
			h->at.open[i].has_csrf = true;
			return;
		}
}

/* Attributes that stand in either branch count as there. */
static void join_attrs(struct html_tag *into, const struct html_tag *other)
{
	for (int i = 0; i < other->n; i++) {
		bool known = false;
		for (int k = 0; k < into->n; k++)
			if (str_eq_nocase(into->attrs[k].name, other->attrs[i].name)) {
				known = true;
				if (!str_eq(into->attrs[k].value, other->attrs[i].value))
					into->attrs[k].dynamic = true;
			}
		if (!known && into->n < HTML_MAX_ATTRS)
			into->attrs[into->n++] = other->attrs[i];
	}
}

const char *html_join(struct html_pos *into, const struct html_pos *other)
{
	if (into->state != other->state)
		return "the branches end in different places (text, tag or attribute)";
	if (into->depth != other->depth)
		return "the branches leave different elements open";
	for (int i = 0; i < into->depth; i++) {
		struct html_element *e = &into->open[i];
		if (!str_eq_nocase(e->name, other->open[i].name))
			return "the branches leave different elements open";
		e->has_csrf &= other->open[i].has_csrf;
		e->has_caption &= other->open[i].has_caption;
		e->post |= other->open[i].post;
	}
	if (into->state != HTML_TEXT && into->state != HTML_RCDATA) {
		if (!str_eq(into->tag.name, other->tag.name))
			return "the branches stand in different tags";
		if (into->state == HTML_VALUE && !str_eq(into->tag.attrs[into->tag.n - 1].name,
		                                         other->tag.attrs[other->tag.n - 1].name))
			return "the branches stand in different attributes";
		join_attrs(&into->tag, &other->tag);
	}
	if (into->url != other->url)
		into->url = URL_MIXED;
	into->need_blank |= other->need_blank;
	into->newline &= other->newline;
	return NULL;
}

void html_end(struct html *h)
{
	if (h->at.state != HTML_TEXT)
		html_fail(h, "the template ends inside a tag, comment, title or textarea");
	if (h->at.depth > 0) {
		const struct html_element *e = &h->at.open[h->at.depth - 1];
		h->line = e->line;
		html_fail(h, "<%.*s> is not closed", STR_ARG(e->name));
	}
}
