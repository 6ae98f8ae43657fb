/* The papers of a batch: what can be made of a publicity, a recommendation, an announcement, in which formats;
 * and the parts that the pages of a recommendation share.
 */
#ifndef PAGE_PAPER_BATCH_H
#define PAGE_PAPER_BATCH_H

#include "page/batch_page.h"
#include "service/nomination.h"
#include "service/package.h"
#include "service/publicity.h"
#include "service/publish.h"
#include "service/recommend.h"
#include "service/summary.h"

enum paper_form { FORM_XLSX, FORM_DOCX, FORM_PDF, FORM_TXT };
enum paper_body { BODY_SUMMARY, BODY_REPORT, BODY_OPINION, BODY_TRUTH, BODY_NOTICE, BODY_LIST };

/* name: last part of the address, "summary.xlsx". */
struct batch_paper {
	enum package_kind of;
	enum paper_body body;
	enum paper_form form;
	const char *name, *label;
};
extern const struct batch_paper batch_papers[];
extern const size_t batch_papers_n;
/* NULL: there is none of that name. */
const struct batch_paper *batch_paper_named(enum package_kind of, struct str name);
struct str batch_paper_mime(enum paper_form form);
const char *batch_paper_format(enum paper_form form); /* XLSX DOCX PDF TXT */

struct paper_titles {
	struct q_news_titles *v;
	size_t n, cap;
};
/* What is read before a paper is made; which members are set follows from `kind`. */
struct paper_source {
	enum package_kind kind;
	int64_t batch_id;
	struct str id;
	const struct procedure *procedure;
	struct str base_url;
	bool draft; /* not out yet: marked on every page */

	struct recommendation r; /* PACKAGE_RECOMMENDATION */
	struct summary table;
	struct str province;

	struct publicity p; /* PACKAGE_PUBLICITY; `list` also for a plan */
	struct list_entries list;

	struct q_news_by_public_id n; /* PACKAGE_ANNOUNCEMENT */
	struct paper_titles titles;
	struct str batch_name;

	struct publish_plan plan; /* PACKAGE_PLAN */

	struct nomination nomination; /* PACKAGE_NOMINATION */
};
/* In the officer's scope; RC_NOT_FOUND for others' and for what another body has not sent yet. `b`: for an
 * announcement and a plan; others know their batch. */
MUST_CHECK enum rc paper_source_load(struct ctx *c, enum package_kind kind, struct str id,
	const struct batch *b, struct paper_source *out, struct err *e);
/* Whether the procedure has that paper at all. */
bool paper_source_has(const struct paper_source *s, const struct batch_paper *paper);

struct paper_made {
	struct str name; /* to download it under, with its ending */
	struct str bytes;
	int pages; /* of a PDF; else 0 */
};
/* On `a`, so that a package can forget each paper. The same source, the same bytes. */
MUST_CHECK enum rc paper_make(struct ctx *c, struct arena *a, const struct paper_source *s,
	const struct batch_paper *paper, struct paper_made *out, struct err *e);

/* The page of one recommendation again, with errors (its forms belong to two files). */
MUST_CHECK enum rc recommendation_show(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e);
/* What the province can do with it. */
void province_forms(struct ctx *c, const struct recommendation *r, struct view_batch *v,
	const struct form_errors *errors);

#endif
