/* What a body does with one file: compares it with a checklist made from the standard, recognises
 * values beside the declared ones, passes it on, returns it with items, refuses it. The same engine
 * scores declared and recognised values.
 */
#ifndef SERVICE_REVIEW_H
#define SERVICE_REVIEW_H

#include "service/application.h"
#include "service/evidence.h"
#include "service/written_report.h"

enum review_kind { REVIEW_INDICATOR, REVIEW_DIRECT, REVIEW_CONDITION, REVIEW_SLOT };

struct review_verdict {
	struct str verdict; /* "ok" "bad" "unclear"; missing: none yet */
	struct str reason_code, note;
};
struct review_item {
	enum review_kind kind;
	size_t of;     /* number in the standard */
	struct str id; /* "indicator:rd_ratio" */
	struct str title, shows;
	struct review_verdict county, city;
};
/* One value of the form: as declared, as each level recognises it. */
struct review_value {
	size_t section, fact;
	unsigned back;                            /* years before Y; 0 for a state fact */
	int year;                                 /* 0 for a state fact */
	struct fact_value declared, county, city; /* FACT_UNKNOWN: not recognised differently */
	struct str county_reason, city_reason;
	struct fact_value before; /* in the submission before, when it differs */
	bool changed;             /* since that submission */
};

struct review {
	struct application_file file;
	struct submission sub;
	struct submission before; /* the one before it, when `corrected` */
	bool corrected;
	struct score_result declared;     /* of the declared values */
	struct score_result county, city; /* with what each level recognises on top */
	bool county_differs, city_differs;
	struct review_item *items;
	size_t items_n;
	struct review_value *values;
	size_t values_n;
};

/* In the caseload of the body of `who` (an officer of any level), which may act on it; RC_NOT_FOUND otherwise. */
MUST_CHECK enum rc review_load(struct db *db, const struct rules *rules, const struct actor *who,
        struct str public_id, struct review *out, struct err *e);
/* For reading alone: whom application_to_read finds. */
MUST_CHECK enum rc review_read(struct db *db, const struct rules *rules, const struct actor *who,
        struct str public_id, struct review *out, struct err *e);
/* The own value of the level of `who`, FACT_UNKNOWN for none or for others; the reason with it. */
struct fact_value review_own_value(
        const struct review_value *v, const struct actor *who, struct str *reason);
/* Handed in with this submission, not with the one before. */
bool review_file_new(const struct review *r, const struct submitted_file *f);
/* The verdict of the level of `who` on an item, NULL for others. */
const struct review_verdict *review_own(const struct review_item *item, const struct actor *who);

/* 原因代码: why something does not fit or needs more. */
struct review_reason {
	const char *code, *word;
};
extern const struct review_reason review_reasons[];
extern const size_t review_reasons_n;
const char *review_reason_word(struct str code);
const char *review_verdict_word(struct str verdict); /* 符合 不符合 需补充 */

/* What stands between a file and passing at this level; empty: it may pass. Sentences. */
MUST_CHECK enum rc review_obstacles(struct arena *a, const struct review *r,
        const struct actor *who, struct strs *out, struct err *e);

struct review_mark {
	struct str item, verdict, reason_code, note;
};
struct review_typed {
	struct str fact;
	int year;
	struct str typed;  /* blank: as declared */
	struct str reason; /* required when the value differs from what stood before this level */
	struct str error;  /* out */
};
USE_CASE(review_save)
struct review_save {
	struct str application;
	int64_t version;
	const struct review_mark *marks;
	size_t marks_n;
	struct review_typed *typed;
	size_t typed_n;
	bool all_ok; /* every item without a verdict becomes 符合 */
	size_t bad;  /* out: values that could not be read; nothing is saved then */
};

USE_CASE(review_pass)
struct review_pass {
	struct str application;
	int64_t version;
	struct str note;
	enum state to; /* out */
};

struct review_return_item {
	struct str kind, ref, reason_code, note; /* kind: fact slot profile report */
};
USE_CASE(review_return)
struct review_return {
	struct str application;
	int64_t version;
	const struct review_return_item *items;
	size_t n;
	struct str message;
	struct str forgery; /* facts; not empty: 取消申报资格 is proposed with it (service/sanction) */
};

USE_CASE(review_refuse)
struct review_refuse {
	struct str application;
	int64_t version;
	struct str clause, fact, remedy;
	struct str forgery; /* as of review_return */
};

/* Every look at an enterprise's file is on record. */
USE_CASE(review_viewed)
struct review_viewed {
	int64_t application_id;
	struct str file;
};

/* Loads the file for an act: in scope, as the person saw it (version 0: not asked), in the hands of the level of
 * who acts. RC_CONFLICT, RC_STATE. */
MUST_CHECK enum rc review_open(struct tx *tx, struct str application, int64_t version, struct review *r,
        struct err *e);

#endif
