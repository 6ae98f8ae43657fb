/* Evidence as it arrives in a form: each file is looked at before anything is stored (L9). */
#ifndef PAGE_UPLOAD_H
#define PAGE_UPLOAD_H

#include "service/evidence.h"
#include "web/ctx.h"

#define UPLOAD_FORMATS "PDF、JPG、PNG 或 OFD"
#define UPLOAD_LIMIT "每个文件不超过 20 MB"

/* The files of field `name`, checked by content. RC_INVALID or RC_TOO_LARGE names the first that is
 * refused, in words for the person; none chosen gives RC_INVALID (MSG_EVIDENCE_EMPTY). */
MUST_CHECK enum rc upload_read(struct ctx *c, const char *name, struct evidence_upload **out,
	size_t *n, struct err *e);

/* The same, stored: none chosen is none. Before the transaction that names them. */
MUST_CHECK enum rc upload_keep(struct ctx *c, const char *name, const struct evidence_stored **out, size_t *n,
	struct err *e);

#endif
