/* Everything that a command which answers requests opens, in order, and closes again. */
#ifndef CLI_SITE_H
#define CLI_SITE_H

#include "cli/common.h"
#include "service/services.h"
#include "web/app.h"

struct site {
	struct store *store;
	struct services *services;
	struct app *app;
	const char *tmp_dir; /* <blob_dir>/tmp, made when missing */
};

/* `common` outlives the site. RC_BUSY: another process holds the database. */
MUST_CHECK enum rc site_open(struct arena *a, const struct common_opts *common,
	int64_t lock_wait_ms, bool access_log, struct site *out, struct err *e);
/* A site whose database another process holds: static files, and a 503 for everything else. */
MUST_CHECK enum rc site_open_busy(struct arena *a, const struct common_opts *common,
	struct site *out, struct err *e);
void site_close(struct site *s);

#endif
