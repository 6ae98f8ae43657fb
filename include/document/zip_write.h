/* A ZIP package as bytes that can be sent while it is written: a part is forgotten as soon as it has gone, so a
 * package of thousands of papers needs the memory of one. Times are fixed: the same parts in the same order give
 * the same bytes. What was written is in the caller's buffer, to be taken away whenever it likes.
 *
 *	z = zip_write_new(a);
 *	TRY(zip_write_part(z, out, STR("目录.csv"), bytes, e));          stored: PDF, DOCX, XLSX are compressed already
 *	TRY(zip_write_open(z, out, STR("xl/worksheets/sheet1.xml"), e)); deflated, its length not known
 *	zip_write_more(z, out, text); …
 *	TRY(zip_write_close(z, out, e));
 *	TRY(zip_write_finish(z, out, e));
 */
#ifndef DOCUMENT_ZIP_WRITE_H
#define DOCUMENT_ZIP_WRITE_H

#include "base/buf.h"
#include "base/err.h"

#define ZIP_WRITE_PARTS 65000
#define ZIP_WRITE_BYTES ((uint64_t)4000 << 20) /* what readers without ZIP64 take */

struct zip_write;
struct zip_write *zip_write_new(struct arena *a);
/* RC_TOO_LARGE over the limits; RC_INTERNAL: that name is there already. */
MUST_CHECK enum rc zip_write_part(
	struct zip_write *z, struct buf *out, struct str name, struct str bytes, struct err *e);
MUST_CHECK enum rc zip_write_open(struct zip_write *z, struct buf *out, struct str name, struct err *e);
void zip_write_more(struct zip_write *z, struct buf *out, struct str bytes);
MUST_CHECK enum rc zip_write_close(struct zip_write *z, struct buf *out, struct err *e);
MUST_CHECK enum rc zip_write_finish(struct zip_write *z, struct buf *out, struct err *e);

#endif
