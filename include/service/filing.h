/* What the enterprise does with its file: start, answer, send to sign, sign and submit, withdraw. */
#ifndef SERVICE_FILING_H
#define SERVICE_FILING_H

#include "service/correction.h"
#include "service/evidence.h"
#include "service/profile.h"
#include "service/written_report.h"

/* One live file per enterprise and batch: a second start gives the same one (L3).
 * RC_DEADLINE: the batch is not open now. RC_INVALID "division_code": the place is unknown or not of
 * the batch's province. */
USE_CASE(application_start)
struct application_start {
	int64_t batch_id;
	enum filing_kind kind;
	struct str public_id; /* out */
	bool existed;	      /* out */
};

/* --- answers ----------------------------------------------------------------------------------- */

struct answer {
	size_t fact;
	int year; /* 0 for a state fact */
	struct str typed;
	/* out: */
	struct fact_value value;
	struct str error; /* why it was not saved; missing when it was */
	bool changed;
};

/* The section's answers as they stand, in 16 hexadecimal digits: a form carries it, and a save whose
 * form has seen other answers is a conflict (RC_CONFLICT MSG_STALE) unless it changes nothing. */
struct str section_base(struct arena *a, const struct application_file *f, const struct facts *facts,
	size_t section);

/* How many of a section's facts are answered. */
size_t section_answered(const struct standard *s, const struct facts *facts, size_t section);

/* What can be read is saved and scored at once; what cannot is named in its answer and nothing of it is
 * kept. RC_INVALID: a fact that the standard does not ask, or that is counted from a list. RC_FORBIDDEN: a field that a return did not
 * name would change. */
USE_CASE(application_save)
struct application_save {
	struct str application;
	size_t section;
	struct str base; /* as section_base; missing: whatever stands there now */
	struct answer *answers;
	size_t n;
	/* out: */
	size_t bad;		    /* answers with an error */
	struct facts *facts;	    /* after saving */
	struct score_result *score; /* of them */
	struct str new_base;
};

/* --- sending ----------------------------------------------------------------------------------- */

/* Soft warnings (请核对): unusual, not wrong. Sentences with the figures in them. */
void facts_unusual(struct arena *a, const struct standard *s, const struct facts *facts,
	struct strs *out);

/* Everything that stands between the file and its submission, for the check page; empty: ready.
 * Signing adds identity and declarations, time is judged again when it happens. */
struct readiness {
	struct strs reasons; /* sentences that say what to do */
	bool passes, evidence_complete, profile_complete, report_complete;
	struct strs evidence_missing, profile_missing, report_missing;
};
void application_readiness(struct arena *a, const struct score_result *score,
	const struct evidence_files *files, const struct profile *profile, const struct report *report,
	struct readiness *out);
/* RC_DEADLINE with the last instant named, or that the batch is not open: [opens_at, filing_ends_at). */
MUST_CHECK enum rc application_in_time(
	struct arena *a, const struct application_file *f, int64_t now, struct err *e);

USE_CASE(application_to_sign)
struct application_to_sign {
	struct str application;
	int64_t version;
	struct str note; /* on soft warnings; may be empty */
};
USE_CASE(application_sign_back)
struct application_sign_back {
	struct str application;
	int64_t version;
	struct str reason;
};

/* Pins facts, evidence list, profile and result; numbers the file at its first submission; remembers
 * the facts for the next form; hands the file to the body that acts next. All in one transaction. */
USE_CASE(application_submit)
struct application_submit {
	struct str application;
	int64_t version;
	bool truth;
	const struct str *eligible; /* ids of the procedure's conditions that were confirmed */
	size_t eligible_n;
	struct str note;
	/* out: */
	struct str no, receipt_no, content_hash;
	int64_t seq;
};

USE_CASE(application_withdraw)
struct application_withdraw {
	struct str application;
	int64_t version;
	struct str reason;
};

#endif
