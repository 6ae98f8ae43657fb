/* 申请报告: free text by the outline that the procedure prints ("report_sections"), saved section by section, pinned
 * with the submission, read by every body. A section with parts is a heading; its parts are written.
 */
#ifndef SERVICE_WRITTEN_REPORT_H
#define SERVICE_WRITTEN_REPORT_H

#include "service/correction.h"

#define REPORT_SECTION_MAX 5000 /* characters */

struct report_part {
	struct str id, no, title, guidance;
	int64_t from, to; /* characters that are suggested; 0: no suggestion */
	struct str above_no, above_title; /* of the section that it is a part of; else missing */
	struct str text;
	int64_t version; /* 0: never saved */
};
struct report {
	struct report_part *v;
	size_t n, cap;
};
/* The outline without texts; nothing for a procedure without report. */
void report_outline(struct arena *a, const struct procedure *p, struct report *out);
/* As it stands with the enterprise. */
MUST_CHECK enum rc report_load(
	struct db *db, const struct application_file *f, struct report *out, struct err *e);
/* As it was submitted. */
MUST_CHECK enum rc report_of_submission(struct db *db, const struct procedure *p,
	int64_t submission_id, struct report *out, struct err *e);
/* The titles of sections without text. */
void report_missing(struct arena *a, const struct report *r, struct strs *out);
struct report_part *report_find(const struct report *r, struct str id); /* or NULL */
/* Characters of the text, and what is suggested: 已写 120 个字（建议 300–1500 个字，还可以再写一些） */
struct str report_length(struct arena *a, const struct report_part *p);
/* （一）财务情况 */
struct str report_title(struct arena *a, const struct report_part *p);
/* May this section be changed now? `fixes` of a returned file. */
bool report_open(const struct application_file *f, const struct corrections *fixes, struct str id);

/* Pins the report beside the submission; *hash is that of its canonical JSON, empty without report. */
MUST_CHECK enum rc report_pin(struct tx *tx, const struct application_file *f, int64_t submission_id,
	struct str *hash, struct err *e);

/* RC_CONFLICT MSG_STALE: somebody saved since `version`. RC_FORBIDDEN: a return did not name it. */
USE_CASE(report_save)
struct report_save {
	struct str application, section;
	int64_t version;
	struct str text;
	int64_t saved; /* out: the version that it has now */
};

#endif
