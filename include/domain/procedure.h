/* A procedure (实施细则) as data: the stages a file passes, with level, term and guards; the batches
 * of a year and their deadlines; how long a title is valid; how numbers and papers are called.
 * One JSON file under sql/reference/procedures/ per edition. Nothing in C knows a province or a year.
 */
#ifndef DOMAIN_PROCEDURE_H
#define DOMAIN_PROCEDURE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/workday.h"
#include "domain/workflow.h"

enum stage_kind {
	STAGE_FILING,
	STAGE_CHECK,
	STAGE_REVIEW,
	STAGE_SITE_VISIT,
	STAGE_DECISION,
	STAGE_PUBLICITY,
	STAGE_RECOMMEND,
	STAGE_SAMPLE,
	STAGE_EXPERT_REVIEW,
	STAGE_PUBLISH,
	STAGE_CERTIFY,
	STAGE__MAX
};

struct stage {
	enum stage_kind kind;
	enum holder level;	 /* HOLDER_ENTERPRISE … HOLDER_PROVINCE */
	struct str name;	 /* 市级审核 */
	struct str clause;	 /* the words of the document; empty when it prints none */
	struct str confidence;	 /* "" = printed; "design", "unverified" … is shown as such */
	bool skip_without_body;	 /* left out where the enterprise has no body of this level */
	bool two_people;	 /* a second person of the body confirms */
	bool site_optional;	 /* site_visit: may be ordered, need not be */
	int64_t people;		 /* site_visit: how many must go */
	bool has_term;		 /* false: the batch's deadline is the term */
	struct term term;	 /* of the body's work, or of publicity */
};

struct eligibility {
	struct str id, text, clause;
};
struct basis {
	struct str title, number, dated, confidence;
};
struct question {
	struct str q, a;
};

struct procedure {
	struct str id, title, programme, tier_name, tier_full_name, line, body, standard;
	struct str legal_from, legal_to;
	struct hash hash;	/* of the canonical JSON */
	const struct json *json;

	struct stage *stages;
	size_t stages_n;
	struct basis *basis;
	size_t basis_n;
	struct eligibility *eligibility;
	size_t eligibility_n;
	struct question *questions;
	size_t questions_n;

	int64_t batches_per_year;	   /* 1, 2, 4, 12 */
	int64_t deadline_month_of_period;  /* city deadline: end of this month of each period */
	struct str batch_title;		   /* {year} {no} {no_cn} */
	struct str batch_clause;

	int64_t validity_years;
	bool validity_minus_a_day;
	struct str number_application, number_receipt, number_certificate, number_document;
};

/* `json` lives as long as `a`. RC_DATA names the member that is wrong. */
MUST_CHECK enum rc procedure_load(struct arena *a, struct str text, struct procedure **out,
	struct err *e);

/* Entry state of the next stage after the one `from` belongs to; false after the last. */
MUST_CHECK bool procedure_next_state(const struct procedure *p, enum state from, bool has_county,
	enum state *out);
bool procedure_has_state(const struct procedure *p, enum state s);
/* The stage that a state belongs to, or NULL. */
const struct stage *procedure_stage_of(const struct procedure *p, enum state s);
const struct stage *procedure_stage(const struct procedure *p, enum stage_kind kind,
	enum holder level);
const char *stage_kind_word(enum stage_kind k);

/* The batches of the calendar. */
struct batch_plan {
	int64_t year, no;
	struct date opens_on;	   /* first day of filing */
	struct date city_deadline; /* last day for filing and for the formal recommendation */
};
/* RC_INVALID: no such number in a year. */
MUST_CHECK enum rc procedure_batch(const struct procedure *p, int64_t year, int64_t no,
	struct batch_plan *out, struct err *e);
/* The batch that is open for filing on a day. False only before the procedure's first batch. */
MUST_CHECK bool procedure_batch_on(const struct procedure *p, struct date day, struct batch_plan *out);
struct str procedure_batch_title(struct arena *a, const struct procedure *p, int64_t year, int64_t no);

/* A text of the procedure ("texts" member), with {batch} and {city} filled in; empty when missing. */
struct str procedure_text(struct arena *a, const struct procedure *p, const char *name,
	struct str batch, struct str city);
/* Last day of a title that begins on `from`. */
struct date procedure_valid_to(const struct procedure *p, struct date from);

struct str number_cn(struct arena *a, int64_t n); /* 1-99: 一 … 九十九 */

#endif
