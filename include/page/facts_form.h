/* A section of a standard as fields of a form, and back: the same for the self-evaluation and the
 * calculator. A field is called "revenue-2022" (a fact of a year) or "ip_high" (a state).
 */
#ifndef PAGE_FACTS_FORM_H
#define PAGE_FACTS_FORM_H

#include "page/common.h"
#include "page/view_enterprise.h"
#include "service/filing.h"
#include "service/lists.h"

struct facts_form {
	const struct standard *standard;
	const struct facts *facts;			/* the answers as they stand */
	const struct q_enterprise_facts_list *before;	/* what was stated in earlier files, or NULL */
	const struct corrections *only;			/* returned: what may be changed; NULL: everything */
	const struct form_errors *errors;		/* NULL: none */
	const struct derivation *derived;		/* facts that are counted, not typed; or NULL */
};

struct str fact_field(struct arena *a, size_t fact, int year); /* year 0: a state fact */
struct str fact_label(struct arena *a, size_t fact, int year); /* 营业收入总额（2022年） */
/* Year of a reference seen from Y; 0 for a state fact. */
int fact_ref_year(struct fact_ref ref, int year);

void facts_form_section(
	struct ctx *c, const struct facts_form *form, size_t section, struct view_fact_list *out);
/* What was posted of a section's fields. A field that did not come is left out (read-only, or radios
 * without a choice); one that came twice or is no text becomes an answer that cannot be read. */
void facts_form_read(struct ctx *c, const struct standard *s, size_t section, int year,
	struct answer **out, size_t *n);
/* Errors of reading, then the errors of the evaluation that concern this section. */
void facts_form_errors(struct ctx *c, const struct answer *answers, size_t n,
	const struct score_result *score, size_t section, struct form_errors *out);

#endif
