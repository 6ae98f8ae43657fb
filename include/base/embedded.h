/* Files that travel inside the program: schema, reference data, static files, the manual.
 * Written at build time by src/host/embed.c. Paths are those of the repository, with '/':
 * "sql/reference/holidays.csv", "static/css/tidu.css". The bytes are constant and live as long as
 * the program; nothing is copied.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "base/str.h"

/* False, and *bytes untouched, when there is no such file. A file of no bytes is found. */
MUST_CHECK bool embedded_find(struct str path, struct str *bytes);
size_t embedded_count(void);
/* The i-th file in byte order of paths, so that a folder is a run of neighbours. i < count. */
void embedded_at(size_t i, struct str *path, struct str *bytes);

/* --- between base/embedded.c and the generated table only --- */
struct embedded_file {
	const char *path;
	const unsigned char *begin, *end;
};
extern const struct embedded_file embedded_files[];
extern const size_t embedded_files_n;

#endif
