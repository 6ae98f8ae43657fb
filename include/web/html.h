/* Writing values into HTML: the only functions that put anything from outside into a page. Which
 * one is called where is decided at build time by the template compiler (docs/templates.md); page
 * code does not call them. They scan for the next byte that means something and copy the run before
 * it. Text is UTF-8 (checked where it came in); control characters print as U+FFFD.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/buf.h"
#include "base/time.h"

void html_text(struct buf *out, struct str s); /* between tags: & < > */
void html_attr(struct buf *out, struct str s); /* in double quotes: & < > " ' */
/* A whole address in an attribute: a path with a single leading '/', a fragment, ?…, http://,
 * https://, tel:, mailto:. Anything else prints "#". Nothing for an empty text prints "#" too. */
void html_url(struct buf *out, struct str s);
void html_url_local(struct buf *out, struct str s); /* paths only: script, link, img */
/* Percent-encoded: everything but A-Z a-z 0-9 - . _ ~ (RFC 3986 unreserved). */
void html_query(struct buf *out, struct str s);
void html_lines(struct buf *out, struct str s); /* as text; line ends become <br> */
struct str html_short(struct str s);            /* first 8 bytes, whole characters */

void html_i64(struct buf *out, int64_t v);
void html_u64(struct buf *out, uint64_t v);
void html_bool(struct buf *out, bool v);         /* true, false: for aria-… */
void html_date(struct buf *out, struct date d);  /* 2023-02-07; {0} prints nothing */
void html_prose(struct buf *out, struct date d); /* 2023年2月7日; {0} prints nothing */
void html_datetime(struct buf *out, int64_t ms); /* 2023-02-07 09:00 CST; 0 prints nothing */
void html_day(struct buf *out, int64_t ms);      /* 2023-02-07 CST; 0 prints nothing */
void html_wan(struct buf *out, int64_t micro);   /* 1234500000 → 1,234.50; 2 to 6 decimals */
void html_thousands(struct buf *out, int64_t v); /* 1,234,567 */

#endif
