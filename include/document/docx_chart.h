/* A chart of bars as a DrawingML part of a DOCX: two series, done and target, with their figures in the part itself, so
 * that no workbook has to be carried. Same input, same bytes. */
#ifndef DOCUMENT_DOCX_CHART_H
#define DOCUMENT_DOCX_CHART_H

#include "document/doc.h"

struct str docx_chart(struct arena *a, const struct doc_bars *b);

#endif
