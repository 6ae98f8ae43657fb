/* QR codes as geometry, not as pictures: a template prints one <rect> per run, a PDF fills them.
 * Error correction M (15 %); a quiet zone of four modules belongs around it (ISO/IEC 18004) and is
 * part of `side`. At most QR_MAX_TEXT bytes.
 */
#ifndef DOCUMENT_QR_H
#define DOCUMENT_QR_H

#include "base/arena.h"
#include "base/err.h"

#define QR_MAX_TEXT 512
#define QR_QUIET 4

struct qr_run { /* dark modules side by side, in modules from the upper left corner */
	int x, y, w;
};

struct qr {
	int side; /* modules, quiet zone included: the viewBox is 0 0 side side */
	struct qr_run *run;
	size_t n;
};

MUST_CHECK enum rc qr_make(struct arena *a, struct str text, struct qr *out, struct err *e);
/* A standalone SVG file (no styles, no scripts), with `title` for those who cannot see it. */
struct str qr_svg(struct arena *a, const struct qr *q, struct str title);
/* Black and white PNG of side*scale pixels, for formats that take pictures only. */
struct str qr_png(struct arena *a, const struct qr *q, int scale);

#endif
