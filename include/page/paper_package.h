/* Papers on their way out, one or all at once: every download is on record, with its hash, before its bytes go. */
#ifndef PAGE_PAPER_PACKAGE_H
#define PAGE_PAPER_PACKAGE_H

#include "page/paper_batch.h"

/* Certificates are in the package itself up to so many, else in archives of their own: drawing one takes some
 * 70 ms, and nobody waits a minute for an answer. */
#define PACKAGE_CERTIFICATES 30

/* "r.ID.summary.xlsx": last part of a paper's address in the package, and its key in the record of files. */
struct str package_file_name(struct arena *a, const struct package_source *s, const char *paper);

#endif
