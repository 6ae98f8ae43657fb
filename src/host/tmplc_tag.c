/* What a template may say in HTML: rules about finished tags. Each rule here is one that a browser
 * forgives silently and a person with a screen reader, or our content security policy, does not.
 */
#include <stdarg.h>

#include "tmplc.h"

static const char *const void_elements[] = {"area", "base", "br", "col", "embed", "hr", "img",
        "input", "link", "meta", "param", "source", "track", "wbr"};
/* Elements whose start tag silently ends an open <p>. */
static const char *const blocks[] = {"address", "article", "aside", "blockquote", "details", "div",
        "dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"};
static const char *const url_attrs[] = {
        "href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "manifest"};
static const char *const refused_attrs[] = {"style", "srcdoc", "srcset", "ping"};
static const char *const refused_elements[] = {"style", "base", "object", "embed", "applet"};
/* What cannot stand inside itself or the other. */
static const struct {
	const char *outer, *inner;
} not_inside[] = {
        {"a", "a"},
        {"a", "button"},
        {"button", "a"},
        {"button", "button"},
        {"form", "form"},
        {"label", "label"},
};
/* Form controls that show themselves and so do not need a label. */
static const char *const unlabelled[] = {"hidden", "submit", "button", "reset"};

static bool one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (tag_is(s, list[i]))
			return true;
	return false;
}

void html_fail(struct html *h, const char *fmt, ...)
{
	va_list ap;
	char text[300];

	if (h->problem)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	h->problem = str_cstr(h->a, str_c(text));
}

bool tag_is(struct str name, const char *what)
{
	return str_eq_nocase(name, str_c(what));
}

bool tag_is_void(struct str name)
{
	return one_of(name, void_elements, ARRAY_LEN(void_elements));
}

bool attr_is_url(struct str name)
{
	return one_of(name, url_attrs, ARRAY_LEN(url_attrs));
}

bool html_inside(const struct html *h, const char *name)
{
	for (int i = h->at.depth - 1; i >= 0; i--)
		if (tag_is(h->at.open[i].name, name))
			return true;
	return false;
}

static const struct html_attr *attr(const struct html *h, const char *name)
{
	for (int i = 0; i < h->at.tag.n; i++)
		if (tag_is(h->at.tag.attrs[i].name, name))
			return &h->at.tag.attrs[i];
	return NULL;
}

static bool attr_says(const struct html *h, const char *name, const char *value)
{
	const struct html_attr *at = attr(h, name);

	return at && !at->dynamic && tag_is(str_trim(at->value), value);
}

/* The beginning of a literal address; html_url() applies the same rule to values. */
const char *url_literal_check(struct str value)
{
	static const char *const starts[] = {"#", "?", "http://", "https://", "tel:", "mailto:"};

	if (value.n == 0)
		return "an address is empty";
	if (str_starts(value, STR("//")) || str_starts(value, STR("/\\")))
		return "an address must not begin with //";
	if (value.p[0] == '/')
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		if (str_starts(value, str_c(starts[i])))
			return NULL;
	return "an address must begin with a single /, #, ?, http://, https://, tel: or mailto:";
}

static bool is_external(struct str value)
{
	return str_starts(value, STR("http:")) || str_starts(value, STR("https:"));
}

static void check_attr(struct html *h, const struct html_attr *at)
{
	struct str name = h->at.tag.name;

	if (one_of(at->name, refused_attrs, ARRAY_LEN(refused_attrs)))
		html_fail(h, "the attribute %.*s is refused (inline styles and documents)",
		        STR_ARG(at->name));
	if (at->name.n > 2 && str_eq_nocase(str_sub(at->name, 0, 2), STR("on")))
		html_fail(h, "%.*s: scripts stand in static/js, never in attributes",
		        STR_ARG(at->name));
	if (attr_is_url(at->name) && !at->dynamic) {
		const char *problem = url_literal_check(at->value);
		if (problem)
			html_fail(h, "%.*s: %s", STR_ARG(at->name), problem);
		if (is_external(at->value) &&
		        (tag_is(name, "link") || tag_is(name, "script") || tag_is(name, "img")))
			html_fail(h, "<%.*s> must not load from another host", STR_ARG(name));
	}
	if (tag_is(at->name, "id") && !at->dynamic) {
		if (at->value.n == 0)
			html_fail(h, "an id is empty");
		if (h->loops > 0)
			html_fail(h, "id=\"%.*s\" would repeat in every turn of {{#each}}",
			        STR_ARG(at->value));
		for (size_t i = 0; i < h->ids.n; i++)
			if (!h->ids.v[i].hidden && str_eq(h->ids.v[i].id, at->value))
				html_fail(h, "id=\"%.*s\" is given twice", STR_ARG(at->value));
		VEC_PUSH(h->a, &h->ids, ((struct html_id){at->value, false}));
	}
	if (tag_is(at->name, "http-equiv") && (at->dynamic || tag_is(at->value, "refresh")))
		html_fail(h, "a page must not reload or lead away by itself");
}

