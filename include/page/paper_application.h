/* 自评表 and 申报书 as paper: every field even if empty, places to sign and to seal, the evidence with its
 * hashes, and in the footer the hash of what was submitted, so that paper and screen can be compared.
 */
#ifndef PAGE_PAPER_APPLICATION_H
#define PAGE_PAPER_APPLICATION_H

#include "document/doc.h"
#include "service/written_report.h"

enum paper_kind {
	PAPER_SELF_EVALUATION, /* the form alone */
	PAPER_APPLICATION,     /* the whole: form, and the parts that the procedure lists */
};

struct paper_application {
	const struct application_file *file;
	const struct score_result *score;
	const struct submitted_file *files;
	size_t files_n;
	const struct json *profile;    /* members: service/profile.h */
	const struct json *lists;      /* shape: service/lists.h; NULL: none are counted */
	const struct report *report;   /* of no parts where none is asked for */
	const struct submission *sent; /* NULL: a draft, and the paper says so */
	struct str area, city;
	struct str base_url; /* for the QR code: {base_url}/verify-paper/{hash} */
	int64_t now;
};

/* *out lives on `a`. */
void paper_application(struct arena *a, const struct paper_application *p, enum paper_kind kind,
	struct doc **out);

#endif
