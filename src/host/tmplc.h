/* What the parts of the template compiler share: the expression reader (tmplc_expr.c), the HTML
 * state machine (tmplc_html.c, tmplc_tag.c), the writer of C (tmplc_body.c), files and first lines
 * (tmplc.c). The language: docs/templates.md.
 */
#ifndef HOST_TMPLC_H
#define HOST_TMPLC_H

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

#define HTML_MAX_DEPTH 48
#define HTML_MAX_ATTRS 24
#define BLOCK_MAX_DEPTH 32

/* --- expressions --- */
/* Reads an expression and writes it as C. Returns NULL, or what is wrong with it. */
const char *expr_condition(struct buf *out, struct str text);
const char *expr_path(struct buf *out, struct str text); /* names, -> . [] only */
bool expr_is_name(struct str s);

/* --- HTML --- */
enum html_state {
	HTML_TEXT,
	HTML_OPEN,   /* after '<' */
	HTML_NAME,   /* in the name of a start tag */
	HTML_END,    /* in the name of an end tag */
	HTML_TAG,    /* in a start tag, between attributes */
	HTML_ATTR,   /* in an attribute's name */
	HTML_EQUALS, /* after '=' */
	HTML_VALUE,  /* in a double-quoted value */
	HTML_SLASH,  /* after '/' in a start tag */
	HTML_MARKUP, /* after '<!' */
	HTML_COMMENT,
	HTML_DOCTYPE,
	HTML_SCRIPT, /* inside <script src>: blanks until </script> */
	HTML_RCDATA, /* inside <title> or <textarea> */
};

struct html_attr {
	struct str name, value; /* value: literal text, when !dynamic */
	bool dynamic;           /* has output or a condition inside */
};
struct html_tag {
	struct str name;
	int line, n;
	struct html_attr attrs[HTML_MAX_ATTRS];
};
struct html_element {
	struct str name;
	int line;
	bool post, has_csrf; /* form */
	bool has_caption;    /* table */
};
/* How much of an address stands before this point of a URL attribute. */
enum url_part { URL_START, URL_BEGUN, URL_MIXED };

/* Where the reader stands. A plain value: a branch keeps a copy and compares. */
struct html_pos {
	enum html_state state;
	int depth;
	struct html_element open[HTML_MAX_DEPTH];
	struct html_tag tag;
	enum url_part url;
	bool need_blank; /* a value just ended: the next attribute needs a blank before it */
	bool newline;    /* what was written last is a line end, on every way here */
	bool fresh;      /* right after <textarea> or <pre> */
};

struct html_id {
	struct str id;
	bool hidden; /* stands in a branch that excludes this one */
};

struct html {
	struct arena *a;
	struct html_pos at;
	struct buf *lit;  /* literal output, so far unwritten */
	const char *mark; /* where the current name or value began in the source */
	int line;
	int loops;                 /* #each around this point */
	bool blank, blank_newline; /* a run of blanks not yet written */
	VEC(struct html_id) ids;
	const char *problem; /* set by whichever rule was broken; the caller reports it */
};

void html_init(struct html *h, struct arena *a, struct buf *lit);
/* One byte of literal source; p points into the whole text. */
void html_feed(struct html *h, const char *p);
/* A {{…}} stands here: the run of blanks and the name before it are finished. */
void html_break(struct html *h, const char *p, bool output);
/* Output stands here. Marks the attribute as dynamic. */
void html_output(struct html *h);
bool html_in_url(const struct html *h);
bool html_url_is_local(const struct html *h); /* script, link, img: never another host */
bool html_quiet_place(const struct html *h);  /* text, where elements may stand */
void html_csrf(struct html *h);
/* Joins the end of a branch with the end of another one; NULL or what differs. */
const char *html_join(struct html_pos *into, const struct html_pos *other);
/* At the end of a template: everything closed. */
void html_end(struct html *h);

/* tmplc_tag.c: rules about a finished start or end tag. */
void tag_check(struct html *h);
void tag_close(struct html *h, struct str name);
bool tag_is(struct str name, const char *what);
bool tag_is_void(struct str name);
bool attr_is_url(struct str name);
const char *url_literal_check(struct str value);
bool html_inside(const struct html *h, const char *name);
void html_fail(struct html *h, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* --- templates --- */
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

/* `file:line: message` on standard error; the template is given up, the others are still read. */
PRINTF_LIKE(4, 5)
void report(struct tmplc *c, const struct template *t, int line, const char *fmt, ...);
#define REFUSE(c, ...) report((c), (c)->cur, (c)->h.line, __VA_ARGS__)

struct str take_word(struct str *rest); /* blanks and a word off the front */
int lines_in(struct str s);
/* tmplc_body.c: the functions of one template, appended to c->out. */
void compile(struct tmplc *c, struct template *t);

#endif
