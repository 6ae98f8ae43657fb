/* What a .docx holds besides its text: content types, relationships of the package, styles, the footer with page
 * numbers, the core properties (ECMA-376 parts 1 and 2).
 */
#ifndef DOCUMENT_DOCX_PARTS_H
#define DOCUMENT_DOCX_PARTS_H

#include "document/archive.h"
#include "document/doc.h"

#define DOCX_XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_W_NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define DOCX_R_NS "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define DOCX_REL_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* `half_points`: size of the text; `charts`: how many word/charts/chartN.xml the archive has, from 1. The text's own
 * relationships must name styles.xml and footer1.xml. Memory: the document's arena.
 */
void docx_parts_add(struct archive_writer *zip, const struct doc *d, int half_points, int charts);

#endif
