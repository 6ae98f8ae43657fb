/* Papers on their way out, one or all at once: every download is on record, with its hash, before its bytes go. */
#ifndef PAGE_PAPER_PACKAGE_H
#define PAGE_PAPER_PACKAGE_H

#include "page/paper_batch.h"

/* Certificates are in the package itself up to so many, else in an archive of their own that is drawn while it is sent:
 * one takes some 40 ms, and nobody waits a minute for the first byte. */
#define PACKAGE_CERTIFICATES 30
MUST_CHECK enum rc package_certificates_send(struct ctx *c, const struct batch *batch, int64_t after, struct err *e);

/* A part of a path that every system can write. */
struct str package_safe_name(struct arena *a, struct str name);

/* "r.ID.summary.xlsx": last part of a paper's address in the package, and its key in the record of files. */
struct str package_file_name(struct arena *a, const struct package_source *s, const char *paper);

#endif