static bool has_name_for_people(const struct html *h)
{
	return attr(h, "id") || attr(h, "aria-label") || attr(h, "aria-labelledby");
}

static void check_control(struct html *h)
{
	struct str name = h->at.tag.name;

	if (tag_is(name, "input"))
		for (size_t i = 0; i < ARRAY_LEN(unlabelled); i++)
			if (attr_says(h, "type", unlabelled[i]))
				return;
	if (!has_name_for_people(h))
		html_fail(h, "<%.*s> needs an id (for its label) or aria-label", STR_ARG(name));
}

static void check_element(struct html *h)
{
	struct str name = h->at.tag.name;

	if (one_of(name, refused_elements, ARRAY_LEN(refused_elements)))
		html_fail(h, "<%.*s> is refused", STR_ARG(name));
	if (tag_is(name, "script") && !attr(h, "src"))
		html_fail(h, "<script> without src: scripts stand in static/js");
	if (tag_is(name, "img") && !attr(h, "alt"))
		html_fail(h, "<img> without alt (alt=\"\" when it says nothing)");
	if (tag_is(name, "input") || tag_is(name, "select") || tag_is(name, "textarea"))
		check_control(h);
	if (tag_is(name, "form") && attr(h, "method") && attr(h, "method")->dynamic)
		html_fail(h, "the method of a form must be written out");
	if (attr(h, "target") && !attr_says(h, "target", "_self")) {
		const struct html_attr *rel = attr(h, "rel");
		if (!rel || rel->dynamic || !str_has(rel->value, STR("noopener")))
			html_fail(h, "target without rel=\"noopener\"");
	}
}

static void check_place(struct html *h)
{
	struct str name = h->at.tag.name;

	for (size_t i = 0; i < ARRAY_LEN(not_inside); i++)
		if (tag_is(name, not_inside[i].inner) && html_inside(h, not_inside[i].outer))
			html_fail(h, "<%.*s> inside <%s>", STR_ARG(name), not_inside[i].outer);
	if (one_of(name, blocks, ARRAY_LEN(blocks)) && html_inside(h, "p"))
		html_fail(h, "<%.*s> inside <p>", STR_ARG(name));
	if (tag_is(name, "caption")) {
		if (h->at.depth == 0 || !tag_is(h->at.open[h->at.depth - 1].name, "table"))
			html_fail(h, "<caption> belongs directly inside <table>");
		else
			h->at.open[h->at.depth - 1].has_caption = true;
	}
}

static void open_element(struct html *h)
{
	if (h->at.depth == HTML_MAX_DEPTH) {
		html_fail(h, "more than %d elements inside each other", HTML_MAX_DEPTH);
		return;
	}
	h->at.open[h->at.depth++] = (struct html_element){
	        .name = h->at.tag.name,
	        .line = h->at.tag.line,
	        .post = tag_is(h->at.tag.name, "form") && attr_says(h, "method", "post"),
	};
}

/* A start tag is complete ('>' or '/>' was read; `self` for the latter). */
void tag_check(struct html *h)
{
	struct str name = h->at.tag.name;
	bool svg = html_inside(h, "svg") || html_inside(h, "math");

	for (int i = 0; i < h->at.tag.n; i++)
		check_attr(h, &h->at.tag.attrs[i]);
	check_element(h);
	check_place(h);
	if (h->at.state == HTML_SLASH) {
		if (!svg && !tag_is_void(name))
			html_fail(h, "<%.*s/> does not close itself in HTML", STR_ARG(name));
		h->at.state = HTML_TEXT;
		return;
	}
	h->at.state = HTML_TEXT;
	if (tag_is_void(name))
		return;
	open_element(h);
	h->at.fresh = tag_is(name, "textarea") || tag_is(name, "pre");
	if (tag_is(name, "script"))
		h->at.state = HTML_SCRIPT;
	else if (tag_is(name, "textarea") || (tag_is(name, "title") && !svg))
		h->at.state = HTML_RCDATA;
}

void tag_close(struct html *h, struct str name)
{
	const struct html_element *e;

	if (tag_is_void(name)) {
		html_fail(h, "</%.*s>: this element has no end tag", STR_ARG(name));
		return;
	}
	if (h->at.depth == 0) {
		html_fail(h, "</%.*s> closes nothing", STR_ARG(name));
		return;
	}
	e = &h->at.open[h->at.depth - 1];
	if (!str_eq_nocase(e->name, name)) {
		html_fail(h, "</%.*s> found, but <%.*s> of line %d is open", STR_ARG(name),
		        STR_ARG(e->name), e->line);
		return;
	}
	if (e->post && !e->has_csrf)
		html_fail(h, "the form of line %d posts without {{> partial/csrf …}}", e->line);
	if (tag_is(name, "table") && !e->has_caption)
		html_fail(h, "the table of line %d has no <caption>", e->line);
	h->at.depth--;
}
