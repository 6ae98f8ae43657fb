/* The lists of a file on paper: products, R&D projects with their sum, staff of the quarters with their average,
 * and item by item what was counted. From the JSON of service/lists, so a draft and what was submitted look alike.
 */
#ifndef PAGE_PAPER_LISTS_H
#define PAGE_PAPER_LISTS_H

#include "base/json.h"
#include "document/doc.h"

/* `part`: the number of the last heading; raised by each heading here. Nothing when lists is NULL. */
void paper_lists(struct doc *d, struct arena *a, const struct json *lists, int64_t *part);
/* "三、…" */
void paper_part(struct doc *d, struct arena *a, int64_t *part, struct str title);

#endif
