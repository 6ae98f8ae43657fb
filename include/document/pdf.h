/* Documents as PDF: A4, Noto CJK fonts (subset embedded), page x of y, code and QR in the footer of
 * every page. Same document, same bytes, where the fonts are the same. */
#ifndef DOCUMENT_PDF_H
#define DOCUMENT_PDF_H

#include "document/doc.h"

#define PDF_MAX_COLUMNS 24
#define PDF_MAX_PAGES 2000

/* RC_TOO_LARGE over PDF_MAX_PAGES; RC_INTERNAL when cairo fails. */
MUST_CHECK enum rc pdf_render(const struct doc *d, struct str *out, struct err *e);
/* The same, and how many pages it has. */
MUST_CHECK enum rc pdf_render_pages(
        const struct doc *d, struct str *out, int *pages, struct err *e);

/* A certificate: one landscape A4 page with a border, a second one with the plaque where there is one. Texts may be empty, then their place is. */
struct pdf_certificate {
	struct canvas_fonts *fonts; /* kept over many of them; NULL: opened for this one */
	struct str title;        /* of what: …省创新型中小企业 */
	struct str subtitle;     /* 证书 */
	struct str number;       /* 证书编号：… */
	struct str body;         /* '\n' begins a new paragraph */
	struct str holder;       /* company name, large */
	struct str valid;        /* 有效期：… */
	struct str issuer, date; /* at the right foot, under the seal */
	struct str note;         /* next to the QR code: 扫码核验 */
	struct str url;          /* QR code; hidden when empty */
	struct str plaque;       /* text of a plaque: a second page for whoever makes it; none when empty */
	struct str plaque_date;  /* 2023年9月 */
	int64_t created;
};
MUST_CHECK enum rc pdf_certificate_render(
        struct arena *a, const struct pdf_certificate *c, struct str *out, struct err *e);

#endif
