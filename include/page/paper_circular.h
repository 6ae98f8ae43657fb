/* A circular as a paper: title, number, paragraphs each with the tables and charts that it speaks of. */
#ifndef PAGE_PAPER_CIRCULAR_H
#define PAGE_PAPER_CIRCULAR_H

#include "service/circular.h"
#include "web/app.h"

/* circular.docx, circular.pdf, once issued circular.json (its SHA-256 is the hash); RC_NOT_FOUND for other names. */
MUST_CHECK enum rc circular_respond(struct ctx *c, const struct circular *x, struct str name, struct err *e);

#endif
