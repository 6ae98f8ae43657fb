/* What the imports of `tidu import` share: a kind of file is a row of a table, the run is one (src/cli/cmd_import.c).
 * Private to the command's own files.
 */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "cli/args.h"
#include "cli/common.h"
#include "document/table.h"
#include "service/import.h"

#define IMPORT_NO_COLUMN SIZE_MAX

struct importer {
	struct arena keep, batch; /* the file; the rows of one transaction */
	struct common_opts common;
	struct store *store;
	struct services *services;
	struct table_reader *table;
	const struct import_kind *kind;
	void *state; /* of the kind: its columns and its use case, in `keep` */
	int64_t counts[IMPORT__MAX];
	bool first_is_data; /* no header: the reader's header is the first row */
	struct table_row row;
};

struct import_kind {
	const char *word;
	const struct args_spec *spec;
	size_t row_size; /* of a row, whose first member is struct import_told */
	/* EXIT_USAGE and a word on stderr when the options do not stand; NULL: nothing to ask. */
	int (*wrong)(const struct args *args);
	/* Options and columns into im->state. */
	enum rc (*begin)(struct importer *im, const struct args *args, struct err *e);
	/* The file's row into a zeroed one; its number is there already. */
	void (*take)(struct importer *im, void *row);
	/* One transaction for n rows; outcomes into them. */
	enum rc (*send)(struct importer *im, struct tx_call *call, void *rows, size_t n, struct err *e);
};
extern const struct import_kind import_enterprises_kind, import_titles_kind;
extern const struct import_kind import_listed_kind, import_clusters_kind, import_certificates_kind, import_exempt_kind;

/* The first of several spellings, a NULL behind the last; IMPORT_NO_COLUMN when none is there. */
MUST_CHECK enum rc import_column(const struct importer *im, const char *const *names, size_t *out, struct err *e);
/* RC_INVALID when none is there. */
MUST_CHECK enum rc import_column_needed(const struct importer *im, const char *const *names, size_t *out, struct err *e);
/* A copy that outlives the row. */
struct str import_cell(struct importer *im, size_t column);
/* The option's text; empty when not given. */
struct str import_option(const struct args *args, const char *name);
/* EXIT_USAGE when --year is not a year of four digits. */
int import_year_wrong(const struct args *args);

extern const char *const import_name[], *const import_uscc[], *const import_source[]; /* spellings */

#endif
