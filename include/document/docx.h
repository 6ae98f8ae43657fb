/* Documents as DOCX (ECMA-376 transitional): opens in WPS, Word and LibreOffice without repair.
 * Fonts by name only (仿宋, 宋体, 黑体): the reader's machine has them or replaces them. Same
 * document, same bytes. */
#ifndef DOCUMENT_DOCX_H
#define DOCUMENT_DOCX_H

#include "document/doc.h"

#define DOCX_MAX ((size_t)32 << 20)

/* RC_TOO_LARGE when the text passes DOCX_MAX. */
MUST_CHECK enum rc docx_render(const struct doc *d, struct str *out, struct err *e);

#endif
