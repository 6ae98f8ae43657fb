/* Everything of a workbook but the cells: where its parts are, its shared texts, which styles are
 * dates. Transitional and strict OOXML (ISO/IEC 29500) alike: elements and relations are told by
 * their last word. For document/xlsx_read only.
 */
#ifndef DOCUMENT_XLSX_PARTS_H
#define DOCUMENT_XLSX_PARTS_H

#include "document/archive.h"

#define XLSX_MAX_SHARED 1000000
#define XLSX_MAX_SHARED_BYTES ((size_t)48 << 20)
#define XLSX_MAX_STYLES 65536

struct xlsx_parts {
	struct arena *a;
	struct archive *zip;
	const struct archive_entry *sheet; /* the first visible one */
	struct str sheet_name;
	bool date1904;
	struct str *shared;
	size_t shared_n;
	bool *style_is_date;
	size_t style_n;
};

MUST_CHECK enum rc xlsx_parts_open(
        struct arena *a, struct str bytes, struct xlsx_parts *out, struct err *e);
/* _xHHHH_ to its character, in place; CR before LF and NUL are dropped. Returns the new length. */
size_t xlsx_unescape(char *p, size_t n);

#endif
