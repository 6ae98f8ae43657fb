/* What compiled templates are made of: the type of a value picks its function, so a template needs
 * no format and a value of a type that cannot be shown does not compile. Included by the generated
 * page/tmpl.c only.
 */
#ifndef WEB_TMPL_H
#define WEB_TMPL_H

#include "web/html.h"

/* Literal text of a template; n is a constant, so short runs become a few stores. */
static inline void tmpl_put(struct buf *out, const char *text, size_t n)
{
	buf_put(out, text, n);
}

static inline struct str tmpl_str(struct str s)
{
	return s;
}
static inline struct str tmpl_str_c(const char *s)
{
	return str_c(s);
}
#define TMPL_STR(x)                                                                                \
	_Generic((x), struct str : tmpl_str, const char * : tmpl_str_c, char * : tmpl_str_c)(x)

static inline void tmpl_text_c(struct buf *out, const char *s)
{
	html_text(out, str_c(s));
}
static inline void tmpl_attr_c(struct buf *out, const char *s)
{
	html_attr(out, str_c(s));
}
static inline void tmpl_url_c(struct buf *out, const char *s)
{
	html_url(out, str_c(s));
}
static inline void tmpl_url_local_c(struct buf *out, const char *s)
{
	html_url_local(out, str_c(s));
}

#define TMPL_PLAIN                                                                                 \
	bool : html_bool,                                                                          \
	       signed char : html_i64,                                                             \
	                     short : html_i64,                                                     \
	                             int : html_i64,                                               \
	                                   long : html_i64,                                        \
	                                          long long : html_i64,                            \
	                                                      unsigned char : html_u64,            \
	                                                                      unsigned short       \
	    : html_u64,                                                                            \
	      unsigned : html_u64,                                                                 \
	                 unsigned long : html_u64,                                                 \
	                                 unsigned long long : html_u64,                            \
	                                                      struct date : html_date
#define TMPL_TEXT(out, x)                                                                          \
	_Generic((x), TMPL_PLAIN, struct str: html_text, const char *: tmpl_text_c,                \
		char *: tmpl_text_c)((out), (x))
#define TMPL_ATTR(out, x)                                                                          \
	_Generic((x), TMPL_PLAIN, struct str: html_attr, const char *: tmpl_attr_c,                \
		char *: tmpl_attr_c)((out), (x))
/* The whole or the beginning of an address: a text that is checked. */
#define TMPL_URL(out, x)                                                                           \
	_Generic((x), struct str: html_url, const char *: tmpl_url_c, char *: tmpl_url_c)((out), (x))
#define TMPL_URL_LOCAL(out, x)                                                                     \
	_Generic((x), struct str: html_url_local, const char *: tmpl_url_local_c,                  \
		char *: tmpl_url_local_c)((out), (x))
/* Inside an address that has begun: numbers and dates. A text needs the filter `query` there. */
#define TMPL_URL_PART(out, x) _Generic((x), TMPL_PLAIN)((out), (x))

/* --- conditions --- */
static inline bool tmpl_true_str(struct str s)
{
	return s.n > 0;
}
static inline bool tmpl_true_c(const char *s)
{
	return s && s[0];
}
static inline bool tmpl_true_i(long long v)
{
	return v != 0;
}
static inline bool tmpl_true_u(unsigned long long v)
{
	return v != 0;
}
static inline bool tmpl_true_date(struct date d)
{
	return !date_is_none(d);
}
static inline bool tmpl_true_p(const void *p)
{
	return p != NULL;
}
#define TMPL_TRUE(x)                                                                               \
	_Generic((x), bool: tmpl_true_u, signed char: tmpl_true_i, short: tmpl_true_i,             \
		int: tmpl_true_i, long: tmpl_true_i, long long: tmpl_true_i,                       \
		unsigned char: tmpl_true_u, unsigned short: tmpl_true_u, unsigned: tmpl_true_u,    \
		unsigned long: tmpl_true_u, unsigned long long: tmpl_true_u,                       \
		struct date: tmpl_true_date, struct str: tmpl_true_str, const char *: tmpl_true_c, \
		char *: tmpl_true_c, default: tmpl_true_p)(x)

#endif
