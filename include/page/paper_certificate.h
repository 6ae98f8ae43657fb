/* A certificate as the PDF that is printed. */
#ifndef PAGE_PAPER_CERTIFICATE_H
#define PAGE_PAPER_CERTIFICATE_H

#include "page/act.h"
#include "service/publish.h"

/* The same certificate, the same bytes. `fonts`: of one who makes many (document/canvas.h), or NULL. */
struct canvas_fonts;
MUST_CHECK enum rc certificate_pdf(struct arena *a, const struct certificate *cert, struct canvas_fonts *fonts,
	struct str *out, struct err *e);
MUST_CHECK enum rc certificate_respond(
	struct ctx *c, const struct certificate *cert, struct str filename, struct err *e);

#endif
