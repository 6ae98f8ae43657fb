/* Is an uploaded file what its name says, and harmless enough to be kept? libmagic's opinion and
 * the structure must agree (design: libmagic alone accepts most polyglots).
 *
 * PDF: begins with %PDF-1. or 2., %%EOF in the last KiB, nothing appended, not encrypted; no
 *      JavaScript, Launch, embedded file, XFA; an OpenAction only when it is a mere page view.
 *      Object streams are inflated (bounded) and looked through as well.
 * JPEG, PNG: dimensions ≤ 12000 and ≤ 100 megapixels; ends with its end mark.
 * OFD (GB/T 33190), XLSX: see document/archive.h; OFD.xml at the root, or a workbook without
 * macros.
 */
#ifndef DOCUMENT_FILETYPE_H
#define DOCUMENT_FILETYPE_H

#include "base/arena.h"
#include "base/err.h"

enum filetype {
	FILETYPE_PDF,
	FILETYPE_JPEG,
	FILETYPE_PNG,
	FILETYPE_OFD,
	FILETYPE_XLSX,
	FILETYPE__MAX
};

#define FILETYPE_EVIDENCE                                                                          \
	(1u << FILETYPE_PDF | 1u << FILETYPE_JPEG | 1u << FILETYPE_PNG | 1u << FILETYPE_OFD)

/* `allowed`: bits of the types to accept, FILETYPE_EVIDENCE for evidence. The arena is for working
 * memory (up to the size of an inflated PDF stream). RC_INVALID with a sentence for the person. */
MUST_CHECK enum rc filetype_check(struct arena *a, struct str bytes, struct str filename,
        unsigned allowed, enum filetype *out, struct err *e);
const char *filetype_mime(enum filetype t);
const char *filetype_label(enum filetype t);     /* PDF, JPEG 图片, … */
const char *filetype_extension(enum filetype t); /* .pdf */

/* The parts, for tests and fuzzing. */
MUST_CHECK enum rc pdf_check(struct arena *a, struct str bytes, struct err *e);
MUST_CHECK enum rc png_check(struct str bytes, struct err *e);
MUST_CHECK enum rc jpeg_check(struct str bytes, struct err *e);

#endif
